/**
 * How many updates are due: turns the time between frames into whole updates at the chosen speed.
 * Refuses to catch up: after a hidden tab or a long pause it goes on from now instead of jumping.
 */
import type { Strings } from "../strings";

export interface Speed {
  name: keyof Strings["speeds"];
  /** Null: one epoch a frame. */
  perSecond: number | null;
}

/** Gentle: the line is seen to move, and the classic run lasts half a minute. */
export const DEFAULT_SPEED: Speed = { name: "twenty", perSecond: 20 };

/** As many updates as can be seen. */
export const FULL_SPEED: Speed = { name: "epoch", perSecond: null };

export const SPEEDS: readonly Speed[] = [
  { name: "one", perSecond: 1 },
  { name: "five", perSecond: 5 },
  DEFAULT_SPEED,
  { name: "sixty", perSecond: 60 },
  FULL_SPEED,
];

/** A frame later than this is a pause, not a slow frame. */
const LONGEST_FRAME_MS = 250;

export class Clock {
  private last: number | null = null;
  private owed = 0;

  constructor(public speed: Speed) {}

  /** Starts anew; the first update is due at once. */
  restart(): void {
    this.last = null;
    this.owed = 1;
  }

  /** Whole updates due at `now` (milliseconds); `batches` of them make an epoch. */
  due(now: number, batches: number): number {
    const elapsed = this.last === null ? 0 : Math.min(now - this.last, LONGEST_FRAME_MS);
    this.last = now;
    if (this.speed.perSecond === null) return batches;
    this.owed += (elapsed / 1000) * this.speed.perSecond;
    const whole = Math.floor(this.owed + 1e-9);
    this.owed -= whole;
    return whole;
  }
}
