// This batch's samples and their residuals as lengths in pixels, on scales worked out by hand.
import { expect, test } from "vitest";
import { type BatchView, drawBatch } from "../../www/views/line_batch";
import { lineScale } from "../../www/views/line_scale";
import { palette, RecordingPen } from "./recording_pen";

const x = Float64Array.of(0, 4, 10);
const y = Float64Array.of(10, 60, 90);
const scale = lineScale({ width: 550, height: 456 }, x, y);
const model = { w: 5, b: 20 };
/** What each prediction misses by, written out: 20 − 10, 40 − 60, 70 − 90. */
const MISSES = [10, 20, 20];
const perY = Math.abs(scale.y(1) - scale.y(0));

function drawn(change: Partial<BatchView>): RecordingPen {
  const pen = new RecordingPen();
  const shown = { batch: Uint32Array.of(0, 1, 2), grown: 1, residuals: false, squares: false };
  drawBatch(pen, { x, y, model, palette, ...shown, ...change }, scale);
  return pen;
}

const residuals = (pen: RecordingPen) =>
  pen
    .of("wrong mark", "stroke")
    .filter(({ width }) => width === 1.25)
    .map(({ points }) => points);
const squares = (pen: RecordingPen) => pen.of("wrong mark", "fill").map(({ points }) => points);

test("a residual stands upright at its sample and is as long as prediction and y are apart on the scale", () => {
  const lines = residuals(drawn({ residuals: true }));
  expect(lines).toHaveLength(3);
  for (const [index, [from = [0, 0] as const, to = [0, 0] as const]] of lines.entries()) {
    expect(from).toEqual([scale.x(x[index] ?? 0), scale.y(y[index] ?? 0)]);
    expect(to[0]).toBe(from[0]);
    expect(Math.abs(to[1] - from[1])).toBeCloseTo((MISSES[index] ?? 0) * perY, 9);
  }
  // Above the line the sample is higher, which is less on a canvas.
  expect((lines[0]?.[1]?.[1] ?? 0) - (lines[0]?.[0]?.[1] ?? 0)).toBeLessThan(0);
  expect((lines[1]?.[1]?.[1] ?? 0) - (lines[1]?.[0]?.[1] ?? 0)).toBeGreaterThan(0);
});

test("a square has its residual as one side and is as wide in pixels as it is high, unless the plot's edge cuts it", () => {
  const found = squares(drawn({ squares: true }));
  expect(found).toHaveLength(3);
  for (const [index, points] of found.entries()) {
    const xs = points.map(([at]) => at);
    const ys = points.map(([, at]) => at);
    const side = (MISSES[index] ?? 0) * perY;
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(side, 9);
    if (index === 0) expect(Math.min(...xs)).toBe(scale.plot.left);
    else if (index === 2) expect(Math.max(...xs)).toBe(scale.plot.right);
    else expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(side, 9);
    // One of its upright sides is the residual.
    const at = scale.x(x[index] ?? 0);
    expect(Math.min(...xs.map((edge) => Math.abs(edge - at)))).toBeLessThan(1e-9);
  }
});

test("squares come with their residuals; with neither there are the samples alone", () => {
  expect(residuals(drawn({ squares: true }))).toHaveLength(3);
  expect(squares(drawn({ residuals: true }))).toEqual([]);
  const none = drawn({});
  expect(none.of("wrong mark")).toEqual([]);
  expect(none.of("here", "fill")).toHaveLength(3);
});

test("a residual ends at the plot's edge, and a line that is not finite has none", () => {
  const steep = residuals(drawn({ residuals: true, model: { w: 1000, b: 0 }, batch: Uint32Array.of(2) }));
  expect(steep[0]?.[1]?.[1]).toBe(scale.plot.top);
  expect(residuals(drawn({ residuals: true, model: { w: Number.NaN, b: 0 } }))).toEqual([]);
});

test("before there is a batch the residuals are those of all samples, and none of them is lit", () => {
  const pen = drawn({ batch: null, residuals: true });
  expect(residuals(pen)).toHaveLength(3);
  expect(pen.of("here")).toEqual([]);
});

test("of 801 lit samples every third is drawn, plain and without a residual", () => {
  const batch = Uint32Array.from({ length: 801 }, (_, index) => index % 3);
  const pen = drawn({ batch, residuals: true, squares: true });
  expect(pen.of("here", "fill")).toHaveLength(267);
  expect(pen.of("wrong mark")).toEqual([]);
  const [[left = 0] = [], [right = 0] = []] = pen.of("here", "fill")[0]?.points ?? [];
  expect(right - left).toBe(3.5);
});
