/**
 * Numbers and lines in the units of the reader's own data, as the block and its exercise write them: so many significant
 * digits, grouped as everywhere on the page, and one sign between the parts of a line.
 * Refuses more digits than a reader can use; the whole number stands beside it in the page.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";

/** In a formula, from which the reader may reckon on; a result has one less. */
const DIGITS = 5;
export const RESULT = 4;

/** As many digits as asked for, but whole numbers whole. */
export function ownNumber(value: number, digits = DIGITS): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 10 ** digits) return numbers.decimals(value, 0);
  if (size > 0 && size < 1e-3) return numbers.loss(value);
  const rounded = Number(value.toPrecision(digits));
  return numbers.decimals(rounded, String(rounded).split(".")[1]?.length ?? 0);
}

/** What is added, with its sign: "+ 3.1" or "− 3.1". */
export const added = (value: number): string => `${value < 0 ? "−" : "+"} ${ownNumber(Math.abs(value))}`;

/** What is multiplied after another sign: a negative number in brackets. */
export const multiplied = (value: number): string => (value < 0 ? `(${ownNumber(value)})` : ownNumber(value));

export const lineText = ({ w, b }: Line, x = "x"): string => `${ownNumber(w)} · ${x} ${added(b)}`;
