/**
 * The card of the map's pixel that is looked at: its values, how its run ends, and its loss curve. It stands in a column
 * of a wide map, beside a small one, and where there is neither in the corner of the plot that the pixel is farthest from.
 * Pure functions; a loss that is not finite is left out of the curve.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { line as lineShape } from "d3-shape";
import type { Point } from "./loss_scale";
import { type Box, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

export interface Card {
  /** "Learning rate 0.05", and the other setting. */
  values: readonly [string, string];
  /** How it ends, in words. */
  end: string;
  /** The loss of its updates; null while it is not known. */
  curve: readonly Point[] | null;
  updates: number;
  palette: Palette;
}

export const CARD = { width: 154, height: 94 };
/** In a column it is as wide as that, and this high. */
const TALL = 170;
const AIR = 7;
const LINE = 15;

/** Where it lies in a column. */
export const cardIn = ({ left, top, right, bottom }: Box, foot = 0): Box => ({
  left,
  top,
  right,
  bottom: Math.min(bottom, top + TALL + foot),
});

/** Where the card lies in the plot for a pixel at that place, with so much room at its foot for what is not drawn here. */
export function cardBox(plot: Box, place: { x: number; y: number }, foot = 0): Box {
  const width = Math.min(CARD.width, plot.right - plot.left - 2 * AIR);
  const height = Math.min(CARD.height + foot, plot.bottom - plot.top - 2 * AIR);
  const left = place.x > (plot.left + plot.right) / 2 ? plot.left + AIR : plot.right - AIR - width;
  const top = place.y > (plot.top + plot.bottom) / 2 ? plot.top + AIR : plot.bottom - AIR - height;
  return { left, top, right: left + width, bottom: top + height };
}

export function drawCard(pen: Pen, card: Card, box: Box, foot = 0): void {
  const { palette } = card;
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(box.left, box.top);
  pen.lineTo(box.right, box.top);
  pen.lineTo(box.right, box.bottom);
  pen.lineTo(box.left, box.bottom);
  pen.closePath();
  pen.fillStyle = palette.ground;
  pen.fill();
  pen.strokeStyle = palette.quiet;
  pen.lineWidth = 1;
  pen.stroke();
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  const left = box.left + AIR;
  let base = box.top + AIR + TEXT_SIZE - 2;
  pen.font = font(palette);
  pen.fillStyle = palette.ink;
  for (const text of card.values) {
    pen.fillText(text, left, base);
    base += LINE;
  }
  pen.font = font(palette, 600);
  pen.fillStyle = palette.wrongText;
  pen.fillText(card.end, left, base);
  const room = { left, top: base + 7, right: box.right - AIR, bottom: box.bottom - AIR - foot };
  if (card.curve && room.bottom - room.top > 10) drawCurve(pen, card, card.curve, room);
}

function drawCurve(pen: Pen, { palette, updates }: Card, curve: readonly Point[], room: Box): void {
  const shown = curve.filter(({ loss }) => loss > 0 && Number.isFinite(loss));
  if (shown.length < 2) return;
  const losses = shown.map(({ loss }) => loss);
  const x = scaleLinear([0, Math.max(1, updates)], [room.left, room.right]);
  const y = scaleLog([Math.min(...losses), Math.max(...losses)], [room.bottom, room.top]);
  pen.strokeStyle = palette.grid;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(room.left, room.bottom + 0.5);
  pen.lineTo(room.right, room.bottom + 0.5);
  pen.stroke();
  pen.strokeStyle = palette.wrongMark;
  pen.lineWidth = 1.25;
  pen.beginPath();
  lineShape<Point>()
    .x(({ update }) => x(update))
    .y(({ loss }) => y(loss))
    .context(pen as CanvasRenderingContext2D)([...shown]);
  pen.stroke();
}
