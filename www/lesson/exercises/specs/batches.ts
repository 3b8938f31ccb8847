/** What the exercises of chapter 5 ask of the engine. */
import type { Engine, Settings } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { FEW, PATH_BATCH, samplesUntil } from "../../facts/batches";
import { ofRun } from "../../facts/fact";
import { differ } from "../compare";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

/** The lab as the chapter opens it. */
const classic = (engine: Engine): Settings => ofRun(engine, {}, ({ settings }) => settings);

export function judgeFew(run: Run, engine: Engine): Outcome {
  const free = ["batch_size", "epochs", "shuffle", "seed"] as const;
  if (differ(run.settings, classic(engine), free)) return { right: false, feedback: "other-settings" };
  const size = run.settings.batch_size ?? Number.NaN;
  const samples = samplesUntil(run);
  const updates = samples === null ? run.seen : samples / size;
  const values = {
    size: numbers.count(size),
    samples: numbers.count(updates * size),
    updates: numbers.count(updates),
    w: numbers.parameter(run.after(updates).w),
  };
  if (samples === null) return { right: false, feedback: "never", values };
  const right = samples <= FEW.samples;
  return { right, feedback: right ? "reached" : "many", values };
}

/** Updates of the classic run in which a batch is so large, and there are so many of them. */
const updates = (engine: Engine, count: (run: Run) => number): number => ofRun(engine, {}, count);

export const exercises: Specs = {
  "how-many-updates": {
    kind: "number",
    tolerance: { absolute: 0.5 },
    expected: (engine) => updates(engine, ({ planned }) => planned),
    wrong: {
      "sixteen-batches": (engine) =>
        updates(engine, ({ settings }) => (settings.batch_size ?? 0) * (settings.epochs ?? 0)),
      kept: (engine) => ofRun(engine, { drop_last: false }, ({ planned }) => planned),
      "not-whole": (engine) =>
        updates(
          engine,
          ({ data, settings }) => (data.x.length / (settings.batch_size ?? 1)) * (settings.epochs ?? 0),
        ),
      epoch: (engine) => updates(engine, ({ moment }) => moment.batches),
      samples: (engine) => updates(engine, ({ data, settings }) => data.x.length * (settings.epochs ?? 0)),
    },
  },
  "four-times-the-batch": { kind: "choose", right: "half" },
  "whose-path": { kind: "choose", right: `b${PATH_BATCH}` },
  "few-samples": { kind: "goal", judge: judgeFew },
};
