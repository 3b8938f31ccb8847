// What the exercises of chapters 4 to 7 accept and refuse, and the claims of their texts that no exercise checks.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { type Cursor, Run } from "../../www/lab/run";
import { judge } from "../../www/lesson/exercises/kinds/number";
import type { Spec } from "../../www/lesson/exercises/registry";
import { exercises as batches, judgeFew } from "../../www/lesson/exercises/specs/batches";
import { exercises as gradients, judgeCleared } from "../../www/lesson/exercises/specs/gradients-by-machine";
import { judgeLargest, exercises as rates } from "../../www/lesson/exercises/specs/the-learning-rate";
import { judgeBelow } from "../../www/lesson/exercises/specs/the-whole-loop";
import type { Outcome } from "../../www/lesson/exercises/task";
import { spread } from "../../www/lesson/facts/batches";
import { ofRun } from "../../www/lesson/facts/fact";
import { factsOf } from "../../www/lesson/facts/index";
import { limitsOfBatches } from "../../www/lesson/facts/learning_rate";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());
const fact = factsOf(engine);

function judged(of: (run: Run, engine: Engine) => Outcome, settings: Settings, cursor?: Cursor): Outcome {
  const run = Run.open(engine, settings);
  try {
    if (cursor) run.seek(cursor);
    return of(run, engine);
  } finally {
    run.free();
  }
}

function said(spec: Spec | undefined, value: number): string {
  if (spec?.kind !== "number") throw new Error("not an exercise of kind number");
  return judge([value], spec, engine);
}

test("be the machine: 30 is right, and each way of losing a factor is told", () => {
  const one = gradients["one-sample-by-hand"];
  expect([30, 10, 15, -30, 25, 9.5].map((value) => said(one, value))).toEqual([
    "right",
    "outer",
    "no-two",
    "downhill",
    "loss",
    "other",
  ]);
});

test("two passes leave 40 in .grad", () => {
  const twice = gradients["twice-backward"];
  expect([40, 20, 400, 0, 38].map((value) => said(twice, value))).toEqual([
    "right",
    "once",
    "squared",
    "cleared",
    "other",
  ]);
});

test("only between zero_grad and backward() is .grad 0, and in the first update it is None until backward()", () => {
  const at = (update: number, lr = 0.01): string[] =>
    [0, 1, 2, 3].map(
      (statement) => judged(judgeCleared, { program: "parabola", lr }, { update, statement }).feedback,
    );
  expect(at(0)).toEqual(["none-yet", "none-yet", "none-yet", "filled"]);
  expect(at(1)).toEqual(["old", "old", "cleared", "filled"]);
  expect(at(3)).toEqual(["old", "old", "cleared", "filled"]);
  // With lr = 0.5 the first update lands on 0, where the slope is 0 as well.
  expect(at(1, 0.5)).toEqual(["at-rest", "at-rest", "at-rest", "at-rest"]);
  expect(judged(judgeCleared, { program: "parabola" }, { update: 3, statement: 2 })).toMatchObject({
    right: true,
    values: { x: "9.41" },
  });
  expect(judged(judgeCleared, {}, { update: 3, statement: 3 }).feedback).toBe("other-program");
});

test("600 updates; 1,600, 625, 700, 6 and 10,000 are each told what they would have meant", () => {
  const updates = batches["how-many-updates"];
  expect([600, 1600, 625, 700, 6, 10_000, 100].map((value) => said(updates, value))).toEqual([
    "right",
    "sixteen-batches",
    "not-whole",
    "kept",
    "epoch",
    "samples",
    "other",
  ]);
});

test("a slope above 40 with 300 samples needs batches of one or two", () => {
  const with_ = (settings: Settings): Outcome => judged(judgeFew, settings);
  expect(with_({ batch_size: 1 })).toMatchObject({ right: true, values: { samples: "126", updates: "126" } });
  expect(with_({ batch_size: 2 })).toMatchObject({ right: true, values: { samples: "260" } });
  expect(with_({ batch_size: 2, shuffle: true }).right).toBe(true);
  expect(with_({ batch_size: 3 })).toMatchObject({ right: false, feedback: "many" });
  expect(with_({ batch_size: 4, shuffle: true })).toMatchObject({ right: false, feedback: "many" });
  expect(with_({ batch_size: 16, epochs: 3 })).toMatchObject({ right: false, feedback: "never" });
  expect(with_({ batch_size: 1, lr: 0.1 }).feedback).toBe("other-settings");
});

