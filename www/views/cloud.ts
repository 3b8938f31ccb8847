/**
 * The cloud of batch gradients: where each batch alone would lead from here. Sampled batches are dots, this epoch's own
 * are ringed, an ellipse holds two standard deviations of the sampled kind around the full gradient's tip.
 * Refuses to sample: the engine gives the gradients, their covariance is exact and not estimated from the dots.
 */
import type { BatchGradients, Line } from "../engine";
import type { Palette, Pen } from "./pen";
import type { SurfaceScale } from "./surface_scale";

export interface Cloud extends BatchGradients {
  /** The batch under way, by its place in the epoch; null between two updates. */
  batch: number | null;
}

/** Standard deviations the ellipse holds. */
const DEVIATIONS = 2;

/** The ellipse of a covariance under a map to pixels: half axes, the longer first, and its turn. */
export function spreadEllipse(
  [ww, wb, bb]: readonly [number, number, number],
  perW: number,
  perB: number,
): { long: number; short: number; angle: number } {
  const [xx, xy, yy] = [ww * perW * perW, -wb * perW * perB, bb * perB * perB];
  const [middle, difference] = [(xx + yy) / 2, (xx - yy) / 2];
  const root = Math.hypot(difference, xy);
  return {
    long: DEVIATIONS * Math.sqrt(middle + root),
    // Rounding may leave less than nothing of the smaller one.
    short: DEVIATIONS * Math.sqrt(Math.max(0, middle - root)),
    angle: Math.atan2(xy, difference) / 2,
  };
}

/** A dot at the tip of each step against a gradient, with a learning rate of `rate`. */
export function drawCloud(
  pen: Pen,
  cloud: Cloud,
  at: Line,
  rate: number,
  scale: SurfaceScale,
  palette: Palette,
): void {
  const x = (gradient: number): number => scale.w(at.w - rate * gradient);
  const y = (gradient: number): number => scale.b(at.b - rate * gradient);
  const circles = (pairs: Float64Array, radius: number): void => {
    pen.beginPath();
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const [cx, cy] = [x(pairs[index] ?? 0), y(pairs[index + 1] ?? 0)];
      pen.moveTo(cx + radius, cy);
      pen.arc(cx, cy, radius, 0, 2 * Math.PI);
    }
  };
  pen.setLineDash([]);
  pen.fillStyle = palette.wayMark;
  pen.globalAlpha = 0.42;
  circles(cloud.sampled, 1.5);
  pen.fill();
  pen.globalAlpha = 1;
  circles(cloud.epoch, 4);
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 3.5;
  pen.stroke();
  pen.strokeStyle = palette.wayText;
  pen.lineWidth = 1.5;
  pen.stroke();
  if (cloud.batch !== null) {
    circles(cloud.epoch.subarray(2 * cloud.batch, 2 * cloud.batch + 2), 4);
    pen.fillStyle = palette.here;
    pen.fill();
    pen.stroke();
  }
  const { long, short, angle } = spreadEllipse(cloud.covariance, rate * scale.perW, rate * scale.perB);
  const [full, fullB] = cloud.full;
  pen.beginPath();
  pen.ellipse(x(full), y(fullB), long, short, angle, 0, 2 * Math.PI);
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 3.5;
  pen.stroke();
  pen.strokeStyle = palette.wayMark;
  pen.lineWidth = 1.75;
  pen.stroke();
}
