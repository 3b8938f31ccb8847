/**
 * Grid lines and axis marks, the same for every chart: marks left and below, thin lines across, no frame.
 * Refuses to choose the marks: the d3 scale gives them.
 */
import { tick } from "../numbers";
import { type Box, font, type Palette, type Pen, TEXT_SIZE } from "./pen";

/** A mark: where it stands on the canvas and what is written there. */
export interface Mark {
  at: number;
  text: string;
}

export function marks(
  values: readonly number[],
  at: (value: number) => number,
  text: (value: number) => string = tick,
): Mark[] {
  return values.map((value) => ({ at: at(value), text: text(value) }));
}

/** On whole pixels and a half, so that a hairline stays one. */
const crisp = (position: number): number => Math.round(position) + 0.5;

export function drawAxes(
  pen: Pen,
  plot: Box,
  palette: Palette,
  horizontal: readonly Mark[],
  vertical: readonly Mark[],
): void {
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.lineWidth = 1;
  pen.strokeStyle = palette.grid;
  pen.beginPath();
  for (const mark of vertical) {
    pen.moveTo(plot.left, crisp(mark.at));
    pen.lineTo(plot.right, crisp(mark.at));
  }
  pen.stroke();
  pen.fillStyle = palette.quiet;
  pen.font = font(palette);
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const mark of vertical) pen.fillText(mark.text, plot.left - 8, mark.at);
  pen.textBaseline = "alphabetic";
  pen.textAlign = "center";
  for (const mark of horizontal) pen.fillText(mark.text, mark.at, plot.bottom + TEXT_SIZE + 8);
}
