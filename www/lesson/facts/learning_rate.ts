/** Facts of chapter 6: the stability limits, what lies on either side of them, and what scaling and momentum do to them. */
import type { Engine, Limit, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";
import { epochLoss } from "./whole_loop";

export const FULL: Settings = { batch_size: 100 };
/** Whole NIST data, as they are and standardised. */
export const NORRIS: Settings = { data: { source: "norris" }, batch_size: 36 };
const SCALED: Settings = { ...NORRIS, standardize: true };
export const MOMENTUM: Settings = { program: "torch", batch_size: 100, momentum: 0.9 };
/** Too much for every batch alone, and not for all of them in order. */
const HELD_BY_ORDER = 1.05;
/** Full batches just below their limit, of exercise "just-below-the-limit". */
export const NEAR_LIMIT: Settings = { ...FULL, lr: 0.9, epochs: 30 };
/** At least this part of the limit is near enough for exercise "largest-lr". */
export const CLOSE = 0.95;
/** A learning rate of ordinary size. */
const CALM = 0.1;
/** Just below the raw data's limit. */
const NORRIS_LR = 0.000003;

export function limitOf(engine: Engine, settings: Settings): NonNullable<Limit> {
  const limit = engine.stabilityLimit(settings);
  if (!limit) throw new Error("These settings have no stability limit.");
  return limit;
}

/** Where plain full-batch descent on each of the classic run's batches alone would stop being stable, and why. */
export function limitsOfBatches(engine: Engine): NonNullable<Limit>[] {
  return ofRun(engine, {}, ({ data, moment, settings: { batch_size = 1 } }) =>
    Array.from({ length: moment.batches }, (_, batch) => {
      const part = (all: Float64Array): Float64Array =>
        all.slice(batch * batch_size, (batch + 1) * batch_size);
      const points: Settings["data"] = { source: "points", x: part(data.x), y: part(data.y) };
      return limitOf(engine, { data: points, batch_size });
    }),
  );
}

export function learningRateFacts(engine: Engine): Facts {
  const of = (settings: Settings, question: (run: Run) => number | null | undefined) => () =>
    ofRun(engine, settings, (run) => question(run) ?? Number.NaN);
  const end = (name: "w" | "b") => (run: Run) => run.after(run.planned)[name];
  const last = (run: Run): number => epochLoss(run, run.history.epochEnds.length);
  const condition = (settings: Settings) => (): number => {
    const { lambdaMax, lambdaMin } = limitOf(engine, settings);
    return lambdaMax / lambdaMin;
  };
  const rates = (): number[] => limitsOfBatches(engine).map(({ lr }) => lr);
  /** What an update with one batch, counted from 1, multiplies the error by along one of that batch's axes. */
  const factor = (batch: number, axis: "lambdaMax" | "lambdaMin") => (): number =>
    1 - HELD_BY_ORDER * (limitsOfBatches(engine)[batch - 1]?.[axis] ?? Number.NaN);
  const norris: Settings = { ...NORRIS, lr: NORRIS_LR, epochs: 1000 };
  return {
    "limit.full": () => limitOf(engine, FULL).lr,
    "limit.shuffled": () => limitOf(engine, { shuffle: true }).lr,
    "limit.batches.most": () => Math.max(...rates()),
    "limit.batches.least": () => Math.min(...rates()),
    "factor.fifth.steep": factor(5, "lambdaMax"),
    "factor.fifth.across": factor(5, "lambdaMin"),
    "factor.sixth.steep": factor(6, "lambdaMax"),
    "factor.sixth.across": factor(6, "lambdaMin"),
    "lambda.max": () => limitOf(engine, FULL).lambdaMax,
    "lambda.min": () => limitOf(engine, FULL).lambdaMin,
    "lr.0.001.w": of({ lr: 0.001 }, end("w")),
    "calm.lr": () => CALM,
    "lr.0.1.loss": of({ lr: CALM }, last),
    "held.lr": () => HELD_BY_ORDER,
    "lr.1.05.w": of({ lr: HELD_BY_ORDER }, end("w")),
    "lr.1.05.b": of({ lr: HELD_BY_ORDER }, end("b")),
    "lr.1.05.loss": of({ lr: HELD_BY_ORDER }, last),
    "lr.1.2.diverged": of({ lr: 1.2 }, ({ divergence }) => (divergence ? divergence.update + 1 : undefined)),
    "near.lr": () => NEAR_LIMIT.lr ?? Number.NaN,
    "near.factor": () => 1 - (NEAR_LIMIT.lr ?? Number.NaN) * limitOf(engine, NEAR_LIMIT).lambdaMax,
    "close.least": () => CLOSE,
    "close.share": () => 1 - CLOSE,
    "lr.0.9.first": of({ ...FULL, lr: 0.9 }, (run) => run.after(1).w),
    "lr.0.9.second": of({ ...FULL, lr: 0.9 }, (run) => run.after(2).w),
    "unscaled.n": of(NORRIS, ({ data }) => data.x.length),
    "unscaled.most": of(NORRIS, ({ data }) => Math.max(...data.x)),
    "unscaled.limit": () => limitOf(engine, NORRIS).lr,
    "unscaled.condition": condition(NORRIS),
    "unscaled.lr": () => NORRIS_LR,
    "unscaled.updates": of(norris, ({ planned }) => planned),
    "unscaled.b": of(norris, end("b")),
    "unscaled.fit.b": of(NORRIS, ({ leastSquares }) => leastSquares?.b),
    // Updates in which the error along the flat direction halves: (1 − lr·λmin)ᵏ = ½.
    "unscaled.halving": () => Math.log(0.5) / Math.log1p(-NORRIS_LR * limitOf(engine, NORRIS).lambdaMin),
    "scaled.limit": () => limitOf(engine, SCALED).lr,
    "scaled.lambda": () => limitOf(engine, SCALED).lambdaMax,
    "scaled.condition": condition(SCALED),
    "scaled.w": of({ ...SCALED, lr: 0.5, epochs: 10 }, end("w")),
    "scaled.std": of(SCALED, ({ data }) => data.std),
    "scaled.back.w": of({ ...SCALED, lr: 0.5, epochs: 10 }, (run) => run.inData(run.after(run.planned)).w),
    "scaled.back.b": of({ ...SCALED, lr: 0.5, epochs: 10 }, (run) => run.inData(run.after(run.planned)).b),
    "momentum.mu": () => MOMENTUM.momentum ?? Number.NaN,
    "momentum.limit": () => limitOf(engine, MOMENTUM).lr,
  };
}
