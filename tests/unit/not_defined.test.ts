// What is not defined is said to be so, and why: one sample, samples with equal x, the truth of a reader's own samples.
import { beforeAll, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { describeLine } from "../../www/lab/describe";
import { noFit } from "../../www/lab/panels/no_fit";
import { Run } from "../../www/lab/run";
import { liveNumbers } from "../../www/lesson/live";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { fill, LANGUAGES, loadWords } from "../../www/strings";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const points = (x: number[], y: number[]): Settings => ({
  data: { source: "points", x, y },
  batch_size: x.length,
});
const ONE = points([1], [2]);
const EQUAL = points([1, 1, 1], [2, 5, 3]);
const OWN = points([1, 2, 3], [2, 3, 5]);

function withRun<T>(settings: Settings, work: (run: Run) => T): T {
  const run = Run.open(engine, settings);
  try {
    return work(run);
  } finally {
    run.free();
  }
}

test("why there is no least-squares line follows from what the engine says", () => {
  expect([ONE, EQUAL, OWN, {}].map((settings) => withRun(settings, noFit))).toEqual([
    "one",
    "equal",
    null,
    null,
  ]);
});

test("the picture's words leave out the lines there are not, and count one sample as one", async () => {
  const { shell } = await loadWords("en", "shell");
  const described = [ONE, EQUAL, OWN].map((settings) =>
    withRun(settings, (run) => describeLine(run, run.moment, shell)),
  );
  expect(described).toEqual([
    "1 sample; the model’s line with w = 0.10 and b = 0.00.",
    "3 samples; the model’s line with w = 0.10 and b = 0.00.",
    "3 samples; the model’s line with w = 0.10 and b = 0.00, the least-squares line with 1.50 and 0.33.",
  ]);
  expect(fill(shell.views.batch, { count: "1", n: "1" })).toBe("1 of 1 sample lit");
  expect(fill(shell.views.noBatch, { n: "1" })).toBe("1 sample");
  expect(
    fill(shell.narration.statement.forward, { count: "1", epoch: "1", batch: "1", batches: "1" }),
  ).toContain("predicts y for 1 sample");
});

test.each(LANGUAGES)("the numbers in the text say in words what is not defined, in %s", async (language) => {
  const { lesson, line } = await loadWords(language, "lesson", "line");
  const live = (settings: Settings) =>
    withRun(settings, (run) => {
      const { trueW, trueB, fitW, fitB } = liveNumbers(run, run.moment, lesson.live);
      return [trueW, trueB, fitW, fitB];
    });
  const { unknown, none, noFit: why } = lesson.live;
  expect(live(ONE)).toEqual([unknown, unknown, why.one, none]);
  expect(live(EQUAL)).toEqual([unknown, unknown, why.equal, none]);
  expect(live(OWN)).toEqual([unknown, unknown, "1.50", "0.33"]);
  expect(live({}).join()).toBe("42.39,14.50,42.62,13.69");
  expect(JSON.stringify([lesson.live, line.noFit])).not.toContain("–");
});
