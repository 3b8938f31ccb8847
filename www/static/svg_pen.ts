/**
 * A pen that writes SVG: the views draw the static pictures with it, so that a picture cannot differ from the view.
 * Knows only what the views use. Refuses gradients, transforms and clipping by not having them.
 */
import { type Palette, type Pen, type Size, TEXT_SIZE } from "../views/pen";

/** Colours as custom properties: the picture follows the page's theme without a script. */
export const cssPalette: Palette = {
  ground: "var(--panel)",
  ink: "var(--ink)",
  quiet: "var(--quiet)",
  grid: "var(--grid)",
  dot: "var(--dot)",
  modelMark: "var(--model-mark)",
  modelText: "var(--model-text)",
  wrongMark: "var(--wrong-mark)",
  wrongText: "var(--wrong-text)",
  wayMark: "var(--way-mark)",
  wayText: "var(--way-text)",
  here: "var(--here)",
  face: "inherit",
};

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end", end: "end" };
const BASELINES: Partial<Record<CanvasTextBaseline, string>> = { middle: "central", top: "hanging" };

export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

export class SvgPen implements Pen {
  strokeStyle: Pen["strokeStyle"] = "";
  fillStyle: Pen["fillStyle"] = "";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  lineCap: CanvasLineCap = "butt";
  globalAlpha = 1;
  font = "";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  private dash: number[] = [];
  private path = "";
  /** Where the path is, as it was written; null where the next line has to say so itself. */
  private at: readonly [number, number] | null = null;
  private readonly marks: string[] = [];

  /** Texts in this face, the picture's own, do not say so each. */
  constructor(
    private readonly face = cssPalette.face,
    /** So many parts a pixel has. */
    private readonly parts = 10,
  ) {}

  beginPath(): void {
    this.path = "";
    this.at = null;
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.short(x)} ${this.short(y)}`;
    this.at = [this.near(x), this.near(y)];
  }

  /** By how far it goes: small numbers, and alike, make a page that is a kilobyte lighter on its way. */
  lineTo(x: number, y: number): void {
    const { at } = this;
    if (at) {
      const down = this.short(this.near(y) - at[1]);
      this.path += `l${this.short(this.near(x) - at[0])}${down.startsWith("-") ? "" : " "}${down}`;
    } else this.path += `L${this.short(x)} ${this.short(y)}`;
    this.at = [this.near(x), this.near(y)];
  }

  closePath(): void {
    this.path += "Z";
    this.at = null;
  }

  /** Whole circles only, which is all the views draw. */
  arc(x: number, y: number, radius: number): void {
    const left = this.short(x - radius);
    this.path += `M${left} ${this.short(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
    this.at = null;
  }

  /** Whole ellipses only. */
  ellipse(x: number, y: number, radiusX: number, radiusY: number, rotation: number): void {
    const [right, down] = [radiusX * Math.cos(rotation), radiusX * Math.sin(rotation)];
    const arc = `A${this.short(radiusX)} ${this.short(radiusY)} ${this.short((rotation * 180) / Math.PI)} 0 1`;
    this.path += `M${this.short(x + right)} ${this.short(y + down)}${arc} ${this.short(x - right)} ${this.short(y - down)}`;
    this.path += `${arc} ${this.short(x + right)} ${this.short(y + down)}Z`;
    this.at = null;
  }

  stroke(): void {
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const look =
      `fill="none" stroke="${String(this.strokeStyle)}" stroke-width="${this.lineWidth}"` +
      ` stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"${dash}${this.opacity()}/>`;
    if (!this.rim(look)) this.join(look);
  }

  /** A path that has just been filled takes its rim along: it need not be written twice. */
  private rim(look: string): boolean {
    const filled = `<path d="${this.path}" fill="${String(this.fillStyle)}"${this.opacity()}/>`;
    if (this.path === "" || this.marks.at(-1) !== filled) return false;
    this.marks[this.marks.length - 1] = filled.replace(
      /\/>$/,
      look.replace('fill="none"', "").replace(this.opacity(), ""),
    );
    return true;
  }

  /** Takes a rule, as a canvas does, but no path. */
  fill(path?: Path2D | CanvasFillRule): void {
    const rule = path === "evenodd" ? ' fill-rule="evenodd"' : "";
    this.join(`fill="${String(this.fillStyle)}"${rule}${this.opacity()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    this.mark(this.text(text, x, y, `fill="${String(this.fillStyle)}"`));
  }

  strokeText(text: string, x: number, y: number): void {
    const rim = `fill="none" stroke="${String(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`;
    this.mark(this.text(text, x, y, rim));
  }

  setLineDash(segments: Iterable<number>): void {
    this.dash = [...segments];
  }

  /** Nothing to clear: a picture is drawn once. */
  clearRect(): void {
    this.marks.length = 0;
  }

  /** What has been drawn, without a root: for files that have one of their own. */
  get markup(): string {
    return this.marks.join("");
  }

  /** The picture, with a description for those who do not see it. */
  picture({ width, height }: Size, description: string, className: string): string {
    return (
      `<svg class="${className}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(description)}"` +
      ` font-size="${TEXT_SIZE}">${this.markup}</svg>`
    );
  }

  /** The views draw long curves in many short strokes, and dots one by one; those that follow each other alike are one path. */
  private join(look: string): void {
    const last = this.marks.at(-1);
    if (last?.endsWith(`" ${look}`) && !look.includes("evenodd"))
      this.marks[this.marks.length - 1] = last.replace('" fill=', `${this.path}" fill=`);
    else this.mark(`<path d="${this.path}" ${look}`);
  }

  private near(value: number): number {
    return Math.round(value * this.parts) / this.parts;
  }

  private short(value: number): string {
    return String(this.near(value));
  }

  private mark(markup: string): void {
    if (!markup.includes('d=""')) this.marks.push(markup);
  }

  private opacity(): string {
    return this.globalAlpha === 1 ? "" : ` opacity="${this.globalAlpha}"`;
  }

  private text(text: string, x: number, y: number, paint: string): string {
    const [, bold, size, family] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const face = family === undefined || family === this.face ? "" : ` font-family="${escapeMarkup(family)}"`;
    const weight = bold === "600" ? ' font-weight="600"' : "";
    const own = size === undefined || Number(size) === TEXT_SIZE ? "" : ` font-size="${size}"`;
    const anchor = ANCHORS[this.textAlign];
    const baseline = BASELINES[this.textBaseline];
    return (
      `<text x="${this.short(x)}" y="${this.short(y)}" ${paint}${face}${weight}${own}${anchor ? ` text-anchor="${anchor}"` : ""}` +
      `${baseline ? ` dominant-baseline="${baseline}"` : ""}>${escapeMarkup(text)}</text>`
    );
  }
}
