/** Facts of chapter 7: single updates of the classic run, where it ends and why, and its losses. */
import type { Engine, Line, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { meanSquare, type Series } from "../your_data/losses";
import { type Facts, ofRun } from "./fact";

/** What exercise "below-116" asks for: within so many epochs, an epoch's mean loss below this. */
export const GOAL = { loss: 116, epochs: 8 };

/** The mean loss per sample of an epoch, counted from 1. */
export function epochLoss({ history }: Run, epoch: number): number {
  const end = history.epochEnds[epoch - 1];
  return (end === undefined ? undefined : history.epochLoss[end - 1]) ?? Number.NaN;
}

/** The first epoch, of those that count, whose mean loss is below the goal; 0 if none is. */
export function reachedIn(run: Run): number {
  const epochs = Array.from({ length: GOAL.epochs }, (_, index) => index + 1);
  return epochs.find((epoch) => epochLoss(run, epoch) < GOAL.loss) ?? 0;
}

/** The learning rates that reach the goal, to a hundredth. */
const good = (engine: Engine): number[] =>
  Array.from({ length: 20 }, (_, index) => (index + 1) / 100).filter(
    (lr) => ofRun(engine, { lr }, reachedIn) > 0,
  );

/** The smaller learning rate of the text, and epochs enough for it to settle. */
const SMALL: Settings = { lr: 0.001, epochs: 2000 };
const LONG: Settings = { epochs: 2000 };
/** The short batch at an epoch's end is used too. */
const KEPT: Settings = { drop_last: false };
/** So many order seeds show how much of a shuffled run's end is luck. */
const SEEDS = 200;

export function wholeLoopFacts(engine: Engine): Facts {
  const classic = (question: (run: Run) => number | undefined) => () =>
    ofRun(engine, {}, (run) => question(run) ?? Number.NaN);
  const end = (settings: Settings, name: "w" | "b") => () =>
    ofRun(engine, settings, (run) => run.after(run.planned)[name]);
  const seen = (question: (line: Line, samples: Series) => number) =>
    classic(({ data, moment, settings }) => {
      const count = moment.batches * (settings.batch_size ?? Number.NaN);
      const samples = { x: data.x.slice(0, count), y: data.y.slice(0, count) };
      const line = engine.leastSquares(samples.x, samples.y);
      return line ? question(line, samples) : undefined;
    });
  /** How far from the least-squares point of all samples a run ends, in the plane of w and b. */
  const away = (settings: Settings) => () =>
    ofRun(engine, settings, (run) => {
      const { w, b } = run.after(run.planned);
      const fit = run.leastSquares;
      return fit ? Math.hypot(w - fit.w, b - fit.b) : Number.NaN;
    });
  let distances: readonly number[] | null = null;
  /** The same for a shuffled run, by its order seed. */
  const shuffled = (): readonly number[] => {
    distances ??= Array.from({ length: SEEDS }, (_, seed) => away({ shuffle: true, seed })());
    return distances;
  };
  const eighth = (lr: number) => () => ofRun(engine, { lr }, (run) => epochLoss(run, GOAL.epochs));
  return {
    "classic.w.start": classic(({ start }) => start.w),
    "classic.b.start": classic(({ start }) => start.b),
    "classic.w.first": classic((run) => run.after(1).w),
    "classic.gradW.first": classic(({ history }) => history.gradW[0]),
    "classic.epochLoss.first": classic((run) => epochLoss(run, 1)),
    "classic.epochLoss.last": classic(({ history }) => history.epochLoss.at(-1)),
    "classic.running.last": classic(({ history }) => history.runningLoss.at(-1)),
    "classic.running.half": classic(({ history, planned }) => history.runningLoss[planned / 2 - 1]),
    "data.noise": classic(noise),
    "data.noise.square": classic((run) => (noise(run) ?? Number.NaN) ** 2),
    "fit.seen.w": seen(({ w }) => w),
    "fit.seen.b": seen(({ b }) => b),
    "fit.seen.loss": seen((line, samples) => meanSquare(engine, samples, line)),
    "classic.away": away({}),
    "kept.w": end(KEPT, "w"),
    "kept.away": away(KEPT),
    "shuffled.away": away({ shuffle: true }),
    "shuffled.seeds": () => SEEDS,
    "shuffled.mean": () => shuffled().reduce((sum, distance) => sum + distance, 0) / SEEDS,
    "shuffled.least": () => Math.min(...shuffled()),
    "shuffled.most": () => Math.max(...shuffled()),
    "small.lr": () => SMALL.lr ?? Number.NaN,
    "small.w": end(SMALL, "w"),
    "small.b": end(SMALL, "b"),
    "long.updates": () => ofRun(engine, LONG, ({ planned }) => planned),
    "long.w": end(LONG, "w"),
    "long.b": end(LONG, "b"),
    "goal.loss": () => GOAL.loss,
    "goal.low.lr": () => Math.min(...good(engine)),
    "goal.top.lr": () => Math.max(...good(engine)),
    "loop.lines": classic((run) => run.ask((session) => session.source()).length),
    "loop.statements": classic((run) => run.statements.length),
    "goal.slow.lr": () => 0.03,
    "goal.slow.loss": eighth(0.03),
    "goal.high.lr": () => 0.1,
    "goal.high.loss": eighth(0.1),
  };
}

function noise({ settings: { data } }: Run): number | undefined {
  return data?.source === "make_regression" ? data.noise : undefined;
}
