/**
 * Level sets of a quadratic loss as they lie in the picture: ellipses, and where one curvature is 0 two parallel lines.
 * Nothing here searches a grid for contours, and d3-contour is not used: what is drawn is the mean squared error over
 * all samples, and that is quadratic in (w, b) for any samples and any program. (Even the loss of a program that leaves y
 * flat, over n × n differences, would be: squares of something linear always are.)
 * Refuses to choose the levels (`surface_scale.ts`) and the colours (`surface.ts`).
 */
import type { LossQuadratic } from "../engine";
import type { Pen, Size } from "./pen";
import type { SurfaceScale } from "./surface_scale";

/** The loss around its bottom in pixels: least + ½·(l1·p² + l2·q²), with p and q the distances along u and v. */
export interface PixelBowl {
  x: number;
  y: number;
  /** The larger first; the second may be 0. */
  curvatures: readonly [number, number];
  u: readonly [number, number];
  v: readonly [number, number];
}

/** How far the mean squared error at (w, b) is above the least. */
export function excess({ bottom, eigenvalues, axes }: LossQuadratic, w: number, b: number): number {
  const along = ([aw, ab]: readonly [number, number]): number => aw * (w - bottom[0]) + ab * (b - bottom[1]);
  return 0.5 * (eigenvalues[0] * along(axes[0]) ** 2 + eigenvalues[1] * along(axes[1]) ** 2);
}

/** The bowl as the scales show it: unequal scales turn and stretch its axes. */
export function inPixels({ bottom, eigenvalues, axes }: LossQuadratic, scale: SurfaceScale): PixelBowl {
  const { perW, perB } = scale;
  let [xx, xy, yy] = [0, 0, 0];
  axes.forEach(([w, b], index) => {
    const [x, y] = [w / perW, -b / perB];
    const eigenvalue = eigenvalues[index] ?? 0;
    xx += eigenvalue * x * x;
    xy += eigenvalue * x * y;
    yy += eigenvalue * y * y;
  });
  const difference = (xx - yy) / 2;
  const first = (xx + yy) / 2 + Math.hypot(difference, xy);
  // The product of both curvatures is known exactly; a difference would lose the small one of a narrow valley.
  const product = (eigenvalues[0] * eigenvalues[1]) / (perW * perB) ** 2;
  const angle = Math.atan2(xy, difference) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    x: scale.w(bottom[0]),
    y: scale.b(bottom[1]),
    curvatures: [first, product / first],
    u: [cos, sin],
    v: [-sin, cos],
  };
}

/** Half the length of a level set's axes in pixels; the second is infinite for a valley without an end. */
export function semiAxes(bowl: PixelBowl, above: number): [number, number] {
  const [first, second] = bowl.curvatures;
  return [Math.sqrt((2 * above) / first), second > 0 ? Math.sqrt((2 * above) / second) : Infinity];
}

/** How far from the bottom a level set lies in a direction, in pixels; infinite where it never comes. */
export function distance(bowl: PixelBowl, above: number, [x, y]: readonly [number, number]): number {
  const { u, v, curvatures } = bowl;
  const bend = curvatures[0] * (x * u[0] + y * u[1]) ** 2 + curvatures[1] * (x * v[0] + y * v[1]) ** 2;
  return bend > 0 ? Math.sqrt((2 * above) / bend) : Infinity;
}

/** Beyond this many pixels a canvas, which calculates in single precision, bends an ellipse visibly wrong. */
const FAR = 4096;
/** Points along one side of a level set that is followed by hand. */
const SAMPLES = 24;

/** Adds a level set to the path. */
export function traceLevel(pen: Pen, bowl: PixelBowl, above: number, size: Size): void {
  const [short, long] = semiAxes(bowl, above);
  const { x, y, u, v } = bowl;
  if (long <= FAR) {
    const angle = Math.atan2(v[1], v[0]);
    pen.moveTo(x + long * v[0], y + long * v[1]);
    pen.ellipse(x, y, long, short, angle, 0, 2 * Math.PI);
    pen.closePath();
    return;
  }
  // Only the stretch beside the picture is followed, on the curve itself; with no end its two sides are straight.
  const along = [0, size.width].flatMap((right) =>
    [0, size.height].map((down) => (right - x) * v[0] + (down - y) * v[1]),
  );
  const turn = (q: number): number => Math.asin(Math.max(-1, Math.min(1, q / long)));
  const [from, to] = [Math.min(...along) - 1, Math.max(...along) + 1];
  const side = (sign: 1 | -1): [number, number][] =>
    Array.from({ length: SAMPLES + 1 }, (_, index) => {
      const part = (sign > 0 ? index : SAMPLES - index) / SAMPLES;
      if (long === Infinity) return [sign * short, from + part * (to - from)];
      const angle = turn(from) + part * (turn(to) - turn(from));
      return [sign * short * Math.cos(angle), long * Math.sin(angle)];
    });
  [...side(1), ...side(-1)].forEach(([p, q], index) => {
    const [px, py] = [x + p * u[0] + q * v[0], y + p * u[1] + q * v[1]];
    if (index === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  });
  pen.closePath();
}
