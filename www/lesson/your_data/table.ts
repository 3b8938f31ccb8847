/**
 * Records as a table: which row holds the names, which mark the numbers have, which columns hold numbers, and the points
 * two of the columns give, with every cell that is no number named by row and column.
 * Refuses to drop a row in silence: what is left out is a list that the page shows.
 */
import { DataProblem, MAX_COLUMNS, MAX_ROWS } from "./limits";
import { type DecimalMark, decimalMarkOf, type Reading, readNumber } from "./numbers_read";
import type { Row } from "./records";

export interface Column {
  /** From the row of names; null where there is none, or the name is empty. */
  name: string | null;
  /** How many of its cells are numbers. */
  numbers: number;
}

export interface Table {
  hasNames: boolean;
  mark: DecimalMark;
  columns: Column[];
  /** Without the row of names. */
  rows: Row[];
}

/** What the reader has decided; what is left out is found in the data. */
export interface Choices {
  hasNames?: boolean | undefined;
  mark?: DecimalMark | undefined;
}

/** A cell that gives no number, or a row that has more cells than there are columns. */
export interface Flaw {
  row: number;
  /** The column's place; null for a row as a whole. */
  column: number | null;
  kind: Exclude<Reading["kind"], "number"> | "too_many_cells";
  text: string;
}

export interface Point {
  row: number;
  x: number;
  y: number;
}

export interface Points {
  points: Point[];
  /** Rows without a value in one of the two columns: left out, and named. */
  missing: Flaw[];
  /** What is there but cannot be read: the reader mends it, or leaves these rows out too. */
  unreadable: Flaw[];
}

export function tableOf(records: readonly Row[], choices: Choices = {}): Table {
  const first = records[0];
  if (!first) throw new DataProblem({ code: "empty" });
  const mark = choices.mark ?? decimalMarkOf(records.flatMap(({ cells }) => cells));
  const hasNames = choices.hasNames ?? namesStandIn(first, records.slice(1), mark);
  const rows = hasNames ? records.slice(1) : [...records];
  if (rows.length > MAX_ROWS) throw new DataProblem({ code: "too_many_rows", rows: rows.length });
  const width = hasNames ? first.cells.length : usualWidth(rows);
  if (width > MAX_COLUMNS) throw new DataProblem({ code: "too_many_columns", columns: width });
  if (width < 2) throw new DataProblem({ code: "one_column" });
  const columns = Array.from({ length: width }, (_, at) => ({
    name: (hasNames && first.cells[at]?.trim()) || null,
    numbers: rows.filter(({ cells }) => readNumber(cells[at] ?? "", mark).kind === "number").length,
  }));
  return { hasNames, mark, columns, rows };
}

/** The first two columns that hold numbers in most rows, else the first two. */
export function likelyColumns({ columns, rows }: Table): { x: number; y: number } {
  const full = columns.flatMap(({ numbers }, at) => (numbers * 2 > rows.length ? [at] : []));
  const [x = 0, y = x === 0 ? 1 : 0] = full;
  return { x, y };
}

/** The points of two columns.. */
export function pointsOf({ rows, columns, mark }: Table, at: { x: number; y: number }): Points {
  const found: Points = { points: [], missing: [], unreadable: [] };
  for (const { row, cells } of rows) {
    const extra = cells.slice(columns.length).findIndex((cell) => cell.trim() !== "");
    if (extra >= 0) {
      const text = cells[columns.length + extra] ?? "";
      found.unreadable.push({ row, column: null, kind: "too_many_cells", text: text.trim() });
      continue;
    }
    const read = [at.x, at.y].map((column) => {
      const text = (cells[column] ?? "").trim();
      return { column, text, reading: readNumber(text, mark) };
    });
    const flaws = read.flatMap(({ column, text, reading }) =>
      reading.kind === "number" ? [] : [{ row, column, kind: reading.kind, text }],
    );
    const [x, y] = read.map(({ reading }) => (reading.kind === "number" ? reading.value : Number.NaN));
    if (flaws.length === 0 && x !== undefined && y !== undefined) found.points.push({ row, x, y });
    for (const flaw of flaws) (flaw.kind === "missing" ? found.missing : found.unreadable).push(flaw);
  }
  return found;
}

/** Whether the first row holds names: a cell that is no number stands above a number. */
function namesStandIn({ cells }: Row, below: readonly Row[], mark: DecimalMark): boolean {
  return cells.some((cell, at) => {
    if (readNumber(cell, mark).kind !== "unreadable") return false;
    return below.some((row) => readNumber(row.cells[at] ?? "", mark).kind === "number");
  });
}

/** How many cells most rows have, without empty ones at their ends. */
function usualWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) {
    const width = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
