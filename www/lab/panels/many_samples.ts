/**
 * Very many samples, drawn by the engine into pixels and kept as a picture below the moving parts: drawn again only
 * when the data, the scales or the colours change, coarse while the view moves.
 * Refuses to draw before the whole engine is there: the lean one has no such picture.
 */
import type { PointPicture } from "../../engine";
import type { LineScale } from "../../views/line";
import type { Palette } from "../../views/pen";
import type { Figure } from "../figure";
import type { LabActions } from "../panel";
import type { Run } from "../run";

/** Radius of a sample, in pixels of the screen. */
const RADIUS = 1;

export class ManySamples {
  private picture: { run: Run; points: PointPicture } | null = null;
  private drawn = "";

  constructor(
    private readonly lab: LabActions,
    private readonly figure: Figure,
  ) {}

  /** Draws the samples of `run`; with no scale, nothing. */
  draw(run: Run, scale: LineScale | null, palette: Palette, coarse: boolean): void {
    const pen = this.figure.context();
    if (!pen) return;
    if (scale === null || !this.lab.engine.isComplete) {
      if (this.drawn !== "") pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
      this.drawn = "";
      if (scale === null) this.free();
      return;
    }
    const key = [
      scale.x.domain(),
      scale.y.domain(),
      pen.canvas.width,
      pen.canvas.height,
      palette.dot,
      coarse,
    ].join();
    if (this.picture?.run === run && key === this.drawn) return;
    if (this.picture?.run !== run) {
      this.free();
      this.picture = { run, points: run.ask((session) => session.picture()) };
    }
    this.drawn = key;
    const { points } = this.picture;
    const density = window.devicePixelRatio;
    const { plot } = scale;
    pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
    const [left, top] = [Math.round(plot.left * density), Math.round(plot.top * density)];
    const view = {
      x: scale.x.domain() as [number, number],
      y: scale.y.domain() as [number, number],
      width: Math.round(plot.right * density) - left,
      height: Math.round(plot.bottom * density) - top,
      left,
      top,
    };
    this.lab.engine.call(() => points.draw(pen, view, rgb(palette.dot), RADIUS * density, coarse));
  }

  invalidate(): void {
    this.drawn = "";
  }

  free(): void {
    this.picture?.points.free();
    this.picture = null;
  }
}

/** The channels of a colour as the browser computes it, `rgb(1, 2, 3)` or `color(srgb 0.1 0.2 0.3)`. */
export function rgb(colour: string): [number, number, number] {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  return [Math.round(r * scale), Math.round(g * scale), Math.round(b * scale)];
}
