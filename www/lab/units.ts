/** The units of the clock, from the smallest to the largest. Refuses nothing. */

export const UNITS = ["statement", "batch", "epoch", "run"] as const;
export type Unit = (typeof UNITS)[number];

/** What Shift steps: the next larger unit. */
export const larger = (unit: Unit): Unit =>
  UNITS[Math.min(UNITS.indexOf(unit) + 1, UNITS.length - 1)] ?? "run";
