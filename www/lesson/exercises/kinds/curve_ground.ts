/**
 * What a reader draws a curve into: the axes and the first loss, which is given. As plain marks: the page makes elements of
 * them, the site's build a file for readers without scripts. Their looks are those of `curve.css`.
 * Refuses the run's own curve.
 */
import type { Engine } from "../../../engine";
import { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { fill, type Words } from "../../../strings";
import type { CurveSpec } from "./curve";
import { type Mark, mark } from "./svg_mark";

export const SIZE = { width: 340, height: 214 };
export const PLOT = { left: 46, top: 12, right: 330, bottom: 180 };
export const WIDE = PLOT.right - PLOT.left;
export const HIGH = PLOT.bottom - PLOT.top;
/** A text on this line of the axis below. */
const BELOW = PLOT.bottom + 18;
/** The picture reaches so many times the first loss. */
const ROOM = 1.5;

export interface CurveAxes {
  /** Places of the rings; the first one is given and the last one is the picture's right edge. */
  at: readonly number[];
  /** The loss at the upper edge. */
  top: number;
  unit: "update" | "epoch";
}

/** The run's losses, at every place and at those asked for. */
export function losses(
  { settings, losses: of, at }: CurveSpec,
  engine: Engine,
): { all: number[]; real: number[] } {
  const run = Run.open(engine, settings);
  try {
    const all = Array.from(of(run));
    return { all, real: at.map((place) => all[place] ?? Number.POSITIVE_INFINITY) };
  } finally {
    run.free();
  }
}

export const curveAxes = ({ at, unit }: Pick<CurveAxes, "at" | "unit">, first: number): CurveAxes => ({
  at,
  unit,
  top: first * ROOM,
});

export const heightAt = (loss: number, { top }: CurveAxes): number => PLOT.bottom - (HIGH * loss) / top;

/** The given first loss, and after it what stands around. */
export function groundMarks(axes: CurveAxes, words: Words["curve"], first: number): Mark[] {
  const { at, unit } = axes;
  const text = (name: string, x: number, y: number, said: string): Mark =>
    mark("text", { x, y, class: name }, said);
  const y = heightAt(first, axes);
  return [
    mark("circle", { class: "given", cx: PLOT.left, cy: y, r: 4 }),
    mark("path", { class: "axes", d: `M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}` }),
    text("low", PLOT.left - 6, PLOT.bottom, "0"),
    text("low", PLOT.left - 6, y, numbers.count(first)),
    text("middle", PLOT.left, BELOW, numbers.count((at[0] ?? 0) + 1)),
    text("end", PLOT.right, BELOW, numbers.count((at.at(-1) ?? 0) + 1)),
    text("middle", PLOT.left + WIDE / 2, BELOW, words.axis[unit]),
    text("what", PLOT.left + 6, PLOT.top + 4, words.loss),
  ];
}

/** The picture in words. */
export function describeCurve({ at, unit }: CurveAxes, words: Words["curve"], first: number): string {
  return fill(words.alt, {
    axis: words.axis[unit],
    from: numbers.count((at[0] ?? 0) + 1),
    to: numbers.count((at.at(-1) ?? 0) + 1),
    loss: numbers.loss(first),
  });
}
