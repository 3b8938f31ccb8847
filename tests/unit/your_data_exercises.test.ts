// The goals of chapter 10: each of their feedbacks is the answer to a run that a reader can make.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { exercises, judgeNorris, judgeOwn } from "../../www/lesson/exercises/specs/your-data";
import { yourDataFacts } from "../../www/lesson/your_data/facts";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());

function judged(judge: typeof judgeNorris, settings: Settings) {
  const run = Run.open(engine, settings);
  const { right, feedback, values } = judge(run, engine);
  run.free();
  return { right, feedback, values };
}

test("the Norris readings are fitted below the goal only when x is standardised and the rate fits", () => {
  const data = { source: "norris" } as const;
  const of = (settings: Settings): string => judged(judgeNorris, { data, ...settings }).feedback;
  expect(of({})).toBe("diverged");
  expect(of({ lr: 3e-6, batch_size: 36 })).toBe("unscaled");
  expect(of({ standardize: true })).toBe("slow");
  expect(of({ standardize: true, lr: 0.5 })).toBe("high");
  expect(of({ standardize: true, lr: 0.1, epochs: 200 })).toBe("other-settings");
  expect(of({ data: { ...data, edits: [{ remove: 0 }] }, standardize: true, lr: 0.1 })).toBe(
    "other-settings",
  );
  expect(of({ data: { source: "make_regression" } })).toBe("other-settings");
  // To start on the answer is no way of finding it, and PyTorch's own start is as good as the usual one.
  expect(of({ lr: 1e-7, init: { w: 1.0021, b: -0.2623 } })).toBe("other-start");
  expect(of({ standardize: true, lr: 0.1, init: { w: 0.1, b: 1 } })).toBe("other-start");
  expect(of({ program: "torch", standardize: true, lr: 0.02 })).toBe("reached");
  expect(judged(judgeNorris, { data, standardize: true, lr: 0.1 })).toMatchObject({
    right: true,
    feedback: "reached",
    values: { loss: "0.741", lr: "0.1" },
  });
});

test("a run on the reader's own points is judged by the best line there is for them", () => {
  const x = Array.from({ length: 20 }, (_, index) => 30 + index);
  const y = x.map((value, index) => 2 * value + (index % 4));
  const own = (settings: Settings, of = { x, y }) =>
    judged(judgeOwn, { data: { source: "points", ...of }, drop_last: false, ...settings });
  expect(judged(judgeOwn, {}).feedback).toBe("no-points");
  expect(own({}).feedback).toBe("diverged");
  expect(own({ standardize: true, lr: 0.001 }).feedback).toBe("not-yet");
  expect(own({ standardize: true, lr: 0.05 })).toMatchObject({ right: true, feedback: "reached" });
  const down = own({ standardize: true, lr: 0.05 }, { x, y: y.map((value) => 10 - value) });
  expect(down.values?.line).toMatch(/^−[\d.]{5,6} · x \+ [\d.]+$/);
  const below = own({ standardize: true, lr: 0.05 }, { x, y: y.map((value) => value - 1000) });
  expect(below.values?.line).toMatch(/^[\d.]{5,6} · x − [\d.]+$/);
  expect(own({ batch_size: 3, lr: 0.1 }, { x: [1, 1, 1], y: [1, 2, 3] }).feedback).toBe("no-line");
  // A start of one's own is accepted unless it is the answer.
  const slope = { w: 2, b: 1.5 };
  expect(own({ lr: 1e-7, init: slope }).feedback).toBe("other-start");
  expect(own({ standardize: true, lr: 0.05, init: { w: 5, b: 5 } }).feedback).toBe("reached");
  // Points exactly on a line have a least loss of 0, of which no share is left.
  const exact = { x, y: x.map((value) => 3 * value + 1) };
  expect(own({ standardize: true, lr: 0.05, batch_size: 20 }, exact).feedback).toBe("reached");
});

test("each wrong number of the prediction by hand is told from the right one and from the others", () => {
  const spec = exercises["by-hand"];
  if (spec?.kind !== "number") throw new Error("The exercise is not about a number.");
  const all = [spec.expected(engine), ...Object.values(spec.wrong ?? {}).map((of) => of(engine))];
  expect(spec.expected(engine)).toBeCloseTo(
    yourDataFacts(engine)["diabetes.predicted"]?.() ?? Number.NaN,
    12,
  );
  const tolerance = typeof spec.tolerance === "number" ? spec.tolerance : Number.NaN;
  for (const [at, value] of all.entries())
    for (const other of all.slice(at + 1)) expect(Math.abs(value / other - 1)).toBeGreaterThan(2 * tolerance);
});

test("the text's two draws turn the order of the losses round, and what it says of the raw data holds", () => {
  const facts = yourDataFacts(engine);
  const fact = (name: string): number => facts[name]?.() ?? Number.NaN;
  expect(fact("held.first.held")).toBeLessThan(fact("held.first.train"));
  expect(fact("held.second.held")).toBeGreaterThan(fact("held.second.train"));
  expect(fact("diabetes.lr")).toBeGreaterThan(fact("diabetes.limit"));
  expect(fact("diabetes.scaled.limit")).toBeGreaterThan(1);
  expect(fact("norris.least")).toBeLessThan(fact("norris.good"));
  expect(fact("norris.good")).toBeLessThan(fact("norris.goal"));
  expect(fact("norris.slow")).toBeGreaterThan(fact("norris.goal"));
});
