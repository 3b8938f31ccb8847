/**
 * What names and marks a place over the map's pixels: a text with a rim, a dot. Refuses to leave the plot.
 */
import { bounded, type MapScale, type Placed } from "./map_scale";
import { font, type Palette, type Pen, TEXT_SIZE } from "./pen";

/** Text with a rim of the ground's colour, so that it reads over the pixels; towards the middle of the plot. */
export function label(
  pen: Pen,
  { palette }: { palette: Palette },
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

/** A label's middle, far enough from the edges to be read. */
export const inset = ({ x, y }: Placed, { plot }: MapScale): Placed => ({
  x,
  y: bounded(y, plot.top + TEXT_SIZE, plot.bottom - TEXT_SIZE),
});

export function dot(pen: Pen, { x, y }: Placed, radius: number, fill: string, stroke: string): void {
  pen.fillStyle = fill;
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}
