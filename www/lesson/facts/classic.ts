/** Facts of the classic runs, by hand and in PyTorch, and of their data. */
import type { Engine } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";

export function classicFacts(engine: Engine): Facts {
  const byHand = <T>(question: (run: Run) => T): T => ofRun(engine, {}, question);
  const torch = <T>(question: (run: Run) => T): T => ofRun(engine, { program: "torch" }, question);
  return {
    "data.n": () => byHand(({ data }) => data.x.length),
    "data.coef": () => byHand(({ truth }) => truth?.w ?? Number.NaN),
    "data.bias": () => byHand(({ truth }) => truth?.b ?? Number.NaN),
    "fit.w": () => byHand(({ leastSquares }) => leastSquares?.w ?? Number.NaN),
    "fit.b": () => byHand(({ leastSquares }) => leastSquares?.b ?? Number.NaN),
    "classic.w": () => byHand((run) => run.after(run.planned).w),
    "classic.b": () => byHand((run) => run.after(run.planned).b),
    "classic.updates": () => byHand(({ planned }) => planned),
    "classic.epochs": () => byHand(({ settings }) => settings.epochs ?? Number.NaN),
    "classic.batch_size": () => byHand(({ settings }) => settings.batch_size ?? Number.NaN),
    "classic.lr": () => byHand(({ settings }) => settings.lr ?? Number.NaN),
    "classic.batches": () => byHand(({ moment }) => moment.batches),
    "classic.seen": () =>
      byHand(({ moment, settings }) => moment.batches * (settings.batch_size ?? Number.NaN)),
    "classic.dropped": () =>
      byHand(
        ({ moment, settings, data }) => data.x.length - moment.batches * (settings.batch_size ?? Number.NaN),
      ),
    "classic.limit": () => byHand(({ limit }) => limit?.lr ?? Number.NaN),
    "classic.loss.first": () => byHand(({ losses }) => losses[0] ?? Number.NaN),
    "classic.loss.last": () => byHand(({ losses }) => losses.at(-1) ?? Number.NaN),
    "goal.one-sample.w": () => oneSampleGoal(engine),
    "torch.w": () => torch((run) => run.after(run.planned).w),
    "torch.b": () => torch((run) => run.after(run.planned).b),
    "torch.updates": () => torch(({ planned }) => planned),
  };
}

/** The slope that a reader is asked to reach by moving one sample: five below the least-squares one, a whole number. */
export const oneSampleGoal = (engine: Engine): number =>
  Math.floor(ofRun(engine, {}, ({ leastSquares }) => leastSquares?.w ?? Number.NaN) - 5);
