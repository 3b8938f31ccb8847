/**
 * What moves by itself when nothing is played: after an edit the line, the path and the curves glide from the old run's
 * numbers to the new one's; a branch unfolds from the run it leaves; a batch begun by a step of a statement grows.
 * The scene given back is to be drawn, and only that: readouts, sentences and what the page is told are the new run's
 * from the first frame on. Comes after the first picture.
 * Refuses to move with reduced motion, while something is in hand or plays, and while edits follow each other closely:
 * then the picture is the new one at once.
 */
import type { History, Line } from "../engine";
import type { Scene } from "./panel";
import { MANY } from "./panels/line";
import type { Run } from "./run";

/** How long the way to another run takes, and the growing of a batch, in milliseconds. */
const GLIDE_MS = 200;
const GROW_MS = 160;
/** Of a frame that came late so much counts: the way is seen also where frames are few. */
const FRAME_MS = 50;
/** A lit sample begins as this part of its size. */
const SEED = 0.25;
/** Of longer runs each picture would take too much of its frame. */
const MOST_UPDATES = 5000;

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether a pointer presses anything: what it drags must not lag behind it. */
let pressing = false;
for (const [type, pressed] of [
  ["pointerdown", true],
  ["pointerup", false],
  ["pointercancel", false],
  // A list that opens under the pointer swallows its release.
  ["change", false],
  ["keydown", false],
] as const)
  window.addEventListener(
    type,
    () => {
      pressing = pressed;
    },
    { capture: true, passive: true },
  );

/** A run as it was drawn. It may have been freed: only what is kept on the page is asked of it. */
interface Drawn {
  run: Run;
  model: Line;
  loss: number | null;
}

interface Seen {
  runs: readonly Run[];
  drawn: readonly Drawn[];
  main: number;
  /** The update whose batch was lit. */
  batch: number;
}

export class Glide {
  private seen: Seen | null = null;
  private changedAt = Number.NEGATIVE_INFINITY;
  private drawnAt = 0;
  /** Where the runs come from, and for how long they have been under way. */
  private way: { from: readonly Drawn[]; passed: number } | null = null;
  /** For how long the batch has grown; null while none does. */
  private growing: number | null = null;

  constructor(private readonly redraw: () => void) {}

  /** The scene to be drawn now; asks for another frame while it is not yet the one that was given. */
  take(scene: Scene, now: number): Scene {
    const { runs, main, moment, playing } = scene;
    const before = this.seen;
    const batch = moment.statement > 0 ? moment.update : moment.update - 1;
    const drawn = runs.map((run) => ({ run, model: run.moment.model, loss: run.moment.loss }));
    this.seen = { runs, drawn, main, batch };
    const passed = Math.min(now - this.drawnAt, FRAME_MS);
    this.drawnAt = now;
    if (this.way) this.way.passed += passed;
    if (this.growing !== null) this.growing += passed;
    const still = playing || pressing || calm.matches;
    if (before && before.runs !== runs) {
      const from = still || now - this.changedAt < GLIDE_MS ? null : wayFrom(before, runs);
      this.way = from && { from, passed: 0 };
      this.changedAt = now;
    }
    if (still) {
      this.way = null;
      this.growing = null;
    } else if (before && before.batch !== batch && moment.statement > 0) this.growing = 0;
    const part = this.way ? this.way.passed / GLIDE_MS : 1;
    const grown = this.growing === null ? 1 : this.growing / GROW_MS;
    if (part >= 1) this.way = null;
    if (grown >= 1) this.growing = null;
    if (!this.way && this.growing === null) return scene;
    this.redraw();
    const shown = this.growing === null ? scene : { ...scene, grown: SEED + (1 - SEED) * eased(grown) };
    return this.way ? between(shown, this.way.from, drawn, eased(part)) : shown;
  }
}

/** Fast at first: most of the way is behind it before the eye has found it. */
const eased = (part: number): number => 1 - (1 - Math.max(0, part)) ** 3;

