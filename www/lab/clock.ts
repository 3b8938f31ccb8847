/**
 * How many steps are due: turns the time between frames into whole steps at the chosen speed.
 * Refuses to catch up: after a hidden tab or a long pause it goes on from now instead of jumping.
 */
import type { Strings } from "../strings";

export interface Speed {
  name: keyof Strings["speeds"];
  /** Steps of the chosen unit; null: one step of the next larger unit a frame. */
  perSecond: number | null;
}

/** Gentle: the line is seen to move, and the classic run lasts half a minute. */
export const DEFAULT_SPEED: Speed = { name: "twenty", perSecond: 20 };

/** As many steps as can be seen. */
export const FULL_SPEED: Speed = { name: "full", perSecond: null };

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

  /** Starts anew; the first step is due at once. */
  restart(): void {
    this.last = null;
    this.owed = 1;
  }

  /** Whole steps due at `now` (milliseconds); at full speed one, of the larger unit, a frame. */
  due(now: number): number {
    const elapsed = this.last === null ? 0 : Math.min(now - this.last, LONGEST_FRAME_MS);
    this.last = now;
    if (this.speed.perSecond === null) return 1;
    this.owed += (elapsed / 1000) * this.speed.perSecond;
    const whole = Math.floor(this.owed + 1e-9);
    this.owed -= whole;
    return whole;
  }
}
