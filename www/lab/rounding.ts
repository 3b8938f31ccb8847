/**
 * What is moved in a picture has the digits that the picture shows, so that the code and the address stay short.
 * Refuses to know the picture: it is told what a pixel is worth.
 */

/** The power of ten that is worth a pixel at most. */
export const unitBelow = (perPixel: number): number => 10 ** Math.floor(Math.log10(perPixel));

export const roundTo = (value: number, unit: number): number =>
  Number((Math.round(value / unit) * unit).toPrecision(12));
