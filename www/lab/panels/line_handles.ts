/**
 * The line view's handles for the keyboard and for screen readers, and what is said of each: the two on the line, and
 * the one over the sample that is chosen.
 * Refuses to move anything; it names things and says where they stand.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import type { At, LineScale } from "../../views/line_scale";
import type { Handle } from "../handles";
import type { Run } from "../run";

export const SAMPLE = "sample";
/** The line's handles, by their ids, from left to right. */
export const ENDS: readonly string[] = ["left", "right"];

const rounded = (x: number, y: number): { x: string; y: string } => ({
  x: numbers.decimals(x, 2),
  y: numbers.decimals(y, 2),
});

export function endHandles(places: readonly At[], { x, y }: LineScale, words: Words["line"]): Handle[] {
  return places.map(([atX, atY], index) => ({
    id: ENDS[index] ?? "",
    x: atX,
    y: atY,
    label: index === 0 ? words.left : words.right,
    value: fill(words.end, rounded(x.invert(atX), y.invert(atY))),
  }));
}

export function sampleHandle(
  run: Run,
  index: number,
  model: Line,
  scale: LineScale,
  words: Words["line"],
): Handle {
  const [x, y] = [run.data.x[index] ?? 0, run.data.y[index] ?? 0];
  const [atX, atY] = placeOf(run, index, scale);
  const prediction = numbers.decimals(model.w * x + model.b, 2);
  const value = fill(words.place, { ...rounded(x, y), prediction });
  return { id: SAMPLE, x: atX, y: atY, label: nameOf(index, words), value };
}

export function nameOf(index: number, words: Words["line"]): string {
  return fill(words.sample, { number: numbers.count(index + 1) });
}

export function placeOf({ data }: Run, index: number, { x, y }: LineScale): At {
  return [x(data.x[index] ?? 0), y(data.y[index] ?? 0)];
}

export function predictionAt(x: number, { w, b }: Line, words: Words["line"]): string {
  return fill(words.prediction, rounded(x, w * x + b));
}
