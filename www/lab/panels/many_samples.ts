/**
 * Very many samples, drawn by the engine into pixels and kept as a picture below the moving parts: drawn again only
 * when the data, the scales or the colours change, coarse while the view moves.
 * Refuses to draw before the whole engine is there: the lean one has no such picture.
 */
import type { FullModule, PointPicture } from "../../engine";
import type { LineScale } from "../../views/line_scale";
import type { Palette } from "../../views/pen";
import type { Figure } from "../figure";
import type { LabActions } from "../panel";
import type { Run } from "../run";

/** Radius of a sample, in pixels of the screen. */
const RADIUS = 1;

/** A picture, and the settings of the data it shows: another run of the same data needs no other. */
interface Picture {
  data: unknown;
  n: number;
  /** The module it lives in. After a trap there is another, and the picture is lost with the first. */
  module: FullModule;
  points: PointPicture;
}

export class ManySamples {
  private picture: Picture | null = null;
  private drawn: { scale: LineScale; coarse: boolean; width: number } | null = null;

  constructor(
    private readonly lab: LabActions,
    private readonly figure: Figure,
  ) {}

  /** Draws the samples of `run`, and the ground below them, where they are not drawn so already. */
  draw(run: Run, scale: LineScale, palette: Palette, coarse: boolean, ground: () => void): void {
    const pen = this.figure.context();
    if (!pen || !this.lab.engine.isComplete) return;
    const { points } = this.of(run);
    const { width } = pen.canvas;
    if (this.drawn?.scale === scale && this.drawn.coarse === coarse && this.drawn.width === width) return;
    this.drawn = { scale, coarse, width };
    const density = window.devicePixelRatio;
    const { plot } = scale;
    pen.clearRect(0, 0, width, pen.canvas.height);
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
    // The picture has replaced all pixels of the plot: the ground goes in below it.
    this.figure.pen();
    pen.globalCompositeOperation = "destination-over";
    ground();
    pen.globalCompositeOperation = "source-over";
  }

  invalidate(): void {
    this.drawn = null;
  }

  free(): void {
    if (this.picture?.module === this.lab.engine.whole) this.picture.points.free();
    this.picture = null;
    this.drawn = null;
  }

  private of(run: Run): Picture {
    const { data } = this.lab.model.settings;
    const { length: n } = run.data.x;
    const module = this.lab.engine.whole;
    const { picture } = this;
    if (picture?.module === module && picture.data === data && picture.n === n) return picture;
    this.free();
    this.picture = { data, n, module, points: run.ask((session) => session.picture()) };
    return this.picture;
  }
}

/** The channels of a colour as the browser computes it, `rgb(1, 2, 3)` or `color(srgb 0.1 0.2 0.3)`. */
export function rgb(colour: string): [number, number, number] {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  return [Math.round(r * scale), Math.round(g * scale), Math.round(b * scale)];
}
