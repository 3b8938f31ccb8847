// What every contestant is given to do: sizes, settings, points. The same in Node, in a page and (by peers.py and
// examples/fused_updates.rs, which say so) elsewhere.

/** Updates of one timed run: 1,000 epochs of six batches of 16; the last four points are dropped. */
export const EPOCHS = 1000;
export const UPDATES = 6 * EPOCHS;
export const BATCH = 16;
export const LR = 0.01;

/** The classic run ends here after its 600 updates; whoever adds in another order ends within 1e-9 of it. */
export const CLASSIC_EPOCHS = 100;
export const CLASSIC_END = [42.887112362029214, 13.341959365533667];

/** Every number of a history, for whoever claims the same bits. */
export const wholeHistory = ({ loss, w, b, gradW, gradB }) => [...loss, ...w, ...b, ...gradW, ...gradB];

/** by_hand with its gradients cleared first: the same numbers, but an edited program, so the interpreter runs it. */
export const EDITED = {
  base: "by_hand",
  statements: [
    { op: "zero_grad" },
    { op: "forward" },
    { op: "loss" },
    { op: "backward" },
    { op: "update", target: "w" },
    { op: "update", target: "b" },
  ],
};

export const POINTS = 1_000_000;
export const LINE = { w: 40, b: 10 };

/** float32 points around y = 42x + 14, the same everywhere to float32's rounding. */
export function manyPoints() {
  const x = Float32Array.from({ length: POINTS }, (_, i) => Math.sin(i));
  const y = x.map((value, i) => 42 * value + 14 + 10 * Math.cos(3 * i));
  return { x, y };
}

/** Evenly spaced values, both ends included. */
const spaced = (low, high, count) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

export const SWEEP_UPDATES = 600;
const SWEEP_LR = { setting: "lr", values: spaced(0.005, 0.5, 100) };

/** 100 × 100 runs each. The corner of large rates and momenta diverges; in batches of few samples so does the end. */
export const SWEEPS = {
  momentum: {
    settings: { program: "torch", init: { w: 0.1, b: 0 } },
    x: SWEEP_LR,
    y: { setting: "momentum", values: spaced(0, 0.99, 100) },
    columnOf: (lr, momentum) => ({ lr, momentum, batch: BATCH, dropLast: false }),
  },
  batchSize: {
    settings: { program: "by_hand" },
    x: SWEEP_LR,
    y: { setting: "batch_size", values: spaced(1, 100, 100) },
    columnOf: (lr, batch) => ({ lr, momentum: 0, batch, dropLast: true }),
  },
};
