/**
 * Which map the lab's settings ask for, and whether it is still the one there is. What varies over a map does not change
 * it, so a run moved or loaded within it leaves it standing.
 * Refuses to follow a run to its end where that is far off: every run of the map has to be as long.
 */
import type { Settings } from "../../engine";
import { type Setting, valueAt } from "../settings";
import { axisOf, fingerprint, type Plan } from "./map_axes";

/** Longer runs are followed this far: ten thousand whole ones must fit into half a second. */
export const MOST_UPDATES = 600;

/** What a plan takes from the lab's run. */
export interface Wanted {
  settings: Settings;
  samples: number;
  /** Updates of the lab's run. */
  planned: number;
  pair: readonly [Setting, Setting];
}

export class Planner {
  private current: Plan | null = null;
  private asked = "";
  private epochs: unknown;

  /** The plan for these settings: the same object as long as the map is the same. */
  plan({ settings, samples, planned, pair: [x, y] }: Wanted): Plan {
    const { current, epochs: before } = this;
    const asked = fingerprint(settings, [x.path, y.path]);
    const epochs = valueAt(settings, "epochs");
    const same = asked === this.asked;
    this.asked = asked;
    this.epochs = epochs;
    // Another batch size changes how long this run is, but not how long the map's are; another number of epochs both.
    const kept = same && epochs === before ? current?.updates : undefined;
    const updates = kept ?? Math.max(1, Math.min(MOST_UPDATES, planned));
    if (same && current?.updates === updates) return current;
    this.current = { settings, x: axisOf(x, samples), y: axisOf(y, samples), updates };
    return this.current;
  }

  /** A run of the map becomes the lab's: the epochs it needs are no wish for longer runs. */
  loads(settings: Settings): void {
    this.epochs = valueAt(settings, "epochs");
  }
}
