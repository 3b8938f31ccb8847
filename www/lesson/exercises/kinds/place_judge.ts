/**
 * What a placed point comes to: whether it is near enough, and if not, how it misses. Lengths and angles are those the
 * reader sees in the plane, where a unit of w may be longer than one of b.
 * Refuses to tell why a point is where it is: the text says what each way of missing means.
 */
import type { Line } from "../../../engine";

export interface Plane {
  w: readonly [number, number];
  b: readonly [number, number];
}

/** A plane is at most as high as it is wide, and at least half as high. */
const LEAST_HEIGHT = 0.5;

/** The plane's height as a share of its width: one unit of b as long as one of w, where that leaves a picture. */
export function heightOf({ w, b }: Plane): number {
  return Math.min(1, Math.max(LEAST_HEIGHT, (b[1] - b[0]) / (w[1] - w[0])));
}

/** From one point to another, in widths of the plane. */
export function wayOf(from: Line, to: Line, plane: Plane): { right: number; up: number; length: number } {
  const right = (to.w - from.w) / (plane.w[1] - plane.w[0]);
  const up = ((to.b - from.b) / (plane.b[1] - plane.b[0])) * heightOf(plane);
  return { right, up, length: Math.hypot(right, up) };
}

export interface Target {
  plane: Plane;
  /** Where the path so far ends; null where none is drawn. */
  from: Line | null;
  expected: Line;
  /** How far off is near enough: a share of the way from the path's end, or without a path of the plane's width. */
  tolerance: number;
  /** Points a misunderstanding leads to, by the name of its feedback. */
  wrong: Readonly<Record<string, Line>>;
}

/** The ways of missing a place that a path leads to. */
export const MISSES = ["too-far", "too-short", "backwards", "direction"] as const;

/** Within this angle of the way to go a point counts as too near or too far, in degrees. */
const CONE = 30;
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);

/** The feedback a point gets: "right", the name of a wrong place, one of `MISSES`, or without a path "other". */
export function judge(point: Line, { plane, from, expected, tolerance, wrong }: Target): string {
  const whole = from ? wayOf(from, expected, plane) : null;
  const near = tolerance * (whole?.length ?? 1);
  const isNear = (place: Line): boolean => wayOf(point, place, plane).length <= near;
  if (isNear(expected)) return "right";
  const named = Object.entries(wrong).find(([, place]) => isNear(place))?.[0];
  if (named !== undefined) return named;
  if (!from || !whole) return "other";
  const way = wayOf(from, point, plane);
  // Hardly moved: it has no direction yet.
  if (way.length < near / 2) return "too-short";
  const along = (way.right * whole.right + way.up * whole.up) / (way.length * whole.length);
  if (along >= cosine(CONE)) return way.length > whole.length ? "too-far" : "too-short";
  return along < -0.5 ? "backwards" : "direction";
}
