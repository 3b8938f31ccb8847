// Which colour a run gets, where it stands on the map, and what is drawn over it.
import { expect, test } from "vitest";
import { draw, type MapView } from "../../www/views/map";
import { cardBox, cardIn, drawCard } from "../../www/views/map_card";
import { type LimitPoint, stretches } from "../../www/views/map_limit";
import { covered, paint, type Rgb, ramp, readColour, spanOf, strength } from "../../www/views/map_pixels";
import { cellAt, columnOf, mapScale, nearestCell, placeOf } from "../../www/views/map_scale";
import { palette, RecordingPen } from "./recording_pen";

const size = { width: 324, height: 256 };
const axis = (values: number[], log = false, whole = false) => ({
  values: Float64Array.from(values),
  log,
  whole,
});
const rates = axis([0.001, 0.01, 0.1, 1], true);
const batches = axis([1, 2, 3, 4], false, true);
const words = { exact: "exact", guide: "guide", here: "this run", diverged: "diverged" };
const scale = mapScale(size, rates, batches);

function drawn(change: Partial<MapView> = {}): RecordingPen {
  const pen = new RecordingPen();
  const view: MapView = {
    span: { least: 100, low: -1, high: 2 },
    ramp: [
      [0, 0, 0],
      [200, 100, 0],
    ],
    limit: null,
    here: null,
    cell: null,
    palette,
    words,
    ...change,
  };
  draw(pen, view, scale);
  return pen;
}

test("pixels are even: a value's mark is the middle of its pixel, on a logarithmic axis too", () => {
  expect(scale.plot).toEqual({ left: 44, top: 32, right: 244, bottom: 232 });
  for (const [column, rate] of [0.001, 0.01, 0.1, 1].entries())
    expect(scale.x.at(rate)).toBeCloseTo(placeOf(scale, { column, row: 0 }).x, 9);
  expect(placeOf(scale, { column: 0, row: 0 })).toEqual({ x: 69, y: 207 });
  expect(placeOf(scale, { column: 3, row: 3 })).toEqual({ x: 219, y: 57 });
});

test("the pixel under a place counts columns from the left and rows from below", () => {
  expect(cellAt(scale, { x: 45, y: 231 })).toEqual({ column: 0, row: 0 });
  expect(cellAt(scale, { x: 243, y: 33 })).toEqual({ column: 3, row: 3 });
  expect(cellAt(scale, { x: 30, y: 100 })).toBeNull();
  expect(nearestCell(scale, { x: 999, y: Number.NaN })).toEqual({ column: 3, row: 0 });
});

test("a coarse run covers its block until a finer one is known", () => {
  const values = new Float64Array(16 * 16).fill(Number.NaN);
  values[0] = 7;
  values[4] = 9;
  const known = covered({ values, columns: 16, rows: 16 });
  expect([known[3], known[4], known[7], known[3 * 16 + 5], known[7 * 16 + 7]]).toEqual([7, 9, 9, 9, 7]);
  expect(known[8]).toBeNaN();
});

test("the colours span whole decades above the least loss, and neither zero nor infinity stretches them", () => {
  const values = Float64Array.of(100.5, Number.NaN, Infinity, 100, 250);
  const spread = new Float64Array(64 * 8).fill(Number.NaN);
  for (const [index, value] of values.entries()) spread[index * 8] = value;
  expect(spanOf({ values: spread, columns: 64, rows: 8 }, 100)).toEqual({ least: 100, low: -1, high: 3 });
  const none = new Float64Array(64).fill(Number.NaN);
  expect(spanOf({ values: none, columns: 8, rows: 8 }, 0)).toBeNull();
});

test("more decades than colours tell apart are cut at the small end", () => {
  const values = Float64Array.from({ length: 64 }, (_, index) => (index % 8 === 0 ? 10 ** -(index * 4) : 1));
  expect(spanOf({ values, columns: 64, rows: 1 }, 0)).toMatchObject({ low: -6, high: 0 });
});

test("the strongest colour is the least loss", () => {
  const span = { least: 100, low: -1, high: 3 };
  expect([1e9, 1100, 110, 100.1, 100, 99].map((loss) => strength(loss, span))).toEqual([
    0,
    0,
    0.5,
    expect.closeTo(1, 9),
    1,
    1,
  ]);
});

