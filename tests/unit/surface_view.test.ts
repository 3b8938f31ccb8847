// Where the surface view puts its marks: against scales worked out by hand, and against the real engine's numbers.
import { expect, test } from "vitest";
import type { LossQuadratic } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { gradientOf, truthOf } from "../../www/lab/surface_facts";
import { drawStillSurface } from "../../www/static/surface_picture";
import { SvgPen } from "../../www/static/svg_pen";
import { spreadEllipse } from "../../www/views/cloud";
import { drawRun, placeOf, type Running } from "../../www/views/surface";
import { drawGround } from "../../www/views/surface_ground";
import { levelsFor, surfaceScale } from "../../www/views/surface_scale";
import { trailOf } from "../../www/views/trail";
import { palette, RecordingPen } from "./recording_pen";
import { content, engine, size, withRun } from "./surface_runs";

const words = {
  start: "start",
  leastSquares: "least squares",
  truth: "true line",
  bottom: "bottom",
  x: "x",
  f: "f(x)",
};

function running(run: Run, bowl: LossQuadratic, scale: ReturnType<typeof surfaceScale>): Running {
  const trail = trailOf(run.seen + 1, (update) => placeOf(run.after(update), scale));
  const { moment, start } = run;
  const { update, model } = moment;
  const gradient = gradientOf(run, moment);
  const truth = truthOf(run);
  return { bowl, truth, trail, update, start, model, others: [], gradient, cloud: null, palette, words };
}

test("the arrow starts where the gradient was taken and is the step against it with a rate of 1/λ₁", () => {
  withRun({}, (run, bowl) => {
    run.seek({ update: 37, statement: 4 });
    const scale = surfaceScale(size, content(run, bowl));
    const pen = new RecordingPen();
    drawRun(pen, running(run, bowl, scale), scale);
    const { gradW, gradB } = run.moment;
    const rate = 1 / bowl.eigenvalues[0] / 16;
    const at = run.after(37);
    const [arrow] = pen.of("way mark", "stroke");
    const tip = { w: at.w - rate * (gradW ?? 0), b: at.b - rate * (gradB ?? 0) };
    expect(arrow?.points[0]).toEqual(placeOf(at, scale));
    // The head: one wing, the tip, the other wing.
    const [x, y] = arrow?.points[3] ?? [0, 0];
    expect(x).toBeCloseTo(scale.w(tip.w), 6);
    expect(y).toBeCloseTo(scale.b(tip.b), 6);
  });
});

test("the arrow appears with backward and stays with its place while the parameters move", () => {
  withRun({}, (run) => {
    const seen = (update: number, statement: number) => {
      run.seek({ update, statement });
      return gradientOf(run, run.moment);
    };
    expect(seen(0, 0)).toBeNull();
    expect([1, 2, 3].map((statement) => seen(5, statement))).toEqual([null, null, null]);
    expect(seen(5, 4)?.at).toEqual(run.after(5));
    expect(seen(5, 5)?.at).toEqual(run.after(5));
    expect(seen(6, 0)?.at).toEqual(run.after(5));
    // By hand the step is lr times the mean over the batch: w after minus w before tells the same gradient.
    const found = seen(6, 0);
    expect(found?.w).toBeCloseTo((run.after(5).w - run.after(6).w) / 0.01, 8);
    expect(found?.b).toBeCloseTo((run.after(5).b - run.after(6).b) / 0.01, 8);
  });
});

test("a mean's gradient is taken as it is, and scikit-learn's half of a square is doubled", () => {
  withRun({ program: "torch", batch_size: 10, shuffle: false }, (run) => {
    run.seek({ update: 3, statement: 4 });
    // The program's is rounded to float32.
    expect(gradientOf(run, run.moment)?.w).toBeCloseTo(run.moment.gradW ?? Number.NaN, 4);
  });
  withRun({ program: "sgd_regressor", max_iter: 2 }, (run) => {
    run.seek({ update: 3, statement: 0 });
    expect(gradientOf(run, run.moment)?.w).toBe(2 * (run.moment.gradW ?? Number.NaN));
  });
});

test("where nothing clears .grad the arrow is this batch's gradient, one of those the cloud rings", () => {
  const statements = (["forward", "loss", "backward"] as const).map((op) => ({ op }));
  const moved = (["w", "b"] as const).map((target) => ({ op: "update", target }) as const);
  withRun({ program: { base: "by_hand", statements: [...statements, ...moved] } }, (run) => {
    run.seek({ update: 37, statement: 3 });
    const found = gradientOf(run, run.moment);
    const { batch, gradW } = run.moment;
    const rings = run.ask((session) => session.batchGradients(1)).epoch;
    expect(found?.w).toBeCloseTo(rings[2 * batch] ?? Number.NaN, 9);
    expect(found?.b).toBeCloseTo(rings[2 * batch + 1] ?? Number.NaN, 9);
    // What has been gathered points the other way.
    expect(Math.sign(gradW ?? 0)).toBe(-Math.sign(found?.w ?? 0));
  });
});

