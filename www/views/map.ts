/**
 * The map view over its pixels: the axes, the stability limit as a line, where this run stands, the pixel looked at, and
 * the key to the colours. A pure function of what it is given; the pixels themselves are `map_pixels.ts`.
 * Refuses to draw a limit outside the axes, or to join two that are not neighbours.
 */
import { powerOfTen, tick } from "../numbers";
import type { Rgb, Span } from "./map_pixels";
import { bounded, type Cell, type MapScale, type Placed, placeOf, within } from "./map_scale";
import { type Box, DASH, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

/** The limit at one place of the other axis: its index there, and the learning rate. */
export interface LimitPoint {
  index: number;
  rate: number;
  kind: "exact" | "guide";
}

export interface MapView {
  span: Span | null;
  ramp: readonly Rgb[];
  /** In order of their index; which axis has the learning rate. */
  limit: { along: "x" | "y"; points: readonly LimitPoint[] } | null;
  /** Values of this run; null where they are not on an axis. */
  here: { x: number; y: number } | null;
  /** The pixel looked at. */
  cell: Cell | null;
  palette: Palette;
  words: { exact: string; guide: string; here: string; diverged: string };
}

/** Distance of the hatching's lines in the key and their width, as in the style of the pixels. */
const HATCH = { every: 5, width: 1 };
const KEY = { gap: 9, width: 10, swatch: 12, air: 7, text: 5 };
/** Where along the limit its label may stand. */
const LABEL_AT = [0.5, 0.25, 0.75];
/** The smallest frame around the pixel looked at, half its side. */
const FRAME = 4;

/** A part of the limit's line. */
export interface Stretch {
  kind: LimitPoint["kind"];
  points: Placed[];
}

/** The limit in stretches of one kind, in order. From a guide to an exact value leads a guide; outside the axes nothing. */
export function stretches({ along, points }: NonNullable<MapView["limit"]>, scale: MapScale): Stretch[] {
  const { plot } = scale;
  const found: Stretch[] = [];
  let joined = false;
  for (const { index, rate, kind } of points) {
    const centre = placeOf(scale, { column: index, row: index });
    const at = along === "x" ? { x: scale.x.at(rate), y: centre.y } : { x: centre.x, y: scale.y.at(rate) };
    const before = joined ? found.at(-1) : undefined;
    joined = within(at.x, plot.left, plot.right) && within(at.y, plot.bottom, plot.top);
    if (!joined) continue;
    if (before?.kind === kind) {
      before.points.push(at);
      continue;
    }
    const last = before?.points.at(-1);
    if (before?.kind === "guide") before.points.push(at);
    found.push({ kind, points: kind === "guide" && last ? [last, at] : [at] });
  }
  return found;
}

function drawAxes(pen: Pen, { palette }: MapView, scale: MapScale): void {
  const { plot } = scale;
  pen.strokeStyle = palette.quiet;
  pen.fillStyle = palette.quiet;
  pen.lineWidth = 1;
  pen.font = font(palette);
  pen.beginPath();
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  for (const value of scale.x.ticks()) {
    const at = Math.round(scale.x.at(value)) + 0.5;
    pen.moveTo(at, plot.bottom);
    pen.lineTo(at, plot.bottom + 4);
    pen.fillText(tick(value), at, plot.bottom + TEXT_SIZE + 6);
  }
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const value of scale.y.ticks()) {
    const at = Math.round(scale.y.at(value)) + 0.5;
    pen.moveTo(plot.left - 4, at);
    pen.lineTo(plot.left, at);
    pen.fillText(tick(value), plot.left - 8, at);
  }
  pen.stroke();
}

