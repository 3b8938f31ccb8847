/**
 * The shape of a loss curve that a reader has drawn, told apart from the run's own by what it would mean about training.
 * Refuses to measure likeness point by point: a curve that says the same thing about the run is the same curve.
 */

export const SHAPES = [
  /** Says what the run does. */
  "like",
  /** Ends above its start: it would diverge. */
  "rises",
  /** Goes up again and again on its way. */
  "zigzags",
  /** Comes to rest well above where the run does. */
  "high",
  /** Falls at a steady pace, as if every step were worth the same. */
  "steady",
  /** Is at the bottom long before the run. */
  "early",
] as const;

export type Shape = (typeof SHAPES)[number];

/** All as parts of the first loss: an end above the start, all rises together, and how far from the run still counts as like it. */
const ABOVE_START = 1.05;
const RISES = 0.2;
const END = 0.12;
/** On the way: above the run there is more room, since a hand that is a little late on a steep slope is far above it. */
const ABOVE = 0.35;
const BELOW = 0.25;
/** Whoever falls at the end at less than this part of the mean pace has come to rest. */
const REST = 0.4;

/** `at` says where the values of both stand, in updates or epochs; the first value is the run's own in both. */
export function shapeOf(drawn: readonly number[], real: readonly number[], at: readonly number[]): Shape {
  const start = real[0] ?? Number.NaN;
  const mine = drawn.map((loss) => loss / start);
  const run = real.map((loss) => loss / start);
  const end = mine.at(-1) ?? Number.NaN;
  if (end > ABOVE_START) return "rises";
  const rises = mine.slice(1).map((loss, index) => Math.max(0, loss - (mine[index] ?? loss)));
  if (rises.reduce((sum, rise) => sum + rise, 0) > RISES) return "zigzags";
  if (end - (run.at(-1) ?? end) > END) {
    const pace = (1 - end) / ((at.at(-1) ?? 1) - (at[0] ?? 0));
    const last = ((mine.at(-2) ?? end) - end) / ((at.at(-1) ?? 1) - (at.at(-2) ?? 0));
    return last > REST * pace ? "steady" : "high";
  }
  const apart = mine.map((loss, index) => loss - (run[index] ?? loss));
  if (Math.max(...apart) > ABOVE) return "steady";
  return Math.min(...apart) < -BELOW ? "early" : "like";
}
