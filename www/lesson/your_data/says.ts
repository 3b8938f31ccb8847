/** Problems and flaws of the reader's data as sentences. Refuses to leave out where: row, column and what stands there. */
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { DataProblem, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MIN_TRAINED, type Problem } from "./limits";
import type { Flaw, Points, Table } from "./table";

const kilobytes = (bytes: number): string => numbers.count(Math.ceil(bytes / 1000));

export function sayLimits(words: Words["your_data"]): string {
  return fill(words.limits, {
    rows: numbers.count(MAX_ROWS),
    columns: numbers.count(MAX_COLUMNS),
    size: `${numbers.count(MAX_BYTES / 1_000_000)} MB`,
  });
}

export function sayProblem(problem: Problem, words: Words["your_data"]): string {
  const most = { too_many_rows: MAX_ROWS, too_many_columns: MAX_COLUMNS };
  const { code, ...values } = problem;
  const written = Object.entries(values).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : name === "bytes" ? kilobytes(value) : numbers.count(value),
  ]);
  const limit =
    code === "too_large"
      ? kilobytes(MAX_BYTES)
      : code in most
        ? numbers.count(most[code as keyof typeof most])
        : "";
  const says = fill(words.problems[code], {
    ...Object.fromEntries(written),
    most: limit,
    least: numbers.count(MIN_TRAINED),
  });
  return `${says} ${words.problems.kept}`;
}

/** What was thrown, if the data are at fault; anything else is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DataProblem) return error.problem;
  throw error;
}

/** In one line: how many rows there are, and how many of them give no point. More of it stands further down. */
export function sayFound(table: Table, { missing, unreadable }: Points, words: Words["your_data"]): string {
  const { found } = words.points;
  const rowsOf = (flaws: readonly Flaw[]): number => new Set(flaws.map(({ row }) => row)).size;
  const { length } = table.rows;
  const says = [fill(length === 1 ? found.row : found.rows, { count: numbers.count(length) })];
  const flawed = [
    [found.unreadable, rowsOf(unreadable)],
    [found.missing, rowsOf(missing)],
  ] as const;
  for (const [text, count] of flawed) if (count > 0) says.push(fill(text, { count: numbers.count(count) }));
  return says.length === 1 ? (says[0] ?? "") : fill(found.below, { says: says.join(found.between) });
}

export function nameOfColumn(
  { columns }: Pick<Table, "columns">,
  at: number,
  words: Words["your_data"],
): string {
  return columns[at]?.name ?? unnamed(at, words);
}

/** What a column without a name is called. */
export const unnamed = (at: number, words: Words["your_data"]): string =>
  fill(words.columns.unnamed, { number: numbers.count(at + 1) });

export function sayFlaw({ row, column, kind, text }: Flaw, table: Table, words: Words["your_data"]): string {
  const { flaws } = words;
  const values = {
    row: numbers.count(row),
    column: column === null ? "" : nameOfColumn(table, column, words),
    text: text.length > 40 ? `${text.slice(0, 39)}…` : text,
    mark: table.mark === "," ? flaws.markComma : flaws.markPoint,
  };
  if (kind === "missing") return fill(text === "" ? flaws.blank : flaws.named, values);
  if (kind === "too_many_cells") return fill(flaws.tooMany, values);
  if (kind === "too_large") return fill(flaws.tooLarge, values);
  // Digits and marks only: a number, written in another way than is read here.
  return fill(/^[\d.,\s'’+-]+$/.test(text) ? flaws.cellThousands : flaws.cell, values);
}