/** Text with a rim of the ground's colour, so that it reads over the pixels; towards the middle of the plot. */
function label(
  pen: Pen,
  { palette }: MapView,
  { plot }: MapScale,
  text: string,
  at: Placed,
  away: number,
): void {
  const leftwards = at.x > (plot.left + plot.right) / 2;
  pen.setLineDash([]);
  pen.font = font(palette, 600);
  pen.textAlign = leftwards ? "right" : "left";
  pen.textBaseline = "middle";
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 4;
  const x = at.x + (leftwards ? -away : away);
  pen.strokeText(text, x, at.y);
  pen.fillStyle = palette.ink;
  pen.fillText(text, x, at.y);
}

function drawLimit(pen: Pen, view: MapView, scale: MapScale): void {
  const { limit, palette, words } = view;
  if (!limit) return;
  const found = stretches(limit, scale);
  for (const { kind, points } of found) {
    const [first] = points;
    if (points.length === 1 && first) {
      dot(pen, first, 3, palette.ink, palette.ground);
      continue;
    }
    for (const rim of [true, false]) {
      pen.strokeStyle = rim ? palette.ground : palette.ink;
      pen.lineWidth = rim ? 4 : 1.75;
      pen.setLineDash(rim || kind === "exact" ? DASH.solid : DASH.dashed);
      pen.beginPath();
      for (const [index, { x, y }] of points.entries()) index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y);
      pen.stroke();
    }
  }
  pen.setLineDash([]);
  for (const kind of ["exact", "guide"] as const) {
    const longest = found
      .filter((stretch) => stretch.kind === kind)
      .sort((a, b) => b.points.length - a.points.length)[0];
    const at = longest && clearPlace(longest.points, view, scale);
    if (!at) continue;
    // Beside a line that climbs, below one that crosses.
    const below = limit.along === "y" ? TEXT_SIZE + 2 : 0;
    label(pen, view, scale, words[kind], inset({ x: at.x, y: at.y + below }, scale), 10);
  }
}

/** Of a few places along a line the one farthest from the mark of this run, which has a label too. */
function clearPlace(points: readonly Placed[], { here }: MapView, scale: MapScale): Placed | undefined {
  const found = LABEL_AT.flatMap((part) => points[Math.floor(part * points.length)] ?? []);
  if (!here) return found[0];
  const [x, y] = [scale.x.at(here.x), scale.y.at(here.y)];
  const away = (at: Placed): number => Math.max(Math.abs(at.x - x) / 4, Math.abs(at.y - y));
  return found.sort((a, b) => away(b) - away(a))[0];
}

/** A label's middle, far enough from the edges to be read. */
const inset = ({ x, y }: Placed, { plot }: MapScale): Placed => ({
  x,
  y: bounded(y, plot.top + TEXT_SIZE, plot.bottom - TEXT_SIZE),
});

function dot(pen: Pen, { x, y }: Placed, radius: number, fill: string, stroke: string): void {
  pen.fillStyle = fill;
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}

/** This run. Beyond an axis its mark stands at the edge, and hollow. */
function drawHere(pen: Pen, view: MapView, scale: MapScale): void {
  if (!view.here) return;
  const { palette, words } = view;
  const { plot } = scale;
  const at = { x: scale.x.at(view.here.x), y: scale.y.at(view.here.y) };
  const shown = { x: bounded(at.x, plot.left, plot.right), y: bounded(at.y, plot.top, plot.bottom) };
  if (!Number.isFinite(shown.x) || !Number.isFinite(shown.y)) return;
  const outside = shown.x !== at.x || shown.y !== at.y;
  if (view.cell === null) label(pen, view, scale, words.here, inset(shown, scale), 11);
  dot(pen, shown, 7, palette.ground, palette.ground);
  dot(pen, shown, 5, outside ? palette.ground : palette.here, palette.ink);
}

function rectangle(pen: Pen, { left, top, right, bottom }: Box): void {
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(right, top);
  pen.lineTo(right, bottom);
  pen.lineTo(left, bottom);
  pen.closePath();
}

