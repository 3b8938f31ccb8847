/**
 * What the block has given to the lab: the points trained on, those held back, and where they come from. Kept apart from
 * the table, which the reader may change meanwhile.
 * Refuses to guess what a lab's points were part of: taken from there, none are held back and the columns have no names.
 */
import type { Data } from "../../engine";
import type { Split } from "./hold_back";
import type { DecimalMark } from "./numbers_read";
import type { Point } from "./table";

/** A column by its place, with the name its table gave it. */
export interface GivenColumn {
  at: number;
  name: string | null;
}

export interface Given {
  split: Split<Point>;
  columns: { x: GivenColumn; y: GivenColumn };
  /** How the table writes its numbers. */
  mark: DecimalMark;
}

type Points = Extract<Data, { source: "points" }>;

/** The lab's points as a table in text, and as they would have been given from it. */
export function fromLab({ x, y }: Points): { text: string; given: Given } {
  const lines = Array.from(x, (value, index) => `${value},${y[index]}`);
  // The row of names is row 1.
  const train = Array.from(x, (value, index) => ({ row: index + 2, x: value, y: y[index] ?? Number.NaN }));
  return {
    text: ["x,y", ...lines, ""].join("\n"),
    given: {
      split: { train, held: [] },
      columns: { x: { at: 0, name: "x" }, y: { at: 1, name: "y" } },
      mark: ".",
    },
  };
}

/** Whether two draws train on the same rows and hold back the same. */
export function sameDraw(one: Split<Point>, other: Split<Point>): boolean {
  const rows = ({ train, held }: Split<Point>): string =>
    [train, held].map((part) => part.map(({ row }) => row).join()).join(";");
  return rows(one) === rows(other);
}

/** Whether two splits are of the same points, in perhaps another draw. */
export function samePoints(one: Split<Point>, other: Split<Point>): boolean {
  const before = new Map([...one.train, ...one.held].map((point) => [point.row, point]));
  const now = [...other.train, ...other.held];
  return (
    now.length === before.size &&
    now.every(({ row, x, y }) => before.get(row)?.x === x && before.get(row)?.y === y)
  );
}
