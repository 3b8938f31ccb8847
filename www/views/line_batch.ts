/**
 * This batch in the line view: its samples as diamonds with a rim, their residuals or the squares of them. A very large
 * batch is thinned. Before there is one, as while the start is in hand, the residuals are those of all samples.
 * Refuses what lies outside the plot, and residuals of a line that is not finite.
 */
import type { LineView } from "./line";
import { inPlot, type LineScale, squareOf } from "./line_scale";
import type { Pen } from "./pen";

export type BatchView = Pick<
  LineView,
  "x" | "y" | "batch" | "grown" | "model" | "residuals" | "squares" | "palette"
>;

/** Of a batch larger than this every so many samples are drawn, as plain squares and without their residuals. */
const DRAWN_OF_BATCH = 400;
/** Of more samples than this no residuals are drawn: they would stand for a small part of them. */
const SHOWN_OF_ALL = 10 * DRAWN_OF_BATCH;
/** Half the width of such a square. */
const PLAIN = 1.75;
/** Half the width of a lit sample. */
const LIT = 5.75;

function drawSquares(pen: Pen, view: BatchView, scale: LineScale, lit: Uint32Array): void {
  pen.fillStyle = view.palette.wrongMark;
  pen.strokeStyle = view.palette.wrongMark;
  pen.lineWidth = 1;
  for (const index of lit) {
    const square = squareOf(view.x[index] ?? 0, view.y[index] ?? 0, view.model, scale);
    if (!square) continue;
    const { left, right, top, bottom } = square;
    pen.beginPath();
    pen.moveTo(left, top);
    pen.lineTo(right, top);
    pen.lineTo(right, bottom);
    pen.lineTo(left, bottom);
    pen.closePath();
    pen.globalAlpha = 0.08;
    pen.fill();
    pen.globalAlpha = 0.35;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** The residuals of these samples, or the squares of them, where the reader wants to see them. */
function drawErrors(pen: Pen, view: BatchView, scale: LineScale, of: Uint32Array): void {
  if (view.squares) drawSquares(pen, view, scale, of);
  const clampedHeight = (y: number): number =>
    Math.max(scale.plot.top, Math.min(scale.plot.bottom, scale.y(y)));
  if (view.residuals || view.squares) {
    pen.strokeStyle = view.palette.wrongMark;
    pen.lineWidth = 1.25;
    pen.globalAlpha = 0.75;
    // One by one: a single upright stroke is drawn as the rectangle it is.
    for (const index of of) {
      const x = view.x[index] ?? 0;
      const prediction = view.model.w * x + view.model.b;
      if (!Number.isFinite(prediction)) continue;
      pen.beginPath();
      pen.moveTo(scale.x(x), scale.y(view.y[index] ?? 0));
      pen.lineTo(scale.x(x), clampedHeight(prediction));
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }
}

function drawDiamonds(pen: Pen, view: BatchView, scale: LineScale, lit: Uint32Array): void {
  pen.fillStyle = view.palette.here;
  pen.strokeStyle = view.palette.ink;
  pen.lineWidth = 1.25;
  const half = LIT * view.grown;
  for (const index of lit) {
    const [x, y] = [scale.x(view.x[index] ?? 0), scale.y(view.y[index] ?? 0)];
    pen.beginPath();
    pen.moveTo(x, y - half);
    pen.lineTo(x + half, y);
    pen.lineTo(x, y + half);
    pen.lineTo(x - half, y);
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
}

/** Very many lit samples: so many rims and residuals would take longer than a frame, and hide each other. */
function drawThinned(pen: Pen, view: BatchView, scale: LineScale, lit: Uint32Array): void {
  pen.fillStyle = view.palette.here;
  for (const index of lit) {
    const [x, y] = [scale.x(view.x[index] ?? 0), scale.y(view.y[index] ?? 0)];
    pen.beginPath();
    pen.moveTo(x - PLAIN, y - PLAIN);
    pen.lineTo(x + PLAIN, y - PLAIN);
    pen.lineTo(x + PLAIN, y + PLAIN);
    pen.lineTo(x - PLAIN, y + PLAIN);
    pen.closePath();
    pen.fill();
  }
}

/** Every so many samples, so that they are few enough to be drawn, and of those the ones in the plot. */
function few({ x, y, batch }: BatchView, scale: LineScale, every: number): Uint32Array {
  const inSight = (index: number): boolean => inPlot([scale.x(x[index] ?? 0), scale.y(y[index] ?? 0)], scale);
  if (batch) return batch.filter((index, at) => at % every === 0 && inSight(index));
  return Uint32Array.from({ length: Math.ceil(x.length / every) }, (_, at) => at * every).filter(inSight);
}

export function drawBatch(pen: Pen, view: BatchView, scale: LineScale): void {
  const { length } = view.batch ?? view.x;
  const every = Math.ceil(length / DRAWN_OF_BATCH);
  if (view.batch === null) {
    if (length <= SHOWN_OF_ALL) drawErrors(pen, view, scale, few(view, scale, every));
    return;
  }
  const lit = few(view, scale, every);
  if (every > 1) {
    drawThinned(pen, view, scale, lit);
    return;
  }
  drawErrors(pen, view, scale, lit);
  drawDiamonds(pen, view, scale, lit);
}