test("the true line of standardised samples stands where the loss of the given ones is least without noise", () => {
  const data = { source: "make_regression", noise: 0 } as const;
  withRun({ data, standardize: true }, (run, bowl) => {
    const truth = truthOf(run);
    expect(truth?.w).toBeCloseTo(bowl.bottom[0], 8);
    expect(truth?.b).toBeCloseTo(bowl.bottom[1], 8);
    expect(bowl.eigenvalues[0]).toBeCloseTo(2, 9);
    expect(bowl.eigenvalues[1]).toBeCloseTo(2, 9);
  });
});

test("the past path is solid and ends at the model; the whole lies faint below it, and ghosts are dashed", () => {
  withRun({}, (run, bowl) => {
    run.seek({ update: 37, statement: 0 });
    const scale = surfaceScale(size, content(run, bowl));
    const view = running(run, bowl, scale);
    const pen = new RecordingPen();
    drawRun(pen, view, scale);
    const [path] = pen.of("ink", "stroke").filter((mark) => mark.radius === null);
    expect(path?.points[0]).toEqual(placeOf(run.start, scale));
    expect(path?.points.at(-1)).toEqual(placeOf(run.after(37), scale));
    expect([path?.alpha, path?.dash]).toEqual([1, []]);

    const below = new RecordingPen();
    const levels = levelsFor(bowl, scale);
    const ground = { bowl, levels, start: run.start, truth: view.truth, palette, words: view.words };
    drawGround(below, { ...ground, trail: view.trail, ghosts: [view.trail], axes: true }, scale);
    const [whole] = below.of("ink", "stroke").filter((mark) => mark.points.length > 20);
    expect(whole?.points.at(-1)).toEqual(placeOf(run.after(600), scale));
    expect(whole?.alpha).toBeLessThan(0.5);
    const [ghost] = below.of("quiet", "stroke").filter((mark) => mark.points.length > 20);
    expect(ghost?.dash.length).toBe(2);
    // Each band is a ring: its own ellipse and the next smaller one. The strokes are the same ellipses.
    const bands = below.of("wrong mark", "fill");
    expect(bands.length).toBe(levels.length);
    expect(bands.map(({ ellipses }) => ellipses.length)).toEqual([1, ...levels.slice(1).map(() => 2)]);
    const alphas = bands.map(({ alpha }) => alpha);
    expect([...alphas].sort((a, b) => b - a)).toEqual(alphas);
    const { eigenvalues } = bowl;
    for (const [index, value] of eigenvalues.entries())
      expect(below.text(`λ${"₁₂"[index]} = ${Number(value.toPrecision(4))}`)).toBeDefined();
  });
});

test("a model far outside is a pointer at the edge instead of a dot", () => {
  withRun({ lr: 1.2 }, (run, bowl) => {
    run.seek({ update: run.seen, statement: 0 });
    const scale = surfaceScale(size, content(run, bowl));
    const pen = new RecordingPen();
    drawRun(pen, running(run, bowl, scale), scale);
    const [mark] = pen.of("here", "fill");
    expect(mark?.radius).toBeNull();
    for (const [x, y] of mark?.points ?? []) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(size.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(size.height);
    }
    expect(pen.marks.flatMap(({ points }) => points.flat()).every(Number.isFinite)).toBe(true);
  });
});

test("the cloud's dots lie where each batch alone would lead, this epoch's ringed, the ellipse around the full tip", () => {
  withRun({}, (run, bowl) => {
    run.seek({ update: 37, statement: 4 });
    const scale = surfaceScale(size, content(run, bowl));
    const gradients = run.ask((session) => session.batchGradients(500));
    const pen = new RecordingPen();
    drawRun(pen, { ...running(run, bowl, scale), cloud: { ...gradients, batch: run.moment.batch } }, scale);
    const rate = 1 / bowl.eigenvalues[0];
    const { w, b } = run.moment.model;
    const tip = (pairs: ArrayLike<number>, index: number): [number, number] => [
      scale.w(w - rate * (pairs[2 * index] ?? 0)),
      scale.b(b - rate * (pairs[2 * index + 1] ?? 0)),
    ];
    const [dots] = pen.of("way mark", "fill");
    // A circle begins at its right, so that no line joins it to the one before.
    expect(dots?.points.length).toBe(1000);
    expect(dots?.points[801]).toEqual(tip(gradients.sampled, 400));
    const [rings] = pen.of("way text", "stroke");
    expect(rings?.points.filter((_, index) => index % 2 === 1)).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => tip(gradients.epoch, index)),
    );
    const lit = pen.of("here", "fill")[0];
    expect(lit?.points[1]).toEqual(tip(gradients.epoch, 1));
    const [ellipse] = pen.of("way mark", "stroke").flatMap(({ ellipses }) => ellipses);
    expect(ellipse?.slice(0, 2)).toEqual(tip(gradients.full, 0));
    // About 86 of 100 lie within two standard deviations of a normal cloud in two dimensions.
    const [x = 0, y = 0, long = 1, short = 1, turn = 0] = ellipse ?? [];
    const inside = Array.from({ length: 500 }, (_, index) => tip(gradients.sampled, index)).filter(
      ([px, py]) => {
        const [dx, dy] = [px - x, py - y];
        const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / long;
        const across = (-dx * Math.sin(turn) + dy * Math.cos(turn)) / short;
        return along ** 2 + across ** 2 <= 1;
      },
    );
    expect(inside.length).toBeGreaterThan(410);
    expect(inside.length).toBeLessThan(460);
  });
});

