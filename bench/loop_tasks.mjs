// The plain loops' tasks. Their points and, for shuffled sweeps, the orders of their epochs come from the engine, so
// that both do the same work.
import { careful, carefulGradient, obvious, obviousGradient } from "./loops.mjs";
import { sweep } from "./sweep_loop.mjs";
import {
  BATCH,
  CLASSIC_EPOCHS,
  EPOCHS,
  LINE,
  LR,
  manyPoints,
  POINTS,
  SWEEP_UPDATES,
  SWEEPS,
  UPDATES,
  wholeHistory,
} from "./work.mjs";

/** @param {{ x: number[], y: number[], orders: number[] }} given epochs' orders one after the other */
export function loopTasks({ x, y, orders }) {
  const typed = { x: Float64Array.from(x), y: Float64Array.from(y) };
  // What a page is given may hold its numbers one by one, in boxes; these are arrays of doubles throughout.
  const plain = { x: Array.from(typed.x), y: Array.from(typed.y), epochs: EPOCHS, batch: BATCH, lr: LR };
  const points = manyPoints();
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const bound = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length;

  const sweeping = ({ x: lr, y: other, columnOf }, data) => {
    const settings = (column, row) => ({
      ...columnOf(lr.values[column], other.values[row]),
      updates: SWEEP_UPDATES,
      w: 0.1,
      b: 0,
      bound,
    });
    const whole = () => sweep(data, lr.values.length, other.values.length, settings);
    return { units: 1, run: whole, result: whole };
  };
  const gradient = (of) => {
    const once = () => of(points.x, points.y, LINE.w, LINE.b);
    return { units: POINTS, run: once, result: once };
  };
  const gathered = (from) => Float64Array.from(orders, (i) => from[i]);

  return {
    obvious: {
      units: UPDATES,
      run: () => obvious(plain),
      result: () => {
        const last = obvious({ ...plain, epochs: CLASSIC_EPOCHS }).at(-1);
        return [last?.w, last?.b];
      },
    },
    careful: {
      units: UPDATES,
      run: () => careful(plain),
      result: () => wholeHistory(careful({ ...plain, epochs: CLASSIC_EPOCHS })),
    },
    gradient: gradient(obviousGradient),
    gradient_careful: gradient(carefulGradient),
    sweep_momentum: sweeping(SWEEPS.momentum, { x: gathered(x), y: gathered(y), n: x.length }),
    sweep_batch_size: sweeping(SWEEPS.batchSize, { x: typed.x, y: typed.y, n: x.length }),
  };
}
