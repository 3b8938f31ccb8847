/**
 * What stands in the plane of (w, b) before a point is placed: axes, the path so far, other runs dashed, contours of the
 * loss where the exercise shows them. As plain marks: the page makes elements of them, the site's build a file for
 * readers without scripts. Their looks are those of `place.css`.
 * Refuses to know the reader's point.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Engine, Line, LossQuadratic } from "../../../engine";
import type { Place } from "../../../lab/drag";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { fill, type Words } from "../../../strings";
import { inPixels, semiAxes } from "../../../views/level_sets";
import { levelsFor, type SurfaceScale } from "../../../views/surface_scale";
import { ofRun } from "../../facts/fact";
import type { PlaceSpec } from "./place";
import { heightOf, type Plane } from "./place_judge";
import { type Mark, mark } from "./svg_mark";

/** Room for the numbers at the axes and for labels, in pixels. */
const MARGIN = { left: 42, right: 14, top: 14, bottom: 38 };
/** With more updates than this a path's dots would be a line of their own. */
const MOST_DOTS = 40;
/** Pixels between two numbers at an axis. */
const APART = 70;

export interface Ground {
  plane: Plane;
  /** From the start on, after each update; null where the exercise draws none. */
  path: readonly Line[] | null;
  others: readonly (readonly Line[])[];
  bowl: LossQuadratic | null;
}

export function groundOf(
  { settings, from, plane, others = [], contours }: PlaceSpec,
  engine: Engine,
): Ground {
  const path = (run: Run, end: number): Line[] =>
    Array.from({ length: end + 1 }, (_, update) => run.after(update));
  return ofRun(engine, settings, (run) => ({
    plane,
    path: from === null ? null : path(run, from),
    others: others.map((other) => ofRun(engine, other, (each) => path(each, each.seen))),
    bowl: contours ? run.bowl : null,
  }));
}

/** The picture in words: its bounds and the paths in it. */
export function describeGround({ plane, path, others }: Ground, words: Words["place"]): string {
  const points = (line: readonly Line[]): string =>
    few(line)
      .map(({ w, b }) => fill(words.point, { w: numbers.parameter(w), b: numbers.parameter(b) }))
      .join(words.between);
  const [w0, w1] = plane.w.map((value) => numbers.tick(value));
  const [b0, b1] = plane.b.map((value) => numbers.tick(value));
  const bounds = fill(words.alt, { w0: w0 ?? "", w1: w1 ?? "", b0: b0 ?? "", b1: b1 ?? "" });
  return [
    bounds,
    ...(path ? [fill(words.path, { points: points(path) })] : []),
    ...others.map((other) => fill(words.other, { points: points(other) })),
  ].join(" ");
}

/** Of a long path the start and the last few points. */
const few = (path: readonly Line[]): readonly Line[] =>
  path.length > 8 ? [...path.slice(0, 1), ...path.slice(-5)] : path;

export function planeScale(plane: Plane, width: number): SurfaceScale {
  const across = Math.max(40, width - MARGIN.left - MARGIN.right);
  const up = across * heightOf(plane);
  const size = { width, height: Math.round(up + MARGIN.top + MARGIN.bottom) };
  return {
    w: scaleLinear([...plane.w], [MARGIN.left, MARGIN.left + across]),
    b: scaleLinear([...plane.b], [size.height - MARGIN.bottom, MARGIN.top]),
    perW: across / (plane.w[1] - plane.w[0]),
    perB: up / (plane.b[1] - plane.b[0]),
    size,
  };
}

export const placeIn = ({ w: across, b: up }: SurfaceScale, { w, b }: Line): Place => ({
  x: across(w),
  y: up(b),
});

export const fixed = (value: number): string => value.toFixed(1);

export function dot(scale: SurfaceScale, at: Line, r: number, name: string): Mark {
  const { x, y } = placeIn(scale, at);
  return mark("circle", { class: name, cx: fixed(x), cy: fixed(y), r });
}

