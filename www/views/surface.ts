/**
 * The surface view: a run going down the mean squared error over (w, b). `drawGround` (surface_ground.ts) is what stands
 * while the run plays, `drawRun` what moves over it, the names last of all. Neither clears, so that a still picture can
 * hold both. Pure functions of what they are given; a pen cuts what lies outside.
 */
import type { Line, LossQuadratic } from "../engine";
import * as numbers from "../numbers";
import { type Cloud, drawCloud } from "./cloud";
import { arrow, dot, type Place, pointer, write } from "./marks";
import type { Box, Palette, Pen } from "./pen";
import { placedNames } from "./surface_names";
import { INSET, placeOf, type SurfaceScale } from "./surface_scale";
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
  /** Texts that stand below: no name is written over them. */
  labels: readonly Box[];
  /** While the run plays the names stand, whatever passes them. */
  restless: boolean;
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

export const insideOf = ({ size }: SurfaceScale): Box => ({
  left: INSET,
  top: INSET,
  right: size.width - INSET,
  bottom: size.height - INSET,
});

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
  const taken = cloud ? { at: running.model, w: cloud.full[0], b: cloud.full[1] } : gradient;
  const way = taken && ([placeOf(taken.at, scale), step(taken.at, taken.w, taken.b)] as const);
  if (way) arrow(pen, ...way, box, palette.wayMark, palette);
  if (!pointer(pen, now, box, palette.here, palette.ink)) dot(pen, now, 5, palette.here, palette.ink);
  // The names, over all else.
  const passing = running.restless ? null : { now, way };
  for (const { text, at, weight } of placedNames(running, scale, running.labels, passing))
    write(pen, palette, at, { text, align: "center", colour: palette.ink, weight });
}
