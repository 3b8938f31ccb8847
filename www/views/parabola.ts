/**
 * The parabola in the surface's place: f(x) = x² as a curve, the run's places on it, and the tangent where the gradient
 * was taken. One parameter has a curve where two have a surface.
 * Two layers as in `surface.ts`, neither of which clears.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { drawAxes, marks } from "./axes";
import { dot, type Place, pointer, write } from "./marks";
import type { Box, Palette, Pen, Size } from "./pen";
import { type Trail, traceTrail } from "./trail";

export interface ParabolaWords {
  start: string;
  x: string;
  f: string;
}

export interface ParabolaScale {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  plot: Box;
  size: Size;
}

export interface ParabolaView {
  trail: Trail;
  ghosts: readonly Trail[];
  update: number;
  start: number;
  x: number;
  others: readonly number[];
  /** The derivative, and where it was taken. */
  gradient: { at: number; slope: number } | null;
  palette: Palette;
  words: ParabolaWords;
}

const MARGIN = { left: 40, top: 26, right: 18, bottom: 30 };
/** A run that goes away from the bottom widens the picture by so much, and no further. */
const STRETCH = 1.5;
const AIR = 1.12;
/** Half the length of the tangent, in pixels. */
const TANGENT = 62;
const SAMPLES = 80;

const f = (x: number): number => x * x;

/** Scales around 0 that hold the start and, as far as it stays near, the path. */
export function parabolaScale(size: Size, start: number, path: ArrayLike<number>): ParabolaScale {
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - MARGIN.right,
    bottom: size.height - MARGIN.bottom,
  };
  const first = Math.abs(start) || 1;
  const reach = Array.from(path).reduce(
    (most, x) => Math.max(most, Math.min(Math.abs(x), STRETCH * first)),
    first,
  );
  const edge = reach * AIR;
  return {
    x: scaleLinear([-edge, edge], [plot.left, plot.right]),
    y: scaleLinear([-0.06 * f(edge), f(edge)], [plot.bottom, plot.top]),
    plot,
    size,
  };
}

export const onCurve = (x: number, scale: ParabolaScale): Place => [scale.x(x), scale.y(f(x))];

export function drawParabolaGround(pen: Pen, view: ParabolaView, scale: ParabolaScale): void {
  const { palette, words } = view;
  const { plot } = scale;
  const across = marks(scale.x.ticks(Math.max(2, Math.round((plot.right - plot.left) / 80))), scale.x);
  const up = marks(
    scale.y.ticks(Math.max(2, Math.round((plot.bottom - plot.top) / 60))).filter((y) => y >= 0),
    scale.y,
  );
  drawAxes(pen, plot, palette, across, up);
  const [left = 0, right = 0] = scale.x.domain();
  pen.strokeStyle = palette.wrongMark;
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.beginPath();
  for (let index = 0; index <= SAMPLES; index += 1) {
    const place = onCurve(left + ((right - left) * index) / SAMPLES, scale);
    if (index === 0) pen.moveTo(...place);
    else pen.lineTo(...place);
  }
  pen.stroke();
  pen.lineWidth = 1.25;
  pen.strokeStyle = palette.ink;
  pen.globalAlpha = 0.42;
  pen.beginPath();
  traceTrail(pen, view.trail, Infinity, null);
  pen.stroke();
  pen.globalAlpha = 1;
  pen.strokeStyle = palette.quiet;
  pen.setLineDash([5, 3.5]);
  for (const ghost of view.ghosts) {
    pen.beginPath();
    traceTrail(pen, ghost, Infinity, null);
    pen.stroke();
  }
  write(pen, palette, [plot.right, plot.bottom - 10], {
    text: words.x,
    colour: palette.modelText,
    weight: 600,
    align: "right",
  });
  const name = { text: words.f, colour: palette.wrongText, weight: 600, align: "left" } as const;
  write(pen, palette, [8, 12], name);
}

function drawTangent(pen: Pen, { gradient, palette }: ParabolaView, scale: ParabolaScale): void {
  if (!gradient) return;
  const [x, y] = onCurve(gradient.at, scale);
  const perX = scale.x(1) - scale.x(0);
  const perY = scale.y(1) - scale.y(0);
  const length = Math.hypot(perX, gradient.slope * perY);
  const [dx, dy] = [(TANGENT * perX) / length, (TANGENT * gradient.slope * perY) / length];
  pen.lineCap = "round";
  for (const [colour, width] of [
    [palette.ground, 5.5],
    [palette.wayMark, 2.5],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x - dx, y - dy);
    pen.lineTo(x + dx, y + dy);
    pen.stroke();
  }
}

export function drawParabolaRun(pen: Pen, view: ParabolaView, scale: ParabolaScale): void {
  const { palette, words } = view;
  const now = onCurve(view.x, scale);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.setLineDash([]);
  for (const [colour, width] of [
    [palette.ground, 5],
    [palette.ink, 2.25],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    traceTrail(pen, view.trail, view.update, now);
    pen.stroke();
  }
  drawTangent(pen, view, scale);
  for (const other of view.others) dot(pen, onCurve(other, scale), 3.5, palette.ground, palette.quiet);
  const start = onCurve(view.start, scale);
  dot(pen, start, 5.5, palette.ground, palette.ink, 2);
  const right = view.start > 0;
  write(pen, palette, [start[0] + (right ? -12 : 12), start[1]], {
    text: words.start,
    colour: palette.ink,
    weight: 600,
    align: right ? "right" : "left",
  });
  const { plot } = scale;
  const box = { ...plot, top: 9, bottom: plot.bottom };
  if (!pointer(pen, now, box, palette.here, palette.ink)) dot(pen, now, 5, palette.here, palette.ink);
}
