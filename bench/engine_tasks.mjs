// The engine's tasks, over the package that `make build` leaves in pkg/.
import {
  CLASSIC_EPOCHS,
  EDITED,
  EPOCHS,
  LINE,
  manyPoints,
  POINTS,
  SWEEP_UPDATES,
  SWEEPS,
  UPDATES,
  wholeHistory,
} from "./work.mjs";

/** Runs that are timed together: one alone is too short for a page's clock. */
const TOGETHER = 20;

/**
 * @param {typeof import("../pkg/first_descent.js")} engine
 * @param {Uint8Array} bytes the module, for the start-up
 * @param {(copy: number) => Promise<typeof import("../pkg/first_descent.js")>} fresh a package not initialised yet
 */
export function engineTasks(engine, bytes, fresh) {
  /** Trains sessions that stand ready; the history's memory is taken, and given back, within the time. */
  const training = (settings, updates) => ({
    units: TOGETHER * updates,
    prepare: () => Array.from({ length: TOGETHER }, () => new engine.Session(settings)),
    run: (sessions) => {
      for (const session of sessions) {
        session.train();
        session.free();
      }
    },
    result: () => wholeHistory(trainAndRead({ ...settings, epochs: CLASSIC_EPOCHS })),
  });

  const { x: manyX, y: manyY } = manyPoints();
  const points = new engine.ManyPoints(manyX, manyY);
  const copyAndAsk = () => {
    const copied = new engine.ManyPoints(manyX, manyY);
    const found = copied.mseAndGradient(LINE.w, LINE.b);
    copied.free();
    return found;
  };
  const sweeping = ({ settings, x, y }) => {
    const whole = () => {
      const sweep = new engine.Sweep(settings, x, y, SWEEP_UPDATES);
      while (!sweep.run(1000));
      const values = sweep.values();
      sweep.free();
      return values;
    };
    return { units: 1, run: whole, result: whole };
  };

  const trainAndRead = (settings) => {
    const session = new engine.Session(settings);
    session.train();
    const history = session.history();
    session.free();
    return history;
  };
  const fit = new engine.Session();
  fit.train();
  fit.seek(300, 4);
  const drawn = fit.data();
  let frame = 0;
  let copy = 0;

  return {
    fused: training({ epochs: EPOCHS }, UPDATES),
    // 100 points are seven batches with the last, short one.
    fused_torch: training({ program: "torch", epochs: EPOCHS }, (UPDATES / 6) * 7),
    interpreted: training({ program: EDITED, epochs: EPOCHS / TOGETHER }, UPDATES / TOGETHER),
    gradient: {
      units: POINTS,
      run: () => points.mseAndGradient(LINE.w, LINE.b),
      result: () => Object.values(points.mseAndGradient(LINE.w, LINE.b)),
    },
    gradient_copied: { units: POINTS, run: copyAndAsk, result: () => Object.values(copyAndAsk()) },
    sweep_momentum: sweeping(SWEEPS.momentum),
    sweep_batch_size: sweeping(SWEEPS.batchSize),
    // V8 recognises bytes that it has compiled: a custom section that differs each time makes them new to it.
    // Each copy takes an address space of its own, of which a process has few.
    start_up: {
      units: 1,
      once: true,
      prepare: async () => {
        copy += 1;
        const section = [0, 4, 1, 110, copy & 255, copy >> 8];
        const module = new Uint8Array(bytes.length + section.length);
        module.set(bytes);
        module.set(section, bytes.length);
        return { module, package: await fresh(copy) };
      },
      run: ({ module, package: copied }) => copied.default({ module_or_path: module }),
    },
    classic: { units: 1, run: () => trainAndRead({}) },
    classic_torch: { units: 1, run: () => trainAndRead({ program: "torch" }) },
    state: { units: 1, run: () => fit.state() },
    // A point follows the pointer: the data change, the run is computed again and read for drawing.
    drag_frame: {
      units: 1,
      run: () => {
        frame += 1;
        const x = drawn.x.slice();
        x[7] = Math.sin(frame);
        const session = new engine.Session({ data: { source: "points", x, y: drawn.y } });
        session.train();
        session.seek(300);
        session.state();
        session.history();
        session.free();
      },
    },
  };
}
