/**
 * What d3-scale needs of d3-interpolate where only numbers are mapped: the build puts it in the package's place. The
 * package also brings colours, dates and transforms, 5 kB that no chart here uses.
 * Refuses anything but numbers: the scales of this page have no others.
 */

export const interpolateNumber =
  (a: number, b: number): ((t: number) => number) =>
  (t) =>
    a * (1 - t) + b * t;

export const interpolate = interpolateNumber;

export const interpolateRound =
  (a: number, b: number): ((t: number) => number) =>
  (t) =>
    Math.round(a * (1 - t) + b * t);

/** Only diverging and sequential scales call it; there are none here. */
export function piecewise(): never {
  throw new TypeError("This page's scales map numbers between two ends only.");
}
