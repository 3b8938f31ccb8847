// Chapters 1 to 3: what their exercises accept and what they say to mistakes, asked of runs as a reader would set them up,
// and the claims of their text that no fact carries.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import type { Run } from "../../www/lab/run";
import { textOf } from "../../www/lesson/build/texts";
import { judge as judgeNumber, type NumberSpec, readNumbers } from "../../www/lesson/exercises/kinds/number";
import type { Spec } from "../../www/lesson/exercises/registry";
import {
  judgeByHand,
  judgeThrough,
  exercises as two,
} from "../../www/lesson/exercises/specs/a-line-has-two-numbers";
import { judgeOnTheLine, exercises as one } from "../../www/lesson/exercises/specs/data-with-a-known-answer";
import { judgeEqually, exercises as three } from "../../www/lesson/exercises/specs/how-wrong-is-a-line";
import { ofRun } from "../../www/lesson/facts/fact";
import { FROM_LEFT, FROM_RIGHT, lossOf } from "../../www/lesson/facts/how_wrong";
import { factsOf } from "../../www/lesson/facts/index";
import { meanOf, noiseOf, ofMade } from "../../www/lesson/facts/made_data";
import { byHand, FULL, HAND_GOAL } from "../../www/lesson/facts/two_numbers";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES } from "../../www/strings";

const engine = Engine.of(await engineInNode());
const known = factsOf(engine);

const asked = <T>(settings: Settings, question: (run: Run) => T): T => ofRun(engine, settings, question);
const said = (judge: (run: Run, engine: Engine) => { feedback: string }, settings: Settings): string =>
  asked(settings, (run) => judge(run, engine).feedback);

function number(spec: Spec | undefined, value: number): string {
  if (spec?.kind !== "number") throw new Error("This exercise asks for no number.");
  const { kind: _, ...rest } = spec;
  return judgeNumber([value], rest satisfies NumberSpec, engine);
}

const made = (settings: object): Settings => ({ data: { source: "make_regression", ...settings } });

test("the true line's height at 2 is 99.27, and each mistake with coef and bias is told from the others", () => {
  const spec = one["height-at-two"];
  expect(number(spec, 99.3)).toBe("right");
  expect(number(spec, 84.77)).toBe("no-bias");
  expect(number(spec, 71.39)).toBe("swapped");
  expect(number(spec, 113.77)).toBe("both-doubled");
  expect(number(spec, 99)).toBe("other");
});

test("samples on a line that crosses at −20: noise, another bias and measured data are each told so", () => {
  expect(said(judgeOnTheLine, made({ noise: 0, bias: -20 }))).toBe("reached");
  expect(said(judgeOnTheLine, made({ noise: 0, bias: -20, random_state: 3 }))).toBe("reached");
  expect(said(judgeOnTheLine, made({ noise: 0.001, bias: -20 }))).toBe("noisy");
  expect(said(judgeOnTheLine, made({ noise: 0, bias: -20, edits: [{ move: 3, x: 0, y: 0 }] }))).toBe("noisy");
  expect(said(judgeOnTheLine, made({ noise: 0 }))).toBe("elsewhere");
  expect(said(judgeOnTheLine, { data: { source: "anscombe_1" }, batch_size: 11 })).toBe("not-made");
  const { w, b } = asked(made({ noise: 0, bias: -20 }), (run) => run.after(run.planned));
  expect(Math.abs(w - known("data.coef"))).toBeLessThan(1e-3);
  expect(Math.abs(b + 20)).toBeLessThan(1e-3);
});

test("with the same seed twice the noise is twice as far off, and x and the true line stay", () => {
  const [before, after] = [10, 20].map((noise) =>
    ofMade(engine, { noise }, (run) => ({ x: run.data.x, truth: run.truth, pushes: noiseOf(run) })),
  );
  if (!before || !after) throw new Error("Two runs were asked.");
  expect(after.x).toEqual(before.x);
  expect(after.truth).toEqual(before.truth);
  for (const [index, push] of before.pushes.entries()) expect(after.pushes[index]).toBeCloseTo(2 * push, 10);
  expect(one["twice-the-noise"]).toMatchObject({ right: "twice" });
});

test("without noise the same seed has the same x and slope; with 50 samples it has another slope", () => {
  const x = (noise: number): number[] => ofMade(engine, { noise }, ({ data }) => [...data.x].sort());
  expect(x(0)).toEqual(x(10));
  expect(ofMade(engine, { noise: 0 }, ({ truth }) => truth?.w)).toBe(known("data.coef"));
  expect(known("made.fifty.coef").toFixed(2)).toBe("15.90");
});

test("the first sample and the slope are scikit-learn's", () => {
  expect(known("made.x.first")).toBe(-0.3595531615405413);
  expect(known("made.y.first")).toBe(-5.455885609879578);
  expect(known("data.coef")).toBe(42.38550485581797);
});

