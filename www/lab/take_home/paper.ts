/**
 * What a picture is put on to become a file: layers drawn with a pen, and rasters, over the ground's colour. As PNG on
 * canvases with twice the pixels, as SVG with every colour written out, so that the file stands alone.
 * Refuses to lay out or to scale: a layer is as large as the view.
 */
import { escapeMarkup, SvgPen } from "../../static/svg_pen";
import { type Box, type Palette, type Pen, type Size, TEXT_SIZE } from "../../views/pen";
import { make } from "../dom";

/** Pixels of a PNG for each of the view's. */
export const DENSITY = 2;

/** One layer, as its paper keeps it. */
export interface Layer {
  readonly pen: Pen | null;
}

export interface Paper {
  layer(): Layer & { readonly pen: Pen };
  /** A copy of what stands on a canvas now, put into a box; `crisp` keeps its pixels square. */
  raster(canvas: HTMLCanvasElement, box: Box, crisp: boolean): Layer;
  /** The layers over each other, the first lowest. */
  file(layers: readonly Layer[], description: string): Promise<Blob>;
}

interface CanvasLayer extends Layer {
  canvas: HTMLCanvasElement;
}

/** Canvases with `DENSITY` pixels for each of the view's. */
export class PngPaper implements Paper {
  constructor(
    private readonly size: Size,
    private readonly palette: Palette,
  ) {}

  layer(): CanvasLayer & { pen: CanvasRenderingContext2D } {
    const { width, height } = this.size;
    const canvas = make("canvas");
    canvas.width = Math.round(width * DENSITY);
    canvas.height = Math.round(height * DENSITY);
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("The browser has no room for a picture of this size.");
    pen.scale(DENSITY, DENSITY);
    return { canvas, pen };
  }

  raster(from: HTMLCanvasElement, { left, top, right, bottom }: Box, crisp: boolean): CanvasLayer {
    const { canvas, pen } = this.layer();
    pen.imageSmoothingEnabled = !crisp;
    pen.drawImage(from, left, top, right - left, bottom - top);
    return { canvas, pen };
  }

  file(layers: readonly CanvasLayer[]): Promise<Blob> {
    const { canvas, pen } = this.layer();
    const { width, height } = this.size;
    pen.fillStyle = this.palette.ground;
    pen.fillRect(0, 0, width, height);
    for (const layer of layers) pen.drawImage(layer.canvas, 0, 0, width, height);
    return new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The browser made no PNG of the picture."))),
        "image/png",
      ),
    );
  }
}

interface SvgLayer extends Layer {
  markup(): string;
}

export class SvgPaper implements Paper {
  constructor(
    private readonly size: Size,
    private readonly palette: Palette,
  ) {}

  layer(): SvgLayer & { pen: Pen } {
    const pen = new SvgPen(this.palette.face);
    return { pen, markup: () => pen.markup };
  }

  /** In the file itself, for it must stand alone. */
  raster(canvas: HTMLCanvasElement, { left, top, right, bottom }: Box, crisp: boolean): SvgLayer {
    const place = `x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"`;
    const look = crisp ? ' style="image-rendering:pixelated"' : "";
    const image = `<image ${place} preserveAspectRatio="none"${look} href="${canvas.toDataURL()}"/>`;
    return { pen: null, markup: () => image };
  }

  async file(layers: readonly SvgLayer[], description: string): Promise<Blob> {
    const { width, height } = this.size;
    const { ground, face } = this.palette;
    const text =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" font-family="${escapeMarkup(face)}" font-size="${TEXT_SIZE}">` +
      `<title>${escapeMarkup(description)}</title>` +
      `<rect width="${width}" height="${height}" fill="${ground}"/>` +
      `${layers.map((layer) => layer.markup()).join("")}</svg>\n`;
    return new Blob([plainColours(text)], { type: "image/svg+xml" });
  }
}

const channel = (value: number): string =>
  Math.round(Math.max(0, Math.min(255, value)))
    .toString(16)
    .padStart(2, "0");

/** Browsers tell colours in ways of their own, which other programs need not know: `#rrggbb` all of them do. */
export function plainColours(markup: string): string {
  return markup.replace(/"(rgba?|color)\(([^)"]*)\)"/g, (whole, kind: string, inside: string) => {
    const parts = inside.replace(/^srgb\s+/, "").match(/[\d.]+/g) ?? [];
    const [r, g, b] = parts.map((part) => Number(part) * (kind === "color" ? 255 : 1));
    if (r === undefined || g === undefined || b === undefined) return whole;
    return `"#${[r, g, b].map(channel).join("")}"`;
  });
}