/** A name below a place, or above it where `down` is negative; kept in the picture. */
export function label(scale: SurfaceScale, at: Line, text: string, down: number): Mark {
  const { x, y } = placeIn(scale, at);
  const { width, height } = scale.size;
  const left = Math.max(MARGIN.left + 18, Math.min(width - MARGIN.right - 18, x));
  const below = y + down > height - MARGIN.bottom - 2 || y + down < MARGIN.top + 8 ? y - down + 6 : y + down;
  return mark("text", { x: fixed(left), y: fixed(below), "text-anchor": "middle" }, text);
}

export function groundMarks(ground: Ground, scale: SurfaceScale, { start, now }: Words["place"]): Mark[] {
  const { width, height } = scale.size;
  const plot = {
    x: MARGIN.left,
    y: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  // Contours and paths may leave the plane; an inner picture cuts them at its edge.
  const cut = mark(
    "svg",
    { ...plot, viewBox: `${plot.x} ${plot.y} ${plot.width} ${plot.height}` },
    ...contours(ground, scale),
    ...paths(ground, scale),
  );
  const ends: Mark[] = [];
  const [first, last] = [ground.path?.[0], ground.path?.at(-1)];
  if (first) ends.push(dot(scale, first, 5, "start"), label(scale, first, start, 20));
  if (last && last !== first) ends.push(dot(scale, last, 5, "now"), label(scale, last, now, 20));
  return [...axes(scale, plot), cut, ...ends];
}

function contours({ bowl }: Ground, scale: SurfaceScale): Mark[] {
  if (!bowl) return [];
  const pixels = inPixels(bowl, scale);
  const turn = (Math.atan2(pixels.u[1], pixels.u[0]) * 180) / Math.PI;
  return levelsFor(bowl, scale).map((level) => {
    const [rx, ry] = semiAxes(pixels, level - bowl.least);
    const transform = `translate(${fixed(pixels.x)} ${fixed(pixels.y)}) rotate(${fixed(turn)})`;
    return mark("ellipse", { class: "contour", rx: fixed(rx), ry: fixed(ry), transform });
  });
}

function paths({ path, others }: Ground, scale: SurfaceScale): Mark[] {
  const write = (at: Line): string => {
    const { x, y } = placeIn(scale, at);
    return `${fixed(x)},${fixed(y)}`;
  };
  const line = (points: readonly Line[], name: string): Mark =>
    mark("polyline", { class: name, points: points.map(write).join(" ") });
  const drawn = others.flatMap((other) => {
    const end = other.at(-1);
    return [line(other, "other-path"), ...(end ? [dot(scale, end, 3.5, "other-end")] : [])];
  });
  if (!path) return drawn;
  drawn.push(line(path, "path"));
  if (path.length <= MOST_DOTS)
    drawn.push(...path.slice(1, -1).map((point) => dot(scale, point, 2.5, "step")));
  return drawn;
}

function axes(
  { w, b, size }: SurfaceScale,
  plot: { x: number; y: number; width: number; height: number },
): Mark[] {
  const ticks = (scale: ScaleLinear<number, number>, room: number): number[] =>
    scale.ticks(Math.max(2, Math.round(room / APART)));
  const [bottom, right] = [plot.y + plot.height, plot.x + plot.width];
  const upright = ticks(w, plot.width).flatMap((value) => [
    mark("line", { class: "rule", x1: fixed(w(value)), x2: fixed(w(value)), y1: plot.y, y2: fixed(bottom) }),
    mark(
      "text",
      { class: "tick", x: fixed(w(value)), y: fixed(bottom + 16), "text-anchor": "middle" },
      numbers.tick(value),
    ),
  ]);
  const level = ticks(b, plot.height).flatMap((value) => [
    mark("line", { class: "rule", x1: plot.x, x2: fixed(right), y1: fixed(b(value)), y2: fixed(b(value)) }),
    mark(
      "text",
      { class: "tick", x: plot.x - 7, y: fixed(b(value) + 4), "text-anchor": "end" },
      numbers.tick(value),
    ),
  ]);
  return [
    ...upright,
    ...level,
    mark("rect", { class: "frame", ...plot }),
    mark("text", { class: "axis", x: fixed(right), y: size.height - 4, "text-anchor": "end" }, "w"),
    mark("text", { class: "axis", x: 4, y: plot.y + 10 }, "b"),
  ];
}
