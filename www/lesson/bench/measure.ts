/**
 * What a program on the bench comes to when it runs: where it ends, what stopped it, which samples it read, what its
 * plot shows. All of it is asked of the engine.
 * Refuses to say whether that is right: `judge.ts` does.
 */
import type { Engine, Line, Settings, State } from "../../engine";
import { Run } from "../../lab/run";
import type { Slot, Variant } from "./slots";
import { settingsOf, type Work } from "./work";

/** How many of a batch's samples are named to tell two orders apart. */
const NAMED = 5;

export interface Measured {
  /** After every update, as the program has them. */
  w: Float64Array;
  b: Float64Array;
  start: Line;
  /** The line at the end, over x as the data have it; the last finite one of a run that diverged. */
  end: Line;
  /** Mean squared residual of the last epoch; null where there is none, or it is not finite. */
  loss: number | null;
  updates: number;
  raised: State["raised"];
  warned: State["warned"];
  /** The update at which the run diverged, counted from 0. */
  diverged: number | null;
  truth: Line | null;
  n: number;
  /** Different samples that the first epoch reads. */
  seen: number;
  /** The first samples of epoch one and of epoch two, by their places in the data. */
  orders: readonly [readonly number[], readonly number[]];
  /** One number an epoch, as the plot has them; null where the lines plot no losses. */
  curve: Float64Array | null;
  /** What is drawn as the true line; null where the lines draw none. */
  drawn: Line | null;
}

export function variantOf({ variant }: Work, slot: Slot): Variant {
  const found = slot.variants[variant];
  if (!found) throw new Error(`The lines around the loop have no variant ${variant}.`);
  return found;
}

/** The engine's settings for the run: what the lines around the loop do is among them. */
export function runOf(work: Work, slot: Slot): Settings {
  return { ...settingsOf(work), ...variantOf(work, slot).set };
}

/** Runs it to its end. Throws the engine's error if it refuses a setting. */
export function measure(engine: Engine, settings: Settings, variant: Variant): Measured {
  const run = Run.open(engine, settings);
  try {
    return ofRun(run, variant);
  } finally {
    run.free();
  }
}

function ofRun(run: Run, variant: Variant): Measured {
  const { history, divergence, raised, truth, start } = run;
  const { epochLoss } = history;
  const end = run.inData(divergence ?? run.after(history.w.length));
  const loss = divergence ? null : (epochLoss.at(-1) ?? null);
  const epochs = [0, 1].map((epoch) => epochOf(run, epoch));
  run.seek(run.last);
  return {
    w: history.w,
    b: history.b,
    start: run.inData(start),
    end,
    loss: loss !== null && Number.isFinite(loss) ? loss : null,
    updates: history.w.length,
    raised,
    warned: run.moment.warned,
    diverged: divergence?.update ?? null,
    truth,
    n: run.data.x.length,
    seen: new Set(epochs[0]?.flat()).size,
    orders: [firstOf(epochs[0]), firstOf(epochs[1])],
    curve: curveOf(run, variant),
    drawn: drawnOf(variant, truth, end),
  };
}

/** The batches of an epoch. */
function epochOf(run: Run, epoch: number): number[][] {
  const { epochEnds } = run.history;
  const batches: number[][] = [];
  const first = epoch === 0 ? 0 : (epochEnds[epoch - 1] ?? run.seen);
  for (let update = first; update < Math.min(epochEnds[epoch] ?? 0, run.seen); update += 1) {
    // Between two updates the state tells of the last batch.
    run.seek({ update: update + 1, statement: 0 });
    batches.push([...(run.moment.batchIndices ?? [])]);
  }
  return batches;
}

const firstOf = (batches: readonly number[][] | undefined): number[] => batches?.[0]?.slice(0, NAMED) ?? [];

function curveOf({ history }: Run, { curve }: Variant): Float64Array | null {
  if (curve === undefined) return null;
  const of = curve === "lastBatch" ? history.loss : history[curve];
  return Float64Array.from(history.epochEnds, (end) => of[end - 1] ?? Number.NaN);
}

function drawnOf({ drawn }: Variant, truth: Line | null, end: Line): Line | null {
  if (!drawn || !truth) return null;
  return { w: drawn.w === "coef" ? truth.w : end.w, b: drawn.b === "bias" ? truth.b : end.b };
}
