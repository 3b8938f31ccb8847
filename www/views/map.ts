/**
 * The map view over its pixels: the axes, the stability limit as a line, where this run stands, the pixel looked at, and
 * the key to the colours. A pure function of what it is given; the pixels themselves are `map_pixels.ts`.
 * The limit is drawn by `map_limit.ts`. Refuses to draw what is not known.
 */
import { powerOfTen, tick } from "../numbers";
import { dot, inset, label } from "./map_labels";
import { drawLimit, type LimitView } from "./map_limit";
import type { Rgb, Span } from "./map_pixels";
import { bounded, type Cell, type MapScale, placeOf } from "./map_scale";
import { type Box, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

export interface MapView {
  span: Span | null;
  ramp: readonly Rgb[];
  limit: LimitView | null;
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
/** The smallest frame around the pixel looked at, half its side. */
const FRAME = 4;

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
