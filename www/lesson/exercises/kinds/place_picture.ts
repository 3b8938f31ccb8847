/**
 * The plane of (w, b) in which a point is placed: axes, the path so far, other runs dashed, contours of the loss where
 * the exercise shows them, the reader's point, and in the end the place where it belongs.
 * Refuses to move the point; it says where on the plane a place in the picture lies.
 */

import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Line, LossQuadratic } from "../../../engine";
import type { Place } from "../../../lab/drag";
import * as numbers from "../../../numbers";
import type { Words } from "../../../strings";
import { inPixels, semiAxes } from "../../../views/level_sets";
import { levelsFor, type SurfaceScale } from "../../../views/surface_scale";
import { heightOf, type Plane } from "./place_judge";

/** Room for the numbers at the axes and for labels, in pixels. */
const MARGIN = { left: 42, right: 14, top: 14, bottom: 38 };
const WIDEST = 520;
/** With more updates than this a path's dots would be a line of their own. */
const MOST_DOTS = 40;
/** Pixels between two numbers at an axis. */
const APART = 70;

/** What stands in the plane before anything is placed. */
export interface Ground {
  plane: Plane;
  /** From the start on, after each update; null where the exercise draws none. */
  path: readonly Line[] | null;
  others: readonly (readonly Line[])[];
  bowl: LossQuadratic | null;
}

export interface Shown {
  point: Line;
  /** Where the point belongs, once that is told. */
  expected: Line | null;
}

const SVG = "http://www.w3.org/2000/svg";
type Attributes = Readonly<Record<string, string | number>>;

