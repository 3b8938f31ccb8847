// Where the line view puts its marks, on a plot whose scales are worked out by hand.
import { expect, test } from "vitest";
import { panned, zoomed } from "../../www/lab/panels/line_zoom";
import { rgb } from "../../www/lab/panels/many_samples";
import { drawMoving, drawStanding, type LineView } from "../../www/views/line";
import {
  gripOf,
  handlePlaces,
  inside,
  lineScale,
  lineThrough,
  nearestSample,
  sameScale,
  squareOf,
  stepOf,
  withDomains,
  withRoom,
} from "../../www/views/line_scale";
import { palette, RecordingPen } from "./recording_pen";

const words = {
  model: "model",
  truth: "true line",
  leastSquares: "least squares",
  x: "x",
  y: "y",
  prediction: "",
  own: "",
};
const x = Float64Array.of(0, 5, 10);
const y = Float64Array.of(0, 50, 100);
const size = { width: 550, height: 456 };

function view(change: Partial<LineView> = {}): LineView {
  const model = { w: 0, b: 50 };
  const batch = Uint32Array.of(1);
  const still = { grown: 1, squares: false, handles: [], selected: null, pointer: null };
  return {
    x,
    y,
    batch,
    model,
    truth: null,
    leastSquares: null,
    residuals: false,
    ...still,
    palette,
    words,
    ...change,
  };
}

