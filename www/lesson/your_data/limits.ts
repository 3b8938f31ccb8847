/**
 * How much of the reader's own data is taken, and what is said of data that are not: as a code with its values, which
 * the words of each language turn into a sentence.
 * Refuses sentences: they stand in `your_data.words.ts`.
 */

/** Points of this many rows still travel in the page's address, which browsers hold to some hundred kilobytes. */
export const MAX_ROWS = 5000;
/** Of a file or a pasted text: five thousand rows of twenty columns. */
export const MAX_BYTES = 1_000_000;
export const MAX_COLUMNS = 50;
/** A line has two numbers, so it takes two points to speak of one. */
export const MIN_TRAINED = 2;

/** Why a text gives no table, or a table no points. Rows count from 1, as a spreadsheet does. */
export type Problem =
  | { code: "too_large"; bytes: number }
  | { code: "too_many_rows"; rows: number }
  | { code: "too_many_columns"; columns: number }
  | { code: "empty" }
  | { code: "one_column" }
  | { code: "open_quote"; row: number }
  | { code: "spreadsheet" }
  | { code: "not_text" }
  | { code: "unreadable_file"; reason: string }
  | { code: "too_few"; rows: number };

/** The text cannot be taken as it stands. It stays where it is. */
export class DataProblem extends Error {
  override name = "DataProblem";

  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
