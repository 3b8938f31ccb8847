/**
 * Whether the lab still trains on the points that were given to it: readers drag points there, undo, and load others.
 * Refuses to call a loss "held back" once a point held back is being trained on.
 */
import type { Data } from "../../engine";
import type { Split } from "./hold_back";
import type { Point } from "./table";

/** As given; changed by hand, but none of those held back among them; or other points. */
export type InLab = "same" | "edited" | "other";

type Given = Extract<Data, { source: "points" }>;

const key = (x: number, y: number): string => `${x} ${y}`;

export function inLab(data: Data | undefined, { train, held }: Split<Point>): InLab {
  if (data?.source !== "points") return "other";
  const left = new Map<string, number>();
  for (const { x, y } of train) left.set(key(x, y), (left.get(key(x, y)) ?? 0) + 1);
  const kept = new Set(held.map(({ x, y }) => key(x, y)));
  let foreign = 0;
  for (const name of names(data)) {
    const count = left.get(name) ?? 0;
    if (count > 0) left.set(name, count - 1);
    else if (kept.has(name)) return "other";
    else foreign += 1;
  }
  const gone = [...left.values()].reduce((sum, count) => sum + count, 0);
  if (foreign === 0 && gone === 0) return "same";
  // Edits go a point at a time: with most of the points gone these are others.
  return Math.max(foreign, gone) * 2 > train.length ? "other" : "edited";
}

function* names({ x, y }: Given): Iterable<string> {
  for (let index = 0; index < x.length; index += 1) yield key(x[index] ?? 0, y[index] ?? 0);
}
