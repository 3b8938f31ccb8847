/**
 * The plane in which a point is placed, on the page: over what stands there before (`place_plane.ts`) the reader's point,
 * and in the end the place where it belongs.
 * Refuses to move the point; it says where on the plane a place in the picture lies.
 */
import type { Line } from "../../../engine";
import type { Place } from "../../../lab/drag";
import type { Words } from "../../../strings";
import type { SurfaceScale } from "../../../views/surface_scale";
import type { Plane } from "./place_judge";
import { dot, fixed, type Ground, groundMarks, label, placeIn, planeScale } from "./place_plane";
import { elementOf, type Mark, mark } from "./svg_mark";

const WIDEST = 520;

export interface Shown {
  point: Line;
  /** Where the point belongs, once that is told. */
  expected: Line | null;
}

export class PlacePicture {
  readonly element = elementOf(mark("svg", { class: "plane", role: "img" }));
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

  placeOf(line: Line): Place {
    return this.scale ? placeIn(this.scale, line) : { x: 0, y: 0 };
  }

  /** Draws all of it for the room there is. */
  show(room: number, shown: Shown): void {
    const scale = planeScale(this.ground.plane, Math.min(WIDEST, room));
    this.scale = scale;
    const { width, height } = scale.size;
    this.element.setAttribute("width", String(width));
    this.element.setAttribute("height", String(height));
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const marks = [...groundMarks(this.ground, scale, this.words), ...this.marks(scale, shown)];
    this.element.replaceChildren(...marks.map(elementOf));
  }

  private marks(scale: SurfaceScale, { point, expected }: Shown): Mark[] {
    const { yours, there } = this.words;
    const marks: Mark[] = [];
    if (expected) {
      const [from, to] = [placeIn(scale, point), placeIn(scale, expected)];
      const ends = { x1: fixed(from.x), y1: fixed(from.y), x2: fixed(to.x), y2: fixed(to.y) };
      marks.push(mark("line", { class: "miss", ...ends }));
      const cross = `M${fixed(to.x - 6)} ${fixed(to.y - 6)}l12 12m0-12l-12 12`;
      marks.push(mark("path", { class: "there", d: cross }), label(scale, expected, there, -14));
    }
    const { x, y } = placeIn(scale, point);
    const target = `M${fixed(x - 9)} ${fixed(y)}h18M${fixed(x)} ${fixed(y - 9)}v18`;
    marks.push(dot(scale, point, 9, "yours"), mark("path", { class: "yours", d: target }));
    if (expected) marks.push(label(scale, point, yours, 26));
    return marks;
  }
}

export function inside({ w, b }: Line, plane: Plane): Line {
  const clamp = (value: number, [low, high]: readonly [number, number]): number =>
    Math.max(low, Math.min(high, value));
  return { w: clamp(w, plane.w), b: clamp(b, plane.b) };
}
