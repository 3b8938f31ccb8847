/**
 * The loss view: the loss of each update, faint; each epoch's mean, bold; the part still to come fainter; other runs
 * dashed; on request the running mean, dotted; the cursor.
 * A pure function of what it is given. What is not finite is left out, and on a logarithmic scale a loss of zero lies
 * on the lowest edge.
 */
import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from "d3-scale";
import { line as lineShape } from "d3-shape";
import { powerOfTen, tick } from "../numbers";
import { drawAxes, type Mark, marks } from "./axes";
import { drawLabels, type Label } from "./labels";
import { type Box, DASH, font, type Palette, type Pen, type Size, TEXT_SIZE } from "./pen";

/** A loss after so many updates. */
export interface Point {
  update: number;
  loss: number;
}

/** Another run, drawn from where it parts from the main one. */
export interface Ghost {
  points: readonly Point[];
  name: string;
  /** The update at which it parts. */
  from: number;
}

export interface LossView {
  /** Of single updates, in order; see `trace`. */
  updates: readonly Point[];
  means: readonly Point[];
  /** The mean over all samples seen since the first; null unless asked for. */
  running: readonly Point[] | null;
  ghosts: readonly Ghost[];
  /** Completed updates, and the loss of the last one. */
  cursor: { update: number; loss: number | null };
  diverges: boolean;
  palette: Palette;
  words: { updates: string; means: string; runningLabel: string; diverges: string; epoch: string };
}

export interface LossScale {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number> | ScaleLogarithmic<number, number>;
  /** Updates in an epoch. */
  batches: number;
  plot: Box;
  size: Size;
}

const MARGIN = { left: 58, top: 12, right: 106, bottom: 26 };
/** On a logarithmic scale the lowest loss shown, as a part of the largest: below it a float64 run has found its line. */
const FLOOR = 1e-12;
/** Batches of one sample now and then have a loss near zero: the scale ends at this part of the lowest epoch mean. */
const BELOW_MEANS = 1e-2;
/** With more points than this to a pixel the updates are a band, and are drawn fainter than the means in it. */
const DENSE = 1.5;

const finite = (point: Point): boolean => Number.isFinite(point.loss);

/**
 * The losses as points, at most about two for each column of pixels: of a crowded column the lowest and the highest
 * stay, so that no spike is lost.
 */
export function trace(loss: Float64Array, columns: number): Point[] {
  const points: Point[] = [];
  const bucket = Math.max(1, Math.floor(loss.length / Math.max(1, columns)));
  for (let from = 0; from < loss.length; from += bucket) {
    let low: Point | null = null;
    let high: Point | null = null;
    for (let index = from; index < Math.min(from + bucket, loss.length); index += 1) {
      const point = { update: index + 1, loss: loss[index] ?? Number.NaN };
      if (!finite(point)) continue;
      if (low === null || point.loss < low.loss) low = point;
      if (high === null || point.loss > high.loss) high = point;
    }
    if (low === null || high === null) continue;
    if (low === high) points.push(low);
    else points.push(...(low.update < high.update ? [low, high] : [high, low]));
  }
  return points;
}

export function lossScale(
  size: Size,
  run: { updates: number; batches: number },
  points: readonly Point[],
  log: boolean,
  means: readonly Point[] = [],
): LossScale {
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - MARGIN.right,
    bottom: size.height - MARGIN.bottom,
  };
  const losses = points.filter(finite).map((point) => point.loss);
  const high = losses.reduce((most, loss) => Math.max(most, loss), 0) || 1;
  const low = losses.reduce((least, loss) => (loss > 0 ? Math.min(least, loss) : least), high);
  const lowestMean = means.filter(finite).reduce((least, { loss }) => Math.min(least, loss), Infinity);
  const floor = Math.max(low, high * FLOOR, Number.isFinite(lowestMean) ? lowestMean * BELOW_MEANS : 0);
  const range = [plot.bottom, plot.top];
  const y = log
    ? scaleLog([Math.min(floor, high / 10), high], range).clamp(true)
    : scaleLinear([0, high], range).clamp(true);
  return {
    x: scaleLinear([0, Math.max(1, run.updates)], [plot.left, plot.right]),
    y,
    batches: run.batches,
    plot,
    size,
  };
}

/** Marks by epoch: whole ones, at the update that ends them. */
function epochMarks(scale: LossScale, word: string): Mark[] {
  const [, updates = 0] = scale.x.domain();
  const epochs = scaleLinear([0, updates / scale.batches], [scale.plot.left, scale.plot.right]);
  const wanted = Math.max(2, Math.round((scale.plot.right - scale.plot.left) / 80));
  const found = marks(epochs.ticks(wanted).filter(Number.isInteger), epochs);
  return found.map((mark, index) => (index === 0 ? { ...mark, text: `${word} ${mark.text}` } : mark));
}

/** Without the marks that would be written over the one before: even steps crowd on a logarithmic scale. */
function apart(found: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of found) {
    const last = kept.at(-1);
    if (!last || Math.abs(mark.at - last.at) >= TEXT_SIZE + 3) kept.push(mark);
  }
  return kept;
}

