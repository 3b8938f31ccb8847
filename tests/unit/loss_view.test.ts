// Where the loss view puts its marks, and which losses it leaves out.
import { expect, test } from "vitest";
import {
  drawCursor,
  drawGround,
  drawPast,
  drawToCome,
  type LossCursor,
  type LossView,
} from "../../www/views/loss";
import { lossScale, type Point, trace } from "../../www/views/loss_scale";
import { palette, RecordingPen } from "./recording_pen";

const words = {
  updates: "each update",
  means: "epoch mean",
  runningLabel: "running mean",
  diverges: "diverges",
  epoch: "epoch",
  update: "update",
  unit: "",
};
const size = { width: 564, height: 138 };
const updates: Point[] = [1000, 100, 10, 1].map((loss, index) => ({ update: index + 1, loss }));
const means: Point[] = [
  { update: 2, loss: 550 },
  { update: 4, loss: 5.5 },
];

interface Drawn extends LossView {
  cursor: LossCursor;
  epochEnds: number[];
}

function scaleOf(
  points: readonly Point[],
  log: boolean,
  change: Partial<Parameters<typeof lossScale>[1]> = {},
) {
  return lossScale(size, { updates: 4, epochEnds: [2, 4], points, means: [], labels: [], ...change }, log);
}

const shown: LossView = {
  updates,
  means,
  running: null,
  ghosts: [],
  diverges: false,
  palette,
  words,
};

function drawn(change: Partial<Drawn> = {}, log = true): RecordingPen {
  const pen = new RecordingPen();
  const { cursor, epochEnds, ...view } = {
    ...shown,
    cursor: { update: 2, loss: 100 },
    epochEnds: [2, 4],
    ...change,
  };
  const labels = view.ghosts.map(({ name }) => name);
  const scale = scaleOf([...view.updates, ...view.means], log, { epochEnds, labels });
  drawGround(pen, view, scale);
  drawToCome(pen, view, scale);
  drawPast(pen, view, scale, cursor.update);
  drawCursor(pen, palette, scale, cursor);
  return pen;
}

test("three decades fill the height of a logarithmic plot evenly", () => {
  const scale = scaleOf(updates, true);
  expect(scale.plot).toEqual({ left: 58, top: 12, right: 458, bottom: 112 });
  expect([1000, 100, 10, 1].map((loss) => scale.y(loss))).toEqual([
    12,
    expect.closeTo(45.33, 2),
    expect.closeTo(78.67, 2),
    112,
  ]);
});

test("a linear plot starts at zero", () => {
  const scale = scaleOf(updates, false);
  expect([scale.y(0), scale.y(500), scale.y(1000)]).toEqual([112, 62, 12]);
});

test("updates are faint and thin, means bold; the whole run is fainter than what of it has been", () => {
  const curves = drawn()
    .of("wrong mark", "stroke")
    .filter(({ width }) => width === 1.25 || width === 2.5);
  const [toCome, meansToCome, past, meansPast] = curves;
  expect(toCome?.points.map(([x]) => x)).toEqual([158, 258, 358, 458]);
  expect(meansToCome?.points.map(([x]) => x)).toEqual([258, 458]);
  expect(past?.points.map(([x]) => x)).toEqual([158, 258]);
  expect(meansPast?.points.map(([x]) => x)).toEqual([258]);
  expect(past?.width).toBe(1.25);
  expect(meansPast?.width).toBe(2.5);
  expect(toCome?.alpha).toBeLessThan(past?.alpha ?? 0);
  expect(meansToCome?.alpha).toBeLessThan(meansPast?.alpha ?? 0);
});

test("updates are the thinner the nearer they are to each other, and no thinner than a hairline", () => {
  const widthWith = (count: number): number | undefined => {
    const points = Array.from({ length: count }, (_, index) => ({ update: index + 1, loss: 10 }));
    const pen = new RecordingPen();
    const view = { ...shown, updates: points, means: [] };
    drawToCome(pen, view, scaleOf(points, true, { updates: count }));
    return pen.of("wrong mark", "stroke")[0]?.width;
  };
  // The plot is 400 pixels wide.
  expect([8, 80, 100, 400].map(widthWith)).toEqual([1.25, 1.25, 1, 0.5]);
});

test("a curve is drawn in short strokes, each from where the last one ended", () => {
  const long = Array.from({ length: 25 }, (_, index) => ({ update: index / 10, loss: 10 }));
  const strokes = drawn({ updates: long, means: [], cursor: { update: 0, loss: null } })
    .of("wrong mark", "stroke")
    .filter((mark) => mark.alpha === 0.44)
    .map(({ points }) => points);
  expect(strokes.map(({ length }) => length)).toEqual([10, 11, 6]);
  expect(strokes[1]?.[0]).toEqual(strokes[0]?.at(-1));
});

