/**
 * The line view: the samples with this batch lit, the model's line, the true line and the least-squares line.
 * A pure function of what it is given; knows no run, no time, no document. A line is cut at the plot's edges, and one
 * that never enters it, or is not finite, is not drawn.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { line as lineShape } from "d3-shape";
import type { Line } from "../engine";
import { drawAxes, marks } from "./axes";
import { drawBeside, drawLabels, type Label } from "./labels";
import { type Box, DASH, font, type Palette, type Pen, type Size, TEXT_SIZE } from "./pen";

export interface LineView {
  x: Float64Array;
  y: Float64Array;
  /** Indices of the samples of this batch. */
  batch: Uint32Array | null;
  model: Line;
  truth: Line | null;
  leastSquares: Line | null;
  residuals: boolean;
  palette: Palette;
  words: { model: string; truth: string; leastSquares: string; x: string; y: string };
}

export interface LineScale {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  plot: Box;
  size: Size;
}

/** Room to the right for the labels, to the left and below for the marks. */
const MARGIN = { left: 44, top: 26, right: 106, bottom: 30 };
/** A line that leaves through the top or bottom further left than this is labelled there, inside the plot. */
const FAR_FROM_MARGIN = 64;
/** Part of the data's extent left free on each side. */
const AIR = 0.06;

function padded(values: Float64Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const air = high > low ? (high - low) * AIR : 1;
  return [low - air, high + air];
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

function strokeLine(pen: Pen, ends: readonly [number, number][], scale: LineScale): void {
  const path = lineShape<[number, number]>()
    .x(([x]) => scale.x(x))
    .y(([, y]) => scale.y(y))
    .context(pen as CanvasRenderingContext2D);
  pen.beginPath();
  path(ends as [number, number][]);
  pen.stroke();
}

function drawSamples(pen: Pen, view: LineView, scale: LineScale, lit: ReadonlySet<number>): void {
  pen.fillStyle = view.palette.dot;
  pen.globalAlpha = 0.62;
  view.x.forEach((x, index) => {
    if (lit.has(index)) return;
    pen.beginPath();
    pen.arc(scale.x(x), scale.y(view.y[index] ?? 0), 2.75, 0, 2 * Math.PI);
    pen.fill();
  });
  pen.globalAlpha = 1;
}

function drawBatch(pen: Pen, view: LineView, scale: LineScale, lit: ReadonlySet<number>): void {
  const clampedHeight = (y: number): number =>
    Math.max(scale.plot.top, Math.min(scale.plot.bottom, scale.y(y)));
  if (view.residuals) {
    pen.strokeStyle = view.palette.wrongMark;
    pen.lineWidth = 1.25;
    pen.globalAlpha = 0.75;
    pen.beginPath();
    for (const index of lit) {
      const x = view.x[index] ?? 0;
      const prediction = view.model.w * x + view.model.b;
      if (!Number.isFinite(prediction)) continue;
      pen.moveTo(scale.x(x), scale.y(view.y[index] ?? 0));
      pen.lineTo(scale.x(x), clampedHeight(prediction));
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }
  pen.fillStyle = view.palette.here;
  pen.strokeStyle = view.palette.ink;
  pen.lineWidth = 1.25;
  for (const index of lit) {
    pen.beginPath();
    pen.arc(scale.x(view.x[index] ?? 0), scale.y(view.y[index] ?? 0), 4.5, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

export function draw(pen: Pen, view: LineView, scale: LineScale): void {
  const { palette, words } = view;
  const { plot, size } = scale;
  pen.clearRect(0, 0, size.width, size.height);
  pen.lineJoin = "round";
  drawAxes(
    pen,
    plot,
    palette,
    marks(scale.x.ticks(Math.max(3, Math.round((plot.right - plot.left) / 90))), scale.x),
    marks(scale.y.ticks(Math.max(3, Math.round((plot.bottom - plot.top) / 80))), scale.y),
  );
  pen.font = font(palette);
  pen.textAlign = "left";
  pen.fillText(words.x, plot.right + 12, plot.bottom + TEXT_SIZE + 8);
  pen.textAlign = "right";
  pen.fillText(words.y, plot.left - 8, plot.top - 12);

  const lit: ReadonlySet<number> = new Set(view.batch ?? []);
  drawSamples(pen, view, scale, lit);

  // The model lies lowest: where the lines meet, dots and dashes stay visible on it.
  const labels: Label[] = [];
  const rule = (
    line: Line | null,
    text: string,
    stroke: string,
    textColour: string,
    dash: readonly number[],
    width: number,
  ): void => {
    const ends = line && inside(line, scale);
    if (!ends) return;
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.lineCap = "round";
    pen.setLineDash([...dash]);
    strokeLine(pen, ends, scale);
    pen.setLineDash([]);
    const label = { text, textColour, stroke, dash, weight: line === view.model ? 600 : 400 } as const;
    const [endX, endY] = [scale.x(ends[1][0]), scale.y(ends[1][1])];
    if (endX > plot.right - FAR_FROM_MARGIN) labels.push({ ...label, y: endY });
    else
      drawBeside(
        pen,
        palette,
        label,
        endX + 8,
        endY < (plot.top + plot.bottom) / 2 ? plot.top + 8 : plot.bottom - 8,
      );
  };
  rule(view.model, words.model, palette.modelMark, palette.modelText, DASH.solid, 2.75);
  rule(view.truth, words.truth, palette.ink, palette.ink, DASH.dotted, 2);
  rule(view.leastSquares, words.leastSquares, palette.quiet, palette.quiet, DASH.dashed, 1.5);
  drawBatch(pen, view, scale, lit);
  drawLabels(pen, plot, palette, labels);
}
