// Where the line view puts its marks, on a plot whose scales are worked out by hand.
import { expect, test } from "vitest";
import { draw, inside, type LineView, lineScale } from "../../www/views/line";
import { palette, RecordingPen } from "./recording_pen";

const words = { model: "model", truth: "true line", leastSquares: "least squares", x: "x", y: "y" };
const x = Float64Array.of(0, 5, 10);
const y = Float64Array.of(0, 50, 100);
const size = { width: 550, height: 456 };

function view(change: Partial<LineView> = {}): LineView {
  const model = { w: 0, b: 50 };
  const batch = Uint32Array.of(1);
  return { x, y, batch, model, truth: null, leastSquares: null, residuals: false, palette, words, ...change };
}

function drawn(change: Partial<LineView> = {}): RecordingPen {
  const pen = new RecordingPen();
  draw(pen, view(change), lineScale(size, x, y));
  return pen;
}

test("the scales hold all samples with six hundredths of air, inside the margins", () => {
  const scale = lineScale(size, x, y);
  expect(scale.plot).toEqual({ left: 44, top: 26, right: 444, bottom: 426 });
  expect(scale.x.domain()).toEqual([-0.6, 10.6]);
  expect(scale.y.domain()).toEqual([-6, 106]);
  expect(scale.x(5)).toBe(244);
  expect(scale.y(50)).toBe(226);
});

test("samples of the batch are larger, filled with the cursor's colour and ringed; the others are small and grey", () => {
  const pen = drawn();
  expect(pen.of("dot", "fill").map((mark) => mark.points[0]?.[0])).toEqual([
    65.42857142857143, 422.57142857142856,
  ]);
  const [lit] = pen.of("here", "fill");
  expect(lit?.points).toEqual([[244, 226]]);
  expect(lit?.radius).toBe(4.5);
  const ring = pen.of("ink", "stroke").find((mark) => mark.radius === 4.5);
  expect(ring?.points).toEqual([[244, 226]]);
  expect(pen.of("dot", "fill")[0]?.radius).toBeLessThan(4.5);
});

test("the model's line runs from edge to edge of the plot and is labelled beside its end", () => {
  const pen = drawn({ model: { w: 5, b: 20 } });
  const [line] = pen.of("model mark", "stroke").filter((mark) => mark.width === 2.75);
  // w·x + b at −0.6 and 10.6 is 17 and 73.
  expect(line?.points).toEqual([
    [44, 426 - ((17 + 6) / 112) * 400],
    [444, 426 - ((73 + 6) / 112) * 400],
  ]);
  expect(line?.dash).toEqual([]);
  const label = pen.text("model");
  expect(label?.colour).toBe("model text");
  expect(label?.points).toEqual([[462, 426 - ((73 + 6) / 112) * 400]]);
});

test("the true line is dotted and the least-squares line dashed", () => {
  const pen = drawn({ truth: { w: 10, b: 0 }, leastSquares: { w: 9, b: 1 } });
  const long = (mark: { points: unknown[]; dash: number[] }) =>
    mark.points.length === 2 && mark.dash.length > 0;
  expect(pen.of("ink", "stroke").filter(long)[0]?.dash).toEqual([0.1, 5]);
  expect(pen.of("quiet", "stroke").filter(long)[0]?.dash).toEqual([6, 4]);
});

test("labels of lines that meet are at least a line of text apart", () => {
  const pen = drawn({ model: { w: 10, b: 0 }, truth: { w: 10, b: 0 }, leastSquares: { w: 10, b: 0 } });
  const heights = ["model", "true line", "least squares"].map(
    (text) => pen.text(text)?.points[0]?.[1] ?? Number.NaN,
  );
  heights.sort((a, b) => a - b);
  expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThanOrEqual(17);
  expect((heights[2] ?? 0) - (heights[1] ?? 0)).toBeGreaterThanOrEqual(17);
});

test("residuals run from the sample to the prediction, only for the batch", () => {
  const pen = drawn({ model: { w: 0, b: 20 }, residuals: true });
  const [residuals] = pen.of("wrong mark", "stroke");
  expect(residuals?.points).toEqual([
    [244, 226],
    [244, 426 - ((20 + 6) / 112) * 400],
  ]);
});

test("a residual beyond the plot ends at its edge", () => {
  const [residuals] = drawn({ model: { w: 0, b: 1e9 }, residuals: true }).of("wrong mark", "stroke");
  expect(residuals?.points[1]).toEqual([244, 26]);
});

test("a steep line is cut where it leaves the plot and labelled there", () => {
  const pen = drawn({ model: { w: -1e6, b: 5e6 } });
  const [line] = pen.of("model mark", "stroke").filter((mark) => mark.width === 2.75);
  expect(line?.points[0]?.[1]).toBe(26);
  expect(line?.points[1]?.[1]).toBe(426);
  expect(pen.text("model")?.points[0]?.[0]).toBeCloseTo(252, 1);
});

test("a line that is not finite, or passes beside the plot, is not drawn and has no label", () => {
  for (const model of [
    { w: Number.NaN, b: 0 },
    { w: 1, b: Infinity },
    { w: 0, b: 1e6 },
  ]) {
    const pen = drawn({ model, residuals: true });
    expect(pen.of("model mark")).toEqual([]);
    expect(pen.text("model")).toBeUndefined();
    expect(pen.marks.flatMap((mark) => mark.points.flat()).every(Number.isFinite)).toBe(true);
  }
});

test("even the steepest line a float64 can hold is cut at finite places", () => {
  const ends = inside({ w: 1e308, b: -1e308 }, lineScale(size, x, y));
  expect(ends).toEqual([
    [1, -6],
    [1, 106],
  ]);
});

test("one sample, or samples with one x, still have a scale", () => {
  const one = lineScale(size, Float64Array.of(3), Float64Array.of(4));
  expect(one.x.domain()).toEqual([2, 4]);
  expect(one.y.domain()).toEqual([3, 5]);
});