test("Anscombe's four have nearly the same line", () => {
  for (const source of ["anscombe_1", "anscombe_2", "anscombe_3", "anscombe_4"] as const) {
    const fit = asked({ data: { source }, batch_size: 11 }, ({ leastSquares }) => leastSquares);
    expect(fit?.w).toBeCloseTo(known("anscombe.w"), 3);
    expect(fit?.b).toBeCloseTo(known("anscombe.b"), 2);
  }
});

test("a line through two points is judged by where the reader put it down", () => {
  const start = (w: number, b: number): string => said(judgeThrough, { init: { w, b } });
  expect(start(-20, 40)).toBe("reached");
  expect(start(-19.5, 40.5)).toBe("reached");
  expect(start(-20.5, 39.5)).toBe("reached");
  expect(start(-18, 42)).toBe("one-of-them");
  expect(start(20, 40)).toBe("uphill");
  expect(start(-30, 10)).toBe("neither");
});

test("a line fitted by hand is judged by its loss over all samples: what is wrong first, its height or its slope, is told", () => {
  const start = (w: number, b: number): string => said(judgeByHand, { init: { w, b } });
  expect([start(40, 15), start(42, 8), start(37, 13)]).toEqual(["reached", "reached", "reached"]);
  expect([start(42, 20), start(42, 90)]).toEqual(["high", "high"]);
  expect([start(42, 7), start(38, -60)]).toEqual(["low", "low"]);
  expect([start(0.1, 0), start(30, 13), start(-42, 60)]).toEqual(["flat", "flat", "flat"]);
  expect([start(60, 13), start(60, -80)]).toEqual(["steep", "steep"]);
  const outcome = asked({ init: { w: 42, b: 20 } }, (run) => judgeByHand(run, engine));
  expect(outcome).toMatchObject({ right: false, values: { loss: "154.0", least: "114.2", off: "6.28" } });
  // What it says of the height is so: lowered by as much, the line is good enough.
  expect(start(42, 20 - 6.28)).toBe("reached");
});

test("a fit by hand is judged where it can be reached, also with other samples and a standardised x, and else refused", () => {
  expect(said(judgeByHand, made({ noise: 0 }))).toBe("flat");
  expect(said(judgeByHand, { ...made({ noise: 0 }), init: { w: 42.4, b: 14.5 } })).toBe("reached");
  expect(said(judgeByHand, { ...made({ noise: 30 }), init: { w: 42.4, b: 14.5 } })).toBe("other-lab");
  expect(said(judgeByHand, { program: "parabola" })).toBe("other-lab");
  expect(said(judgeByHand, { program: "sgd_regressor" })).toBe("other-lab");
  const { mean, std } = asked({ standardize: true }, ({ data }) => ({
    mean: data.mean ?? 0,
    std: data.std ?? 1,
  }));
  const scaled: Settings = { standardize: true, init: { w: 42.4 * std, b: 14.5 + 42.4 * mean } };
  expect(said(judgeByHand, scaled)).toBe("reached");
});

test("the middle of the cloud, read at 0 and 1, gives the line of the solution, and it is good enough", () => {
  expect(asked({}, byHand)).toEqual({ w: 39, b: 14 });
  expect(said(judgeByHand, { init: { w: 39, b: 14 } })).toBe("reached");
  expect(known("hand.loss")).toBeLessThan(HAND_GOAL);
  expect(known("hand.start").toFixed(1)).toBe("2214.1");
});

test("a prediction by hand: the intercept left out, the numbers swapped and the sign lost are told apart", () => {
  const spec = two["predict-by-hand"];
  expect(number(spec, -37.9)).toBe("right");
  expect(number(spec, -46.3)).toBe("no-b");
  expect(number(spec, 6.45)).toBe("swapped");
  expect(number(spec, 54.63)).toBe("sign");
  expect(number(spec, 0)).toBe("other");
});

test("the three lines offered through (1, 50) pass it", () => {
  for (const [w, b] of [
    [0, 50],
    [30, 20],
    [50, 0],
  ] as const)
    expect(w * known("pivot.x") + b).toBe(known("pivot.y"));
});

test("against flat targets the line ends where PyTorch's does", () => {
  expect(known("flat.w").toFixed(4)).toBe("1.5109");
  expect(known("flat.b").toFixed(4)).toBe("13.7537");
});

test("each step of the full batch is shorter than the one before, in nearly the same direction", () => {
  asked(FULL, (run) => {
    const step = (update: number): [number, number] => {
      const [from, to] = [run.after(update), run.after(update + 1)];
      return [Math.hypot(to.w - from.w, to.b - from.b), Math.atan2(to.b - from.b, to.w - from.w)];
    };
    for (let update = 0; update < 8; update += 1) {
      const [[length, angle], [next, turned]] = [step(update), step(update + 1)];
      expect(next / length).toBeGreaterThan(0.78);
      expect(next / length).toBeLessThan(0.81);
      expect(Math.abs(turned - angle)).toBeLessThan(0.02);
    }
  });
});

