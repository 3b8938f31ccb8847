/**
 * Where things of the line view stand on its canvas: the scales, a line's visible part and its handles, the sample
 * nearest to a place, a residual's square.
 * Refuses to draw. What is not finite, or not to be seen, has no place: null, or none.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Line } from "../engine";
import type { Box, Size } from "./pen";

export interface LineScale {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  plot: Box;
  size: Size;
}

/** Room to the right for the labels, to the left and below for the marks. */
const MARGIN = { left: 44, top: 26, right: 106, bottom: 30 };
/** Part of the data's extent left free on each side. */
const AIR = 0.06;
/** Where the handles stand on the visible part of a line. */
const HANDLES = [0.16, 0.84] as const;
/** On less of a line than this, in pixels, two handles could not be told apart. */
const APART = 40;

/** A place on the canvas. */
export type At = readonly [number, number];

function extent(values: Float64Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  // Up to a million values: comparisons, as calls of Math.min would be felt.
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function padded(values: Float64Array): [number, number] {
  const [low, high] = extent(values);
  const air = high > low ? (high - low) * AIR : 1;
  return [low - air, high + air];
}

/** The same scales with other ends, as zooming and panning set them. */
export function withDomains(scale: LineScale, x: readonly number[], y: readonly number[]): LineScale {
  return { ...scale, x: scale.x.copy().domain(x), y: scale.y.copy().domain(y) };
}

/** Whether two scales put everything at the same places. */
export function sameScale(one: LineScale, other: LineScale): boolean {
  const ends = ({ x, y }: LineScale): number[] => [x.domain(), x.range(), y.domain(), y.range()].flat();
  const others = ends(other);
  return ends(one).every((value, index) => value === others[index]);
}

/** A step of a scale for the keyboard: a round fiftieth or so of what is shown. */
export function stepOf(scale: ScaleLinear<number, number>): number {
  const [first = 0, second = 1] = scale.ticks(5);
  return (second - first) / 20;
}

/** What a pixel is worth on a scale. */
export const pixelOf = (scale: ScaleLinear<number, number>): number =>
  Math.abs(scale.invert(1) - scale.invert(0));

/** The same scales, with their ends moved out as far as the samples need; the same object where none has left them. */
export function withRoom(scale: LineScale, { x, y }: { x: Float64Array; y: Float64Array }): LineScale {
  const [across, up] = [roomFor(scale.x, x), roomFor(scale.y, y)];
  return across || up ? withDomains(scale, across ?? scale.x.domain(), up ?? scale.y.domain()) : scale;
}

function roomFor(scale: ScaleLinear<number, number>, values: Float64Array): [number, number] | null {
  const [low = 0, high = 1] = scale.domain();
  const [least, most] = extent(values);
  if (least >= low && most <= high) return null;
  // A hair more, so that rounding does not put the sample outside again.
  const hair = (Math.max(high, most) - Math.min(low, least)) * 1e-6;
  return [least < low ? least - hair : low, most > high ? most + hair : high];
}

/** Scales that hold all the samples. They stay as they are while the run trains, so that only the line moves. */
export function lineScale(size: Size, x: Float64Array, y: Float64Array): LineScale {
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - MARGIN.right,
    bottom: size.height - MARGIN.bottom,
  };
  return {
    x: scaleLinear(padded(x), [plot.left, plot.right]),
    y: scaleLinear(padded(y), [plot.bottom, plot.top]),
    plot,
    size,
  };
}

/** The part of a line inside the plot, in the data's units, from left to right; null if none is. */
export function inside({ w, b }: Line, scale: LineScale): [[number, number], [number, number]] | null {
  const [left = 0, right = 0] = scale.x.domain();
  const [low = 0, high = 0] = scale.y.domain();
  if (!Number.isFinite(w) || !Number.isFinite(b)) return null;
  if (w === 0)
    return b < low || b > high
      ? null
      : [
          [left, b],
          [right, b],
        ];
  // From left to right the line enters at one edge of y and leaves at the other. There its height is the edge itself:
  // w·x + b would lose it to rounding when w is large.
  const [enter, leave] = w > 0 ? [low, high] : [high, low];
  const entry = (enter - b) / w;
  const exit = (leave - b) / w;
  const from = Math.max(left, entry);
  const to = Math.min(right, exit);
  if (!(from <= to)) return null;
  return [
    [from, from === entry ? enter : w * from + b],
    [to, to === exit ? leave : w * to + b],
  ];
}

/** Whether a place lies in the plot; on its edge, it does. */
export function inPlot([x, y]: At, { plot }: LineScale): boolean {
  return x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom;
}

/** The places of a line's two handles, on its visible part; none where that is too short to hold them. */
export function handlePlaces(line: Line, scale: LineScale): At[] {
  const ends = inside(line, scale);
  if (!ends) return [];
  const [x1, x2] = [scale.x(ends[0][0]), scale.x(ends[1][0])];
  const [y1, y2] = [scale.y(ends[0][1]), scale.y(ends[1][1])];
  if (Math.hypot(x2 - x1, y2 - y1) < APART) return [];
  return HANDLES.map((part) => [x1 + part * (x2 - x1), y1 + part * (y2 - y1)]);
}

/** Where the line is taken to be moved as it is: half-way between its two handles. */
export function gripOf([one, other]: readonly At[]): At | null {
  return one && other ? [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2] : null;
}

/** The line through two places on the canvas; null if they stand one above the other. */
export function lineThrough([x1, y1]: At, [x2, y2]: At, { x, y }: LineScale): Line | null {
  if (x1 === x2) return null;
  const w = (y.invert(y2) - y.invert(y1)) / (x.invert(x2) - x.invert(x1));
  return { w, b: y.invert(y1) - w * x.invert(x1) };
}

/** The sample nearest to a place on the canvas, within `reach` pixels; null if there is none. */
export function nearestSample(
  { x, y }: { x: Float64Array; y: Float64Array },
  scale: LineScale,
  place: { x: number; y: number },
  reach: number,
): number | null {
  let found: number | null = null;
  let least = reach;
  for (let index = 0; index < x.length; index += 1) {
    const distance = Math.hypot(scale.x(x[index] ?? 0) - place.x, scale.y(y[index] ?? 0) - place.y);
    if (distance >= least) continue;
    least = distance;
    found = index;
  }
  return found;
}

/**
 * The squared residual of a sample as a square on the canvas, its side the residual, cut at the plot's edges; null where
 * the prediction is not finite. It lies on the side where it covers fewer samples of a rising line.
 */
export function squareOf(x: number, y: number, { w, b }: Line, scale: LineScale): Box | null {
  const prediction = w * x + b;
  if (!Number.isFinite(prediction)) return null;
  const { plot } = scale;
  const [at, from, to] = [scale.x(x), scale.y(y), scale.y(prediction)];
  const far = at + (to - from);
  const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
  return {
    left: within(Math.min(at, far), plot.left, plot.right),
    right: within(Math.max(at, far), plot.left, plot.right),
    top: within(Math.min(from, to), plot.top, plot.bottom),
    bottom: within(Math.max(from, to), plot.top, plot.bottom),
  };
}
