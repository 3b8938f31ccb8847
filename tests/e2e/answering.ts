// Answers exercises as a reader does, one driver a kind, in every wrong way of the chapter's table and then rightly.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Answers, Doing, Place, Point, Try, Values } from "./answers/form";
import { draw } from "./lesson_reader";
import { frame } from "./reader";
import { approach, type Count, lookAt, openSolution } from "./told";
import { readTold } from "./told_numbers";

type Kind = Exclude<Answers, { kind: "repair" }>;

/** One answer: the name of what is said to it, and the giving, which ends with the numbers that may be told. */
interface Attempt {
  of: string;
  right: boolean;
  give(): Promise<Values>;
}

const stateOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector("first-descent")?.getState() ?? "");

/** Wrong answers by name, then the right one. */
function attempts<By>(
  wrong: Readonly<Record<string, By>>,
  right: [of: string, by: By],
  give: (by: By) => Promise<Values>,
): Attempt[] {
  const one = ([of, by]: [string, By], isRight: boolean): Attempt => ({
    of,
    right: isRight,
    give: () => give(by),
  });
  return [...Object.entries(wrong).map((each) => one(each, false)), one(right, true)];
}

function attemptsOf(page: Page, exercise: Locator, id: string, answers: Kind): Attempt[] {
  const check = (): Promise<void> => exercise.locator(".check").click();
  const valuesOf = async ({ values = {} }: Pick<Try<unknown>, "values">): Promise<Values> =>
    typeof values === "function" ? values(await stateOf(page)) : values;
  switch (answers.kind) {
    case "choose": {
      const named = Object.fromEntries(answers.wrong.map((name) => [name, name]));
      return attempts(named, [answers.right, answers.right], async (name) => {
        await exercise.locator(`input[value="${name}"]`).check();
        await check();
        return {};
      });
    }
    case "number":
      return attempts(answers.wrong, ["right", answers.right], async (text) => {
        await exercise.locator('input[type="text"]').fill(text);
        await check();
        return {};
      });
    case "goal":
      return attempts<Try<Doing>>(answers.wrong, [answers.right.of, answers.right], async (one) => {
        await one.by(page);
        await frame(page);
        await check();
        return valuesOf(one);
      });
    case "curve":
      return attempts<Try<readonly number[]>>(
        answers.wrong,
        [answers.right.of, answers.right],
        async (one) => {
          await draw(page, id, one.by);
          await check();
          return valuesOf(one);
        },
      );
    case "place":
      return attempts(answers.wrong, ["right", answers.right], async (one) => {
        const yours = await put(page, exercise, one.by, answers.plane);
        await check();
        return { ...yours, ...(await valuesOf(one)) };
      });
  }
}

/** Presses the plane at a point; the point stands there then, to a pixel or two. Gives where it says it is. */
async function put(
  page: Page,
  exercise: Locator,
  [w, b]: Point,
  plane: Place["plane"],
): Promise<{ yourW: number; yourB: number }> {
  const plot = exercise.locator(".plane .frame");
  await exercise.locator(".plane").evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await plot.boundingBox();
  if (!box) throw new Error("The plane has no box.");
  const [wide, high] = [plane.w[1] - plane.w[0], plane.b[1] - plane.b[0]];
  const [right, up] = [(w - plane.w[0]) / wide, (b - plane.b[0]) / high];
  await page.mouse.click(box.x + right * box.width, box.y + (1 - up) * box.height);
  const said = (await exercise.getByRole("slider").getAttribute("aria-valuetext")) ?? "";
  const [yourW = Number.NaN, yourB = Number.NaN] = Array.from(
    said.matchAll(/−?[\d,]*\d\.\d+/g),
    ([text]) => readTold(text).value,
  );
  expect(Math.abs(yourW - w)).toBeLessThan(wide / 80);
  expect(Math.abs(yourB - b)).toBeLessThan(high / 80);
  return { yourW, yourB };
}

/** Before there is an answer what is missing is asked for, and nothing is said. */
async function pressTooEarly(exercise: Locator): Promise<void> {
  await exercise.locator(".check").click();
  await expect.poll(() => exercise.locator(".hint").last().innerText()).not.toBe("");
  expect(await exercise.locator(".answer .feedback").count()).toBe(0);
}

/**
 * Answers an exercise in every way of the table, the right one last, and opens its solution. `told` is called after each
 * answer with its name, while what is said stands there, and at last with the solution.
 */
export async function answerAll(
  page: Page,
  id: string,
  answers: Kind,
  told: (part: Locator, of: string | null) => Promise<void>,
): Promise<void> {
  const exercise = await approach(page, id);
  const count: Count = { tries: 0, done: false };
  if (answers.kind !== "goal") await pressTooEarly(exercise);
  for (const { of, right, give } of attemptsOf(page, exercise, id, answers)) {
    const values = await give();
    await lookAt(exercise, { of, right, values }, count);
    await told(exercise.locator(".answer"), of);
  }
  await told(await openSolution(exercise), null);
}
