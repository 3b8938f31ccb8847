/**
 * A text cut into records and cells, by the rules of CSV (RFC 4180): quotes, doubled quotes, line breaks inside quotes.
 * The cutting is Papa Parse's, fetched when there is a first text; which separator it is given is decided here.
 * Refuses to read what stands in a cell, and a quote that never closes.
 */
import { bytesOf, DataProblem, MAX_BYTES } from "./limits";
import { type DecimalMark, readNumber } from "./numbers_read";

/** A blank stands for any run of blanks and tabs. The two full-width marks are what a Chinese keyboard gives. */
export const SEPARATORS = ["\t", ";", "|", ",", "；", "，", " "] as const;
export type Separator = (typeof SEPARATORS)[number];

const BLANKS = " ";
const MARKS: readonly DecimalMark[] = [".", ","];
/** So many lines tell which separator makes numbers. */
const LOOKED_AT = 300;
const RUN = /[^\S\r\n]+/;

export interface Row {
  /** Its place in the text, the first being 1: what a spreadsheet calls it, names and empty rows counted too. */
  row: number;
  cells: string[];
}

/**
 * The separator the text is written with: the first in the list of which the lines hold any, outside quotes. A tab goes
 * first, because nobody puts one into a number; a semicolon before a comma, because where it separates, the comma is the
 * decimal mark. Blanks stand beside the other separators and in prose, so they separate only where they make more lines
 * of numbers, or where there is nothing else. Null where there is none.
 */
export function separatorOf(text: string): Separator | null {
  const lines = text
    .replace(/"[^"]*"/g, '""')
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== "");
  const first =
    SEPARATORS.find((separator) => separator !== BLANKS && lines.some((line) => line.includes(separator))) ??
    null;
  const ofNumbers = (separator: Separator): number =>
    lines.slice(0, LOOKED_AT).filter((line) => holdsNumbers(line, separator)).length;
  if (first !== null) return ofNumbers(BLANKS) > ofNumbers(first) ? BLANKS : first;
  return lines.filter((line) => RUN.test(line.trim())).length * 2 > lines.length ? BLANKS : null;
}

/** Whether a line cut so has two numbers or more, and none of its cells two numbers side by side. */
function holdsNumbers(line: string, separator: Separator): boolean {
  const cells = line
    .trim()
    .split(separator === BLANKS ? RUN : separator)
    .map((cell) => cell.trim());
  const apart = (cell: string): boolean => cell.split(RUN).filter(isNumber).length < 2;
  return cells.filter(isNumber).length > 1 && cells.every(apart);
}

/** With either mark; one that ends in a comma is followed by a separator. */
const isNumber = (cell: string): boolean =>
  !cell.endsWith(",") && MARKS.some((mark) => readNumber(cell, mark).kind === "number");

/** Runs of blanks outside quotes as one blank, and none at a line's ends: the rows stay where they are. */
const withSingleBlanks = (text: string): string =>
  text.replace(/"[^"]*"|[^\S\r\n]+/g, (run, at: number) => {
    if (run.startsWith('"')) return run;
    const [before, after] = [text[at - 1] ?? "\n", text[at + run.length] ?? "\n"];
    return /[\r\n]/.test(before + after) ? "" : BLANKS;
  });

/** Rows that hold anything. Throws a `DataProblem` for a text that is too large, empty, or ends inside quotes. */
export async function readRecords(text: string, separator: Separator | null): Promise<Row[]> {
  const bytes = bytesOf(text);
  if (bytes > MAX_BYTES) throw new DataProblem({ code: "too_large", bytes });
  if (text.trim() === "") throw new DataProblem({ code: "empty" });
  const { default: Papa } = await import("papaparse");
  // Without a separator each line is one cell; Papa Parse would guess one.
  const delimiter = separator ?? "\u001f";
  const bare = text.replace(/^\uFEFF/, "");
  const { data, errors } = Papa.parse<string[]>(separator === BLANKS ? withSingleBlanks(bare) : bare, {
    delimiter,
  });
  const quote = errors.find(({ type }) => type === "Quotes");
  if (quote) throw new DataProblem({ code: "open_quote", row: (quote.row ?? 0) + 1 });
  return data
    .map((cells, index) => ({ row: index + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
}