function draw(tag: string, attributes: Attributes, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

const fixed = (value: number): string => value.toFixed(1);

export class PlacePicture {
  readonly element = draw("svg", { class: "plane", role: "img" });
  private scale: SurfaceScale | null = null;

  constructor(
    private readonly ground: Ground,
    private readonly words: Words["place"],
  ) {}

  /** The point of the plane at a place in the picture, kept inside the plane. */
  at({ x, y }: Place): Line {
    const { scale } = this;
    const { plane } = this.ground;
    if (!scale) return { w: plane.w[0], b: plane.b[0] };
    return inside({ w: scale.w.invert(x), b: scale.b.invert(y) }, plane);
  }

  placeOf({ w, b }: Line): Place {
    return { x: this.scale?.w(w) ?? 0, y: this.scale?.b(b) ?? 0 };
  }

  /** Draws all of it for the room there is. */
  show(room: number, { point, expected }: Shown): void {
    const scale = this.fit(Math.min(WIDEST, room));
    const { width, height } = scale.size;
    this.element.setAttribute("width", String(width));
    this.element.setAttribute("height", String(height));
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const plot = {
      x: MARGIN.left,
      y: MARGIN.top,
      width: width - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom,
    };
    // Contours and paths may leave the plane; an inner picture cuts them at its edge.
    const cut = draw("svg", {
      ...plot,
      viewBox: `${plot.x} ${plot.y} ${plot.width} ${plot.height}`,
    });
    cut.append(...this.contours(scale), ...this.paths());
    this.element.replaceChildren(...axes(scale, plot), cut, ...this.marks(point, expected));
  }

  private fit(width: number): SurfaceScale {
    const { plane } = this.ground;
    const across = Math.max(40, width - MARGIN.left - MARGIN.right);
    const up = across * heightOf(plane);
    const size = { width, height: Math.round(up + MARGIN.top + MARGIN.bottom) };
    const scale = {
      w: scaleLinear([...plane.w], [MARGIN.left, MARGIN.left + across]),
      b: scaleLinear([...plane.b], [size.height - MARGIN.bottom, MARGIN.top]),
      perW: across / (plane.w[1] - plane.w[0]),
      perB: up / (plane.b[1] - plane.b[0]),
      size,
    };
    this.scale = scale;
    return scale;
  }

  private contours(scale: SurfaceScale): SVGElement[] {
    const { bowl } = this.ground;
    if (!bowl) return [];
    const pixels = inPixels(bowl, scale);
    const turn = (Math.atan2(pixels.u[1], pixels.u[0]) * 180) / Math.PI;
    return levelsFor(bowl, scale).map((level) => {
      const [rx, ry] = semiAxes(pixels, level - bowl.least);
      const transform = `translate(${fixed(pixels.x)} ${fixed(pixels.y)}) rotate(${fixed(turn)})`;
      return draw("ellipse", { class: "contour", rx: fixed(rx), ry: fixed(ry), transform });
    });
  }

  private paths(): SVGElement[] {
    const { path, others } = this.ground;
    const line = (points: readonly Line[], name: string): SVGElement =>
      draw("polyline", {
        class: name,
        points: points.map((point) => this.write(point)).join(" "),
      });
    const drawn = others.flatMap((other) => {
      const end = other.at(-1);
      return [line(other, "other-path"), ...(end ? [this.dot(end, 3.5, "other-end")] : [])];
    });
    if (!path) return drawn;
    drawn.push(line(path, "path"));
    if (path.length <= MOST_DOTS)
      drawn.push(...path.slice(1, -1).map((point) => this.dot(point, 2.5, "step")));
    return drawn;
  }

  private marks(point: Line, expected: Line | null): SVGElement[] {
    const { path } = this.ground;
    const { start, now, yours, there } = this.words;
    const marks: SVGElement[] = [];
    const [first, last] = [path?.[0], path?.at(-1)];
    if (first) marks.push(this.dot(first, 5, "start"), this.label(first, start, 20));
    if (last && last !== first) marks.push(this.dot(last, 5, "now"), this.label(last, now, 20));
    if (expected) {
      const [from, to] = [this.placeOf(point), this.placeOf(expected)];
      const ends = { x1: fixed(from.x), y1: fixed(from.y), x2: fixed(to.x), y2: fixed(to.y) };
      marks.push(draw("line", { class: "miss", ...ends }));
      const cross = `M${fixed(to.x - 6)} ${fixed(to.y - 6)}l12 12m0-12l-12 12`;
      marks.push(draw("path", { class: "there", d: cross }), this.label(expected, there, -14));
    }
    const { x, y } = this.placeOf(point);
    const target = `M${fixed(x - 9)} ${fixed(y)}h18M${fixed(x)} ${fixed(y - 9)}v18`;
    marks.push(this.dot(point, 9, "yours"), draw("path", { class: "yours", d: target }));
    if (expected) marks.push(this.label(point, yours, 26));
    return marks;
  }

  private dot(at: Line, r: number, name: string): SVGElement {
    const { x, y } = this.placeOf(at);
    return draw("circle", { class: name, cx: fixed(x), cy: fixed(y), r });
  }

  /** A name below a place, or above it where `down` is negative; kept in the picture. */
  private label(at: Line, text: string, down: number): SVGElement {
    const { x, y } = this.placeOf(at);
    const { width, height } = this.scale?.size ?? { width: 0, height: 0 };
    const left = Math.max(MARGIN.left + 18, Math.min(width - MARGIN.right - 18, x));
    const below =
      y + down > height - MARGIN.bottom - 2 || y + down < MARGIN.top + 8 ? y - down + 6 : y + down;
    return draw("text", { x: fixed(left), y: fixed(below), "text-anchor": "middle" }, text);
  }

  private write(at: Line): string {
    const { x, y } = this.placeOf(at);
    return `${fixed(x)},${fixed(y)}`;
  }
}

export function inside({ w, b }: Line, plane: Plane): Line {
  const clamp = (value: number, [low, high]: readonly [number, number]): number =>
    Math.max(low, Math.min(high, value));
  return { w: clamp(w, plane.w), b: clamp(b, plane.b) };
}

function axes(
  { w, b, size }: SurfaceScale,
  plot: { x: number; y: number; width: number; height: number },
): SVGElement[] {
  const ticks = (scale: ScaleLinear<number, number>, room: number): number[] =>
    scale.ticks(Math.max(2, Math.round(room / APART)));
  const [bottom, right] = [plot.y + plot.height, plot.x + plot.width];
  const upright = ticks(w, plot.width).flatMap((value) => [
    draw("line", { class: "rule", x1: fixed(w(value)), x2: fixed(w(value)), y1: plot.y, y2: fixed(bottom) }),
    draw(
      "text",
      { class: "tick", x: fixed(w(value)), y: fixed(bottom + 16), "text-anchor": "middle" },
      numbers.tick(value),
    ),
  ]);
  const level = ticks(b, plot.height).flatMap((value) => [
    draw("line", { class: "rule", x1: plot.x, x2: fixed(right), y1: fixed(b(value)), y2: fixed(b(value)) }),
    draw(
      "text",
      { class: "tick", x: plot.x - 7, y: fixed(b(value) + 4), "text-anchor": "end" },
      numbers.tick(value),
    ),
  ]);
  return [
    ...upright,
    ...level,
    draw("rect", { class: "frame", ...plot }),
    draw("text", { class: "axis", x: fixed(right), y: size.height - 4, "text-anchor": "end" }, "w"),
    draw("text", { class: "axis", x: 4, y: plot.y + 10 }, "b"),
  ];
}
