/**
 * Direct labels in the margin to the right of a plot: each beside the end of its own mark, pushed apart where they
 * would overlap, with a short leader in the mark's own stroke; from a mark that ends earlier a hairline leads there.
 * Refuses to drop one, or to leave the room there is: with too little of it they stand nearer to each other, in order.
 */
import { type Box, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

export interface Label {
  text: string;
  /** Where the mark ends, if that is before the plot does. */
  x?: number;
  /** Height of the mark's end on the canvas. */
  y: number;
  textColour: string;
  stroke: string;
  dash: readonly number[];
  weight: 400 | 600;
}

const GAP = 17;
/** Nearer than this letters would touch. */
const NEAR = 14;
export const LEADER = 18;
/** About the width of a letter; a Chinese character is as wide as it is high. */
const LETTER = 6.8;

/** About how wide a text is, in pixels: a pen does not measure, and the views know no document. */
export function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (letter > "\u2e80" ? TEXT_SIZE : LETTER), 0);
}

/** As much of a text as there is room for. */
export function fitted(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join("")}…`) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** Heights between `low` and `high` in the given order, `most` apart where there is room, else as far as there is. */
export function spread(wanted: readonly number[], most: number, low: number, high: number): number[] {
  const gap = Math.min(most, Math.max(0, high - low) / Math.max(1, wanted.length - 1));
  const order = wanted
    .map((y, index) => ({ y: Math.max(low, Math.min(high, y)), index }))
    .sort((a, b) => a.y - b.y || a.index - b.index);
  // Down the list each label keeps its distance; then what ran past the end is pushed back up.
  let floor = low;
  for (const item of order) {
    item.y = Math.max(item.y, floor);
    floor = item.y + gap;
  }
  let ceiling = high;
  for (const item of order.reverse()) {
    item.y = Math.min(item.y, ceiling);
    ceiling = item.y - gap;
  }
  const heights = new Array<number>(wanted.length);
  for (const item of order) heights[item.index] = item.y;
  return heights;
}

/** A label inside the plot, with a rim of the ground's colour so that it reads over the marks. */
export function drawBeside(pen: Pen, palette: Palette, label: Omit<Label, "y">, x: number, y: number): void {
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.font = font(palette, label.weight);
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 4;
  pen.strokeText(label.text, x, y);
  pen.fillStyle = label.textColour;
  pen.fillText(label.text, x, y);
}

/** The labels, from the height `low` down; `most`, as low as they may stand, only where they need the room. */
export function drawLabels(
  pen: Pen,
  plot: Box,
  palette: Palette,
  labels: readonly Label[],
  low: number,
  most: number,
): void {
  const needed = low + NEAR * (labels.length - 1);
  const heights = spread(
    labels.map((label) => label.y),
    GAP,
    low,
    Math.max(plot.bottom - 4, Math.min(most, needed)),
  );
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  labels.forEach((label, index) => {
    const y = heights[index] ?? label.y;
    pen.strokeStyle = label.stroke;
    if (label.x !== undefined && label.x < plot.right - 1) {
      pen.globalAlpha = 0.35;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(label.x, label.y);
      pen.lineTo(plot.right, label.y);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    pen.lineWidth = 1.5;
    pen.lineCap = "round";
    pen.setLineDash([...label.dash]);
    pen.beginPath();
    pen.moveTo(plot.right, label.y);
    pen.lineTo(plot.right + LEADER - 6, y);
    pen.stroke();
    pen.setLineDash([]);
    pen.font = font(palette, label.weight);
    pen.fillStyle = label.textColour;
    pen.fillText(label.text, plot.right + LEADER, y);
  });
}
