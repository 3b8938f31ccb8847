/**
 * A run's path in the picture: its places after each update, thinned to what can be told apart.
 * Refuses to thin away an end, and to hold more than a few places a pixel: ten thousand updates around the bottom are a
 * tangle either way.
 */
import type { Pen } from "./pen";

/** Places in pixels, in order, each with the number of completed updates. */
export interface Trail {
  x: Float64Array;
  y: Float64Array;
  update: Float64Array;
}

/** Steps shorter than this cannot be seen, in pixels. */
const STEP = 0.75;
const MOST = 1500;
/** A canvas calculates in single precision; what is this far away is out of sight in any direction. */
const FAR = 1e5;

/** `length` places, the start first; `at` gives each in pixels. Steps shorter than `shortest` are left out. */
export function trailOf(
  length: number,
  at: (update: number) => readonly [number, number],
  shortest = STEP,
): Trail {
  const places = Array.from({ length }, (_, update): [number, number, number] => {
    const [x, y] = at(update);
    return [Math.max(-FAR, Math.min(FAR, x)), Math.max(-FAR, Math.min(FAR, y)), update];
  });
  for (let step = shortest; ; step *= 1.6) {
    const kept = thinned(places, step);
    if (kept.length <= MOST || kept.length < 3)
      return {
        x: Float64Array.from(kept, ([x]) => x),
        y: Float64Array.from(kept, ([, y]) => y),
        update: Float64Array.from(kept, ([, , update]) => update),
      };
  }
}

function thinned(places: readonly [number, number, number][], step: number): [number, number, number][] {
  const kept: [number, number, number][] = [];
  places.forEach((place, index) => {
    const last = kept.at(-1);
    const far = !last || Math.hypot(place[0] - last[0], place[1] - last[1]) >= step;
    if (far || index === places.length - 1) kept.push(place);
  });
  return kept;
}

/** Adds the path up to so many updates, and on to `end` if given. */
export function traceTrail(
  pen: Pen,
  trail: Trail,
  updates: number,
  end: readonly [number, number] | null,
): void {
  const { x, y, update } = trail;
  for (let index = 0; index < x.length && (update[index] ?? 0) <= updates; index += 1) {
    if (index === 0) pen.moveTo(x[0] ?? 0, y[0] ?? 0);
    else pen.lineTo(x[index] ?? 0, y[index] ?? 0);
  }
  if (end) pen.lineTo(end[0], end[1]);
}
