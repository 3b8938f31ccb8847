// What an exercise says to an answer: which feedback, with which numbers, whether it counts, and when the solution opens.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Values } from "./answers/form";
import { unfold } from "./lesson_reader";
import { tells } from "./told_numbers";

/** What an answer should come to. */
export interface Told {
  of: string;
  right: boolean;
  values: Values;
  /** A step on the way is no answer. */
  step?: boolean;
}

/** Answers given so far to one exercise. */
export interface Count {
  tries: number;
  done: boolean;
}

/** Brings an exercise near, so that its controls come; nothing has been said there yet. */
export async function approach(page: Page, id: string): Promise<Locator> {
  await unfold(page, id);
  const exercise = page.locator(`#${id}`);
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".exercise-place .check").first().waitFor();
  expect(await exercise.locator(".feedback").count()).toBe(0);
  expect(await exercise.locator("details.solution").isVisible()).toBe(false);
  return exercise;
}

/** Looks at everything an answer changes. */
export async function lookAt(
  exercise: Locator,
  { of, right, values, step = false }: Told,
  count: Count,
): Promise<void> {
  if (!step) {
    count.tries += 1;
    count.done ||= right;
  }
  const expected = {
    exercise: await exercise.getAttribute("id"),
    feedback: [of],
    verdicts: step ? 0 : 1,
    right,
    solution: count.done || count.tries >= 2,
    done: count.done,
    mark: expect.stringMatching(
      count.done ? /done|已完成/ : count.tries > 0 ? new RegExp(`(^|\\D)${count.tries}(\\D|$)`) : /^$/,
    ),
  };
  await expect.poll(() => exercise.evaluate(seen)).toEqual(expected);
  const numbers = await exercise
    .locator(".answer [data-value]")
    .evaluateAll((all) => all.map((one) => [one.getAttribute("data-value") ?? "", one.textContent] as const));
  const tellsIt = ([name, text]: readonly [string, string]): boolean => {
    const value = values[name];
    return typeof value === "number" ? tells(text, value) : text === value;
  };
  // Named with what it should have been.
  const wrong = numbers
    .filter((number) => !tellsIt(number))
    .map(([name, text]) => [name, text, values[name]]);
  expect({ ...expected, wrong }).toEqual({ ...expected, wrong: [] });
}

/** What there is to see of an answer. Runs in the page. */
function seen(exercise: Element) {
  const answer = exercise.querySelector(".answer");
  const all = Array.from(answer?.querySelectorAll<HTMLElement>(".feedback") ?? []);
  const shown = all.filter((one) => one.checkVisibility() && (one.textContent ?? "").trim() !== "");
  return {
    exercise: exercise.id,
    feedback: shown.map((one) => one.dataset.of),
    verdicts: answer?.querySelectorAll(".verdict").length,
    right: answer?.classList.contains("right"),
    solution: exercise.querySelector("details.solution")?.checkVisibility(),
    done: exercise.classList.contains("done"),
    mark: exercise.querySelector(".done-mark")?.textContent,
  };
}

/** Opens the solution, which must be there to be opened. */
export async function openSolution(exercise: Locator): Promise<Locator> {
  const solution = exercise.locator("details.solution");
  const summary = solution.locator("summary");
  await summary.click();
  await expect.poll(() => solution.evaluate((one) => (one as HTMLDetailsElement).open)).toBe(true);
  // Its words come to sight; Chinese needs few.
  expect((await solution.innerText()).length).toBeGreaterThan((await summary.innerText()).length + 5);
  return solution;
}
