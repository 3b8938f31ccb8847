// Runs of the real engine with what the surface draws of them, for the tests of its scales and of its marks.
import { Engine, type LossQuadratic, type Settings } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { truthOf } from "../../www/lab/surface_facts";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

export const engine = Engine.of(await engineInNode());

/** Opens a run, hands it on and frees it. */
export function withRun<T>(settings: Settings, work: (run: Run, bowl: LossQuadratic) => T): T {
  const run = Run.open(engine, settings);
  try {
    const { bowl } = run;
    if (!bowl) throw new Error("These samples have no bowl.");
    return work(run, bowl);
  } finally {
    run.free();
  }
}

export const content = (run: Run, bowl: LossQuadratic) => ({
  start: run.start,
  bowl,
  truth: truthOf(run),
  path: { w: run.history.w, b: run.history.b },
});

export const size = { width: 400, height: 300 };
