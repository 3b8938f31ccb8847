/**
 * What a view draws with: the part of a canvas context the views use, so that a test can record the marks and the
 * build can write them as SVG. Also the colours and faces that are handed to every view.
 */

export type Pen = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "arc"
  | "ellipse"
  | "stroke"
  | "fill"
  | "clearRect"
  | "fillText"
  | "strokeText"
  | "setLineDash"
  | "strokeStyle"
  | "fillStyle"
  | "lineWidth"
  | "lineJoin"
  | "lineCap"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
>;

/** One colour for one idea. `mark` colours fill and stroke, `text` colours are for letters. */
export interface Palette {
  ground: string;
  ink: string;
  quiet: string;
  grid: string;
  dot: string;
  modelMark: string;
  modelText: string;
  wrongMark: string;
  wrongText: string;
  wayMark: string;
  wayText: string;
  here: string;
  /** A font family list. */
  face: string;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const TEXT_SIZE = 12;

/**
 * Width of a hairline: one pixel of a screen of density 2. A browser that draws without a graphics processor draws a
 * stroke no wider than a pixel of the screen several times as fast as any other.
 */
export const HAIRLINE = 0.5;

export const font = (palette: Palette, weight: 400 | 600 = 400): string =>
  `${weight} ${TEXT_SIZE}px ${palette.face}`;

/** Dashes by meaning: the true line is dotted, least squares is dashed. */
export const DASH = { solid: [] as number[], dotted: [0.1, 5], dashed: [6, 4] };
