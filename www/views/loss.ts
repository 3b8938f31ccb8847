/**
 * The loss view: the loss of each update, faint; each epoch's mean, bold; the part still to come fainter; other runs
 * dashed, from where they part; on request the running mean, dotted; the cursor.
 * What stands while a run plays, and what moves. Pure functions of what they are given; what is not finite is left out.
 */
import { drawAxes } from "./axes";
import { drawBeside, drawLabels, fitted, type Label, widthOf } from "./labels";
import { epochMarks, finite, type LossScale, lossMarks, type Point, roomBeside } from "./loss_scale";
import { type Box, DASH, font, HAIRLINE, type Palette, type Pen, type Size, TEXT_SIZE } from "./pen";

/** Another run, from the point where it parts from the main one. */
export interface Ghost {
  points: readonly Point[];
  name: string;
}

export interface LossView {
  /** Of single updates, in order; see `trace`. */
  updates: readonly Point[];
  means: readonly Point[];
  /** The mean over all samples seen since the first; null unless asked for. */
  running: readonly Point[] | null;
  ghosts: readonly Ghost[];
  diverges: boolean;
  palette: Palette;
  words: {
    /** Empty where there is no room for it. */
    updates: string;
    means: string;
    runningLabel: string;
    diverges: string;
    epoch: string;
    update: string;
    /** The unit of the losses, where it is not the program's own; else empty. */
    unit: string;
  };
}

/** Completed updates, statements of the next one as parts of one, and the loss there. */
export interface LossCursor {
  update: number;
  loss: number | null;
}

/** With more points than this to a pixel the updates are a band, and are drawn fainter than the means in it. */
const DENSE = 1.5;
/** Half a line of text: labels stand so far from the edges of the canvas. */
const EDGE = TEXT_SIZE / 2 + 1;
/** Between a curve's end and a label beside it. */
const AFTER_END = 6;
/** Bold letters are wider than letters are on the whole. */
const BOLD = 1.15;
/** A curve is drawn in strokes of so many points: one long stroke takes a browser several times as long. */
const STROKE = 10;
/** Few updates are a line as others are; the nearer they come, the nearer to a hairline: in pixels, and of their distance. */
const FEW = { width: 1.25, ofDistance: 0.25 };
/** Dashes that tell the other runs apart, in the order they were made. */
const GHOST_DASHES = [
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
] as const;

/** `whole` keeps the points in one stroke, as dashes need it to run on. */
function strokePoints(pen: Pen, points: readonly Point[], scale: LossScale, whole = false): void {
  const seen = points.filter(finite);
  const step = whole ? Math.max(1, seen.length) : STROKE;
  for (let first = 0; first < seen.length; first += step) {
    pen.beginPath();
    // Each stroke starts where the last one ended.
    for (const [index, { update, loss }] of seen.slice(Math.max(0, first - 1), first + step).entries())
      if (index === 0) pen.moveTo(scale.x(update), scale.y(loss));
      else pen.lineTo(scale.x(update), scale.y(loss));
    pen.stroke();
  }
}

/** The updates, thin, below the means, bold. */
function drawCurves(
  pen: Pen,
  view: Pick<LossView, "updates" | "means" | "palette">,
  scale: LossScale,
  alpha: { updates: number; means: number },
): void {
  pen.lineJoin = "bevel";
  // Without round ends, which would show as dots where one faint stroke meets the next, and take their time.
  pen.lineCap = "butt";
  pen.strokeStyle = view.palette.wrongMark;
  pen.lineWidth = Math.min(FEW.width, Math.max(HAIRLINE, FEW.ofDistance * (scale.x(1) - scale.x(0))));
  pen.globalAlpha = alpha.updates;
  strokePoints(pen, view.updates, scale);
  pen.lineCap = "round";
  pen.lineWidth = 2.5;
  pen.globalAlpha = alpha.means;
  strokePoints(pen, view.means, scale);
  pen.globalAlpha = 1;
}

const isDense = ({ updates }: Pick<LossView, "updates">, { plot }: LossScale): boolean =>
  updates.length > DENSE * (plot.right - plot.left);

