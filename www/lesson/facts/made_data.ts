/** Facts of chapter 1: how the samples were made, what other settings make, and Anscombe's four. */
import type { Data, Engine } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";

/** What exercise "on-the-line" asks for: where the true line crosses x = 0. */
export const WANTED_BIAS = -20;
/** Where exercise "height-at-two" asks for the true line's height. */
export const HEIGHT_AT = 2;

const ANSCOMBE = ["anscombe_1", "anscombe_2", "anscombe_3", "anscombe_4"] as const;

type Made = Omit<Extract<Data, { source: "make_regression" }>, "source">;

/** Of made samples: how far noise has pushed each from the true line. */
export function noiseOf({ data, truth }: Run): Float64Array {
  if (!truth) throw new Error("Only made samples have a known noise.");
  return data.y.map((y, index) => y - (truth.w * (data.x[index] ?? Number.NaN) + truth.b));
}

export const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function ofMade<T>(engine: Engine, made: Made, question: (run: Run) => T): T {
  return ofRun(engine, { data: { source: "make_regression", ...made } }, question);
}

/** The sample with the least |x|: where noise can be seen without the slope. */
function nearZero({ data: { x, y } }: Run): { x: number; y: number } {
  let best = 0;
  for (let index = 1; index < x.length; index += 1)
    if (Math.abs(x[index] ?? 0) < Math.abs(x[best] ?? 0)) best = index;
  return { x: x[best] ?? Number.NaN, y: y[best] ?? Number.NaN };
}

export function madeDataFacts(engine: Engine): Facts {
  const made =
    (question: (run: Run) => number, settings: Made = {}) =>
    () =>
      ofMade(engine, settings, question);
  const slope = ({ truth }: Run): number => truth?.w ?? Number.NaN;
  const intercept = ({ truth }: Run): number => truth?.b ?? Number.NaN;
  const within = (times: number) =>
    made((run) => {
      const { data } = run.settings;
      const std = data?.source === "make_regression" ? (data.noise ?? Number.NaN) : Number.NaN;
      return noiseOf(run).filter((push) => Math.abs(push) <= times * std).length;
    });
  const anscombe = (of: (fit: { w: number; b: number; r2: number }) => number, set: number) => () =>
    ofRun(engine, { data: { source: ANSCOMBE[set] ?? "anscombe_1" }, batch_size: 11 }, ({ data }) =>
      of(fitOf(engine, data)),
    );
  return {
    "data.noise.twice": made(({ settings: { data } }) =>
      data?.source === "make_regression" ? 2 * (data.noise ?? Number.NaN) : Number.NaN,
    ),
    "made.x.first": made(({ data }) => data.x[0] ?? Number.NaN),
    "made.y.first": made(({ data }) => data.y[0] ?? Number.NaN),
    "made.y.mean": made(({ data }) => meanOf(data.y)),
    "made.x.mean": made(({ data }) => meanOf(data.x)),
    "made.noise.mean": made((run) => meanOf(noiseOf(run))),
    "made.noise.std": made((run) => {
      const pushes = noiseOf(run);
      const mean = meanOf(pushes);
      return Math.sqrt(meanOf(pushes.map((push) => (push - mean) ** 2)));
    }),
    "made.within.one": within(1),
    "made.within.two": within(2),
    "made.near.x": made((run) => nearZero(run).x),
    "made.near.y": made((run) => nearZero(run).y),
    "made.near.line": made((run) => slope(run) * nearZero(run).x + intercept(run)),
    "made.seed.one.coef": made(slope, { random_state: 1 }),
    "made.seed.three.coef": made(slope, { random_state: 3 }),
    "made.fifty.coef": made(slope, { n_samples: 50 }),
    "height.x": () => HEIGHT_AT,
    "height.y": made((run) => slope(run) * HEIGHT_AT + intercept(run)),
    "wanted.bias": () => WANTED_BIAS,
    "anscombe.w": anscombe(({ w }) => w, 0),
    "anscombe.b": anscombe(({ b }) => b, 0),
    "anscombe.r2": anscombe(({ r2 }) => r2, 0),
  };
}

/** The least-squares line with its R². Throws where the samples determine no line. */
export function fitOf(
  engine: Engine,
  { x, y }: { x: Float64Array; y: Float64Array },
): { w: number; b: number; r2: number } {
  const { w, b, r2 } = engine.call(() => engine.whole.leastSquares(x, y));
  if (w === null || b === null || r2 === null) throw new Error("These samples determine no line.");
  return { w, b, r2 };
}