test("a cursor inside an update stands part of the way to the next", () => {
  const pen = drawn({ cursor: { update: 2.5, loss: 100 } });
  expect(pen.of("here", "fill")[0]?.points[0]?.[0]).toBe(308);
});

test("epochs are marked where they end, also when their length changes; without epochs the axis counts updates", () => {
  const below = (pen: RecordingPen) =>
    pen.marks
      .filter((mark) => mark.kind === "text" && (mark.points[0]?.[1] ?? 0) > 112)
      .map((mark) => [mark.text, mark.points[0]?.[0]]);
  expect(below(drawn({ epochEnds: [3, 4] }))).toEqual([
    ["epoch 0", 58],
    ["1", 358],
    ["2", 458],
  ]);
  expect(below(drawn({ epochEnds: [] }))[0]).toEqual(["update 0", 58]);
});

test("losses in another unit than the program's say which", () => {
  expect(drawn({ words: { ...words, unit: "per sample" } }).text("per sample")).toBeDefined();
});

test("the cursor stands at the completed updates, its mark at the last loss", () => {
  const pen = drawn();
  const [mark] = pen.of("here", "fill");
  expect(mark?.points[0]?.[0]).toBe(258);
  expect(mark?.points[0]?.[1]).toBeCloseTo(45.33, 2);
  expect(pen.of("ink", "stroke")[0]?.points[0]?.[0]).toBe(258);
});

test("before the first update there is a line for the cursor but no mark", () => {
  const pen = drawn({ cursor: { update: 0, loss: null } });
  expect(pen.of("ink", "stroke")[0]?.points[0]?.[0]).toBe(58);
  expect(pen.of("here")).toEqual([]);
});

test("the axis counts whole epochs and names the first", () => {
  const pen = drawn();
  expect(pen.text("epoch 0")?.points[0]?.[0]).toBe(58);
  const below = pen.marks.filter((mark) => mark.kind === "text" && (mark.points[0]?.[1] ?? 0) > 112);
  expect(below.map((mark) => [mark.text, mark.points[0]?.[0]])).toEqual([
    ["epoch 0", 58],
    ["1", 258],
    ["2", 458],
  ]);
});

test("both curves are labelled beside their ends, not in a legend", () => {
  const pen = drawn();
  for (const text of ["each update", "epoch mean"]) expect(pen.text(text)?.points[0]?.[0]).toBe(476);
});

test("a run that diverges says so at its last loss", () => {
  const pen = drawn({ diverges: true });
  expect(pen.text("× diverges")?.colour).toBe("wrong text");
  expect(pen.text("each update")).toBeUndefined();
});

const branch = (end: Point, name: string) => ({ points: [{ update: 1, loss: 1000 }, end], name });
const five = [2, 3, 4, 5, 6].map((lr) => branch({ update: 4, loss: 5.5 }, `lr 0.0${lr}`));
const running: Point[] = [
  { update: 1, loss: 1000 },
  { update: 4, loss: 277.75 },
];
/** The labels beside the plot, from above; and how near two of them come. */
function beside(pen: RecordingPen, right = 458) {
  const labels = pen.marks.filter((mark) => mark.kind === "text" && (mark.points[0]?.[0] ?? 0) > right + 12);
  const heights = labels.map((mark) => mark.points[0]?.[1] ?? Number.NaN).sort((a, b) => a - b);
  const gaps = heights.slice(1).map((y, index) => y - (heights[index] ?? 0));
  return { texts: labels.map(({ text }) => text), heights, nearest: Math.min(...gaps) };
}

test("six runs that end at one height and the running mean have labels that neither overlap nor leave the canvas", () => {
  const seven = { ghosts: five, running, words: { ...words, means: "this run", updates: "" } };
  const { texts, heights, nearest } = beside(drawn(seven));
  expect(texts.sort()).toEqual([
    "lr 0.02",
    "lr 0.03",
    "lr 0.04",
    "lr 0.05",
    "lr 0.06",
    "running mean",
    "this run",
  ]);
  expect(nearest).toBeGreaterThanOrEqual(14);
  expect(heights[0]).toBeGreaterThanOrEqual(7);
  expect(heights.at(-1)).toBeLessThanOrEqual(size.height - 7);
});

test("a run that diverges beside others has its word where its curve breaks off, or among theirs at the margin", () => {
  const long = { ghosts: five, diverges: true };
  const { texts, nearest } = beside(drawn(long));
  expect(texts).toContain("× diverges");
  expect(texts).toHaveLength(6);
  expect(nearest).toBeGreaterThanOrEqual(14);
  const early = drawn({ ...long, updates: updates.slice(0, 1), means: [] });
  expect(early.text("× diverges")?.points).toEqual([[164, 16]]);
  expect(beside(early).texts).toHaveLength(5);
});