test("the covariance's ellipse leans as the picture does: up is a falling gradient of b", () => {
  const { long, short, angle } = spreadEllipse([4, 0, 1], 1, 1);
  expect([long, short, Math.abs(angle)]).toEqual([4, 2, 0]);
  // w and b rise together: from lower left to upper right, which is a negative turn on a canvas.
  expect(spreadEllipse([1, 0.5, 1], 1, 1).angle).toBeCloseTo(-Math.PI / 4, 12);
  expect(spreadEllipse([1, 1, 1], 3, 3).short).toBe(0);
});

test("a path of ten thousand updates is thinned, and keeps its start and its end", () => {
  withRun({ batch_size: 1 }, (run, bowl) => {
    const scale = surfaceScale(size, content(run, bowl));
    const trail = trailOf(run.seen + 1, (update) => placeOf(run.after(update), scale));
    expect(run.seen).toBe(10_000);
    expect(trail.x.length).toBeLessThanOrEqual(1500);
    expect([trail.x[0], trail.y[0]]).toEqual(placeOf(run.start, scale));
    expect([trail.x.at(-1), trail.update.at(-1)]).toEqual([scale.w(run.after(10_000).w), 10_000]);
  });
});

test("the still picture is an SVG of both layers, with every number finite", () => {
  const run = Run.open(engine, {});
  run.seek({ update: 600, statement: 0 });
  const pen = new SvgPen();
  expect(drawStillSurface(pen, run, size, palette, words)).toBe(true);
  const svg = pen.picture(size, "surface", "wide");
  expect(svg).toContain("least squares");
  expect(svg).toContain('fill-rule="evenodd"');
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(svg.length).toBeLessThan(13_000);
  run.free();
});

test("samples whose squares are beyond the range of numbers have no surface", () => {
  const data = { source: "points", x: [1e200, -1e200], y: [0, 1] } as const;
  const run = Run.open(engine, { data, batch_size: 2, lr: 1e-9 });
  const pen = new RecordingPen();
  expect(run.bowl).toBeNull();
  expect(run.heightAt({ w: 1, b: 0 })).toBeNull();
  expect(drawStillSurface(pen, run, size, palette, words)).toBe(false);
  expect(pen.marks).toEqual([]);
  run.free();
});

test("names that would lie over each other, as where the start is near the best line, take another side", () => {
  withRun({ lr: 1.2 }, (run, bowl) => {
    const [w, b] = bowl.bottom;
    const small = { width: 290, height: 110 };
    for (const [dw, db] of [
      [-40, -14],
      [0, 0],
      [6, 3],
      [-25, 8],
      [30, -4],
    ] as const) {
      const start = { w: w + dw, b: b + db };
      const path = { w: new Float64Array([150]), b: new Float64Array([-50]) };
      const scale = surfaceScale(small, { ...content(run, bowl), start, path });
      const pen = new RecordingPen();
      drawRun(pen, { ...running(run, bowl, scale), start }, scale);
      const ground = new RecordingPen();
      const levels = levelsFor(bowl, scale);
      const trail = trailOf(1, () => placeOf(start, scale), 0);
      drawGround(
        ground,
        { bowl, levels, start, truth: truthOf(run), palette, words, trail, ghosts: [], axes: false },
        scale,
      );
      const names = Object.values(words);
      const box = ({ text, points: [[x, y] = [0, 0]] }: { text: string; points: [number, number][] }) => {
        const half = text.length * 3.3;
        return { text, left: x - half, right: x + half, top: y - 6, bottom: y + 6 };
      };
      const named = pen.marks.filter(({ kind, text }) => kind === "text" && names.includes(text)).map(box);
      const found = [...new Map(named.map((mark) => [mark.text, mark])).values()];
      expect(found).toHaveLength(3);
      const levelTexts = ground.marks
        .filter(({ kind, colour }) => kind === "text" && colour === "wrong text")
        .map(box);
      for (const [index, a] of found.entries())
        for (const other of [...found.slice(index + 1), ...levelTexts])
          expect(
            a.left < other.right && other.left < a.right && a.top < other.bottom && other.top < a.bottom,
            `${a.text} and ${other.text}, start ${dw}, ${db}`,
          ).toBe(false);
    }
  });
});