test("the ramp leads from the ground through the loss's own colour towards the ink, ever darker on white", () => {
  const colours = ramp({
    ground: "rgb(255, 255, 255)",
    wrongMark: "rgb(213, 94, 0)",
    ink: "rgb(28, 28, 26)",
  });
  const light = colours.map(([red, green, blue]) => 0.3 * red + 0.6 * green + 0.1 * blue);
  expect(light.every((value, index) => index === 0 || value < (light[index - 1] ?? 0))).toBe(true);
  expect(colours).toHaveLength(256);
  expect(readColour("rgb(213, 94, 0)")).toEqual([213, 94, 0]);
});

test("a run that diverged is transparent for the hatching, one not yet known has the ground's colour", () => {
  const colours: Rgb[] = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const picture = new Uint32Array(4);
  // Below: the least loss, and a large one. Above: diverged, and not known.
  const values = Float64Array.of(100, 1e6, Infinity, Number.NaN);
  paint(picture, { values, columns: 2, rows: 2 }, { least: 100, low: 0, high: 2 }, colours, [9, 9, 9]);
  const bytes = new Uint8Array(picture.buffer);
  expect([...bytes.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect([...bytes.subarray(8, 12)]).toEqual([4, 5, 6, 255]);
  expect([...bytes.subarray(12, 16)]).toEqual([1, 2, 3, 255]);
});

test("what is not known and has no coarser run has the ground's colour", () => {
  const picture = new Uint32Array(1);
  paint(picture, { values: Float64Array.of(Number.NaN), columns: 1, rows: 1 }, null, [[1, 2, 3]], [9, 8, 7]);
  expect([...new Uint8Array(picture.buffer)]).toEqual([9, 8, 7, 255]);
});

const points = (...kinds: LimitPoint["kind"][]): LimitPoint[] =>
  kinds.map((kind, index) => ({ index, rate: 0.1, kind }));

test("an exact limit is a solid line with a word, a guide a dashed one", () => {
  const exact = drawn({ limit: { along: "x", points: points("exact", "exact", "exact") } });
  const [line] = exact.of("ink", "stroke");
  expect(line?.dash).toEqual([]);
  expect(line?.points).toEqual([
    [expect.closeTo(169, 9), 207],
    [expect.closeTo(169, 9), 157],
    [expect.closeTo(169, 9), 107],
  ]);
  expect(exact.text("exact")).toBeDefined();
  expect(exact.text("guide")).toBeUndefined();
  const guide = drawn({
    limit: { along: "y", points: points("guide", "guide").map((point) => ({ ...point, rate: 2 })) },
  });
  expect(guide.of("ink", "stroke")[0]?.dash).toEqual([6, 4]);
  expect(guide.text("guide")).toBeDefined();
});

test("lines on which the limit is the run's rate lie between the pixels, each of its kind", () => {
  const lines = [
    { kind: "exact" as const, points: [0, 1, 2.5].map((column) => ({ column, row: 0.5 })) },
    { kind: "guide" as const, points: [0, 3].map((row) => ({ column: 1.5, row })) },
  ];
  const pen = drawn({ limit: { along: null, lines } });
  const [solid, dashed] = pen.of("ink", "stroke");
  expect([solid?.dash, dashed?.dash]).toEqual([[], [6, 4]]);
  expect(solid?.points).toEqual([
    [69, 182],
    [119, 182],
    [194, 182],
  ]);
  expect(dashed?.points).toEqual([
    [144, 207],
    [144, 57],
  ]);
  // The word of the one that crosses stands below it.
  expect(pen.text("exact")?.points[0]?.[1]).toBeGreaterThan(182);
  expect(pen.text("guide")).toBeDefined();
});

test("an uneven axis has its values in even pixels, and marks them where there is room", () => {
  const uneven = { values: Float64Array.of(1, 2, 3, 10, 30, 100), log: false, whole: true, uneven: true };
  const { x } = mapScale(size, uneven, batches);
  const middles = [1, 2, 3, 10, 30, 100].map((value) => x.at(value));
  expect(middles.map((at, index) => at - (middles[index - 1] ?? at - 200 / 6))).toEqual(
    Array.from({ length: 6 }, () => expect.closeTo(200 / 6, 9)),
  );
  expect(x.at(20)).toBeCloseTo(((middles[3] ?? 0) + (middles[4] ?? 0)) / 2, 9);
  expect(x.ticks()).toEqual([1, 2, 10, 100]);
});

test("with both kinds on one map the guide reaches to the exact value, and a lone exact one is a dot", () => {
  const limit = { along: "x" as const, points: points("guide", "guide", "guide", "exact") };
  expect(stretches(limit, scale).map(({ kind, points }) => [kind, points.length])).toEqual([
    ["guide", 4],
    ["exact", 1],
  ]);
  const pen = drawn({ limit });
  expect(pen.of("ink", "fill").find(({ radius }) => radius === 3)?.points).toEqual([
    [expect.closeTo(169, 9), 57],
  ]);
  expect(pen.text("exact")).toBeDefined();
  expect(pen.text("guide")).toBeDefined();
});

test("a limit outside the axes is not drawn, nor are its neighbours joined across it", () => {
  const limit = {
    along: "x" as const,
    points: [0.1, 50, 0.1, 0.2].map((rate, index) => ({ index, rate, kind: "exact" as const })),
  };
  expect(stretches(limit, scale).map(({ points }) => points.length)).toEqual([1, 2]);
});

test("this run has a mark and a label; beyond an axis it stands at the edge and is hollow", () => {
  const inside = drawn({ here: { x: 0.01, y: 3 } });
  const [mark] = inside.of("here", "fill");
  expect(mark?.points).toEqual([[expect.closeTo(119, 9), expect.closeTo(107, 9)]]);
  expect(inside.text("this run")).toBeDefined();
  const outside = drawn({ here: { x: 5000, y: 3 } });
  expect(outside.of("here")).toEqual([]);
  expect(outside.of("ground", "fill").at(-1)?.points).toEqual([[244, expect.closeTo(107, 9)]]);
});

test("the pixel looked at is framed, and this run's label gives way to its card", () => {
  const pen = drawn({ here: { x: 0.01, y: 3 }, cell: { column: 1, row: 2 } });
  const frame = pen.of("ink", "stroke").at(-1);
  expect(frame?.points.map(([x]) => x)).toEqual([93, 145, 145, 93]);
  expect(pen.text("this run")).toBeUndefined();
});

test("the key tells diverged from a colour by hatching, and counts decades above the least loss", () => {
  const pen = drawn();
  expect(pen.text("diverged")).toBeDefined();
  expect(["+100", "+10", "+1", "+0.1"].every((text) => pen.text(text))).toBe(true);
  expect(pen.text("+100")?.points[0]?.[1]).toBeLessThan(pen.text("+0.1")?.points[0]?.[1] ?? 0);
  expect(drawn({ span: { least: 0, low: -1, high: 1 } }).text("10")).toBeDefined();
});

test("the axes have marks at powers of ten and at whole counts, from 1 on", () => {
  const pen = drawn();
  for (const text of ["0.001", "0.01", "0.1", "1"]) expect(pen.text(text)).toBeDefined();
  expect(scale.y.ticks().every(Number.isInteger)).toBe(true);
  expect(scale.y.ticks()[0]).toBe(1);
});

test("the card lies in the corner farthest from its pixel and draws the losses on a logarithmic scale", () => {
  const box = cardBox(scale.plot, { x: 60, y: 40 });
  expect(box).toEqual({ left: 83, top: 131, right: 237, bottom: 225 });
  expect(cardBox(scale.plot, { x: 230, y: 220 })).toMatchObject({ left: 51, top: 39 });
  // What is not drawn here has its room at the foot.
  expect(cardBox(scale.plot, { x: 60, y: 40 }, 39)).toMatchObject({ top: 92, bottom: 225 });
  const pen = new RecordingPen();
  const curve = [1000, 100, 10, Number.NaN, 0].map((loss, index) => ({ update: index + 1, loss }));
  drawCard(pen, { values: ["lr 0.1", "batch 2"], end: "loss 10", curve, updates: 5, palette }, box);
  const [line] = pen.of("wrong mark", "stroke");
  expect(line?.points).toHaveLength(3);
  const [first = 0, second = 0, third = 0] = line?.points.map(([, y]) => y) ?? [];
  expect(second - first).toBeCloseTo(third - second, 9);
  expect(third).toBe(218);
  for (const text of ["lr 0.1", "batch 2", "loss 10"]) expect(pen.text(text)).toBeDefined();
});

test("a wide map has a column for its card beside the key, a small one none", () => {
  expect(columnOf(scale)).toBeNull();
  const wide = mapScale({ width: 800, height: 500 }, rates, batches);
  const column = columnOf(wide);
  expect(wide.plot.right).toBe(500);
  expect(column).toEqual({ left: 592, top: wide.plot.top, right: 788, bottom: wide.plot.bottom });
  if (!column) return;
  expect(cardIn(column)).toEqual({ ...column, bottom: wide.plot.top + 170 });
  // Never longer than the plot, whatever stands at its foot.
  expect(cardIn({ ...column, bottom: column.top + 100 }, 39).bottom).toBe(column.top + 100);
});
