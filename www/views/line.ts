/**
 * The line view: the samples with this batch lit, larger and ringed, the model's line with its two handles, the true
 * line and the least-squares line; residuals or their squares, and the prediction at the pointer.
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
  squares: boolean;
  /** Samples too many to be drawn one by one stand on a picture below: only the batch is drawn. */
  many: boolean;
  /** Whether the line can be taken in hand: it then shows its handles. */
  handles: boolean;
  /** The sample in hand, or under the pointer. */
  selected: number | null;
  /** Where the pointer asks for a prediction, in x. */
  pointer: number | null;
  palette: Palette;
  words: { model: string; truth: string; leastSquares: string; x: string; y: string; prediction: string };
}

/** Of a batch larger than this every so many samples are drawn. */
const DRAWN_OF_BATCH = 400;
/** Where the handles stand on the line, as parts of the plot's width. */
const HANDLES = [0.16, 0.84] as const;
export const HANDLE_RADIUS = 6.5;

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

/** The same scales with other ends, as zooming and panning set them. */
export function withDomains(scale: LineScale, x: readonly number[], y: readonly number[]): LineScale {
  return { ...scale, x: scale.x.copy().domain(x), y: scale.y.copy().domain(y) };
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

/** The places of the line's two handles on the canvas; each stays inside the plot. */
export function handlePlaces({ w, b }: Line, { x, y, plot }: LineScale): [number, number][] {
  return HANDLES.map((part) => {
    const at = plot.left + part * (plot.right - plot.left);
    const height = y(w * x.invert(at) + b);
    return [at, Math.max(plot.top, Math.min(plot.bottom, height))];
  });
}

/** The line through two places on the canvas; null if they stand one above the other. */
export function lineThrough(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  { x, y }: LineScale,
): Line | null {
  if (x1 === x2) return null;
  const w = (y.invert(y2) - y.invert(y1)) / (x.invert(x2) - x.invert(x1));
  return { w, b: y.invert(y1) - w * x.invert(x1) };
}

/** The sample nearest to a place on the canvas, within `reach` pixels; null if there is none. */
export function nearestSample(
  { x, y }: Pick<LineView, "x" | "y">,
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

function drawSquares(pen: Pen, view: LineView, scale: LineScale, lit: Iterable<number>): void {
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

function drawHandles(pen: Pen, view: LineView, scale: LineScale): void {
  pen.fillStyle = view.palette.ground;
  pen.strokeStyle = view.palette.modelMark;
  pen.lineWidth = 2.25;
  for (const [x, y] of handlePlaces(view.model, scale)) {
    pen.beginPath();
    pen.arc(x, y, HANDLE_RADIUS, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

/** A hairline at the pointer, and what the line predicts there. */
function drawPrediction(pen: Pen, view: LineView, scale: LineScale): void {
  if (view.pointer === null) return;
  const { plot } = scale;
  const [at, height] = [scale.x(view.pointer), scale.y(view.model.w * view.pointer + view.model.b)];
  pen.strokeStyle = view.palette.quiet;
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  pen.beginPath();
  pen.moveTo(at, plot.bottom);
  pen.lineTo(at, Math.max(plot.top, Math.min(plot.bottom, height)));
  pen.stroke();
  pen.setLineDash([]);
  if (height < plot.top || height > plot.bottom || view.words.prediction === "") return;
  pen.fillStyle = view.palette.modelMark;
  pen.beginPath();
  pen.arc(at, height, 3.5, 0, 2 * Math.PI);
  pen.fill();
  const beside = { text: view.words.prediction, textColour: view.palette.modelText, stroke: "", dash: [] };
  const left = at > (plot.left + plot.right) / 2;
  drawBeside(pen, view.palette, { ...beside, weight: 600 }, left ? plot.left + 4 : at + 10, plot.bottom - 10);
}

function drawSelected(pen: Pen, view: LineView, scale: LineScale): void {
  const { selected } = view;
  if (selected === null || selected >= view.x.length) return;
  pen.strokeStyle = view.palette.ink;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(scale.x(view.x[selected] ?? 0), scale.y(view.y[selected] ?? 0), 8, 0, 2 * Math.PI);
  pen.stroke();
}

function drawBatch(pen: Pen, view: LineView, scale: LineScale, lit: Iterable<number>): void {
  if (view.squares) drawSquares(pen, view, scale, lit);
  const clampedHeight = (y: number): number =>
    Math.max(scale.plot.top, Math.min(scale.plot.bottom, scale.y(y)));
  if (view.residuals || view.squares) {
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

  const batch = view.batch ?? new Uint32Array();
  const every = Math.ceil(batch.length / DRAWN_OF_BATCH);
  const lit: ReadonlySet<number> = new Set(every > 1 ? batch.filter((_, at) => at % every === 0) : batch);
  if (!view.many) drawSamples(pen, view, scale, lit);

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
  if (view.handles) drawHandles(pen, view, scale);
  drawSelected(pen, view, scale);
  drawPrediction(pen, view, scale);
  drawLabels(pen, plot, palette, labels);
}