/** The other runs, each ringed where it parts; gives the labels of their ends. */
function drawGhosts(pen: Pen, { ghosts, palette }: LossView, scale: LossScale): Label[] {
  pen.strokeStyle = palette.quiet;
  pen.fillStyle = palette.ground;
  pen.lineWidth = 1.5;
  pen.lineCap = "butt";
  return ghosts.flatMap(({ points, name }, index) => {
    const dash = GHOST_DASHES[index % GHOST_DASHES.length] ?? DASH.dashed;
    const seen = points.filter(finite);
    const [start, end] = [seen[0], seen.at(-1)];
    if (!start || !end) return [];
    pen.setLineDash([...dash]);
    strokePoints(pen, seen, scale, true);
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(scale.x(start.update), scale.y(start.loss), 3, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
    if (name === "") return [];
    return [
      {
        // The row of runs has it in full.
        text: fitted(name, roomBeside(scale)),
        x: scale.x(end.update),
        y: scale.y(end.loss),
        textColour: palette.quiet,
        stroke: palette.quiet,
        dash,
        weight: 400,
      },
    ];
  });
}

function endLabel(
  points: readonly Point[] | null,
  text: string,
  { palette }: LossView,
  scale: LossScale,
  look: Pick<Label, "dash" | "weight">,
): Label[] {
  const end = points?.findLast(finite);
  if (!end || text === "") return [];
  const colours = { textColour: palette.wrongText, stroke: palette.wrongMark };
  return [{ text, x: scale.x(end.update), y: scale.y(end.loss), ...colours, ...look }];
}

const endsFarFrom = ({ right }: Box, { text, x = right }: Label): boolean =>
  x + AFTER_END + BOLD * widthOf(text) <= right;

/** Axes, other runs, the running mean, and the labels of all. */
export function drawGround(pen: Pen, view: LossView, scale: LossScale): void {
  const { palette, words } = view;
  const { plot } = scale;
  drawAxes(pen, plot, palette, epochMarks(scale, words), lossMarks(scale));
  if (words.unit !== "") {
    pen.textAlign = "left";
    pen.fillText(words.unit, plot.left + 6, plot.top - 1);
  }
  const ghosts = drawGhosts(pen, view, scale);
  if (view.running) {
    pen.strokeStyle = palette.wrongMark;
    pen.lineWidth = 2.25;
    pen.lineCap = "round";
    pen.setLineDash(DASH.dotted);
    strokePoints(pen, view.running, scale, true);
    pen.setLineDash([]);
  }
  const solid = { dash: DASH.solid };
  const own = view.diverges
    ? endLabel(view.updates, `× ${words.diverges}`, view, scale, { ...solid, weight: 600 })
    : [
        ...endLabel(view.means, words.means, view, scale, { ...solid, weight: 600 }),
        ...endLabel(view.updates, words.updates, view, scale, { ...solid, weight: 400 }),
      ];
  const running = endLabel(view.running, words.runningLabel, view, scale, { dash: DASH.dotted, weight: 400 });
  // A curve that breaks off has its label where it does, if the margin is far.
  const beside = own.filter((label) => view.diverges && endsFarFrom(plot, label));
  const labels = [...own.filter((label) => !beside.includes(label)), ...running, ...ghosts];
  drawLabels(pen, plot, palette, labels, EDGE, scale.size.height - EDGE);
  for (const label of beside)
    drawBeside(pen, palette, label, (label.x ?? plot.right) + AFTER_END, label.y + 4);
}

/** The whole run, faint: what of it is to come stays so. */
export function drawToCome(pen: Pen, view: LossView, scale: LossScale): void {
  drawCurves(pen, view, scale, { updates: isDense(view, scale) ? 0.24 : 0.44, means: 0.3 });
}

/** The run up to the cursor. */
export function drawPast(pen: Pen, view: LossView, scale: LossScale, until: number): void {
  const past = (points: readonly Point[]): readonly Point[] => points.slice(0, countUpTo(points, until));
  const updates = past(view.updates);
  drawCurves(pen, { ...view, updates, means: past(view.means) }, scale, {
    updates: isDense(view, scale) ? 0.6 : 1,
    means: 1,
  });
}

/** How many of the points, in order, are not after an update. */
function countUpTo(points: readonly Point[], update: number): number {
  const first = points.findIndex((point) => point.update > update);
  return first < 0 ? points.length : first;
}

/** In place of both layers: words where there is nothing to see. */
export function drawNone(standing: Pen, moving: Pen, palette: Palette, size: Size, words: string): void {
  for (const pen of [standing, moving]) pen.clearRect(0, 0, size.width, size.height);
  moving.font = font(palette);
  moving.fillStyle = palette.quiet;
  moving.textAlign = "center";
  moving.fillText(words, size.width / 2, size.height / 2);
}

export function drawCursor(pen: Pen, palette: Palette, scale: LossScale, { update, loss }: LossCursor): void {
  const x = scale.x(update);
  pen.strokeStyle = palette.ink;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x, scale.plot.top - 6);
  pen.lineTo(x, scale.plot.bottom);
  pen.stroke();
  if (loss === null || !Number.isFinite(loss)) return;
  pen.fillStyle = palette.here;
  pen.lineWidth = 1.25;
  pen.beginPath();
  pen.arc(x, scale.y(loss), 4.5, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}
