/** Facts of chapter 5: how many updates batches make, how far their gradients scatter, and three ways through the data. */
import type { Engine, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";

/** What exercise "few-samples" asks for: a slope above this before so many samples have been used. */
export const FEW = { w: 40, samples: 300 };
/** The path that exercise "whose-path" shows. */
export const PATH_BATCH = 2;
const PATH: Settings = { batch_size: PATH_BATCH, shuffle: true, lr: 0.1, epochs: 2 };

const sixteen = (engine: Engine): number =>
  ofRun(engine, {}, ({ data, settings }) => Math.floor(data.x.length / (settings.batch_size ?? Number.NaN)));

/** The spread of the batches' gradients at the start: the standard deviation of ∂w, and the full gradient's. */
export function spread(engine: Engine, batchSize: number, at: "start" | "end" = "start"): number {
  return ofRun(engine, { batch_size: batchSize }, (run) => {
    if (at === "end") run.seek(run.last);
    return Math.sqrt(run.ask((session) => session.batchGradients(1)).covariance[0]);
  });
}

const full = (engine: Engine, at: "start" | "end"): number =>
  ofRun(engine, {}, (run) => {
    if (at === "end") run.seek(run.last);
    return run.ask((session) => session.batchGradients(1)).full[0];
  });

/** Samples used up to the first update after which the slope is above the goal; null if there is none. */
export function samplesUntil(run: Run): number | null {
  const size = run.settings.batch_size ?? Number.NaN;
  for (let update = 1; update <= run.seen; update += 1) if (run.after(update).w > FEW.w) return update * size;
  return null;
}

/** The largest batches with which that takes few enough samples. */
function fewLargest(engine: Engine): number {
  let size = 0;
  while (
    ofRun(engine, { batch_size: size + 1 }, (run) => (samplesUntil(run) ?? FEW.samples + 1) <= FEW.samples)
  )
    size += 1;
  return size;
}

export function batchFacts(engine: Engine): Facts {
  const shuffled = (settings: Settings, question: (run: Run) => number) => () =>
    ofRun(engine, { shuffle: true, ...settings }, question);
  const endW = (run: Run): number => run.after(run.planned).w;
  const classic = <T>(question: (run: Run) => T): T => ofRun(engine, {}, question);
  const n = (): number => classic(({ data }) => data.x.length);
  const epochs = (): number => classic(({ settings }) => settings.epochs ?? Number.NaN);
  return {
    "batches.exact": () => classic(({ data, settings }) => data.x.length / (settings.batch_size ?? 1)),
    "batches.sixteen": () => classic(({ settings }) => epochs() * (settings.batch_size ?? Number.NaN)),
    /** The first update's gradient as the update uses it, divided by the batch's size. */
    "gradient.first": () =>
      classic(({ history, settings }) => (history.gradW[0] ?? Number.NaN) / (settings.batch_size ?? 1)),
    "spread.1": () => spread(engine, 1),
    "spread.4": () => spread(engine, 4),
    "spread.16": () => spread(engine, 16),
    "spread.64": () => spread(engine, 64),
    "spread.ratio": () => spread(engine, 16) / spread(engine, 4),
    "spread.16.end": () => spread(engine, 16, "end"),
    "gradient.full": () => full(engine, "start"),
    "gradient.full.end": () => full(engine, "end"),
    // 500 samples each: five epochs.
    "race.samples": () => 5 * n(),
    "race.100.updates": shuffled({ batch_size: 100, epochs: 5 }, ({ planned }) => planned),
    "race.100.w": shuffled({ batch_size: 100, epochs: 5 }, endW),
    "race.10.updates": shuffled({ batch_size: 10, epochs: 5 }, ({ planned }) => planned),
    "race.10.w": shuffled({ batch_size: 10, epochs: 5 }, endW),
    "race.1.updates": shuffled({ batch_size: 1, epochs: 5 }, ({ planned }) => planned),
    "race.1.w": shuffled({ batch_size: 1, epochs: 5 }, endW),
    "shuffled.w": shuffled({}, endW),
    // How large batches are of which there are as many as a batch had samples.
    "sixteen.size": () => sixteen(engine),
    "sixteen.batches": () => ofRun(engine, { batch_size: sixteen(engine) }, ({ moment }) => moment.batches),
    "path.size": () => PATH_BATCH,
    "path.lr": () => PATH.lr ?? Number.NaN,
    "path.updates": () => ofRun(engine, PATH, ({ planned }) => planned),
    "few.largest": () => fewLargest(engine),
    "few.w": () => FEW.w,
    "few.samples": () => FEW.samples,
  };
}
