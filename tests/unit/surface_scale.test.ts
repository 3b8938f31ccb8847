// The surface's scales and levels: against ellipses and steps worked out by hand, and against the real engine's numbers.
import { expect, test } from "vitest";
import { truthOf } from "../../www/lab/surface_facts";
import { distance, excess, inPixels, semiAxes, traceLevel } from "../../www/views/level_sets";
import { placeOf } from "../../www/views/surface";
import { keptScale, levelsFor, surfaceScale } from "../../www/views/surface_scale";
import { RecordingPen } from "./recording_pen";
import { content, size, withRun } from "./surface_runs";

/** The mean of squared residuals, summed as it is written: what contours are checked against. */
function mse({ x, y }: { x: Float64Array; y: Float64Array }, w: number, b: number): number {
  return x.reduce((sum, value, index) => sum + (w * value + b - (y[index] ?? 0)) ** 2, 0) / x.length;
}

test("every point of a drawn ellipse has the loss of its level, also where the scales are unequal", () => {
  withRun({ data: { source: "anscombe_2" }, batch_size: 11, lr: 0.001 }, (run, bowl) => {
    const even = surfaceScale(size, content(run, bowl));
    const uneven = { ...even, w: even.w.copy().domain([-1, 3]), perW: size.width / 4 };
    for (const scale of [even, uneven]) {
      const pixelBowl = inPixels(bowl, scale);
      const pen = new RecordingPen();
      const level = bowl.least + 2;
      pen.beginPath();
      traceLevel(pen, pixelBowl, level - bowl.least, size);
      pen.stroke();
      const [x, y, long, short, turn] = pen.marks[0]?.ellipses[0] ?? [0, 0, 0, 0, 0];
      for (let angle = 0; angle < 6; angle += 0.7) {
        const [p, q] = [long * Math.cos(angle), short * Math.sin(angle)];
        const px = x + p * Math.cos(turn) - q * Math.sin(turn);
        const py = y + p * Math.sin(turn) + q * Math.cos(turn);
        const [w, b] = [scale.w.invert(px), scale.b.invert(py)];
        expect(mse(run.data, w, b)).toBeCloseTo(level, 9);
        expect(bowl.least + excess(bowl, w, b)).toBeCloseTo(level, 9);
      }
      const away = distance(pixelBowl, 2, [0.6, -0.8]);
      const at = [scale.w.invert(x + 0.6 * away), scale.b.invert(y - 0.8 * away)] as const;
      expect(mse(run.data, ...at)).toBeCloseTo(level, 9);
    }
  });
});

test("a level set too long for a canvas is followed point by point on the curve itself", () => {
  withRun({ data: { source: "norris" }, lr: 1e-6 }, (run, bowl) => {
    const scale = surfaceScale(size, content(run, bowl));
    const pixelBowl = inPixels(bowl, scale);
    const above = 20_000;
    expect(semiAxes(pixelBowl, above)[1]).toBeGreaterThan(4096);
    const pen = new RecordingPen();
    pen.beginPath();
    traceLevel(pen, pixelBowl, above, size);
    pen.fill();
    const [mark] = pen.marks;
    expect(mark?.ellipses).toEqual([]);
    expect(mark?.points.length).toBe(50);
    for (const [x, y] of mark?.points ?? [])
      expect(mse(run.data, scale.w.invert(x), scale.b.invert(y)) / (bowl.least + above)).toBeCloseTo(1, 6);
  });
});

test("one sample has a valley without an end: two parallel lines", () => {
  const data = { source: "points", x: [2], y: [6] } as const;
  withRun({ data, batch_size: 1, drop_last: false, epochs: 5, lr: 0.01 }, (run, bowl) => {
    expect(bowl.w).toBeNull();
    const scale = surfaceScale(size, content(run, bowl));
    const pen = new RecordingPen();
    pen.beginPath();
    traceLevel(pen, inPixels(bowl, scale), 4, size);
    pen.fill();
    // (2w + b − 6)² = 4 on both sides of the valley.
    for (const [x, y] of pen.marks[0]?.points ?? [])
      expect(Math.abs(2 * scale.w.invert(x) + scale.b.invert(y) - 6)).toBeCloseTo(2, 9);
  });
});

test("levels are round numbers above the least, about evenly apart, and none is below it", () => {
  withRun({}, (run, bowl) => {
    const scale = surfaceScale(size, content(run, bowl));
    const levels = levelsFor(bowl, scale);
    expect(levels.length).toBe(9);
    expect(levels[0]).toBeGreaterThan(bowl.least);
    for (const level of levels) expect(Number(level.toPrecision(2))).toBe(level);
    const radii = levels.map((level) => Math.sqrt(level - bowl.least));
    radii.slice(1).forEach((radius, index) => {
      const gap = radius - (radii[index] ?? 0);
      expect(gap).toBeGreaterThan(0.5 * (radii[0] ?? 0));
      expect(gap).toBeLessThan(1.6 * (radii[0] ?? 0));
    });
  });
});

test("the scale is equal for w and b, and holds start, path, true and best line with room", () => {
  withRun({}, (run, bowl) => {
    const scale = surfaceScale(size, content(run, bowl));
    expect(scale.perW).toBe(scale.perB);
    expect(scale.w(1) - scale.w(0)).toBeCloseTo(scale.perW, 9);
    expect(scale.b(0) - scale.b(1)).toBeCloseTo(scale.perB, 9);
    const { w, b } = run.history;
    const places = [run.start, truthOf(run), { w: bowl.bottom[0], b: bowl.bottom[1] }, run.after(600)];
    for (const [x, y] of places.map((line) => placeOf(line ?? run.start, scale))) {
      expect(x).toBeGreaterThan(20);
      expect(x).toBeLessThan(size.width - 20);
      expect(y).toBeGreaterThan(20);
      expect(y).toBeLessThan(size.height - 20);
    }
    expect(w.length).toBe(b.length);
  });
});

test("only where the picture would be a sliver do w and b have scales of their own", () => {
  const years = Array.from({ length: 20 }, (_, index) => 2000 + index);
  const data = { source: "points", x: years, y: years.map((year) => 1000 * (year - 1990)) } as const;
  withRun({ data, lr: 1e-9 }, (run, bowl) => {
    const scale = surfaceScale(size, content(run, bowl));
    expect(scale.perW / scale.perB).toBeGreaterThan(100);
  });
});

test("a run that diverges leaves the picture, and does not make it small", () => {
  withRun({ lr: 1.2 }, (run, bowl) => {
    expect(Math.abs(run.after(run.seen).w)).toBeGreaterThan(1000);
    const scale = surfaceScale(size, content(run, bowl));
    const [low = 0, high = 0] = scale.w.domain();
    expect(high - low).toBeLessThan(300);
  });
});

test("a small edit leaves the scale as it is; one that moves the start far away fits it anew", () => {
  withRun({}, (run, bowl) => {
    const before = surfaceScale(size, content(run, bowl));
    withRun({ lr: 0.02 }, (other, its) => expect(keptScale(before, size, content(other, its))).toBe(before));
    withRun({ init: { w: 400, b: 0 } }, (other, its) => {
      const after = keptScale(before, size, content(other, its));
      expect(after).not.toBe(before);
      expect(after.w(400)).toBeLessThan(size.width);
    });
    expect(keptScale(before, { ...size }, content(run, bowl))).toBe(before);
    expect(keptScale(before, { width: 300, height: 300 }, content(run, bowl))).not.toBe(before);
  });
});