/** Powers of ten, thinned to the room there is; in less than two decades d3's own choice of 1, 2, 5. */
function lossMarks(scale: LossScale): Mark[] {
  const room = Math.max(2, Math.floor((scale.plot.bottom - scale.plot.top) / 30));
  const [low = 0, high = 0] = scale.y.domain();
  if (!("base" in scale.y)) return marks(scale.y.ticks(Math.min(room, 4)), scale.y);
  const powers: number[] = [];
  for (let exponent = Math.ceil(Math.log10(low)); 10 ** exponent <= high; exponent += 1)
    powers.push(10 ** exponent);
  if (powers.length < 2) {
    const even = scaleLinear([low, high], [0, 1]).ticks(room);
    return apart(marks(even, scale.y));
  }
  const every = Math.ceil(powers.length / room);
  const shown = powers.filter((_, index) => index % every === 0);
  // One notation for an axis: if one mark is written as a power, all are.
  const far = shown.some((value) => tick(value) === powerOfTen(value));
  return marks(shown, scale.y, far ? powerOfTen : tick);
}

function strokePoints(pen: Pen, points: readonly Point[], scale: LossScale): void {
  pen.beginPath();
  lineShape<Point>()
    .defined(finite)
    .x((point) => scale.x(point.update))
    .y((point) => scale.y(point.loss))
    .context(pen as CanvasRenderingContext2D)([...points]);
  pen.stroke();
}

/** Dashes that tell the other runs apart, in the order they were made. */
const GHOST_DASHES = [
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
] as const;
/** A name longer than this has no room beside the plot; the row of runs has it in full. */
const LONGEST_NAME = 15;

/** The other runs, each from where it parts, with its name beside its end; gives their labels. */
function drawGhosts(pen: Pen, view: LossView, scale: LossScale): Label[] {
  const { palette } = view;
  pen.strokeStyle = palette.quiet;
  pen.lineWidth = 1.5;
  return view.ghosts.flatMap(({ points, name, from }, index) => {
    const dash = GHOST_DASHES[index % GHOST_DASHES.length] ?? DASH.dashed;
    pen.setLineDash([...dash]);
    strokePoints(pen, points, scale);
    pen.setLineDash([]);
    const [start, end] = [points[0], points.at(-1)];
    if (!start || !end) return [];
    pen.fillStyle = palette.ground;
    pen.beginPath();
    pen.arc(scale.x(from), scale.y(start.loss), 3, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
    const text = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
    return [
      { text, y: scale.y(end.loss), textColour: palette.quiet, stroke: palette.quiet, dash, weight: 400 },
    ];
  });
}

function drawCursor(pen: Pen, view: LossView, scale: LossScale): void {
  const { update, loss } = view.cursor;
  const x = scale.x(update);
  pen.strokeStyle = view.palette.ink;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x, scale.plot.top - 6);
  pen.lineTo(x, scale.plot.bottom);
  pen.stroke();
  if (loss === null || !Number.isFinite(loss)) return;
  pen.fillStyle = view.palette.here;
  pen.lineWidth = 1.25;
  pen.beginPath();
  pen.arc(x, scale.y(loss), 4.5, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}

export function draw(pen: Pen, view: LossView, scale: LossScale): void {
  const { palette, words } = view;
  const { plot, size } = scale;
  pen.clearRect(0, 0, size.width, size.height);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  drawAxes(pen, plot, palette, epochMarks(scale, words.epoch), lossMarks(scale));

  // The part to come starts at the last point of the part that has been, so that the curve has no gap.
  const split = (points: readonly Point[]): [Point[], Point[]] => {
    const first = points.findIndex((point) => point.update > view.cursor.update);
    return first < 0 ? [[...points], []] : [points.slice(0, first), points.slice(Math.max(0, first - 1))];
  };
  const [updatesPast, updatesToCome] = split(view.updates);
  const [meansPast, meansToCome] = split(view.means);
  pen.strokeStyle = palette.wrongMark;
  const layer = (points: readonly Point[], width: number, alpha: number): void => {
    pen.lineWidth = width;
    pen.globalAlpha = alpha;
    strokePoints(pen, points, scale);
  };
  const dense = view.updates.length > DENSE * (plot.right - plot.left);
  layer(updatesToCome, 1, dense ? 0.12 : 0.22);
  layer(meansToCome, 2.5, 0.3);
  layer(updatesPast, 1, dense ? 0.3 : 0.6);
  layer(meansPast, 2.5, 1);
  pen.globalAlpha = 1;
  const ghosts = drawGhosts(pen, view, scale);
  if (view.running) {
    pen.strokeStyle = palette.wrongMark;
    pen.setLineDash(DASH.dotted);
    layer(view.running, 2.25, 1);
    pen.setLineDash([]);
  }

  const updateEnd = view.updates.at(-1);
  const meanEnd = view.means.at(-1);
  if (view.diverges && updateEnd) {
    pen.font = font(palette, 600);
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillStyle = palette.wrongText;
    pen.fillText(
      `× ${words.diverges}`,
      Math.min(scale.x(updateEnd.update) + 6, plot.right + 12),
      scale.y(updateEnd.loss) + 4,
    );
  } else {
    const label = (end: Point | undefined, text: string, weight: 400 | 600) =>
      end
        ? [
            {
              text,
              y: scale.y(end.loss),
              textColour: palette.wrongText,
              stroke: palette.wrongMark,
              dash: DASH.solid,
              weight,
            },
          ]
        : [];
    drawLabels(pen, plot, palette, [
      ...label(meanEnd, words.means, 600),
      ...label(updateEnd, words.updates, 400),
      ...label(view.running?.at(-1), words.runningLabel, 400).map((own) => ({ ...own, dash: DASH.dotted })),
      ...ghosts,
    ]);
  }
  drawCursor(pen, view, scale);
}