test("three residuals by hand: sum, root, cancelled signs and absolute values are told from the mean square", () => {
  const spec = three["three-residuals"];
  expect(number(spec, 2)).toBe("right");
  expect(number(spec, 6)).toBe("sum");
  expect(number(spec, Math.SQRT2)).toBe("root");
  expect(number(spec, 0)).toBe("cancelled");
  expect(number(spec, 1.333)).toBe("absolute");
  expect(number(spec, 3)).toBe("other");
});

test("as wrong as the mean, but too steep: the mirrored line is, and a flat, a better and a worse one are told so", () => {
  const start = (w: number, b: number): string => said(judgeEqually, { init: { w, b } });
  expect(start(known("mirror.w"), known("mirror.b"))).toBe("reached");
  expect(start(85.2, 11.1)).toBe("reached");
  expect(start(0, 16.2)).toBe("too-flat");
  expect(start(70, 13)).toBe("inside");
  expect(start(95, 13)).toBe("outside");
});

test("an equally wrong line need not be opposite: the point that is, is named", () => {
  const outcome = asked({ init: { w: 43.5, b: 56.2 } }, (run) => judgeEqually(run, engine));
  expect(outcome).toMatchObject({
    feedback: "reached",
    values: { oppositeW: known("mirror.w").toFixed(2), oppositeB: known("mirror.b").toFixed(2) },
  });
  expect([known("mirror.w").toFixed(2), known("mirror.b").toFixed(2)]).toEqual(["85.24", "11.14"]);
});

test("residuals of any line through the middle of the samples add up to 0", () => {
  asked({}, ({ data }) => {
    const [x, y] = [meanOf(data.x), meanOf(data.y)];
    for (const w of [-50, 0, 42, 300]) {
      const b = y - w * x;
      expect(meanOf(data.y.map((at, index) => w * (data.x[index] ?? 0) + b - at))).toBeCloseTo(0, 9);
    }
  });
});

test("the bowl's formula has no further terms: it gives the loss of lines far away", () => {
  asked({}, ({ data, leastSquares }) => {
    if (!leastSquares) throw new Error("There is a best line.");
    for (const [w, b] of [
      [0, 0],
      [-300, 300],
      [85, 11],
    ] as const) {
      const [dw, db] = [w - leastSquares.w, b - leastSquares.b];
      const formula =
        known("fit.loss") + known("bowl.p") * dw ** 2 + 2 * known("made.x.mean") * dw * db + db ** 2;
      expect(lossOf(engine, data, { w, b }) / formula).toBeCloseTo(1, 12);
    }
  });
});

test("full batches end on the least-squares line from wherever the text starts them", () => {
  for (const settings of [FROM_LEFT, FROM_RIGHT, { ...FROM_LEFT, init: { w: -300, b: 300 } }]) {
    const end = asked(settings, (run) => run.after(run.planned));
    expect(end.w).toBeCloseTo(known("fit.w"), 4);
    expect(end.b).toBeCloseTo(known("fit.b"), 4);
  }
});

test("R² is one minus the share of the mean's loss, and the true line is no better here than the best one", () => {
  expect(1 - known("fit.loss") / known("yard.loss")).toBeCloseTo(known("fit.r2"), 12);
  expect(known("fit.r2")).toBeCloseTo(0.9417294727711081, 12);
  expect(known("truth.loss")).toBeGreaterThan(known("fit.loss"));
});

test("a sample far out turns the best line, one in the middle does not", () => {
  expect(known("fit.w") - known("outlier.far.w")).toBeGreaterThan(5);
  expect(Math.abs(known("fit.w") - known("outlier.middle.w"))).toBeLessThan(0.2);
});

test("the mistake with coef is drawn with the numbers themselves: exchanged, and each in its place", () => {
  const coef = known("data.coef").toFixed(1);
  const bias = String(known("data.bias"));
  for (const language of LANGUAGES) {
    const text = textOf(language, "01-data-with-a-known-answer.md");
    const drawn = Array.from(text?.matchAll(/\{iw=(\S+) ib=(\S+) at=0\}/g) ?? [], ([, w, b]) => [w, b]);
    expect(drawn).toEqual([
      [bias, coef],
      [coef, bias],
    ]);
  }
});

test("a number is read as the page writes it and as its readers do, and three digits after a comma either way", () => {
  const means = (text: string): number[] => readNumbers(text);
  expect(["−3.5", "－3.5", "３０", "6,44", "2 × 10^3", "12,345,678", "1,296.1"].map(means)).toEqual([
    [-3.5],
    [-3.5],
    [30],
    [6.44],
    [2000],
    [12345678],
    [1296.1],
  ]);
  expect(means("1,296")).toEqual([1.296, 1296]);
  expect(means("-10,000")).toEqual([-10, -10000]);
  // No thousands begin with a nought.
  expect(means("0,573")).toEqual([0.573]);
  expect(["", "w", "1.2.3", "1/2"].flatMap(means)).toEqual([]);
  const spec = { expected: () => 1296.1, tolerance: 0.005, wrong: { small: () => 1.298 } };
  expect(judgeNumber(means("1,296"), spec, engine)).toBe("right");
  expect(judgeNumber(means("1,298"), { ...spec, expected: () => 7 }, engine)).toBe("small");
});
