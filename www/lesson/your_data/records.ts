/**
 * A text cut into records and cells, by the rules of CSV (RFC 4180): quotes, doubled quotes, line breaks inside quotes.
 * The cutting is Papa Parse's, fetched when there is a first text; which separator it is given is decided here.
 * Refuses to read what stands in a cell, and a quote that never closes.
 */
import { bytesOf, DataProblem, MAX_BYTES } from "./limits";

/** The last two are what a Chinese keyboard gives. */
export const SEPARATORS = ["\t", ";", ",", "；", "，"] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface Row {
  /** Its place in the text, the first being 1: what a spreadsheet calls it, names and empty rows counted too. */
  row: number;
  cells: string[];
}

/**
 * The separator the text is written with: the first in the list of which the lines hold any, outside quotes. A tab goes
 * first, because nobody puts one into a number; a semicolon before a comma, because where it separates, the comma is the
 * decimal mark. Null where there is none.
 */
export function separatorOf(text: string): Separator | null {
  const bare = text.replace(/"[^"]*"/g, "");
  return SEPARATORS.find((separator) => bare.includes(separator)) ?? null;
}

/** Rows that hold anything. Throws a `DataProblem` for a text that is too large, empty, or ends inside quotes. */
export async function readRecords(text: string, separator: Separator | null): Promise<Row[]> {
  const bytes = bytesOf(text);
  if (bytes > MAX_BYTES) throw new DataProblem({ code: "too_large", bytes });
  if (text.trim() === "") throw new DataProblem({ code: "empty" });
  const { default: Papa } = await import("papaparse");
  // Without a separator each line is one cell; Papa Parse would guess one.
  const delimiter = separator ?? "\u001f";
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimiter });
  const quote = errors.find(({ type }) => type === "Quotes");
  if (quote) throw new DataProblem({ code: "open_quote", row: (quote.row ?? 0) + 1 });
  return data
    .map((cells, index) => ({ row: index + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
}
