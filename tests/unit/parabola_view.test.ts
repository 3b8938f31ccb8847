// The parabola in the surface's place: its curve, the run's places on it, and the tangent.
import { expect, test } from "vitest";
import {
  drawParabolaGround,
  drawParabolaRun,
  onCurve,
  type ParabolaView,
  parabolaScale,
} from "../../www/views/parabola";
import { trailOf } from "../../www/views/trail";
import { palette, RecordingPen } from "./recording_pen";

const size = { width: 400, height: 300 };
const words = { start: "start", x: "x", f: "f(x)" };
const path = [10, 9.8, 9.604];
const scale = parabolaScale(size, 10, path);

function view(change: Partial<ParabolaView> = {}): ParabolaView {
  const trail = trailOf(path.length, (update) => onCurve(path[update] ?? 0, scale));
  const gradient = { at: 9.8, slope: 19.6 };
  return {
    trail,
    ghosts: [],
    update: 2,
    start: 10,
    x: 9.604,
    others: [],
    gradient,
    palette,
    words,
    ...change,
  };
}

test("the picture is even around 0 and holds the start with air", () => {
  const [left = 0, right = 0] = scale.x.domain();
  expect([left, right]).toEqual([-11.200000000000001, 11.200000000000001]);
  expect(scale.y(0)).toBeLessThan(scale.plot.bottom);
  expect(scale.y(100)).toBeGreaterThan(scale.plot.top);
});

test("every point of the curve has its square for a height", () => {
  const pen = new RecordingPen();
  drawParabolaGround(pen, view(), scale);
  const [curve] = pen.of("wrong mark", "stroke");
  expect(curve?.points.length).toBe(81);
  for (const [x, y] of curve?.points ?? []) expect(scale.y.invert(y)).toBeCloseTo(scale.x.invert(x) ** 2, 9);
});

test("the tangent touches the curve where the derivative was taken, with its slope", () => {
  const pen = new RecordingPen();
  drawParabolaRun(pen, view(), scale);
  const [from, to] = pen.of("way mark", "stroke")[0]?.points ?? [];
  const [x0, y0] = [scale.x.invert(from?.[0] ?? 0), scale.y.invert(from?.[1] ?? 0)];
  const [x1, y1] = [scale.x.invert(to?.[0] ?? 0), scale.y.invert(to?.[1] ?? 0)];
  expect((y1 - y0) / (x1 - x0)).toBeCloseTo(19.6, 9);
  expect((x0 + x1) / 2).toBeCloseTo(9.8, 9);
  expect((y0 + y1) / 2).toBeCloseTo(9.8 ** 2, 9);
});

test("the model rolls on the curve; without a gradient there is no tangent", () => {
  const pen = new RecordingPen();
  drawParabolaRun(pen, view({ gradient: null }), scale);
  expect(pen.of("here", "fill")[0]?.points).toEqual([[scale.x(9.604), scale.y(9.604 ** 2)]]);
  expect(pen.of("way mark")).toEqual([]);
});

test("a run that climbs out of the picture leaves the curve to be seen", () => {
  const wild = parabolaScale(size, 10, [10, -12, 14.4, 1e6]);
  expect(wild.x.domain()[1]).toBeLessThan(18);
  const pen = new RecordingPen();
  drawParabolaRun(pen, view({ x: 1e6 }), wild);
  expect(pen.of("here", "fill")[0]?.radius).toBeNull();
});