test("the largest learning rate is found to five per cent, on either side of which the reader is told why not", () => {
  const with_ = (settings: Settings): string => judged(judgeLargest, settings).feedback;
  expect(with_({ lr: 1.1 })).toBe("reached");
  expect(with_({ lr: 1.053 })).toBe("reached");
  expect(with_({ lr: 1.05 })).toBe("careful");
  expect(with_({ lr: 1.109 })).toBe("above");
  expect(with_({ lr: 1.2 })).toBe("diverged");
  expect(with_({ lr: 0.92, batch_size: 100 })).toBe("other-settings");
});

test("eight epochs below 116: too slow, too high, climbing and diverging are told apart", () => {
  const with_ = (settings: Settings): Outcome => judged(judgeBelow, settings);
  const said = (lr: number): string => with_({ lr }).feedback;
  expect([0.01, 0.03, 0.05, 0.1, 0.9].map(said)).toEqual(["slow", "slow", "reached", "high", "high"]);
  // From 0.95 on the eighth epoch's mean is above the first's, below the limit of 1.108 and past it.
  expect([0.95, 1.05, 1.1, 1.2].map(said)).toEqual(["climbed", "climbed", "climbed", "diverged"]);
  expect(with_({ lr: 1.15, epochs: 8 }).feedback).toBe("climbed");
  expect(with_({ lr: 1.05 }).values).toEqual({ first: "458.5", loss: "2,014.6" });
  expect(with_({ lr: 0.05, batch_size: 8 }).feedback).toBe("other-settings");
  expect(with_({ lr: 0.05, epochs: 7 }).feedback).toBe("other-settings");
});

test("the fifth batch stretches the error both ways at lr = 1.05, and the sixth shrinks it across", () => {
  const factors = ["fifth.steep", "fifth.across", "sixth.steep", "sixth.across"];
  const values = factors.map((name) => Number(fact(`factor.${name}`).toFixed(2)));
  expect(values).toEqual([-2.72, -1.03, -1.23, 0.23]);
});

test("with the short batch kept the run ends farther from the cross, with shuffling nearer", () => {
  expect(fact("kept.away")).toBeGreaterThan(2 * fact("classic.away"));
  expect(fact("shuffled.away")).toBeLessThan(fact("classic.away") / 10);
  expect(fact("kept.w")).toBeCloseTo(41.7671, 4);
});

test("no line has less loss on the samples that are seen than their least-squares line, and the run comes near it", () => {
  expect(fact("fit.seen.loss")).toBeCloseTo(112.9372, 4);
  expect(fact("classic.epochLoss.last")).toBeGreaterThan(fact("fit.seen.loss"));
  expect(fact("classic.epochLoss.last") - fact("fit.seen.loss")).toBeLessThan(0.5);
});

test("momentum widens the limit by 1 + μ", () => {
  const limit = rates["limit-with-momentum"];
  expect([1.775, 1.79, 0.934, 0.0934, 9.34, 0.841, 3].map((value) => said(limit, value))).toEqual([
    "right",
    "right",
    "plain",
    "narrower",
    "tenfold",
    "times",
    "other",
  ]);
});

test("1.05 is too much for every batch alone and for all samples, and the classic run comes to rest with it", () => {
  expect(Math.max(...limitsOfBatches(engine).map(({ lr }) => lr))).toBeLessThan(1.05);
  expect(fact("limit.full")).toBeLessThan(1.05);
  expect(fact("classic.limit")).toBeGreaterThan(1.05);
  const end = (epochs: number): number =>
    ofRun(engine, { lr: 1.05, epochs }, (run) => run.after(run.planned).w);
  expect(end(2000)).toBeCloseTo(end(1000), 9);
});

test("a sampled batch's gradients scatter as S²/m · (1 − m/n)", () => {
  const single = spread(engine, 1) ** 2 / (1 - 1 / 100);
  for (const m of [2, 4, 16, 64, 99])
    expect(spread(engine, m) ** 2).toBeCloseTo((single / m) * (1 - m / 100), 6);
  expect(spread(engine, 100)).toBe(0);
});

test("without zero_grad the second update uses both gradients, and the line swings far past", () => {
  expect(fact("uncleared.second")).toBeCloseTo(fact("second.sum"), 9);
  expect(fact("uncleared.most")).toBeGreaterThan(2 * fact("fit.w") - 1);
});

test("differences and backward() agree but for rounding", () => {
  expect(Math.abs(fact("check.w") / fact("classic.gradW.first") - 1)).toBeLessThan(1e-11);
  expect(fact("check.step")).toBe(1 / 1024);
});

test("Norris: a gorge as it is, a round bowl when standardised", () => {
  expect(fact("unscaled.condition")).toBeGreaterThan(700_000);
  expect(fact("scaled.condition")).toBeCloseTo(1, 9);
  expect(fact("scaled.limit")).toBeCloseTo(1, 9);
});
