/**
 * Stands where d3-scale would bring d3-format: the page writes its numbers itself (`numbers.ts`), with a true minus and
 * in the reader's language, and never asks a scale for a format.
 * Refuses to format.
 */

function none(): never {
  throw new TypeError("Numbers are written by numbers.ts, not by a scale.");
}

export {
  none as format,
  none as formatPrefix,
  none as formatSpecifier,
  none as precisionFixed,
  none as precisionPrefix,
  none as precisionRound,
};
