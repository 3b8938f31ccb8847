/**
 * The map's two canvases: the pixels below, painted anew only when runs have come in, and above them all that is drawn.
 * Refuses to blur: the lower canvas has exactly as many pixels as the screen gives the plot.
 */
import type * as mapView from "../../views/map";
import { draw, mapScale } from "../../views/map";
import { type Grid, paint, type Rgb, ramp, readColour, type Span } from "../../views/map_pixels";
import type { Palette, Pen } from "../../views/pen";
import { make } from "../dom";
import { Figure } from "../figure";
import type { Plan } from "./map_axes";

export class MapPicture {
  readonly figure: Figure;
  private readonly canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
  private readonly context = this.canvas.getContext("2d");
  private image: ImageData | null = null;
  private prepared: { plan: Plan; scale: mapView.MapScale } | null = null;
  private coloured: { palette: Palette; ramp: Rgb[] } | null = null;

  constructor(onResize: () => void) {
    this.figure = new Figure(() => {
      this.prepared = null;
      onResize();
    });
    this.figure.canvas.classList.add("figure");
    this.figure.box.prepend(this.canvas);
  }

  scale(plan: Plan): mapView.MapScale {
    if (this.prepared?.plan !== plan)
      this.prepared = { plan, scale: mapScale(this.figure.size, plan.x, plan.y) };
    return this.prepared.scale;
  }

  ramp(palette: Palette): Rgb[] {
    if (this.coloured?.palette !== palette) this.coloured = { palette, ramp: ramp(palette) };
    return this.coloured.ramp;
  }

  /** Paints the runs known so far. */
  paint(plan: Plan, grid: Grid, span: Span | null, palette: Palette): void {
    const { plot } = this.scale(plan);
    const density = window.devicePixelRatio;
    const width = Math.round((plot.right - plot.left) * density);
    const height = Math.round((plot.bottom - plot.top) * density);
    if (!this.context) return;
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const { style } = this.canvas;
    style.left = `${plot.left}px`;
    style.top = `${plot.top}px`;
    style.width = `${plot.right - plot.left}px`;
    style.height = `${plot.bottom - plot.top}px`;
    const inks = {
      ramp: this.ramp(palette),
      hatch: readColour(palette.quiet),
      ground: readColour(palette.ground),
    };
    paint(new Uint32Array(this.image.data.buffer), width, height, grid, span, inks, density);
    this.context.putImageData(this.image, 0, 0);
  }

  /** Draws what lies over the pixels; gives the pen on, for more. Null while there is no room. */
  draw(plan: Plan, view: mapView.MapView): Pen | null {
    const pen = this.figure.pen();
    if (pen) draw(pen, view, this.scale(plan));
    return pen;
  }

  destroy(): void {
    this.figure.destroy();
    this.canvas.width = 0;
    this.canvas.height = 0;
  }
}
