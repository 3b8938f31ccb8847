/**
 * The small picture of the kind `curve`: axes, the reader's curve with its rings, and later the run's own over it.
 * Lengths are in units of its view box. Refuses to know what a curve means.
 */

import * as numbers from "../../../numbers";
import { fill, type Words } from "../../../strings";
import "../../../style/curve.css";
import { type CurveAxes, groundMarks, HIGH, heightAt, PLOT, SIZE, WIDE } from "./curve_ground";
import { elementOf, mark } from "./svg_mark";

const RING = 7;

const drawn = (...parts: Parameters<typeof mark>): SVGElement => elementOf(mark(...parts));

export class CurvePicture {
  /** What a pointer draws on. */
  readonly element = document.createElement("div");
  private readonly svg = drawn("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "group" });
  private readonly mine = drawn("path", { class: "mine" });
  private readonly run = drawn("path", { class: "run" });
  private readonly key = drawn("g", { class: "key" });
  private readonly rings: SVGElement[];

  constructor(
    private readonly axes: CurveAxes,
    private readonly words: Words["curve"],
    first: number,
  ) {
    const { svg } = this;
    this.element.className = "curve";
    svg.setAttribute("aria-label", words.group);
    const { at, unit } = axes;
    // A picture within the picture cuts off what leaves the plot.
    const inner = drawn("svg", {
      x: PLOT.left,
      y: PLOT.top,
      width: WIDE,
      height: HIGH,
      viewBox: `${PLOT.left} ${PLOT.top} ${WIDE} ${HIGH}`,
    });
    inner.append(this.run, this.mine);
    this.rings = at.slice(1).map((place) =>
      drawn("circle", {
        class: "ring",
        r: RING,
        cx: this.x(place),
        role: "slider",
        tabindex: 0,
        "data-keys": "own",
        "aria-orientation": "vertical",
        "aria-label": fill(words.ring[unit], { at: numbers.count(place + 1) }),
        "aria-valuemin": 0,
        "aria-valuemax": Math.round(axes.top),
      }),
    );
    const [given, ...frame] = groundMarks(axes, words, first).map((each) => elementOf(each));
    if (!given) throw new Error("The picture of a curve has nothing given.");
    svg.append(...frame, inner, given, ...this.rings, this.key);
    this.element.append(svg);
  }

  /** The reader's curve, by its values at `at`. */
  showMine(values: readonly number[]): void {
    this.mine.setAttribute("d", this.path(values, this.axes.at));
    for (const [index, ring] of this.rings.entries()) {
      const value = values[index + 1] ?? 0;
      const { value: plain, beyond } = this.words;
      ring.setAttribute("cy", this.y(value).toFixed(1));
      ring.setAttribute("aria-valuenow", String(Math.round(value)));
      const text = fill(value >= this.axes.top ? beyond : plain, { loss: numbers.loss(value) });
      ring.setAttribute("aria-valuetext", text);
    }
  }

  /** The run's own losses, one for each update or epoch. */
  showRun(losses: ArrayLike<number>): void {
    const last = this.axes.at.at(-1) ?? 0;
    const values = Array.from(losses).slice(0, last + 1);
    this.run.setAttribute(
      "d",
      this.path(
        values,
        values.map((_, index) => index),
      ),
    );
    const { right, top } = PLOT;
    this.key.replaceChildren(
      drawn("path", { class: "mine", d: `M${right - 92} ${top + 6}h24` }),
      drawn("text", { x: right - 62, y: top + 6 }, this.words.mine),
      drawn("path", { class: "run", d: `M${right - 92} ${top + 24}h24` }),
      drawn("text", { x: right - 62, y: top + 24 }, this.words.run),
    );
  }

  /** A key pressed on one of the rings, counted from the first that is the reader's. */
  onKey(press: (ring: number, event: KeyboardEvent) => void, signal: AbortSignal): void {
    for (const [index, ring] of this.rings.entries())
      ring.addEventListener("keydown", (event) => press(index + 1, event as KeyboardEvent), { signal });
  }

  /** The place and the loss under a point of the element, in CSS pixels; null outside the plot. */
  under(point: { x: number; y: number }, near = RING * 2): { place: number; loss: number } | null {
    const scale = SIZE.width / Math.max(1, this.element.clientWidth);
    const [x, y] = [point.x * scale, point.y * scale];
    if (x < PLOT.left - near || x > PLOT.right + near || y < PLOT.top - near || y > PLOT.bottom + near)
      return null;
    const [first = 0, last = 1] = [this.axes.at[0], this.axes.at.at(-1)];
    const loss = ((PLOT.bottom - y) / HIGH) * this.axes.top;
    return {
      // The last ring stands on the edge, which no hand meets exactly.
      place: x > PLOT.right - RING ? last : first + ((x - PLOT.left) / WIDE) * (last - first),
      loss: Math.max(0, Math.min(this.axes.top, loss)),
    };
  }

  private x(place: number): number {
    const [first = 0, last = 1] = [this.axes.at[0], this.axes.at.at(-1)];
    return PLOT.left + (WIDE * (place - first)) / (last - first);
  }

  private y(loss: number): number {
    return heightAt(loss, this.axes);
  }

  /** Far beyond the upper edge a number is as good as another. */
  private path(values: readonly number[], at: readonly number[]): string {
    return values
      .map((loss, index) => {
        const y = Number.isFinite(loss) ? Math.max(-1e4, this.y(loss)) : -1e4;
        return `${index === 0 ? "M" : "L"}${this.x(at[index] ?? 0).toFixed(1)} ${y.toFixed(1)}`;
      })
      .join("");
  }
}
