/**
 * The loss on the points that are trained on and on those held back, both for one and the same line: the mean of the
 * squared residuals, by the engine. Not the losses of the run's batches, which belong to a line that moves between them.
 * Refuses to add anything up itself.
 */
import type { Engine, Line } from "../../engine";
import type { Run } from "../../lab/run";
import type { Point } from "./table";

/** Points as the engine takes them. */
export interface Series {
  x: Float64Array;
  y: Float64Array;
}

export interface Losses {
  train: number;
  /** Null where nothing is held back. */
  held: number | null;
}

/** The losses after so many updates. */
export interface LossesAfter extends Losses {
  update: number;
}

export const seriesOf = (points: readonly Point[]): Series => ({
  x: Float64Array.from(points, ({ x }) => x),
  y: Float64Array.from(points, ({ y }) => y),
});

/** Of a line over the data's own x. */
export function meanSquare(engine: Engine, { x, y }: Series, { w, b }: Line): number {
  return engine.call(() => engine.whole.lossSurface(x, y, [w, w, 1], [b, b, 1])[0] ?? Number.NaN);
}

/** Over the run's points, where it ends. */
export function endLoss(engine: Engine, run: Run): number {
  return meanSquare(engine, run.data, run.inData(run.after(run.seen)));
}

/** Over the run's points, of the best line for them. */
export function leastLoss(engine: Engine, run: Run): number {
  return run.leastSquares ? meanSquare(engine, run.data, run.leastSquares) : Number.NaN;
}

export function lossesAt(engine: Engine, run: Run, held: Series, model: Line): Losses {
  const line = run.inData(model);
  const { x, y } = run.data;
  return {
    train: meanSquare(engine, { x, y }, line),
    held: held.x.length === 0 ? null : meanSquare(engine, held, line),
  };
}

export interface LossesOverRun {
  /** False where no epoch was completed: then there is one entry an update. */
  byEpoch: boolean;
  losses: LossesAfter[];
}

/** At the start and after each epoch there is to see; of a run that leaves before the first one ends, each update. */
export function lossesOverRun(engine: Engine, run: Run, held: Series): LossesOverRun {
  const ends = Array.from(run.history.epochEnds).filter((end) => end <= run.seen);
  const byEpoch = ends.length > 0;
  const updates = byEpoch ? [0, ...ends] : Array.from({ length: run.seen + 1 }, (_, update) => update);
  const losses = updates.map((update) => ({ update, ...lossesAt(engine, run, held, run.after(update)) }));
  return { byEpoch, losses };
}
