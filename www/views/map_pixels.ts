/**
 * The map's pixels: from the runs' final losses to colours. Losses above the least-squares loss on a logarithmic scale,
 * the stronger the colour the smaller; runs that diverged hatched, so that no colour stands for them.
 * Refuses to leave holes while runs are missing: a coarse run covers its block until finer ones are there.
 */
import type { Palette } from "./pen";

export interface Grid {
  /** Row-major from below; NaN where not known yet, +∞ where diverged. */
  values: Float64Array;
  columns: number;
  rows: number;
}

/** Decades of the loss above `least` that the colours span; of the loss itself where `least` is 0. */
export interface Span {
  least: number;
  low: number;
  high: number;
}

export type Rgb = readonly [number, number, number];

/** The order in which a sweep fills the grid. */
const STRIDES = [8, 4, 2, 1];
const COARSEST = 8;
/** More decades than this would leave too few colours for each. */
const MOST_DECADES = 6;
/** Share of the runs at either end that may lie outside the span. */
const OUTSIDE = 0.05;

const LEVELS = 256;
/** What is no level of the ramp. */
const UNKNOWN = -1;
const DIVERGED = -2;

/** Part of the ink in the strongest colour, and of the mark in the weakest. */
const STRONGEST = 0.7;
const WEAKEST = 0.07;
/** Where on the ramp the mark's own colour stands. */
const MARK_AT = 0.62;

/** Distance of the hatching's lines and their width, in CSS pixels. */
export const HATCH = { every: 5, width: 1 };

/** Each run's loss; where it is not known, that of the coarser run whose block covers it. */
export function covered({ values, columns, rows }: Grid): Float64Array {
  const known = Float64Array.from(values);
  for (const stride of STRIDES.slice(0, -1)) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const own = values[row * columns + column] ?? Number.NaN;
        if (!Number.isNaN(own)) continue;
        const block = values[(row - (row % stride)) * columns + column - (column % stride)] ?? Number.NaN;
        if (!Number.isNaN(block)) known[row * columns + column] = block;
      }
    }
  }
  return known;
}

/**
 * Whole decades that hold nine tenths of the runs of the coarsest grid: these come first, so the colours stay as they
 * are while the rest fills in. Null while none of them has come to an end.
 */
export function spanOf({ values, columns, rows }: Grid, least: number): Span | null {
  const found: number[] = [];
  for (let row = 0; row < rows; row += COARSEST)
    for (let column = 0; column < columns; column += COARSEST) {
      const above = (values[row * columns + column] ?? Number.NaN) - least;
      if (above > 0 && Number.isFinite(above)) found.push(Math.log10(above));
    }
  if (found.length === 0) return null;
  found.sort((a, b) => a - b);
  const at = (part: number): number => found[Math.round(part * (found.length - 1))] ?? 0;
  const high = Math.ceil(at(1 - OUTSIDE));
  return { least, low: Math.max(high - MOST_DECADES, Math.min(Math.floor(at(OUTSIDE)), high - 1)), high };
}

/** How strong the colour of a finite loss is, from 0 to 1. */
export function strength(loss: number, { least, low, high }: Span): number {
  const above = loss - least;
  if (!(above > 0)) return 1;
  return Math.max(0, Math.min(1, (high - Math.log10(above)) / (high - low)));
}

/** A colour as the browser computes it, "rgb(213, 94, 0)". */
export function readColour(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

const mix = (from: Rgb, to: Rgb, part: number): Rgb => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
  from[2] + (to[2] - from[2]) * part,
];

/** From hardly tinted ground through the loss's own colour towards the ink: in either theme ever farther from the ground. */
export function ramp(palette: Pick<Palette, "ground" | "wrongMark" | "ink">): Rgb[] {
  const [ground, mark, ink] = [palette.ground, palette.wrongMark, palette.ink].map(readColour) as [
    Rgb,
    Rgb,
    Rgb,
  ];
  const weakest = mix(ground, mark, WEAKEST);
  const strongest = mix(mark, ink, STRONGEST);
  return Array.from({ length: LEVELS }, (_, level) => {
    const at = level / (LEVELS - 1);
    return at < MARK_AT
      ? mix(weakest, mark, at / MARK_AT)
      : mix(mark, strongest, (at - MARK_AT) / (1 - MARK_AT));
  });
}

export interface Inks {
  ramp: readonly Rgb[];
  /** Hatching and the ground under it. */
  hatch: Rgb;
  ground: Rgb;
}

const opaque = ([red, green, blue]: Rgb): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

/**
 * Paints the runs into a picture of `width` by `height` device pixels, top row first, in the byte order of ImageData.
 * `density` is device pixels to a CSS pixel.
 */
export function paint(
  picture: Uint32Array,
  width: number,
  height: number,
  grid: Grid,
  span: Span | null,
  inks: Inks,
  density: number,
): void {
  const { columns, rows } = grid;
  const levels = Int16Array.from(covered(grid), (loss) => {
    if (Number.isNaN(loss)) return UNKNOWN;
    if (!Number.isFinite(loss)) return DIVERGED;
    return span ? Math.round(strength(loss, span) * (LEVELS - 1)) : UNKNOWN;
  });
  const colours = Uint32Array.from(inks.ramp, opaque);
  const [hatch, ground] = [opaque(inks.hatch), opaque(inks.ground)];
  const every = Math.max(2, Math.round(HATCH.every * density));
  const line = Math.max(1, Math.round(HATCH.width * density));
  const columnOf = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  for (let y = 0; y < height; y += 1) {
    const first = (rows - 1 - Math.floor((y * rows) / height)) * columns;
    const from = y * width;
    for (let x = 0; x < width; x += 1) {
      const level = levels[first + (columnOf[x] ?? 0)] ?? UNKNOWN;
      if (level >= 0) picture[from + x] = colours[level] ?? 0;
      else if (level === UNKNOWN) picture[from + x] = 0;
      else picture[from + x] = (x + y) % every < line ? hatch : ground;
    }
  }
}
