/**
 * Where things of the loss view stand on its canvas: the scales, the axes' marks, and the losses as points.
 * Refuses to draw. What is not finite has no place, and on a logarithmic scale a loss of zero lies on the lowest edge.
 */
import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from "d3-scale";
import { powerOfTen, tick } from "../numbers";
import { type Mark, marks } from "./axes";
import { LEADER, widthOf } from "./labels";
import { type Box, type Size, TEXT_SIZE } from "./pen";

/** A loss after so many updates. */
export interface Point {
  update: number;
  loss: number;
}

export interface LossScale {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number> | ScaleLogarithmic<number, number>;
  /** Updates completed at the end of each epoch; empty in a program without epochs. */
  epochEnds: ArrayLike<number>;
  plot: Box;
  size: Size;
}

/** What the curves need room for. */
export interface Extent {
  updates: number;
  epochEnds: ArrayLike<number>;
  /** All that is to be seen, for the height. */
  points: readonly Point[];
  means: readonly Point[];
  /** The labels beside the curves' ends. */
  labels: readonly string[];
}

const MARGIN = { left: 58, top: 12, right: 106, bottom: 26 };
/** Labels may take so much of the width; a longer one is cut. */
const MOST_LABEL = 0.3;
/** What stands before and after a label, in pixels. */
const AROUND = LEADER + 8;
/** On a logarithmic scale the lowest loss shown, as a part of the largest: below it a float64 run has found its line. */
const FLOOR = 1e-12;
/** Batches of one sample now and then have a loss near zero: the scale ends at this part of the lowest epoch mean. */
const BELOW_MEANS = 1e-2;
/** Marks of epochs nearer than this would run into each other, in pixels. */
const APART = 36;

export const finite = (point: Point): boolean => Number.isFinite(point.loss);

/**
 * The losses as points, at most about two for each column of pixels: of a crowded column the lowest and the highest
 * stay, so that no spike is lost. `from` is the update before the first of them.
 */
export function trace(loss: Float64Array, columns: number, from = 0): Point[] {
  const points: Point[] = [];
  const bucket = Math.max(1, Math.floor(loss.length / Math.max(1, columns)));
  for (let first = 0; first < loss.length; first += bucket) {
    let low: Point | null = null;
    let high: Point | null = null;
    for (let index = first; index < Math.min(first + bucket, loss.length); index += 1) {
      const point = { update: from + index + 1, loss: loss[index] ?? Number.NaN };
      if (!finite(point)) continue;
      if (low === null || point.loss < low.loss) low = point;
      if (high === null || point.loss > high.loss) high = point;
    }
    if (low === null || high === null) continue;
    if (low === high) points.push(low);
    else points.push(...(low.update < high.update ? [low, high] : [high, low]));
  }
  return points;
}

export function lossScale(size: Size, extent: Extent, log: boolean): LossScale {
  const { points, means } = extent;
  const longest = Math.max(0, ...extent.labels.map(widthOf));
  const right = Math.max(MARGIN.right, Math.min(size.width * MOST_LABEL, longest + AROUND));
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - right,
    bottom: size.height - MARGIN.bottom,
  };
  const losses = points.filter(finite).map((point) => point.loss);
  const high = losses.reduce((most, loss) => Math.max(most, loss), 0) || 1;
  const low = losses.reduce((least, loss) => (loss > 0 ? Math.min(least, loss) : least), high);
  const lowestMean = means.filter(finite).reduce((least, { loss }) => Math.min(least, loss), Infinity);
  const floor = Math.max(low, high * FLOOR, Number.isFinite(lowestMean) ? lowestMean * BELOW_MEANS : 0);
  const range = [plot.bottom, plot.top];
  const y = log
    ? scaleLog([Math.min(floor, high / 10), high], range).clamp(true)
    : scaleLinear([0, high], range).clamp(true);
  const x = scaleLinear([0, Math.max(1, extent.updates)], [plot.left, plot.right]);
  return { x, y, epochEnds: extent.epochEnds, plot, size };
}

/** Of a label's forms, the longest first, that for which there is room; the row of runs has it in full. */
export function labelIn({ width }: Pick<Size, "width">, forms: readonly string[]): string {
  const room = width * MOST_LABEL - AROUND;
  return forms.find((form) => widthOf(form) <= room) ?? forms.at(-1) ?? "";
}

/** Room for a label beside the plot, in pixels; the half is for what rounding has lost. */
export const roomBeside = ({ plot, size }: LossScale): number => size.width - plot.right - AROUND + 0.5;

/** Marks by epoch: whole ones, at the update that ends them; without epochs, by updates. */
export function epochMarks(scale: LossScale, words: { epoch: string; update: string }): Mark[] {
  const { x, epochEnds, plot } = scale;
  const wanted = Math.max(2, Math.round((plot.right - plot.left) / 80));
  // A run that ends early does not see all of its epochs.
  const [, last = 0] = x.domain();
  const length = Array.from(epochEnds).filter((end) => end <= last).length;
  const byEpoch = epochEnds.length > 0;
  const at = (epoch: number): number => x(epoch === 0 ? 0 : (epochEnds[epoch - 1] ?? 0));
  const values = byEpoch ? scaleLinear([0, length], [0, 1]).ticks(wanted) : x.ticks(wanted);
  const found = apart(marks(values.filter(Number.isInteger), byEpoch ? at : x), APART);
  const word = byEpoch ? words.epoch : words.update;
  return found.map((mark, index) => (index === 0 ? { ...mark, text: `${word} ${mark.text}` } : mark));
}

/** Without the marks that would be written over the one before: even steps crowd where a scale is not even. */
function apart(found: readonly Mark[], least: number): Mark[] {
  const kept: Mark[] = [];
  for (const mark of found) {
    const last = kept.at(-1);
    if (!last || Math.abs(mark.at - last.at) >= least) kept.push(mark);
  }
  return kept;
}

/** Powers of ten, thinned to the room there is; in less than two decades d3's own choice of 1, 2, 5. */
export function lossMarks(scale: LossScale): Mark[] {
  const room = Math.max(2, Math.floor((scale.plot.bottom - scale.plot.top) / 30));
  const [low = 0, high = 0] = scale.y.domain();
  if (!("base" in scale.y)) return marks(scale.y.ticks(Math.min(room, 4)), scale.y);
  const powers: number[] = [];
  for (let exponent = Math.ceil(Math.log10(low)); 10 ** exponent <= high; exponent += 1)
    powers.push(10 ** exponent);
  if (powers.length < 2) {
    const even = scaleLinear([low, high], [0, 1]).ticks(room);
    return apart(marks(even, scale.y), TEXT_SIZE + 3);
  }
  const every = Math.ceil(powers.length / room);
  const shown = powers.filter((_, index) => index % every === 0);
  // One notation for an axis: if one mark is written as a power, all are.
  const far = shown.some((value) => tick(value) === powerOfTen(value));
  return marks(shown, scale.y, far ? powerOfTen : tick);
}
