// Chapter 10.
import type { Page } from "playwright-core";
import { bestLine, freshRun, limitOf, meanSquare } from "../fresh_run";
import { type } from "../reader";
import { opens } from "./doing";
import { type ChapterAnswers, choose, type Doing } from "./form";

/** The end of a run on readings or points, beside the best line for them. */
function end(lab: string) {
  const run = freshRun(lab);
  const best = bestLine(run);
  const loss = meanSquare(run, run.end);
  const least = meanSquare(run, best);
  const lr = run.settings.lr ?? Number.NaN;
  // One sign between the two, and digits that a reader can use.
  const five = (value: number): string => String(Number(Math.abs(value).toPrecision(5)));
  const { w, b } = run.end;
  const line = `${w < 0 ? "−" : ""}${five(w)} · x ${b < 0 ? "−" : "+"} ${five(b)}`;
  return { ...run.end, line, loss, least, miss: Math.sqrt(loss), fitB: best.b, lr, limit: limitOf(lab) };
}

const scales: Doing = async (page) => {
  await opens("1&d=norris")(page);
  await type(page, "lr", "0.1");
  await page.locator('input[name="standardize"]').check();
};

/** y = 2x + 1 with a wobble, as a spreadsheet writes it where the comma stands for the point. */
const TABLE = Array.from({ length: 20 }, (_, index) => {
  const y = 61 + index + (index % 2 === 0 ? 0.5 : -1) * (1 + (index % 3));
  return `${30 + index / 2};${y}`.replaceAll(".", ",");
}).join("\n");

/** Pastes the table, holds nothing back, and trains on it. */
const trains = (scaled: boolean, lr: string | null = null): Doing =>
  async function train(page: Page) {
    const block = page.locator(".your-data");
    await block.locator("textarea").fill(TABLE);
    await block.locator(".splitting input[type=range]").fill("0");
    await block.locator(".training input[type=checkbox]").setChecked(scaled);
    const button = block.locator(".main-button");
    await button.and(page.locator(":enabled")).click();
    await block.locator(".showing").waitFor();
    if (lr !== null) await type(page, "lr", lr);
  };

export const yourData: ChapterAnswers = {
  slug: "your-data",
  lab: "1",
  words: ["try=d=norris"],
  told: ["try=d=norris", "try=d=norris", "try=d=norris&st=1&lr=0.1"],
  exercises: {
    "which-is-lower": choose("draw", "better", "leak", "long"),
    "norris-scaled": {
      kind: "goal",
      wrong: {
        "other-settings": { by: opens("1") },
        diverged: { by: opens("1&d=norris"), values: end },
        unscaled: { by: opens("1&d=norris&bs=36&lr=0.000003"), values: end },
        slow: { by: opens("1&d=norris&st=1"), values: end },
        high: { by: opens("1&d=norris&st=1&lr=0.5"), values: end },
        "other-start": { by: opens("1&d=norris&st=1&lr=0.1&iw=1") },
      },
      right: { of: "reached", by: scales, values: end },
    },
    "by-hand": {
      kind: "number",
      wrong: { unscaled: "1518.2", undivided: "316.9", "without-b": "37.4", other: "5" },
      right: "189.3",
    },
    "far-out": choose("number", "same", "miss", "none"),
    "your-own": {
      kind: "goal",
      wrong: {
        "no-points": { by: opens("1") },
        "no-line": { by: opens("1&bs=3&xy=1,1~1,2~1,3") },
        diverged: { by: trains(false), values: end },
        "not-yet": { by: trains(true, "0.001"), values: end },
        "other-start": { by: opens("1&bs=4&iw=2&ib=1&xy=1,3~2,5.2~3,6.8~4,9.1"), values: end },
      },
      right: { of: "reached", by: trains(true, "0.05"), values: end },
    },
  },
};