function drawCell(pen: Pen, { cell, palette }: MapView, scale: MapScale): void {
  if (!cell) return;
  const { plot } = scale;
  const { x, y } = placeOf(scale, cell);
  const across = Math.max(FRAME, (plot.right - plot.left) / scale.x.cells / 2 + 1);
  const up = Math.max(FRAME, (plot.bottom - plot.top) / scale.y.cells / 2 + 1);
  for (const [colour, width] of [
    [palette.ground, 4],
    [palette.ink, 1.75],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    rectangle(pen, { left: x - across, top: y - up, right: x + across, bottom: y + up });
    pen.stroke();
  }
}

/** Diverged on top, then the ramp from large losses down to the smallest, with the powers of ten beside it: what is above `least`. */
function drawKey(pen: Pen, { span, ramp, palette, words }: MapView, { plot }: MapScale): void {
  const left = plot.right + KEY.gap;
  const right = left + KEY.width;
  const swatch = { left, top: plot.top, right, bottom: plot.top + KEY.swatch };
  pen.font = font(palette);
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.fillStyle = palette.quiet;
  pen.fillText(words.diverged, right + KEY.text, (swatch.top + swatch.bottom) / 2 + 0.5);
  pen.strokeStyle = palette.quiet;
  pen.lineWidth = HATCH.width;
  pen.beginPath();
  for (let down = HATCH.every / 2; down < KEY.width + KEY.swatch; down += HATCH.every) {
    const over = Math.max(0, down - KEY.swatch);
    pen.moveTo(left + over, swatch.top + down - over);
    pen.lineTo(left + Math.min(down, KEY.width), swatch.top + Math.max(0, down - KEY.width));
  }
  pen.stroke();
  if (!span) return;
  const bar = { top: swatch.bottom + KEY.air, bottom: plot.bottom };
  const height = bar.bottom - bar.top;
  for (let y = 0; y < height; y += 1) {
    const level = Math.round((y / (height - 1)) * (ramp.length - 1));
    pen.fillStyle = `rgb(${(ramp[level] ?? [0, 0, 0]).map(Math.round).join(" ")})`;
    rectangle(pen, { left, top: bar.top + y, right, bottom: Math.min(bar.bottom, bar.top + y + 1.5) });
    pen.fill();
  }
  const decades = span.high - span.low;
  const every = Math.max(1, Math.ceil((decades * 22) / height));
  pen.fillStyle = palette.quiet;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const far = span.high > 4 || span.low < -3;
  for (let power = span.high; power >= span.low; power -= every) {
    const y = bounded(bar.top + ((span.high - power) / decades) * height, bar.top + 5, bar.bottom - 5);
    const loss = far ? powerOfTen(10 ** power) : tick(10 ** power);
    pen.fillText(span.least === 0 ? loss : `+${loss}`, right + KEY.text, y);
  }
}

/** What shows through where a run diverged, over a box: the style of the pixels draws the same. */
export function drawHatching(
  pen: Pen,
  { left, top, right, bottom }: Box,
  { quiet }: Pick<Palette, "quiet">,
): void {
  const [width, height] = [right - left, bottom - top];
  pen.strokeStyle = quiet;
  pen.lineWidth = HATCH.width;
  pen.setLineDash([]);
  pen.beginPath();
  for (let down = HATCH.every / 2; down < width + height; down += HATCH.every) {
    pen.moveTo(left + Math.max(0, down - height), top + Math.min(down, height));
    pen.lineTo(left + Math.min(down, width), top + Math.max(0, down - width));
  }
  pen.stroke();
}

export function draw(pen: Pen, view: MapView, scale: MapScale): void {
  const { size } = scale;
  pen.clearRect(0, 0, size.width, size.height);
  pen.globalAlpha = 1;
  pen.lineJoin = "round";
  pen.lineCap = "butt";
  pen.setLineDash([]);
  drawAxes(pen, view, scale);
  drawKey(pen, view, scale);
  drawLimit(pen, view, scale);
  drawHere(pen, view, scale);
  drawCell(pen, view, scale);
}