test("from a branch that ends early a hairline leads to its label, from one that does not none", () => {
  const pen = drawn({
    ghosts: [branch({ update: 2, loss: 1000 }, "lr 9"), branch({ update: 4, loss: 10 }, "lr 1")],
  });
  const hairs = pen.of("quiet", "stroke").filter(({ alpha, width }) => alpha < 1 && width === 1);
  expect(hairs.map(({ points }) => points)).toEqual([
    [
      [258, 12],
      [458, 12],
    ],
  ]);
});

test("of a run that breaks off the axis marks the epochs it has seen, not those it was to have", () => {
  const pen = drawn({ epochEnds: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20] });
  const below = pen.marks.filter((mark) => mark.kind === "text" && (mark.points[0]?.[1] ?? 0) > 112);
  expect(below.map((mark) => [mark.text, mark.points[0]?.[0]])).toEqual([
    ["epoch 0", 58],
    ["1", 258],
    ["2", 458],
  ]);
});

test("losses that are not finite are never drawn", () => {
  const bad = [...updates, { update: 5, loss: Number.NaN }, { update: 6, loss: Infinity }];
  const pen = drawn({ updates: bad, cursor: { update: 6, loss: Infinity } });
  expect(pen.marks.flatMap((mark) => mark.points.flat()).every(Number.isFinite)).toBe(true);
});

test("a loss of zero lies on the lower edge of a logarithmic plot", () => {
  const points = [
    { update: 1, loss: 10 },
    { update: 2, loss: 0 },
  ];
  const scale = scaleOf(points, true);
  expect(scale.y(0)).toBe(112);
});

test("a lone loss near zero does not stretch the scale: it ends at a hundredth of the lowest epoch mean", () => {
  const points = [...updates, { update: 5, loss: 1e-9 }];
  const scale = scaleOf(points, true, { means: [{ update: 5, loss: 50 }] });
  expect(scale.y.domain()).toEqual([0.5, 1000]);
  expect(scale.y(1e-9)).toBe(112);
});

test("an axis writes all its marks in one notation", () => {
  const far = [1e10, 1e4].map((loss, index) => ({ update: index + 1, loss }));
  const pen = drawn({ updates: far, means: [] });
  const beside = pen.marks.filter((mark) => mark.kind === "text" && (mark.points[0]?.[0] ?? 99) < 58);
  expect(beside.map((mark) => mark.text).filter((text) => !text?.startsWith("epoch"))).toEqual([
    "10⁴",
    "10⁷",
    "10¹⁰",
  ]);
});

test("a thinned trace keeps the lowest and the highest loss of each column, in order", () => {
  const losses = Float64Array.of(5, 9, 1, 4, 3, 3, Number.NaN, 8);
  expect(trace(losses, 2)).toEqual([
    { update: 2, loss: 9 },
    { update: 3, loss: 1 },
    { update: 5, loss: 3 },
    { update: 8, loss: 8 },
  ]);
  expect(trace(losses.subarray(0, 3), 100)).toHaveLength(3);
});

test("another run is dashed, ringed where it parts, and named at its end in the room it takes for that", () => {
  const points = [
    { update: 2, loss: 100 },
    { update: 3, loss: 20 },
    { update: 4, loss: 2 },
  ];
  const name = "lr 0.01 → 0.05 at update 2";
  const pen = drawn({ ghosts: [{ points, name }] });
  const curve = pen.of("quiet", "stroke").find((mark) => mark.points.length === 3 && mark.width === 1.5);
  // A third of 564 is not to be had, three tenths are: the plot ends at 394.8.
  expect(curve?.points.map(([x]) => x)).toEqual([226.4, expect.closeTo(310.6, 9), 394.8]);
  expect(curve?.dash).toEqual([6, 3]);
  const ring = pen.of("ground", "fill").find((mark) => mark.radius === 3);
  expect(ring?.points[0]?.[0]).toBe(226.4);
  expect(pen.text("lr 0.01 → 0.05 at up…")).toBeDefined();
});

test("the running mean is dotted and named, and only there on request", () => {
  const pen = drawn({ running });
  expect(pen.text("running mean")).toBeDefined();
  const curve = pen.of("wrong mark", "stroke").find((mark) => mark.width === 2.25);
  expect(curve?.points.map(([x]) => x)).toEqual([158, 458]);
  expect(drawn().text("running mean")).toBeUndefined();
});
