// Repairs a broken program as a reader does: says what will happen, runs it, edits lines by mouse and keys, has it checked.
// What the bench says of the runs is compared with runs in Node.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Edit, Repair, Values } from "./answers/form";
import { type FreshRun, freshRun } from "./fresh_run";
import { approach, type Count, lookAt, openSolution } from "./told";
import { tells } from "./told_numbers";

/** Where a run ends, by the names that the text gives these numbers. */
function endOf({ end, history, diverged }: FreshRun) {
  const loss = diverged ? undefined : history.epochLoss.at(-1);
  return { w: end.w, b: end.b, loss: loss ?? Number.NaN, updates: history.w.length };
}

function valuesOf(broken: FreshRun, right: FreshRun, plotted: Values = {}): Values {
  const { raised, warned, diverged } = broken;
  const stop = raised?.update ?? diverged?.update;
  const best = endOf(right);
  return {
    ...endOf(broken),
    rightW: best.w,
    rightB: best.b,
    rightLoss: best.loss,
    rightUpdates: best.updates,
    update: stop === undefined ? "–" : stop + 1,
    type: raised?.type ?? warned?.type ?? "–",
    ...plotted,
  };
}

/** A program that is predicted and run, and has not been edited. */
export interface Bench {
  exercise: Locator;
  answers: Repair;
  count: Count;
}

/** Predicts by the name of an option, runs, and looks at what is said of both. */
export async function predict(page: Page, id: string, answers: Repair, option: string): Promise<Bench> {
  const exercise = await approach(page, id);
  const run = exercise.locator(".bench-actions .check").first();
  // Nothing runs before there is a prediction, and no line can be picked.
  await run.click();
  await expect.poll(() => exercise.locator(".hint").innerText()).not.toBe("");
  expect(await exercise.locator("button.bench-line, .bench-ends").count()).toBe(0);
  await exercise.locator(`input[value="${option}"]`).check();
  await run.click();
  const [broken, right] = [freshRun(answers.broken), freshRun(answers.repaired)];
  const count = { tries: 0, done: false };
  const told = { of: option, right: option === answers.predict.at(-1), step: true };
  await lookAt(exercise, { ...told, values: valuesOf(broken, right, answers.plotted) }, count);
  const cells = await exercise.locator(".bench-ends tbody td").allInnerTexts();
  const ends = [endOf(broken), endOf(right)];
  const expected = (["w", "b", "loss", "updates"] as const).flatMap((name) => ends.map((end) => end[name]));
  const wrong = expected.filter((value, index) => {
    const text = cells[index] ?? "";
    return Number.isFinite(value) ? !tells(text, value) : text !== "–";
  });
  expect({ id, cells, wrong }).toEqual({ id, cells, wrong: [] });
  return { exercise, answers, count };
}

async function edit(exercise: Locator, change: Edit): Promise<void> {
  const line = exercise.locator("button.bench-line", { hasText: change.line }).first();
  if ("keys" in change) {
    await line.focus();
    // The hand stays on the line that moves.
    for (const key of change.keys) await exercise.page().keyboard.press(key);
    return;
  }
  if ((await line.getAttribute("aria-pressed")) !== "true") await line.click();
  if ("button" in change) await exercise.locator(`[data-focus="${change.button}"]`).click();
  else if ("rate" in change) {
    await exercise.locator(".bench-rate input").fill(change.rate);
    await exercise.locator(".bench-rate input").press("Enter");
  } else if ("insert" in change) {
    await exercise.locator(".bench-insert summary").click();
    await offer(exercise.locator(".bench-insert"), [change.insert]);
  } else await offer(exercise.locator(".bench-tools > .bench-offers"), change.change);
}

/** Takes the offer that shows just these lines. */
async function offer(among: Locator, lines: readonly string[]): Promise<void> {
  const all = await among
    .locator(".bench-offer")
    .evaluateAll((offers) =>
      offers.map((one) =>
        Array.from(one.querySelectorAll(".bench-code-line"), (line) => line.textContent?.trim()),
      ),
    );
  const at = all.findIndex((shown) => shown.join("\n") === lines.join("\n"));
  expect(all).toContainEqual(lines);
  await among.locator(".bench-offer").nth(at).click();
}

/** Has the program checked, and looks at the answer and at the runs it was tried in. */
async function check({ exercise, count }: Bench, right: boolean): Promise<void> {
  await exercise.locator(".bench-actions .check").nth(1).click();
  await lookAt(exercise, { of: right ? "repaired" : "differs", right, values: {} }, count);
  const [passed, failed] = [
    exercise.locator(".bench-trials .passed"),
    exercise.locator(".bench-trials .failed"),
  ];
  expect((await passed.count()) + (await failed.count())).toBe(6);
  expect((await failed.count()) === 0).toBe(right);
}

/** As it stands it is no repair, nor with the table's wrong edit; put back and edited rightly it is. Opens the solution. */
export async function repairIt(bench: Bench, told: (part: Locator) => Promise<void>): Promise<void> {
  const { exercise, answers } = bench;
  const lines = (): Promise<string[]> => exercise.locator(".bench-line").allInnerTexts();
  const broken = await lines();
  await check(bench, false);
  for (const change of answers.wrong) await edit(exercise, change);
  expect(await lines()).not.toEqual(broken);
  await check(bench, false);
  await told(exercise.locator(".answer"));
  await exercise.locator('[data-focus="reset"]').click();
  expect(await lines()).toEqual(broken);
  for (const change of answers.right) await edit(exercise, change);
  await check(bench, true);
  await told(exercise.locator(".answer"));
  await told(await openSolution(exercise));
}
