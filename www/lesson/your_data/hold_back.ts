/**
 * Points held back from training, drawn by the engine: the order is that of Python's `random.Random(seed).shuffle` over
 * the points' numbers, and the first ones in it are held back. Both parts keep the order of the rows.
 * Refuses to draw by itself, and to leave fewer points to train on than a line needs.
 */
import type { Engine } from "../../engine";
import { MIN_TRAINED } from "./limits";

export interface Split<T> {
  train: T[];
  held: T[];
}

/** How many of `n` points a share of them is, in percent; halves go up. */
export function heldCount(n: number, percent: number): number {
  return Math.max(0, Math.min(Math.floor((n * percent) / 100 + 0.5), n - MIN_TRAINED));
}

export function holdBack<T>(engine: Engine, points: readonly T[], percent: number, seed: number): Split<T> {
  const count = heldCount(points.length, percent);
  const drawn = new Set(count === 0 ? [] : shuffled(engine, points.length, seed).subarray(0, count));
  return {
    train: points.filter((_, index) => !drawn.has(index)),
    held: points.filter((_, index) => drawn.has(index)),
  };
}

/** `order = list(range(n)); random.Random(seed).shuffle(order)`: the order of a shuffled epoch that is one batch. */
function shuffled(engine: Engine, n: number, seed: number): Uint32Array {
  const nothing = new Float64Array(n);
  const session = engine.open({
    data: { source: "points", x: nothing, y: nothing },
    batch_size: n,
    shuffle: true,
    epochs: 1,
    seed,
  });
  return engine.call(() => {
    session.step();
    const { batchIndices } = session.state();
    session.free();
    if (!batchIndices) throw new Error("An epoch of one batch has no order.");
    return batchIndices;
  });
}
