/**
 * The reader's points and the model's line: dots for those trained on, rings for those held back, a cross where a new y
 * is predicted. Drawn anew for other points or another width; while a run plays only the line moves.
 * Refuses to find a line: it is given one.
 */
import { scaleLinear } from "d3-scale";
import type { Line } from "../../engine";
import { freshId } from "./controls";
import type { Series } from "./losses";
import { axes, type Box, MARGIN, shape } from "./svg";

export interface ScatterContent {
  train: Series;
  held: Series;
  names: { x: string; y: string };
}

const HEIGHT = 240;

export class Scatter {
  readonly element = shape("svg", { class: "picture", role: "img" });
  private readonly line = shape("line", { class: "line" });
  private readonly cross = shape("path", { class: "cross" });
  private scales: {
    x: (value: number) => number;
    y: (value: number) => number;
    ends: [number, number];
  } | null = null;
  private readonly clip = freshId();

  /** Draws everything that stays while a run plays. */
  draw({ train, held, names }: ScatterContent, width: number): void {
    const box: Box = {
      left: MARGIN.left,
      right: width - MARGIN.right,
      top: MARGIN.top,
      bottom: HEIGHT - MARGIN.bottom,
    };
    const xs = spanOf([train.x, held.x]);
    const x = scaleLinear(xs, [box.left, box.right]);
    const y = scaleLinear(spanOf([train.y, held.y]), [box.bottom, box.top]);
    const dots = (series: Series, name: string, radius: number): SVGGElement =>
      shape(
        "g",
        { class: name },
        ...Array.from(series.x, (value, index) =>
          shape("circle", { cx: x(value), cy: y(series.y[index] ?? Number.NaN), r: radius }),
        ),
      );
    this.scales = { x, y, ends: [x.domain()[0] ?? 0, x.domain()[1] ?? 1] };
    this.element.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.element.setAttribute("height", String(HEIGHT));
    this.element.replaceChildren(
      shape(
        "clipPath",
        { id: this.clip },
        shape("rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }),
      ),
      axes(box, x, y, names, y.ticks(4)),
      dots(train, "dots", train.x.length > 300 ? 2 : 3),
      dots(held, "rings", 3.5),
      shape("g", { "clip-path": `url(#${this.clip})` }, this.line, this.cross),
    );
  }

  /** Moves the line, over the data's own x; `at` is where a new y is predicted. */
  move({ w, b }: Line, at: number | null): void {
    if (!this.scales) return;
    const { x, y, ends } = this.scales;
    const place = (value: number): [number, number] => [x(value), y(w * value + b)];
    const [from, to] = [place(ends[0]), place(ends[1])];
    const visible = [...from, ...to].every(Number.isFinite);
    this.line.toggleAttribute("hidden", !visible);
    if (visible) {
      set(this.line, { x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
    }
    const [cx, cy] = at === null ? [Number.NaN, Number.NaN] : place(at);
    const drawn = Number.isFinite(cx) && Number.isFinite(cy);
    this.cross.setAttribute("d", drawn ? `M${cx - 6} ${cy}h12M${cx} ${cy - 6}v12` : "");
  }

  describe(text: string): void {
    if (this.element.getAttribute("aria-label") !== text) this.element.setAttribute("aria-label", text);
  }
}

function set(element: SVGElement, attributes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** From the least to the largest value, with a little room; around a single value one unit. */
function spanOf(all: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all)
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (low === high) return [low - 1, high + 1];
  const room = (high - low) * 0.06;
  return [low - room, high + room];
}
