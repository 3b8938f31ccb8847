// Axes, and marks of single places: where they stand to the pixel, and what becomes of those at an edge.
import { expect, test } from "vitest";
import { drawAxes, marks } from "../../www/views/axes";
import { lineScale } from "../../www/views/line_scale";
import { arrow, cross, dot, exit, pointer, widthOf, write } from "../../www/views/marks";
import { DASH, font, TEXT_SIZE } from "../../www/views/pen";
import { palette, RecordingPen } from "./recording_pen";

const box = { left: 10, top: 10, right: 110, bottom: 60 };
const drawn = (work: (pen: RecordingPen) => void): RecordingPen => {
  const pen = new RecordingPen();
  work(pen);
  return pen;
};

test("ticks stand where the scale puts their values, and grid lines and labels keep to the plot and its margins", () => {
  const size = { width: 400, height: 300 };
  const scale = lineScale(size, Float64Array.of(-3, 4), Float64Array.of(-120, 80));
  const { plot } = scale;
  const horizontal = marks(scale.x.ticks(6), scale.x);
  const vertical = marks(scale.y.ticks(4), scale.y);
  expect(vertical.map(({ text }) => text)).toContain("−100");
  for (const { at, text } of vertical) expect(at).toBe(scale.y(Number(text.replace("−", "-"))));
  const pen = drawn((on) => drawAxes(on, plot, palette, horizontal, vertical));
  const [grid] = pen.of("grid", "stroke");
  expect(grid?.points).toHaveLength(2 * vertical.length);
  for (const [x, y] of grid?.points ?? []) {
    expect([plot.left, plot.right]).toContain(x);
    // A hairline lies on half a pixel.
    expect(y % 1).toBe(0.5);
    expect(y).toBeGreaterThanOrEqual(plot.top - 0.5);
    expect(y).toBeLessThanOrEqual(plot.bottom + 0.5);
  }
  const texts = pen.of("quiet", "text");
  expect(texts).toHaveLength(horizontal.length + vertical.length);
  for (const { text, points } of texts.slice(0, vertical.length)) {
    const [x = 0] = points[0] ?? [];
    expect(x).toBeLessThan(plot.left);
    expect(x - 6.8 * text.length).toBeGreaterThanOrEqual(0);
  }
  for (const { text, points } of texts.slice(vertical.length)) {
    const [x = 0, y = 0] = points[0] ?? [];
    expect(x).toBeGreaterThanOrEqual(plot.left);
    expect(x).toBeLessThanOrEqual(plot.right);
    expect(x + 3.4 * text.length).toBeLessThan(size.width);
    expect(y).toBeGreaterThan(plot.bottom);
    expect(y).toBeLessThanOrEqual(size.height);
  }
});

test("a mark may write its value in another way", () => {
  expect(
    marks(
      [1, 2],
      (value) => 10 * value,
      (value) => `epoch ${value}`,
    ),
  ).toEqual([
    { at: 10, text: "epoch 1" },
    { at: 20, text: "epoch 2" },
  ]);
});

test("an arrow ends at its tip with a closed head of nine pixels; one that leaves is cut at the edge, with an open one", () => {
  const inside = drawn((pen) => arrow(pen, [20, 20], [80, 20], box, "way", palette));
  const [shaft] = inside.of("way", "stroke");
  expect(shaft?.points[0]).toEqual([20, 20]);
  expect(shaft?.points[3]).toEqual([80, 20]);
  for (const wing of [2, 4]) expect(shaft?.points[wing]?.[0]).toBe(71);
  expect(inside.of("way", "fill")).toHaveLength(1);
  const leaving = drawn((pen) => arrow(pen, [20, 20], [220, 20], box, "way", palette));
  expect(leaving.of("way", "stroke")[0]?.points[3]).toEqual([110, 20]);
  expect(leaving.of("way", "fill")).toEqual([]);
});

test("an arrow too short to have a direction, from outside, or to nowhere, is not drawn", () => {
  for (const [from, to] of [
    [
      [20, 20],
      [22, 20],
    ],
    [
      [0, 20],
      [80, 20],
    ],
    [
      [20, 20],
      [Number.POSITIVE_INFINITY, 20],
    ],
    [
      [20, 20],
      [Number.NaN, 20],
    ],
  ] as const)
    expect(drawn((pen) => arrow(pen, from, to, box, "way", palette)).marks).toEqual([]);
});

test("a place outside has a pointer whose tip lies on the edge and points to it; one inside has none", () => {
  const outside = drawn((pen) => expect(pointer(pen, [300, 35], box, "here", "ink")).toBe(true));
  expect(outside.of("here", "fill")[0]?.points).toEqual([
    [110, 35],
    [98, 41],
    [98, 29],
  ]);
  const inside = drawn((pen) => expect(pointer(pen, [50, 35], box, "here", "ink")).toBe(false));
  expect(inside.marks).toEqual([]);
  expect(exit([60, 35], [0, -1], box)).toEqual([60, 10]);
});

test("a dot has its ring over its face, a cross has a rim below its arms, a text is set in the views' size", () => {
  const spot = drawn((pen) => dot(pen, [5, 6], 4, "here", "ink"));
  expect(spot.marks.map(({ kind, colour, radius }) => [kind, colour, radius])).toEqual([
    ["fill", "here", 4],
    ["stroke", "ink", 4],
  ]);
  const arms = drawn((pen) => cross(pen, [50, 30], 7, palette));
  expect(arms.marks.map(({ colour }) => colour)).toEqual(["ground", "ink"]);
  expect(arms.marks[1]?.points).toEqual([
    [43, 30],
    [57, 30],
    [50, 23],
    [50, 37],
  ]);
  const name = drawn((pen) => {
    write(pen, palette, [9, 8], { text: "start", colour: "ink", weight: 600, align: "center" });
    expect([pen.font, pen.textAlign]).toEqual([`600 ${TEXT_SIZE}px face`, "center"]);
  });
  expect(name.text("start")?.points).toEqual([[9, 8]]);
  expect(font(palette)).toBe("400 12px face");
  expect(widthOf("最小")).toBe(2 * TEXT_SIZE);
  expect(widthOf("ab")).toBeLessThan(widthOf("最小"));
  expect(DASH.dotted).not.toEqual(DASH.dashed);
});
