/**
 * The line view's handles for the keyboard and for screen readers, and what is said of each: the three on the line, and
 * the one over the sample that is chosen.
 * Refuses to move anything; it names things and says where they stand.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { type At, gripOf, type LineScale } from "../../views/line_scale";
import type { Handle } from "../handles";
import type { Run } from "../run";

export const SAMPLE = "sample";
/** The line's handles that turn it, by their ids, from left to right. */
export const ENDS: readonly string[] = ["left", "right"];
/** The one between them, that moves the line as it is. */
export const MIDDLE = "middle";

const rounded = (x: number, y: number): { x: string; y: string } => ({
  x: numbers.decimals(x, 2),
  y: numbers.decimals(y, 2),
});

export function lineHandles(places: readonly At[], { x, y }: LineScale, words: Words["line"]): Handle[] {
  const [left, right] = places;
  const named = [
    ["left", left],
    [MIDDLE, gripOf(places)],
    ["right", right],
  ] as const;
  return named.flatMap(([id, place]) => {
    if (!place) return [];
    const [atX, atY] = place;
    const value = fill(words.end, rounded(x.invert(atX), y.invert(atY)));
    return [{ id, x: atX, y: atY, label: words[id], value }];
  });
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

/** What is written at the sample in hand: where it stands, and what the line says there. */
export function wordsAt(
  { data }: Run,
  index: number,
  { w, b }: Line,
  words: Words["line"],
): { own: string; prediction: string } {
  const [x, y] = [data.x[index] ?? 0, data.y[index] ?? 0];
  return {
    own: fill(words.own, rounded(x, y)),
    prediction: fill(words.predicted, { y: numbers.decimals(w * x + b, 2) }),
  };
}

export function predictionAt(x: number, { w, b }: Line, words: Words["line"]): string {
  return fill(words.prediction, rounded(x, w * x + b));
}
