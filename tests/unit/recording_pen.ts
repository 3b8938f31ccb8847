// A pen that draws nothing and remembers everything: which marks were made, where, and how the pen was set.
import type { Palette, Pen } from "../../www/views/pen";

export interface Mark {
  kind: "stroke" | "fill" | "text";
  /** Points of the path in order; for a circle its centre. */
  points: [number, number][];
  radius: number | null;
  /** Of the path's ellipses in order: centre, half axes, turn. */
  ellipses: [number, number, number, number, number][];
  text: string;
  colour: string;
  width: number;
  alpha: number;
  dash: number[];
}

export const palette: Palette = {
  ground: "ground",
  ink: "ink",
  quiet: "quiet",
  grid: "grid",
  dot: "dot",
  modelMark: "model mark",
  modelText: "model text",
  wrongMark: "wrong mark",
  wrongText: "wrong text",
  wayMark: "way mark",
  wayText: "way text",
  here: "here",
  face: "face",
};

export class RecordingPen implements Pen {
  strokeStyle: Pen["strokeStyle"] = "";
  fillStyle: Pen["fillStyle"] = "";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  lineCap: CanvasLineCap = "butt";
  globalAlpha = 1;
  font = "";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  readonly marks: Mark[] = [];
  private points: [number, number][] = [];
  private radius: number | null = null;
  private dash: number[] = [];
  private ellipses: Mark["ellipses"] = [];

  beginPath(): void {
    this.points = [];
    this.radius = null;
    this.ellipses = [];
  }

  moveTo(x: number, y: number): void {
    this.points.push([x, y]);
  }

  lineTo(x: number, y: number): void {
    this.points.push([x, y]);
  }

  closePath(): void {}

  arc(x: number, y: number, radius: number): void {
    this.points.push([x, y]);
    this.radius = radius;
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, rotation: number): void {
    this.ellipses.push([x, y, radiusX, radiusY, rotation]);
  }

  stroke(): void {
    this.mark("stroke", String(this.strokeStyle));
  }

  fill(): void {
    this.mark("fill", String(this.fillStyle));
  }

  clearRect(): void {
    this.marks.length = 0;
  }

  fillText(text: string, x: number, y: number): void {
    this.points = [[x, y]];
    this.mark("text", String(this.fillStyle), text);
  }

  strokeText(): void {}

  setLineDash(segments: Iterable<number>): void {
    this.dash = [...segments];
  }

  /** Marks of one colour, and of one kind if given. */
  of(colour: string, kind?: Mark["kind"]): Mark[] {
    return this.marks.filter((mark) => mark.colour === colour && (kind === undefined || mark.kind === kind));
  }

  text(text: string): Mark | undefined {
    return this.marks.find((mark) => mark.text === text);
  }

  private mark(kind: Mark["kind"], colour: string, text = ""): void {
    this.marks.push({
      kind,
      points: [...this.points],
      radius: this.radius,
      ellipses: kind === "text" ? [] : [...this.ellipses],
      text,
      colour,
      width: this.lineWidth,
      alpha: this.globalAlpha,
      dash: [...this.dash],
    });
  }
}
