/**
 * Where a map's runs stand: the axes, one pixel for each value, and which pixel lies at a place.
 * Refuses gaps: neighbours in value are neighbours on the screen, so a value between two of them lies between their middles.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import type { Box, Size } from "./pen";

export interface MapAxis {
  /** One for each column or row, ascending. */
  values: Float64Array;
  log: boolean;
  /** Only whole numbers mean something. */
  whole: boolean;
  /** Whether neighbours differ by neither equal steps nor equal ratios. */
  uneven?: boolean;
}

/** A pixel: column from the left, row from below. */
export interface Cell {
  column: number;
  row: number;
}

export interface AxisScale {
  /** The middle of a value's pixel. */
  at(value: number): number;
  ticks(): number[];
  /** Pixels along the axis. */
  cells: number;
}

export interface MapScale {
  x: AxisScale;
  y: AxisScale;
  plot: Box;
  size: Size;
}

/** Between two marks of an uneven axis, in pixels. */
const ROOM = 28;

export type Placed = { x: number; y: number };

/** Room for the chosen settings above, for the marks, and for the key to the right. */
const MARGIN = { left: 44, top: 32, right: 80, bottom: 24 };
/** So wide a map has a column of its own for the card, to the right of the key; it is that wide with the air beside it. */
const WIDE = 620;
const COLUMN = { width: 220, air: 12 };

/** Of whole numbers that grow faster and faster: the last one, powers of ten, then 5 and 2 of each, where there is room. */
function unevenTicks(at: (value: number) => number, high: number): number[] {
  const found = [high];
  for (const part of [1, 5, 2])
    for (let decade = 10 ** Math.floor(Math.log10(high)); decade >= 1; decade /= 10) {
      const value = part * decade;
      const hasRoom = found.every((other) => Math.abs(at(value) - at(other)) >= ROOM);
      if (value < high && hasRoom) found.push(value);
    }
  return found.sort((a, b) => a - b);
}

function unevenScale(values: Float64Array, from: number, to: number): AxisScale {
  const cells = values.length;
  const middles = Array.from(values, (_, index) => from + ((index + 0.5) / cells) * (to - from));
  const scale = scaleLinear().domain(Array.from(values)).range(middles);
  return { at: scale, ticks: () => unevenTicks(scale, values[cells - 1] ?? 1), cells };
}

function axisScale(axis: MapAxis, from: number, to: number): AxisScale {
  const { values, log, whole } = axis;
  const cells = values.length;
  if (axis.uneven) return unevenScale(values, from, to);
  const [low = 0, high = 0] = [values[0], values[cells - 1]];
  const half = (to - from) / cells / 2;
  const scale = (log ? scaleLog() : scaleLinear()).domain([low, high]).range([from + half, to - half]);
  const ticks = (): number[] => {
    if (cells < 2) return [low];
    const wanted = Math.max(2, Math.round(Math.abs(to - from) / 45));
    const found = log
      ? scale.ticks(wanted).filter((value) => Math.abs(Math.log10(value) % 1) < 1e-9)
      : scale.ticks(wanted).filter((value) => !whole || Number.isInteger(value));
    // Counts start at 1, which even steps would leave out.
    return whole && low === 1 && found[0] !== 1 ? [1, ...found] : found;
  };
  return { at: (value) => (cells < 2 ? (from + to) / 2 : scale(value)), ticks, cells };
}

export function mapScale(size: Size, x: MapAxis, y: MapAxis): MapScale {
  const beside = size.width < WIDE ? MARGIN.right : MARGIN.right + COLUMN.width;
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: Math.max(MARGIN.left + 1, Math.round(size.width - beside)),
    bottom: Math.max(MARGIN.top + 1, Math.round(size.height - MARGIN.bottom)),
  };
  return {
    x: axisScale(x, plot.left, plot.right),
    y: axisScale(y, plot.bottom, plot.top),
    plot,
    size,
  };
}

/** Where a wide map has its card; null on a narrow one. */
export function columnOf({ size, plot }: MapScale): Box | null {
  if (size.width < WIDE) return null;
  const right = size.width - COLUMN.air;
  return { left: size.width - COLUMN.width + COLUMN.air, top: plot.top, right, bottom: plot.bottom };
}

/** The pixel at a place; null outside the map. */
export function cellAt(scale: MapScale, place: Placed): Cell | null {
  const { left, top, right, bottom } = scale.plot;
  return within(place.x, left, right) && within(place.y, top, bottom) ? nearestCell(scale, place) : null;
}

/** The pixel at a place, or the one nearest to it. */
export function nearestCell({ plot, x, y }: MapScale, place: Placed): Cell {
  const index = (part: number, cells: number): number => bounded(Math.floor(part * cells) || 0, 0, cells - 1);
  return {
    column: index((place.x - plot.left) / (plot.right - plot.left), x.cells),
    row: index((plot.bottom - place.y) / (plot.bottom - plot.top), y.cells),
  };
}

/** The middle of a pixel. */
export function placeOf({ plot, x, y }: MapScale, { column, row }: Cell): Placed {
  return {
    x: plot.left + ((column + 0.5) / x.cells) * (plot.right - plot.left),
    y: plot.bottom - ((row + 0.5) / y.cells) * (plot.bottom - plot.top),
  };
}

export const within = (value: number, a: number, b: number): boolean =>
  value >= Math.min(a, b) && value <= Math.max(a, b);
export const bounded = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));