function drawn(change: Partial<LineView> = {}, scale = lineScale(size, x, y)): RecordingPen {
  const pen = new RecordingPen();
  drawStanding(pen, view(change), scale);
  drawMoving(pen, view(change), scale);
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

test("samples of the batch are diamonds in the cursor's colour with a rim; all samples are small grey discs", () => {
  const pen = drawn();
  expect(pen.of("dot", "fill").map((mark) => [mark.points[0]?.[0], mark.radius])).toEqual([
    [65.42857142857143, 2.75],
    [244, 2.75],
    [422.57142857142856, 2.75],
  ]);
  const diamond = [
    [244, 220.25],
    [249.75, 226],
    [244, 231.75],
    [238.25, 226],
  ];
  expect(pen.of("here", "fill").map((mark) => mark.points)).toEqual([diamond]);
  expect(pen.of("ink", "stroke").map((mark) => mark.points)).toContainEqual(diamond);
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
  // Clear of the checkboxes, which end where the plot begins.
  expect(heights[0]).toBeGreaterThanOrEqual(26 + 9);
});

test("the name of a line that leaves the plot is written over the residuals", () => {
  const { marks } = drawn({ model: { w: -1e6, b: 5e6 }, residuals: true });
  const residuals = marks.findLastIndex(({ colour, kind }) => colour === "wrong mark" && kind === "stroke");
  expect(residuals).toBeGreaterThan(0);
  expect(marks.findIndex(({ text }) => text === "model")).toBeGreaterThan(residuals);
});

test("residuals run from the sample to the prediction, only for the batch", () => {
  const pen = drawn({ model: { w: 0, b: 20 }, residuals: true });
  const [residuals] = pen.of("wrong mark", "stroke");
  expect(residuals?.points).toEqual([
    [244, 226],
    [244, 426 - ((20 + 6) / 112) * 400],
  ]);
});

test("before there is a batch the residuals are those of all samples, of many those of a few, of very many none", () => {
  const at = (batch: Uint32Array | null, n: number): number[][] => {
    const [xs, ys] = [Float64Array.from({ length: n }, (_, index) => index), new Float64Array(n).fill(50)];
    const pen = drawn(
      { x: xs, y: ys, batch, model: { w: 0, b: 20 }, residuals: true },
      lineScale(
        size,
        xs,
        new Float64Array(n).map((_, index) => (index % 2) * 100),
      ),
    );
    return pen.of("wrong mark", "stroke").flatMap(({ points }) => points);
  };
  const [up, down] = [426 - ((50 + 6) / 112) * 400, 426 - ((20 + 6) / 112) * 400];
  const three = at(null, 3);
  expect(three.map(([, height]) => height)).toEqual([up, down, up, down, up, down]);
  expect(three[0]?.[0]).toBe(three[1]?.[0]);
  expect(at(Uint32Array.of(2), 3)).toEqual(three.slice(4));
  // Every third of 1,000.
  expect(at(null, 1000)).toHaveLength(2 * 334);
  expect(at(null, 4000)).toHaveLength(2 * 400);
  expect(at(null, 4001)).toEqual([]);
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

test("a square's side is the residual in pixels, on the left of a sample above the line, cut at the plot's edge", () => {
  const scale = lineScale(size, x, y);
  // The sample (5, 50) at (244, 226); the line predicts 22, which is 100 pixels lower.
  expect(squareOf(5, 50, { w: 0, b: 22 }, scale)).toEqual({ left: 244, right: 344, top: 226, bottom: 326 });
  expect(squareOf(5, 50, { w: 0, b: 78 }, scale)).toEqual({ left: 144, right: 244, top: 126, bottom: 226 });
  expect(squareOf(10, 100, { w: 0, b: 0 }, scale)?.right).toBe(444);
  expect(squareOf(5, 50, { w: Number.NaN, b: 0 }, scale)).toBeNull();
});

test("squares are drawn with the residuals they belong to, and only of the batch", () => {
  const pen = drawn({ squares: true, model: { w: 0, b: 22 } });
  expect(pen.of("wrong mark", "fill").map(({ points }) => points)).toEqual([
    [
      [244, 226],
      [344, 226],
      [344, 326],
      [244, 326],
    ],
  ]);
  expect(pen.of("wrong mark", "stroke")).toHaveLength(2);
});

test("the handles stand on the line, and the line through their places is the line again", () => {
  const scale = lineScale(size, x, y);
  const [left, right] = handlePlaces({ w: 5, b: 20 }, scale);
  expect(left?.[0]).toBe(108);
  expect(right?.[0]).toBeCloseTo(380, 9);
  const line = lineThrough(left ?? [0, 0], right ?? [0, 0], scale);
  expect(line?.w).toBeCloseTo(5, 12);
  expect(line?.b).toBeCloseTo(20, 12);
  expect(lineThrough([3, 1], [3, 2], scale)).toBeNull();
  // A steep line has them on the part that is to be seen, one that touches the plot's corner has none.
  expect(handlePlaces({ w: 1000, b: 0 }, scale).map(([, at]) => at)).toEqual([362, 90]);
  expect(handlePlaces({ w: -1, b: -6.3 }, scale)).toEqual([]);
});

test("the nearest sample is found within reach, and none beyond", () => {
  const scale = lineScale(size, x, y);
  expect(nearestSample({ x, y }, scale, { x: 250, y: 230 }, 14)).toBe(1);
  expect(nearestSample({ x, y }, scale, { x: 250, y: 250 }, 14)).toBeNull();
});

test("the prediction at the pointer stands on the line, with its words", () => {
  const pen = drawn({
    model: { w: 5, b: 20 },
    pointer: 5,
    words: { ...words, prediction: "x = 5.00 → y = 45.00" },
  });
  const [x, y] = pen.of("model mark", "fill")[0]?.points[0] ?? [];
  expect(x).toBe(244);
  // 45 lies 51 of 112 units above the lowest mark of the axis.
  expect(y).toBeCloseTo(426 - (51 / 112) * 400, 9);
  expect(pen.text("x = 5.00 → y = 45.00")).toBeDefined();
});

test("where neither side has room the words run on into the margin, and not over the axis' numbers", () => {
  const prediction = "x = 5.00 → prediction 45.00";
  const starts = [0, 6.4, 10].map((pointer) => {
    const narrow = lineScale({ width: 400, height: 300 }, x, y);
    const pen = drawn({ pointer, words: { ...words, prediction } }, narrow);
    return (pen.text(prediction)?.points[0]?.[0] ?? 0) - narrow.x(pointer);
  });
  // The words are 184 pixels wide, the plot is 250: only at its right end do they stand to the left.
  expect(starts).toEqual([14, 14, expect.closeTo(-14 - 183.6, 9)]);
});

test("a large batch is thinned to some hundred marks", () => {
  const many = Float64Array.from({ length: 6000 }, (_, index) => index);
  const pen = new RecordingPen();
  const batch = Uint32Array.from({ length: 4000 }, (_, index) => index);
  drawMoving(pen, { ...view({ batch }), x: many, y: many }, lineScale(size, many, many));
  expect(pen.of("here", "fill")).toHaveLength(400);
});

test("what lies outside the part that was zoomed into is not drawn over the margins", () => {
  const part = withDomains(lineScale(size, x, y), [4, 6], [40, 60]);
  const pen = drawn({ batch: Uint32Array.of(0, 1, 2) }, part);
  expect(pen.of("dot", "fill").map((mark) => mark.points)).toEqual([[[244, 226]]]);
  expect(pen.of("here", "fill")).toHaveLength(1);
});

test("a sample in hand has a ring, its own place beside it, and the prediction clear of that and of its cross", () => {
  const own = "x = 5.00, y = 50.00";
  const prediction = "prediction 52.00";
  const rings = (pen: RecordingPen) => pen.of("ink", "stroke").filter((mark) => mark.radius === 9);
  const pen = drawn({
    selected: 1,
    pointer: 5,
    model: { w: 5, b: 27 },
    words: { ...words, own, prediction },
  });
  expect(rings(pen).map(({ points }) => points)).toEqual([[[244, 226]]]);
  // The cross takes 24 by 24 pixels to the upper right: the words begin below it, and past it.
  expect(pen.text(own)?.points[0]).toEqual([258, 226]);
  expect(pen.text(prediction)?.points[0]?.[0]).toBe(280);
  expect(pen.text(prediction)?.points[0]?.[1]).toBeCloseTo(426 - (58 / 112) * 400 - 16, 9);
  // At the foot of the plot the sample's own place moves up, and so it stands past the cross too.
  const part = withDomains(lineScale(size, x, y), [-1, 11], [0, 110]);
  const low = drawn({ selected: 0, pointer: 0, words: { ...words, own, prediction } }, part);
  const [across, down] = low.text(own)?.points[0] ?? [];
  expect([across, down]).toEqual([part.x(0) + 36, 418]);
});

test("scales make room for a sample that leaves them, and are the same object while none does", () => {
  const scale = lineScale(size, x, y);
  expect(withRoom(scale, { x, y })).toBe(scale);
  const low = withRoom(scale, { x, y: Float64Array.of(-90, 50, 100) });
  expect(low.x.domain()).toEqual(scale.x.domain());
  expect(low.y.domain()[1]).toBe(scale.y.domain()[1]);
  expect(low.y(-90)).toBeLessThanOrEqual(scale.plot.bottom);
  expect(low.y(-90)).toBeCloseTo(scale.plot.bottom, 3);
});

test("between its handles the line has a square grip, half-way", () => {
  expect(
    gripOf([
      [108, 90],
      [380, 362],
    ]),
  ).toEqual([244, 226]);
  expect(gripOf([])).toBeNull();
});

test("scales of the same samples are the same, and a step is a twentieth of the distance between marks", () => {
  const scale = lineScale(size, x, y);
  expect(sameScale(scale, lineScale(size, x, y))).toBe(true);
  expect(sameScale(scale, withDomains(scale, [0, 1], scale.y.domain()))).toBe(false);
  expect([stepOf(scale.x), stepOf(scale.y)]).toEqual([0.1, 1]);
});

test("zooming keeps the place under the pointer, and neither zooming nor panning leaves the whole", () => {
  const [from, to] = zoomed([0, 1], 0.25, 0.5);
  expect([from, to]).toEqual([0.125, 0.625]);
  expect(zoomed([0.125, 0.625], 0.25, 4)).toEqual([0, 1]);
  expect(panned([0.5, 0.75], 2)).toEqual([0.75, 1]);
  expect(panned([0.5, 0.75], -1)).toEqual([0.25, 0.5]);
});

test("a colour is read in both of the browser's notations", () => {
  expect(rgb("rgb(107, 106, 100)")).toEqual([107, 106, 100]);
  expect(rgb("color(srgb 0.5 1 0)")).toEqual([128, 255, 0]);
});
