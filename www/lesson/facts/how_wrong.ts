/** Facts of chapter 3: losses of lines over all samples, what an outlier does, the bowl, and the yardstick of the mean. */
import type { Engine, Line, LossQuadratic, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";
import { fitOf, meanOf } from "./made_data";

/** The same fall of one sample, far out to the right and in the middle. */
const FAR_OUT: Settings = { data: { source: "make_regression", edits: [{ move: 70, x: 2.27, y: -150 }] } };
const MIDDLE: Settings = { data: { source: "make_regression", edits: [{ move: 34, x: 0.01, y: -267 }] } };

/** The three samples and the line of exercise "three-residuals". */
export const THREE = { x: [0, 1, 3], y: [2, 1, 8], line: { w: 2, b: 1 } };

/** The misses of exercise "which-miss": one line's only one, and each of the other's three. */
const MISSES = { one: [30, 0, 0, 0], three: [10, 10, 10, 0] };

/** How nearly alike two losses must be in exercise "equally-wrong", as a share. */
export const ALIKE = 0.02;

/** Full batches, from two starts. */
export const FROM_RIGHT: Settings = { batch_size: 100, lr: 0.1, init: { w: 100, b: -40 } };
export const FROM_LEFT: Settings = { batch_size: 100, lr: 0.1, init: { w: -30, b: 50 } };

/** The mean squared residual of a line over samples. */
export function lossOf(engine: Engine, { x, y }: Pick<Run["data"], "x" | "y">, { w, b }: Line): number {
  return engine.call(() => engine.whole.lossSurface(x, y, [w, w, 1], [b, b, 1]))[0] ?? Number.NaN;
}

export const lossOfThree = (engine: Engine): number =>
  lossOf(engine, { x: Float64Array.from(THREE.x), y: Float64Array.from(THREE.y) }, THREE.line);

/** Each of the three samples, with what the line makes of it. */
function threeFacts(): Facts {
  const { x, y, line } = THREE;
  const each = x.map((at, index) => {
    const prediction = line.w * at + line.b;
    const residual = prediction - (y[index] ?? Number.NaN);
    return { x: at, y: y[index] ?? Number.NaN, prediction, residual, square: residual ** 2 };
  });
  return Object.fromEntries(
    each.flatMap((sample, index) =>
      Object.entries(sample).map(([name, value]) => [`three.${name}.${index + 1}`, () => value]),
    ),
  );
}

/** The squares of misses, added up. */
const squaresOf = (engine: Engine, misses: readonly number[]): number =>
  misses.length *
  lossOf(engine, { x: new Float64Array(misses.length), y: Float64Array.from(misses) }, { w: 0, b: 0 });

/** The loss of always predicting the mean of y. */
export const yardstick = (engine: Engine, data: Pick<Run["data"], "x" | "y">): number =>
  lossOf(engine, data, { w: 0, b: meanOf(data.y) });

/** The line as far from the best one on its other side, and so as wrong, as the one that always predicts the mean of y. */
export const mirrored = ({ y }: Pick<Run["data"], "y">, best: Line): Line => ({
  w: 2 * best.w,
  b: 2 * best.b - meanOf(y),
});

export function howWrongFacts(engine: Engine): Facts {
  const classic = (question: (run: Run) => number) => () => ofRun(engine, {}, question);
  const slopeWith = (settings: Settings) => () =>
    ofRun(engine, settings, ({ data }) => fitOf(engine, data).w);
  const bowl = (question: (bowl: LossQuadratic) => number) =>
    classic(({ data }) => question(engine.call(() => engine.whole.lossQuadratic(data.x, data.y))));
  return {
    "fit.loss": bowl(({ least }) => least),
    "fit.rms": bowl(({ least }) => Math.sqrt(least)),
    "fit.r2": classic(({ data }) => fitOf(engine, data).r2),
    "truth.loss": classic(({ data, truth }) => lossOf(engine, data, truth ?? { w: NaN, b: NaN })),
    "yard.loss": classic(({ data }) => yardstick(engine, data)),
    "bowl.p": bowl(({ hessian }) => hessian[0] / 2),
    "bowl.ratio": bowl(({ eigenvalues }) => eigenvalues[0] / eigenvalues[1]),
    "outlier.far.w": slopeWith(FAR_OUT),
    "outlier.middle.w": slopeWith(MIDDLE),
    "full.limit": () => engine.stabilityLimit({ batch_size: 100 })?.lr ?? Number.NaN,
    ...threeFacts(),
    "three.n": () => THREE.x.length,
    "three.w": () => THREE.line.w,
    "three.b": () => THREE.line.b,
    "miss.one": () => MISSES.one[0] ?? Number.NaN,
    "miss.three": () => MISSES.three[0] ?? Number.NaN,
    "miss.one.sum": () => squaresOf(engine, MISSES.one),
    "miss.three.sum": () => squaresOf(engine, MISSES.three),
    "miss.three.sizes": () => MISSES.three.reduce((sum, miss) => sum + Math.abs(miss), 0),
    "equally.alike": () => ALIKE,
    "three.loss": () => lossOfThree(engine),
    "three.sum": () => lossOfThree(engine) * THREE.x.length,
    "mirror.w": classic(({ data }) => mirrored(data, fitOf(engine, data)).w),
    "mirror.b": classic(({ data }) => mirrored(data, fitOf(engine, data)).b),
  };
}
