/**
 * What of the line view a pointer can take hold of: one of the line's two handles, the grip at its middle, a sample, the
 * line's body, which like the grip moves it up and down, or the ground of a part that was zoomed into.
 * Refuses to change anything: it says which line, or which place, goes with the hand. Very many samples are not taken
 * one by one.
 */
import type { Line } from "../../engine";
import {
  type At,
  gripOf,
  handlePlaces,
  inPlot,
  type LineScale,
  lineThrough,
  nearestSample,
} from "../../views/line_scale";
import type { Place } from "../drag";
import type { Run } from "../run";

/** How near a pointer must come, in pixels: a finger covers more than a mouse. */
const REACH = { mouse: 11, touch: 18 } as const;
/** The body of the line is thinner to the hand than what lies on it. */
const BODY = 7;
/** The grip is as large to the hand as it is drawn: the samples around it stay to be taken. */
const GRIP = { mouse: 8, touch: 14 } as const;
/** So near a sample itself is meant, also where the line passes nearer. */
const ON_SAMPLE = 4;
/** The ends of a line are never nearer to each other than this, in pixels from left to right. */
const LEAST_RUN = 8;

export type Held =
  /** A sample: `follow` gives its place, on the scales it was taken on. */
  | { kind: "sample"; index: number; scale: LineScale; follow(place: Place): Place }
  /** The line: `follow` gives the one that goes with the pointer, `places` where its handles are then. */
  | { kind: "line"; follow(place: Place): { line: Line; places: readonly At[] } | null }
  | { kind: "ground"; last: Place };

export interface Reach {
  touch: boolean;
  /** Whether the line, and samples, can be moved at all. */
  line: boolean;
  samples: boolean;
  ground: boolean;
}

/** What lies under the pointer: a handle or the grip first, then the nearer of a sample and the line, the ground last. */
export function grasp(run: Run, model: Line, scale: LineScale, place: Place, can: Reach): Held | null {
  const reach = can.touch ? REACH.touch : REACH.mouse;
  if (can.line) {
    const places = handlePlaces(model, scale);
    const index = places.findIndex(([x, y]) => Math.hypot(x - place.x, y - place.y) < reach);
    const other = places[1 - index];
    if (index >= 0 && other) return end(index, other, scale);
    const grip = gripOf(places);
    if (grip && Math.hypot(grip[0] - place.x, grip[1] - place.y) < (can.touch ? GRIP.touch : GRIP.mouse))
      return body(model, scale, place);
  }
  const off = can.line && inPlot([place.x, place.y], scale) ? distance(model, scale, place) : Infinity;
  const sample = can.samples ? nearestSample(run.data, scale, place, reach) : null;
  if (sample !== null) {
    const [x, y] = [scale.x(run.data.x[sample] ?? 0), scale.y(run.data.y[sample] ?? 0)];
    const grip = { x: x - place.x, y: y - place.y };
    const away = Math.hypot(grip.x, grip.y);
    if (away < ON_SAMPLE || away <= off || off >= BODY)
      return { kind: "sample", index: sample, scale, follow: (to) => withGrip(to, grip, scale, can.ground) };
  }
  if (off < BODY) return body(model, scale, place);
  if (!inPlot([place.x, place.y], scale)) return null;
  return can.ground ? { kind: "ground", last: place } : null;
}

/** Where a sample goes with the hand: anywhere, as the axes make room for it; of a part it stays within that. */
function withGrip({ x, y }: Place, grip: Place, { plot }: LineScale, part: boolean): Place {
  const to = { x: x + grip.x, y: y + grip.y };
  if (!part) return to;
  return {
    x: Math.max(plot.left, Math.min(plot.right, to.x)),
    y: Math.max(plot.top, Math.min(plot.bottom, to.y)),
  };
}

/** From a place to a line, in pixels, square to it. */
function distance({ w, b }: Line, { x, y }: LineScale, place: Place): number {
  const at = (pixel: number): number => y(w * x.invert(pixel) + b);
  const slope = at(place.x + 1) - at(place.x);
  return Math.abs(at(place.x) - place.y) / Math.hypot(1, slope);
}

/** One end follows the hand, the other one stands still. */
function end(index: number, other: At, scale: LineScale): Held {
  return {
    kind: "line",
    follow: ({ x, y }) => {
      const at = index === 0 ? Math.min(x, other[0] - LEAST_RUN) : Math.max(x, other[0] + LEAST_RUN);
      const own: At = [at, y];
      const line = lineThrough(own, other, scale);
      return line && { line, places: index === 0 ? [own, other] : [other, own] };
    },
  };
}

function body({ w, b }: Line, scale: LineScale, { x, y }: Place): Held {
  const at = scale.x.invert(x);
  const grip = scale.y(w * at + b) - y;
  return {
    kind: "line",
    follow: (to) => {
      const line = { w, b: scale.y.invert(to.y + grip) - w * at };
      return { line, places: handlePlaces(line, scale) };
    },
  };
}
