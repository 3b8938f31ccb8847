// Lines on which a height over the map's pixels is 0: found, followed, and left out where nothing is known.
import { expect, test } from "vitest";
import { Contour, type ContourLine } from "../../www/lab/panels/map_contour";

interface Traced {
  lines: ContourLine[];
  asked: number;
  contour: Contour;
}

function trace(
  columns: number,
  rows: number,
  height: (column: number, row: number) => number,
  exact: (column: number, row: number) => boolean = () => true,
): Traced {
  const contour = new Contour(columns, rows);
  const asks = contour.ask();
  let asked = 0;
  const places = new Set<string>();
  for (let next = asks.next(); !next.done; ) {
    const { column, row } = next.value;
    asked += 1;
    places.add(`${column} ${row}`);
    next = asks.next({ value: height(column, row), exact: exact(column, row) });
  }
  expect(places.size).toBe(asked);
  return { lines: contour.lines(), asked, contour };
}

test("a circle is one closed line, within a hundredth of a pixel's place, for a fifth of all places", () => {
  const { lines, asked } = trace(100, 100, (x, y) => Math.hypot(x - 50, y - 48) - 30);
  expect(lines).toHaveLength(1);
  const points = lines[0]?.points ?? [];
  expect(points[0]).toEqual(points.at(-1));
  expect(points.length).toBeGreaterThan(80);
  for (const { column, row } of points) expect(Math.hypot(column - 50, row - 48)).toBeCloseTo(30, 1);
  // Of 51 · 51.
  expect(asked).toBeLessThan(520);
});

test("a line from edge to edge is found to its ends, at the last pixel too", () => {
  const { lines } = trace(100, 41, (x, y) => y - 7.3 - x / 10);
  expect(lines).toHaveLength(1);
  const ends = [lines[0]?.points[0], lines[0]?.points.at(-1)].sort(
    (a, b) => (a?.column ?? 0) - (b?.column ?? 0),
  );
  expect(ends.map((end) => end?.column)).toEqual([0, 99]);
  expect(ends.map((end) => end?.row)).toEqual([expect.closeTo(7.3, 9), expect.closeTo(17.2, 9)]);
});

test("where heights are not known no line is drawn, and what is nowhere stable lies below", () => {
  const { lines } = trace(60, 60, (x, y) => (x < 20 ? Number.NaN : y < 30 ? 1 : Number.NEGATIVE_INFINITY));
  expect(lines).toHaveLength(1);
  expect(Math.min(...(lines[0]?.points ?? []).map(({ column }) => column))).toBe(20);
  expect(lines[0]?.points.every(({ row }) => row > 28 && row < 30)).toBe(true);
});

test("a line is exact only where all the heights beside it are", () => {
  const { lines } = trace(
    80,
    80,
    (x, y) => y - 20.5 - x / 8,
    (x) => x >= 40,
  );
  expect(lines.map(({ kind }) => kind)).toEqual(["guide", "exact"]);
  const columns = (line: ContourLine | undefined) => line?.points.map(({ column }) => column) ?? [];
  expect(Math.max(...columns(lines[0]))).toBe(Math.min(...columns(lines[1])));
});

test("two lines that nearly meet stay two", () => {
  const { lines } = trace(61, 61, (x, y) => (x - 30.4) * (y - 30.4) + 0.1);
  expect(lines).toHaveLength(2);
});

test("without a line all heights are known to have one sign", () => {
  const { contour, lines } = trace(30, 1, (x) => 1 + x);
  expect([lines.length, contour.isAll("above"), contour.isAll("below")]).toEqual([0, true, false]);
  expect(trace(30, 30, () => Number.NaN).contour.isAll("above")).toBe(false);
});
