/**
 * Marks of single places and directions in a picture: a dot, a cross, an arrow, a text with a rim.
 * Refuses to draw beyond the edge: an arrow that leaves is cut there and has an open head, a dot outside becomes a
 * pointer at the edge.
 */
import { type Box, font, type Palette, type Pen } from "./pen";

export type Place = readonly [number, number];

export function dot(pen: Pen, [x, y]: Place, radius: number, fill: string, ring: string, width = 1.5): void {
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = ring;
  pen.lineWidth = width;
  pen.stroke();
}

export function cross(pen: Pen, [x, y]: Place, arm: number, palette: Palette): void {
  pen.setLineDash([]);
  pen.lineCap = "round";
  for (const [colour, width] of [
    [palette.ground, 4.5],
    [palette.ink, 2],
  ] as const) {
    pen.beginPath();
    pen.moveTo(x - arm, y);
    pen.lineTo(x + arm, y);
    pen.moveTo(x, y - arm);
    pen.lineTo(x, y + arm);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
}

/** Shorter than this it has no direction to be seen, in pixels. */
const SHORT = 3;
const HEAD = 9;

/** An arrow with a rim of the ground's colour. */
export function arrow(pen: Pen, from: Place, to: Place, box: Box, colour: string, palette: Palette): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (!(length >= SHORT) || !Number.isFinite(length)) return;
  const part = Math.min(1, partInside(from, [dx, dy], box));
  if (part <= 0) return;
  const [ux, uy] = [dx / length, dy / length];
  const tip: Place = [from[0] + part * dx, from[1] + part * dy];
  const head = Math.min(HEAD, length * part * 0.6);
  const wing = (side: 1 | -1): Place => [
    tip[0] - head * ux - side * head * 0.5 * uy,
    tip[1] - head * uy + side * head * 0.5 * ux,
  ];
  pen.setLineDash([]);
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const open = part < 1;
  const end: Place = open ? tip : [tip[0] - head * 0.7 * ux, tip[1] - head * 0.7 * uy];
  const trace = (): void => {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...end);
    pen.moveTo(...wing(1));
    pen.lineTo(...tip);
    pen.lineTo(...wing(-1));
    if (!open) pen.closePath();
  };
  trace();
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 5.5;
  pen.stroke();
  trace();
  pen.strokeStyle = colour;
  pen.lineWidth = 2.5;
  pen.stroke();
  if (open) return;
  pen.fillStyle = colour;
  pen.fill();
}

/** How much of the way from a place along a vector lies inside the box; 0 for a place outside. */
function partInside([x, y]: Place, [dx, dy]: Place, { left, top, right, bottom }: Box): number {
  if (x < left || x > right || y < top || y > bottom) return 0;
  const limits = [
    dx > 0 ? (right - x) / dx : dx < 0 ? (left - x) / dx : Infinity,
    dy > 0 ? (bottom - y) / dy : dy < 0 ? (top - y) / dy : Infinity,
  ];
  return Math.min(...limits);
}

/** Where a ray from a place inside leaves the box. */
export function exit(from: Place, [dx, dy]: Place, box: Box): Place {
  const part = partInside(from, [dx, dy], box);
  return [from[0] + part * dx, from[1] + part * dy];
}

/** A pointer at the edge, towards a place outside. False, and nothing drawn, if the place is inside. */
export function pointer(pen: Pen, to: Place, box: Box, fill: string, ring: string): boolean {
  const centre: Place = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  if (partInside(to, [0, 0], box) > 0) return false;
  const [dx, dy] = [to[0] - centre[0], to[1] - centre[1]];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const [x, y] = exit(centre, [dx, dy], box);
  pen.setLineDash([]);
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x - 12 * ux - 6 * uy, y - 12 * uy + 6 * ux);
  pen.lineTo(x - 12 * ux + 6 * uy, y - 12 * uy - 6 * ux);
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = ring;
  pen.lineWidth = 1.5;
  pen.stroke();
  return true;
}

export interface Written {
  text: string;
  colour: string;
  weight: 400 | 600;
  align: CanvasTextAlign;
}

/** A text with a rim of the ground's colour, in the middle of its line. */
export function write(
  pen: Pen,
  palette: Palette,
  [x, y]: Place,
  { text, colour, weight, align }: Written,
): void {
  pen.font = font(palette, weight);
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 4;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** About how wide a text is: a pen cannot measure. Chinese characters are as wide as the text is high. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter > "⺀" ? 12 : 6.6), 0);
