/**
 * The map's pixels: from the runs' final losses to colours. Losses above the least-squares loss on a logarithmic scale,
 * the stronger the colour the smaller; runs that diverged hatched, so that no colour stands for them: the ground shows through.
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
/** Part of the ink in the strongest colour, and of the mark in the weakest. */
const STRONGEST = 0.7;
const WEAKEST = 0.07;
/** Where on the ramp the mark's own colour stands. */
const MARK_AT = 0.62;

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

const opaque = ([red, green, blue]: Rgb): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

/**
 * Paints the runs into a picture of one pixel for each, top row first, in the byte order of ImageData. What diverged is
 * left transparent, for the hatching under it; what is not known yet has the ground's colour.
 */
export function paint(
  picture: Uint32Array,
  grid: Grid,
  span: Span | null,
  colours: readonly Rgb[],
  ground: Rgb,
): void {
  const { columns, rows } = grid;
  const inks = Uint32Array.from(colours, opaque);
  const empty = opaque(ground);
  const known = covered(grid);
  for (let row = 0; row < rows; row += 1) {
    const from = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column += 1) {
      const loss = known[row * columns + column] ?? Number.NaN;
      let ink: number | undefined = empty;
      if (loss === Infinity) ink = 0;
      else if (span && !Number.isNaN(loss)) ink = inks[Math.round(strength(loss, span) * (inks.length - 1))];
      picture[from + column] = ink ?? empty;
    }
  }
}
