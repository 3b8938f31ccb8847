/**
 * Both losses after each epoch, on a logarithmic scale, with the cursor: training as a line, held back dashed.
 * Refuses values that a logarithm has no place for: a loss of 0 leaves a gap.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { LossesAfter } from "./losses";
import { axes, type Box, MARGIN, shape } from "./svg";

const HEIGHT = 190;

export class LossCurves {
  readonly element = shape("svg", { class: "picture", role: "img" });
  private readonly cursor = shape("line", { class: "cursor" });
  private x: ((update: number) => number) | null = null;

  draw(
    losses: readonly LossesAfter[],
    width: number,
    words: { updates: string; train: string; held: string },
  ): void {
    const box: Box = {
      left: MARGIN.left,
      right: width - MARGIN.right,
      top: MARGIN.top,
      bottom: HEIGHT - MARGIN.bottom,
    };
    const seen = losses.flatMap(({ train, held }) => [train, held ?? train]).filter(drawable);
    this.element.replaceChildren();
    this.x = null;
    if (seen.length === 0) return;
    const [least, most] = [Math.min(...seen), Math.max(...seen)];
    const x = scaleLinear([0, Math.max(1, losses.at(-1)?.update ?? 1)], [box.left, box.right]);
    const y = scaleLog([least / 1.15, most * 1.15], [box.bottom, box.top]);
    const path = (of: (losses: LossesAfter) => number | null): string =>
      line<LossesAfter>()
        .defined((entry) => drawable(of(entry)))
        .x(({ update }) => x(update))
        .y((entry) => y(of(entry) ?? 1))([...losses]) ?? "";
    this.x = x;
    this.cursor.setAttribute("y1", String(box.top));
    this.cursor.setAttribute("y2", String(box.bottom));
    this.element.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.element.setAttribute("height", String(HEIGHT));
    this.element.append(
      axes(box, x, y, { x: words.updates, y: "" }, marksOf(y.ticks(4), y)),
      this.cursor,
      shape("path", { class: "curve train", d: path(({ train }) => train) }),
      shape("path", { class: "curve held", d: path(({ held }) => held) }),
    );
  }

  move(update: number): void {
    if (!this.x) return;
    for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, String(this.x(update)));
  }

  describe(text: string): void {
    this.element.setAttribute("aria-label", text);
  }
}

const drawable = (value: number | null): value is number =>
  value !== null && Number.isFinite(value) && value > 0;

/** Of the marks of a logarithmic axis, those that leave room for the next. */
function marksOf(ticks: number[], y: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(y(tick) - y(last)) >= 22) kept.push(tick);
  }
  return kept;
}
