/**
 * The line view: the samples, this batch lit as larger diamonds with a rim, the model's line with its two handles, the
 * true line and the least-squares line; residuals or their squares, and the prediction at the pointer or at the sample in
 * hand, which has its own place written beside it.
 * Two layers: what stands while a run plays, and what moves. Pure functions of what they are given; they know no run, no
 * time, no document. A line is cut at the plot's edges, and one that never enters it, or is not finite, is not drawn.
 */
import type { Line } from "../engine";
import { drawAxes, marks } from "./axes";
import { drawBeside, drawLabels, type Label, widthOf } from "./labels";
import { drawBatch } from "./line_batch";
import { type At, gripOf, inPlot, inside, type LineScale } from "./line_scale";
import { DASH, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

export interface LineView {
  x: Float64Array;
  y: Float64Array;
  /** Indices of the samples of this batch. */
  batch: Uint32Array | null;
  /** The part of their size that those have grown to. */
  grown: number;
  model: Line;
  truth: Line | null;
  leastSquares: Line | null;
  residuals: boolean;
  squares: boolean;
  /** Where the line can be taken in hand. */
  handles: readonly At[];
  /** The sample in hand. */
  selected: number | null;
  /** Where the pointer asks for a prediction, in x. */
  pointer: number | null;
  palette: Palette;
  words: {
    model: string;
    truth: string;
    leastSquares: string;
    x: string;
    y: string;
    prediction: string;
    /** Where the sample in hand stands. */
    own: string;
  };
}

const HANDLE_RADIUS = 6.5;
const GRIP_HALF = 5;
/** From a mark to the word about it, and from one line of words to the next. */
const GAP = 14;
const LINE_OF_TEXT = 16;
/** What the cross of the sample in hand takes, from that. */
const CROSS = { wide: 36, high: 42 };
/** A line that leaves through the top or bottom further left than this is labelled there, inside the plot. */
const FAR_FROM_MARGIN = 64;

/** A straight stroke through its two ends, as the plot has them. */
function strokeLine(pen: Pen, ends: readonly [number, number][], scale: LineScale): void {
  pen.beginPath();
  ends.forEach(([x, y], index) => {
    if (index === 0) pen.moveTo(scale.x(x), scale.y(y));
    else pen.lineTo(scale.x(x), scale.y(y));
  });
  pen.stroke();
}

/** The samples one by one; more than some thousands are drawn by the engine instead. */
function drawSamples(
  pen: Pen,
  { x, y, palette }: Pick<LineView, "x" | "y" | "palette">,
  scale: LineScale,
): void {
  pen.fillStyle = palette.dot;
  pen.globalAlpha = 0.62;
  x.forEach((at, index) => {
    const place: At = [scale.x(at), scale.y(y[index] ?? 0)];
    if (!inPlot(place, scale)) return;
    pen.beginPath();
    pen.arc(...place, 2.75, 0, 2 * Math.PI);
    pen.fill();
  });
  pen.globalAlpha = 1;
}

function drawHandles(pen: Pen, view: LineView): void {
  pen.fillStyle = view.palette.ground;
  pen.strokeStyle = view.palette.modelMark;
  pen.lineWidth = 2.25;
  for (const [x, y] of view.handles) {
    pen.beginPath();
    pen.arc(x, y, HANDLE_RADIUS, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
  const grip = gripOf(view.handles);
  if (!grip) return;
  // What moves the line as it is: a square between the two that turn it.
  const [x, y] = grip;
  pen.beginPath();
  pen.moveTo(x - GRIP_HALF, y - GRIP_HALF);
  for (const [right, down] of [
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const)
    pen.lineTo(x + right * GRIP_HALF, y + down * GRIP_HALF);
  pen.closePath();
  pen.fill();
  pen.stroke();
}

/**
 * A word about a mark in the plot: to its right, past the cross of the sample in hand where that is, or else to its left;
 * with room on neither side it runs on into the margin, and not over the numbers of the axis.
 */
function drawWord(
  pen: Pen,
  view: LineView,
  { plot, size }: LineScale,
  [text, textColour]: readonly [string, string],
  [x, y]: At,
  gap = GAP,
): void {
  const width = widthOf(text);
  const left = x - GAP - width;
  const start =
    x + gap + width > plot.right && left > plot.left ? left : Math.min(x + gap, size.width - width);
  const label = { text, textColour, stroke: "", dash: [], weight: 600 } as const;
  drawBeside(pen, view.palette, label, start, Math.max(plot.top + 8, Math.min(plot.bottom - 8, y)));
}

/** A hairline at the pointer, and what the line predicts there: at the axis, or for a sample in hand beside the line. */
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
  const own = placeInHand(view, scale)?.[1];
  const word = [view.words.prediction, view.palette.modelText] as const;
  if (own === undefined) drawWord(pen, view, scale, word, [at, plot.bottom - 10]);
  else {
    // On the side of the line where the sample is not; where the plot ends there, on the sample's other side.
    const away = own > height ? -LINE_OF_TEXT : LINE_OF_TEXT;
    const out = height + away < plot.top || height + away > plot.bottom;
    const y = out ? own - away : height + away;
    drawWord(pen, view, scale, word, [at, y], y < own && y > own - CROSS.high ? CROSS.wide : GAP);
  }
}

function placeInHand({ selected, x, y }: LineView, scale: LineScale): At | null {
  if (selected === null || selected >= x.length) return null;
  return [scale.x(x[selected] ?? 0), scale.y(y[selected] ?? 0)];
}

function drawSelected(pen: Pen, view: LineView, scale: LineScale): void {
  const place = placeInHand(view, scale);
  if (!place) return;
  const [x, y] = place;
  pen.strokeStyle = view.palette.ink;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(x, y, 9, 0, 2 * Math.PI);
  pen.stroke();
  if (view.words.own === "" || !inPlot(place, scale)) return;
  // Its cross stands to the upper right: at the plot's ends, where the word moves inwards, it stands past that.
  const { plot } = scale;
  const moved = y < plot.top + 8 || y > plot.bottom - 8;
  drawWord(pen, view, scale, [view.words.own, view.palette.ink], place, moved ? CROSS.wide : GAP);
}

/** The axes; they go below a picture of the samples, too. */
export function drawGround(
  pen: Pen,
  { palette, words }: Pick<LineView, "palette" | "words">,
  scale: LineScale,
): void {
  const { plot } = scale;
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
}

/** What stands while a run plays. */
export function drawStanding(
  pen: Pen,
  view: Pick<LineView, "x" | "y" | "palette" | "words">,
  scale: LineScale,
): void {
  drawGround(pen, view, scale);
  drawSamples(pen, view, scale);
}

/** What moves with the run, or with a hand. */
export function drawMoving(pen: Pen, view: LineView, scale: LineScale): void {
  const { palette, words } = view;
  const { plot } = scale;
  pen.lineJoin = "round";
  // The model lies lowest: where the lines meet, dots and dashes stay visible on it.
  const labels: Label[] = [];
  /** Of lines that end far from the margin. */
  const beside: (Label & { x: number })[] = [];
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
    else {
      const y = endY < (plot.top + plot.bottom) / 2 ? plot.top + 8 : plot.bottom - 8;
      beside.push({ ...label, x: endX, y });
    }
  };
  rule(view.model, words.model, palette.modelMark, palette.modelText, DASH.solid, 2.75);
  rule(view.truth, words.truth, palette.ink, palette.ink, DASH.dotted, 2);
  rule(view.leastSquares, words.leastSquares, palette.quiet, palette.quiet, DASH.dashed, 1.5);
  drawBatch(pen, view, scale);
  drawHandles(pen, view);
  drawSelected(pen, view, scale);
  drawPrediction(pen, view, scale);
  // The checkboxes stand over the plot.
  drawLabels(pen, plot, palette, labels, plot.top + 9, plot.bottom);
  for (const label of beside) drawBeside(pen, palette, label, label.x + 8, label.y);
}
