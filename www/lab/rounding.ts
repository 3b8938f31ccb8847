/**
 * Numbers that the page chooses have few digits, so that the code and the address stay short: what is moved in a picture
 * has those that the picture shows.
 * Refuses to know the picture: it is told what a pixel is worth.
 */

/** The power of ten that is worth a pixel at most. */
export const unitBelow = (perPixel: number): number => 10 ** Math.floor(Math.log10(perPixel));

export const roundTo = (value: number, unit: number): number =>
  Number((Math.round(value / unit) * unit).toPrecision(12));

/** A learning rate that is offered where one is above the limit: about half of that. */
export const wellBelow = (limit: number): number => Number((limit / 2).toPrecision(1));