/** Where each run comes from: itself before the edit, and a new branch from the run it leaves. Null if there is no way. */
function wayFrom({ drawn, main }: Seen, runs: readonly Run[]): readonly Drawn[] | null {
  if (runs.length < drawn.length) return null;
  const from = runs.flatMap((_, index) => drawn[index] ?? drawn[main] ?? []);
  const passable = runs.every((run, index) => {
    const old = from[index]?.run;
    return old && run.isTrained && old.isTrained && alike(old, run) && isShort(old) && isShort(run);
  });
  const moved = runs.some((run, index) => !same(run.history.w, from[index]?.run.history.w));
  return passable && moved ? from : null;
}

/** Whether parameters mean the same for both. */
const alike = (one: Run, other: Run): boolean =>
  one.program === other.program && one.settings.standardize === other.settings.standardize;

const isShort = ({ seen, data }: Run): boolean => seen <= MOST_UPDATES && data.x.length <= MANY;

const same = (one: Float64Array, other: Float64Array | undefined): boolean =>
  one.length === other?.length && one.every((value, index) => value === other[index]);

function between(scene: Scene, from: readonly Drawn[], to: readonly Drawn[], part: number): Scene {
  const runs = to.map((own, index) => {
    const old = from[index];
    return old ? runBetween(old, own, part) : own.run;
  });
  const run = runs[scene.main] ?? scene.run;
  const { model, loss } = run.moment;
  return { ...scene, runs, run, moment: { ...scene.moment, model, loss } };
}

/** The new run, but with its numbers on their way from the old one's. */
function runBetween(old: Drawn, own: Drawn, part: number): Run {
  const { run } = own;
  const model = lineBetween(old.model, own.model, part);
  const loss = old.loss === null || own.loss === null ? own.loss : ratioBetween(old.loss, own.loss, part);
  const fit = [old.run.leastSquares, run.leastSquares] as const;
  return Object.create(run, {
    history: { value: historyBetween(old.run.history, run.history, part) },
    moment: { value: { ...run.moment, model, loss } },
    leastSquares: { value: fit[0] && fit[1] ? lineBetween(fit[0], fit[1], part) : fit[1] },
  }) as Run;
}

function historyBetween(old: History, own: History, part: number): History {
  const along = (name: "w" | "b", mix: Mix): Float64Array => mixed(old[name], own[name], part, mix);
  const loss = (name: "loss" | "batchLoss" | "epochLoss" | "runningLoss"): Float64Array =>
    mixed(old[name], own[name], part, ratioBetween);
  const init = {
    ...own.init,
    w: valueBetween(old.init.w, own.init.w, part),
    b: old.init.b === null || own.init.b === null ? own.init.b : valueBetween(old.init.b, own.init.b, part),
  };
  return {
    ...own,
    init,
    w: along("w", valueBetween),
    b: along("b", valueBetween),
    loss: loss("loss"),
    batchLoss: loss("batchLoss"),
    epochLoss: loss("epochLoss"),
    runningLoss: loss("runningLoss"),
  };
}

type Mix = (from: number, to: number, part: number) => number;

/** Past the end of a shorter run its last number goes on. */
function mixed(old: Float64Array, own: Float64Array, part: number, mix: Mix): Float64Array {
  if (old.length === 0) return own;
  return own.map((value, index) => mix(old[Math.min(index, old.length - 1)] ?? value, value, part));
}

const valueBetween: Mix = (from, to, part) => {
  const value = from + (to - from) * part;
  return Number.isFinite(value) ? value : to;
};

/** Losses by their ratio: even steps where the picture's scale is logarithmic. */
const ratioBetween: Mix = (from, to, part) => {
  const value = from * (to / from) ** part;
  return from > 0 && to > 0 && Number.isFinite(value) ? value : to;
};

const lineBetween = (from: Line, to: Line, part: number): Line => ({
  w: valueBetween(from.w, to.w, part),
  b: valueBetween(from.b, to.b, part),
});
