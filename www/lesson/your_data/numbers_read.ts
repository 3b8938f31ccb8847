/**
 * Numbers as people write them in tables: with a decimal point or a decimal comma, a true minus, full-width digits.
 * Refuses to guess: what is not wholly a number is none, and marks between thousands are not taken, because "1,234" would
 * then be two different numbers in two countries.
 */

export type DecimalMark = "." | ",";

/** What stands in a cell. */
export type Reading =
  | { kind: "number"; value: number }
  | { kind: "missing" }
  | { kind: "unreadable" }
  /** A number, but beyond what a double holds. */
  | { kind: "too_large" };

/** What tables write for "there is no value". */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "nil", "-", "–", "—", ".", "?", "#n/a"]);

const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;

/** Full-width digits and marks become the plain ones, a true minus the one that programs write. */
const plain = (text: string): string => text.normalize("NFKC").trim().replace(/^−/, "-").replace(/e−/i, "e-");

export function readNumber(text: string, mark: DecimalMark): Reading {
  const written = plain(text);
  if (MISSING.has(written.toLowerCase())) return { kind: "missing" };
  if (!(mark === "," ? COMMA : POINT).test(written)) return { kind: "unreadable" };
  const value = Number(written.replace(",", "."));
  return Number.isFinite(value) ? { kind: "number", value } : { kind: "too_large" };
}

/**
 * The mark that more of the cells are written with; a point where they do not say. Only cells that are a number with
 * either mark are asked.
 */
export function decimalMarkOf(cells: Iterable<string>): DecimalMark {
  let [points, commas] = [0, 0];
  for (const cell of cells) {
    const written = plain(cell);
    if (written.includes(",") && COMMA.test(written)) commas += 1;
    else if (written.includes(".") && POINT.test(written)) points += 1;
  }
  return commas > points ? "," : ".";
}
