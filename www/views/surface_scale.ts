/**
 * Scales over (w, b), and which levels are drawn. Fitted once to a run and then held: start, bottom, truth and path lie
 * in view with room beyond the bottom, and a run that goes far away may leave the picture.
 * One unit of w is as long as one of b, so that a gradient stands at right angles on its contour, unless the picture
 * would shrink to a sliver. Refuses to follow a moment: what moves, moves in a picture that stands.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Line, LossQuadratic } from "../engine";
import { excess } from "./level_sets";
import type { Size } from "./pen";

export interface SurfaceContent {
  start: Line;
  bowl: LossQuadratic;
  truth: Line | null;
  /** After each update. */
  path: { w: ArrayLike<number>; b: ArrayLike<number> };
}

export interface SurfaceScale {
  w: ScaleLinear<number, number>;
  b: ScaleLinear<number, number>;
  /** Pixels for one unit. */
  perW: number;
  perB: number;
  size: Size;
}

/** Room a mark keeps from the edge. */
export const INSET = 9;

export const placeOf = ({ w, b }: Line, scale: SurfaceScale): [number, number] => [scale.w(w), scale.b(b)];

interface Bounds {
  w: [number, number];
  b: [number, number];
}

/** Room for the marks at the left and lower edge, and for the labels of points near an edge. */
const MARGIN = { left: 38, top: 26, right: 26, bottom: 34 };
/** So much of the way from the start to the bottom is shown beyond the bottom. */
const BEYOND = 0.4;
/** A path may stretch the picture by so much of it on each side, and no further. */
const STRETCH = 0.6;
/** A side that fills less than this of its room is a sliver. */
const SLIVER = 0.08;
/** Where x is of another order than 1, w and b are too. */
const ORDER = 10;

function grow(range: [number, number], value: number): void {
  range[0] = Math.min(range[0], value);
  range[1] = Math.max(range[1], value);
}

function boundsOf({ start, bowl, truth, path }: SurfaceContent): Bounds {
  const [w, b] = bowl.bottom;
  const bounds: Bounds = { w: [start.w, start.w], b: [start.b, start.b] };
  const beyond = { w: w + BEYOND * (w - start.w), b: b + BEYOND * (b - start.b) };
  for (const point of [{ w, b }, beyond, ...(truth ? [truth] : [])]) {
    grow(bounds.w, point.w);
    grow(bounds.b, point.b);
  }
  const span = Math.max(bounds.w[1] - bounds.w[0], bounds.b[1] - bounds.b[0]);
  // Started at the bottom: as wide as where the loss is twice the least.
  const reach = span > 0 ? span : Math.sqrt((2 * bowl.least) / bowl.eigenvalues[0]) || 1;
  const limit = ([low, high]: [number, number]): [number, number] => [
    low - STRETCH * reach,
    high + STRETCH * reach,
  ];
  const [limitW, limitB] = [limit(bounds.w), limit(bounds.b)];
  const clamp = (value: number, [low, high]: [number, number]): number =>
    Math.max(low, Math.min(high, value));
  for (let index = 0; index < path.w.length; index += 1) {
    grow(bounds.w, clamp(path.w[index] ?? start.w, limitW));
    grow(bounds.b, clamp(path.b[index] ?? start.b, limitB));
  }
  if (span > 0) return bounds;
  return { w: [w - reach, w + reach], b: [b - reach, b + reach] };
}

export function surfaceScale(size: Size, content: SurfaceContent): SurfaceScale {
  const bounds = boundsOf(content);
  const width = Math.max(1, size.width - MARGIN.left - MARGIN.right);
  const height = Math.max(1, size.height - MARGIN.top - MARGIN.bottom);
  const [spanW, spanB] = [bounds.w[1] - bounds.w[0], bounds.b[1] - bounds.b[0]];
  let [perW, perB] = [width / spanW, height / spanB];
  const even = Math.min(perW, perB);
  const [ww, , bb] = content.bowl.hessian;
  const order = Math.sqrt(ww / bb);
  const sliver = even / Math.max(perW, perB) < SLIVER && spanW > 0 && spanB > 0;
  if (!sliver || (order < ORDER && order > 1 / ORDER)) [perW, perB] = [even, even];
  const domain = ([low, high]: [number, number], per: number, before: number, after: number) => {
    const spare = (before + after) / per + (high - low);
    const total = before === MARGIN.left ? size.width / per : size.height / per;
    const air = (total - spare) / 2;
    return [low - before / per - air, high + after / per + air];
  };
  return {
    w: scaleLinear(domain(bounds.w, perW, MARGIN.left, MARGIN.right), [0, size.width]),
    b: scaleLinear(domain(bounds.b, perB, MARGIN.bottom, MARGIN.top), [size.height, 0]),
    perW,
    perB,
    size,
  };
}

/** How many times wider or narrower than a fitted one a scale may be before it is given up. */
const SLACK = 1.8;

/**
 * The scale there was, if it still serves, else one that fits: an edit that changes the run a little, as each frame of a
 * dragged sample does, leaves the picture standing.
 */
export function keptScale(before: SurfaceScale | null, size: Size, content: SurfaceContent): SurfaceScale {
  const fitted = surfaceScale(size, content);
  if (!before || before.size.width !== size.width || before.size.height !== size.height) return fitted;
  if ((before.perW === before.perB) !== (fitted.perW === fitted.perB)) return fitted;
  const near = (old: number, fresh: number): boolean => old / fresh < SLACK && fresh / old < SLACK;
  if (!near(before.perW, fitted.perW) || !near(before.perB, fitted.perB)) return fitted;
  const bounds = boundsOf(content);
  const inside = (at: ScaleLinear<number, number>, range: [number, number], end: number): boolean =>
    range.every((value) => at(value) > EDGE && at(value) < end - EDGE);
  return inside(before.w, bounds.w, size.width) && inside(before.b, bounds.b, size.height) ? before : fitted;
}

/** A mark nearer to the edge than this is cut, in pixels. */
const EDGE = 12;

const LEVELS = 9;

/**
 * Losses to draw contours at: round numbers above the least, about evenly apart in the picture, up to its far corner.
 */
export function levelsFor(bowl: LossQuadratic, scale: SurfaceScale): number[] {
  const most = Math.max(...scale.w.domain().flatMap((w) => scale.b.domain().map((b) => excess(bowl, w, b))));
  const levels: number[] = [];
  let last = bowl.least;
  for (let index = 1; index <= LEVELS; index += 1) {
    // A bowl's height grows with the square of the distance.
    const wanted = bowl.least + most * (index / LEVELS) ** 2;
    const unit = 10 ** Math.floor(Math.log10(wanted - last));
    const level = Number((Math.round(wanted / unit) * unit).toPrecision(12));
    if (!(level > last) || !Number.isFinite(level)) continue;
    levels.push(level);
    last = level;
  }
  return levels;
}

/** The levels there were while they still cover the picture, so that a dragged sample bends contours that stay. */
export function keptLevels(
  before: readonly number[] | null,
  bowl: LossQuadratic,
  scale: SurfaceScale,
): readonly number[] {
  const fresh = levelsFor(bowl, scale);
  const [old, wanted] = [before?.at(-1) ?? 0, fresh.at(-1) ?? 0];
  const [oldFirst, wantedFirst] = [before?.[0] ?? 0, fresh[0] ?? 0];
  const serves =
    oldFirst > bowl.least &&
    Math.max(old / wanted, wanted / old) < SLACK &&
    Math.max((oldFirst - bowl.least) / (wantedFirst - bowl.least), 0) < 2 * SLACK;
  return before && serves ? before : fresh;
}
