/**
 * The surface view: a run going down the mean squared error over (w, b). `drawGround` (surface_ground.ts) is what stands
 * while the run plays, `drawRun` what moves over it, the names last of all. Neither clears, so that a still picture can
 * hold both. Pure functions of what they are given; a pen cuts what lies outside.
 */
import type { Line, LossQuadratic } from "../engine";
import * as numbers from "../numbers";
import { type Cloud, drawCloud } from "./cloud";
import { arrow, dot, type Place, pointer, widthOf, write } from "./marks";
import type { Box, Palette, Pen } from "./pen";
import type { SurfaceScale } from "./surface_scale";
import { type Trail, traceTrail } from "./trail";

export interface SurfaceWords {
  start: string;
  leastSquares: string;
  truth: string;
  bottom: string;
}

export interface Running {
  bowl: LossQuadratic;
  truth: Line | null;
  trail: Trail;
  update: number;
  start: Line;
  model: Line;
  /** Where the other runs are. */
  others: readonly Line[];
  gradient: Gradient | null;
  cloud: Cloud | null;
  palette: Palette;
  words: SurfaceWords;
}

/** A gradient of the mean squared error per sample, and where it was taken. */
export interface Gradient {
  at: Line;
  w: number;
  b: number;
}

/** An eigenvalue, or a rate made of one: four significant digits. */
export const factor = (value: number): string => numbers.tick(Number(value.toPrecision(4)));

/**
 * Arrows show the step a learning rate of 1/λ₁ would take against a gradient: the longest with which no direction
 * overshoots, and half the limit of full batches. Over a round bowl the full gradient's arrow ends at the bottom.
 */
export const arrowRate = ({ eigenvalues }: LossQuadratic): number => 1 / eigenvalues[0];

export const placeOf = ({ w, b }: Line, scale: SurfaceScale): Place => [scale.w(w), scale.b(b)];

/** Room a mark keeps from the edge. */
const INSET = 9;

export const insideOf = ({ size }: SurfaceScale): Box => ({
  left: INSET,
  top: INSET,
  right: size.width - INSET,
  bottom: size.height - INSET,
});

/** Half the height of a name, and of the mark it belongs to. */
const HALF_NAME = 8;
const HALF_MARK = 7;
/** Around a name nothing else is written. */
const RIM = 8;
/** Between a mark and a name to its right or left. */
const AWAY = 12;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const around = ([x, y]: Place, half: number, high: number): Box => ({
  left: x - half,
  right: x + half,
  top: y - high,
  bottom: y + high,
});

/**
 * A name goes above or below its place (`up` pixels), else to its right or left, wherever it lies in the picture and on
 * nothing else that has been named. Gives the middle of the name.
 */
export function besidePlace(
  [x, y]: Place,
  text: string,
  up: number,
  { size: { width, height } }: Pick<SurfaceScale, "size">,
  taken: readonly Box[],
): Place {
  const half = widthOf(text) / 2;
  const middle = Math.max(INSET + half, Math.min(width - INSET - half, x));
  const sides: Place[] = [
    [middle, y - up],
    [middle, y + up],
    [x + AWAY + half, y],
    [x - AWAY - half, y],
  ];
  const inside = sides.filter(
    ([at, high]) => high > 12 && high < height - 26 && at - half >= INSET && at + half <= width - INSET,
  );
  const free = inside.find((at) => !taken.some((box) => overlap(around(at, half, HALF_NAME), box)));
  return free ?? inside[0] ?? [middle, y + up];
}

/** Whether the best line's name stands above its cross, 1, or below it, −1: away from the true line's. */
export const sideOfName = (bowl: LossQuadratic, truth: Line | null): 1 | -1 =>
  truth && truth.b > bowl.bottom[1] ? -1 : 1;

/** A name in the picture, by its middle. */
interface Name {
  text: string;
  at: Place;
  weight: 400 | 600;
}

/** The places' names, none over another or over another's mark. */
function placedNames(
  { bowl, truth, words, ...running }: Pick<Running, "bowl" | "truth" | "start" | "words">,
  scale: SurfaceScale,
): Name[] {
  const bottom = placeOf({ w: bowl.bottom[0], b: bowl.bottom[1] }, scale);
  const start = placeOf(running.start, scale);
  const best = truth && placeOf(truth, scale);
  const side = sideOfName(bowl, truth);
  const { width, height } = scale.size;
  const outside = start[0] < 0 || start[0] > width || start[1] < 0 || start[1] > height;
  const marks = [bottom, start, ...(best ? [best] : [])];
  const taken = marks.map((place) => around(place, HALF_MARK, HALF_MARK));
  const named = (place: Place, text: string, up: number, weight: 400 | 600): Name => {
    const at = besidePlace(place, text, up, scale, taken);
    taken.push(around(at, widthOf(text) / 2, HALF_NAME));
    return { text, at, weight };
  };
  return [
    named(bottom, bowl.w === null ? words.bottom : words.leastSquares, 20 * side, 600),
    ...(best ? [named(best, words.truth, -21 * side, 400)] : []),
    ...(outside ? [] : [named(start, words.start, start[1] > bottom[1] ? -18 : 18, 600)]),
  ];
}

/** Whether a text would lie on one of the names. */
export function onName(
  named: Parameters<typeof placedNames>[0],
  scale: SurfaceScale,
): (at: Place, text: string) => boolean {
  const boxes = placedNames(named, scale).map(({ at, text }) => around(at, widthOf(text) / 2, HALF_NAME));
  return (at, text) => boxes.some((box) => overlap(box, around(at, widthOf(text) / 2 + RIM, HALF_NAME)));
}

export function drawRun(pen: Pen, running: Running, scale: SurfaceScale): void {
  const { palette, trail, update, gradient, cloud } = running;
  const box = insideOf(scale);
  const start = placeOf(running.start, scale);
  const now = placeOf(running.model, scale);
  const rate = arrowRate(running.bowl);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.setLineDash([]);
  for (const [colour, width] of [
    [palette.ground, 4.5],
    [palette.ink, 2.25],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    traceTrail(pen, trail, update, now);
    pen.stroke();
  }
  for (const other of running.others)
    dot(pen, placeOf(other, scale), 3.5, palette.ground, palette.quiet, 1.5);
  dot(pen, start, 5.5, palette.ground, palette.ink, 2);
  if (cloud) drawCloud(pen, cloud, running.model, rate, scale, palette);
  const step = (from: Line, w: number, b: number): Place =>
    placeOf({ w: from.w - rate * w, b: from.b - rate * b }, scale);
  if (cloud) {
    const [w, b] = cloud.full;
    arrow(pen, now, step(running.model, w, b), box, palette.wayMark, palette);
  } else if (gradient) {
    const { at, w, b } = gradient;
    arrow(pen, placeOf(at, scale), step(at, w, b), box, palette.wayMark, palette);
  }
  if (!pointer(pen, now, box, palette.here, palette.ink)) dot(pen, now, 5, palette.here, palette.ink);
  // The names, over all else.
  for (const { text, at, weight } of placedNames(running, scale))
    write(pen, palette, at, { text, align: "center", colour: palette.ink, weight });
}
