/**
 * Whether a repair is one: by what it does, on samples and batches other than those the reader saw. The right program
 * runs beside it on each, and what still differs first is named.
 * Refuses to look at the text: any program that does the same is right, in whatever order its statements stand.
 */
import { type Engine, isEngineError, type Line, type Settings, type State } from "../../engine";
import type { Bug } from "./bugs";
import { type Measured, measure, runOf, variantOf } from "./measure";
import { KNOBS, type Knob, type Work } from "./work";

/** One run that a repair must stand. */
export interface Trial {
  /** Of the made samples and of the run; null where the samples are Norris's. */
  seed: number | null;
  batch: number;
  /** x is given in a unit so many times smaller. */
  scale: number;
}

export type Failure =
  | { kind: "raised"; raised: NonNullable<State["raised"]> }
  | { kind: "diverged"; update: number }
  /** The first update after which a parameter is not the right program's, and where both runs end. */
  | { kind: "differs"; update: number; end: Line; expected: Line }
  | { kind: "worse"; loss: number; expected: number }
  /** What is plotted is not what the right program plots: the last loss of a curve. */
  | { kind: "curve"; last: number; expected: number }
  | { kind: "drawn"; line: Line; expected: Line }
  /** The engine does not take it. */
  | { kind: "refused"; message: string };

export interface Verdict {
  repaired: boolean;
  trials: readonly { trial: Trial; failure: Failure | null }[];
  /** Settings that alone keep a program from being right whose statements are. */
  settings: readonly Knob[];
}

const SEEDS = [0, 1, 2];
/** 100 samples are no multiple of either, so that a short last batch matters. */
const BATCHES = [16, 12];
const SCALES = [1, 10, 0.001];
const NORRIS_BATCHES = [12, 9];

/**
 * Rounding alone may differ: the order of a few operations in float64 is worth some 1e-14 of a parameter an update, in
 * float32 some 1e-7, and a run that converges does not add them up.
 */
const ROUNDING = { by_hand: 1e-9, torch: 1e-4 };

/**
 * Other settings end elsewhere by right: batches pull the line about by lr times their noise. A tenth more loss allows
 * twenty times the classic lr, and neither one that has not arrived nor one whose noise is worse than that.
 */
const AS_GOOD = 1.1;

export function trialsOf({ trials }: Bug): Trial[] {
  if (trials === "units")
    return SCALES.flatMap((scale) => NORRIS_BATCHES.map((batch) => ({ seed: null, batch, scale })));
  return SEEDS.flatMap((seed) => BATCHES.map((batch) => ({ seed, batch, scale: 1 })));
}

/** The settings of a run under trial. */
function onTrial(engine: Engine, settings: Settings, { seed, batch, scale }: Trial): Settings {
  const tried = { ...settings, batch_size: batch };
  if (seed !== null) return { ...tried, seed, data: { source: "make_regression", random_state: seed } };
  const session = engine.open({ data: { source: "norris" } });
  const { x, y } = engine.call(() => session.data());
  session.free();
  return { ...tried, data: { source: "points", x: x.map((value) => value * scale), y } };
}

export function judge(engine: Engine, bug: Bug, work: Work): Verdict {
  const trials = trialsOf(bug).map((trial) => ({ trial, failure: failureOf(engine, bug, work, trial) }));
  const repaired = trials.every(({ failure }) => failure === null);
  return { repaired, trials, settings: repaired ? [] : onlySettings(engine, bug, work) };
}

function failureOf(engine: Engine, bug: Bug, work: Work, trial: Trial): Failure | null {
  const run = (of: Work): Measured =>
    measure(engine, onTrial(engine, runOf(of, bug.slot), trial), variantOf(of, bug.slot));
  const right = run(bug.right);
  try {
    return difference(bug, run(work), right);
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return { kind: "refused", message: error.message };
  }
}

function difference({ rule, right: { base } }: Bug, got: Measured, right: Measured): Failure | null {
  if (got.raised) return { kind: "raised", raised: got.raised };
  if (got.diverged !== null) return { kind: "diverged", update: got.diverged };
  if (rule === "as good") {
    const [loss, expected] = [got.loss ?? Number.POSITIVE_INFINITY, right.loss ?? Number.NaN];
    return loss <= expected * AS_GOOD ? null : { kind: "worse", loss, expected };
  }
  const tolerance = ROUNDING[base];
  const update = firstApart(got, right, tolerance);
  if (update !== null) return { kind: "differs", update, end: got.end, expected: right.end };
  return plotted(got, right, tolerance);
}

const near = (one: number, other: number, tolerance: number): boolean =>
  Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other));

/** The first update after which the parameters are not the same; null where they always are. */
function firstApart(got: Measured, right: Measured, tolerance: number): number | null {
  for (let k = 0; k < Math.max(got.updates, right.updates); k += 1) {
    const same = (["w", "b"] as const).every((name) =>
      near(got[name][k] ?? Number.NaN, right[name][k] ?? Number.NaN, tolerance),
    );
    if (!same) return k;
  }
  return null;
}

function plotted(got: Measured, right: Measured, tolerance: number): Failure | null {
  const { curve, drawn } = got;
  if (curve && right.curve) {
    const { curve: expected } = right;
    if (!curve.every((loss, k) => near(loss, expected[k] ?? Number.NaN, tolerance)))
      return { kind: "curve", last: curve.at(-1) ?? Number.NaN, expected: expected.at(-1) ?? Number.NaN };
  }
  if (drawn && right.drawn) {
    const { drawn: expected } = right;
    if (!near(drawn.w, expected.w, tolerance) || !near(drawn.b, expected.b, tolerance))
      return { kind: "drawn", line: drawn, expected };
  }
  return null;
}

/** Where the fault is no setting, settings can still have been changed on the way: a right program but for them. */
function onlySettings(engine: Engine, bug: Bug, work: Work): Knob[] {
  const { right, broken } = bug;
  const changed = (one: Work, other: Work): Knob[] =>
    KNOBS.filter((knob) => (one.settings[knob] ?? null) !== (other.settings[knob] ?? null));
  const turned = changed(work, right);
  if (turned.length === 0 || changed(broken, right).length > 0) return [];
  const set = { ...work, settings: right.settings };
  return trialsOf(bug).every((trial) => failureOf(engine, bug, set, trial) === null) ? turned : [];
}
