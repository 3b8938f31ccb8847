/**
 * The package as a JavaScript caller meets it: numbers and typed arrays across the boundary, and the functions beside the
 * session. The engine's own tests run in the browsers; this is the skin around it.
 */
import { describe, expect, test } from "vitest";
import type { Settings } from "../../pkg/first_descent.js";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = await engineInNode();

describe("numbers", () => {
  test("the classic run ends where PyTorch ends", () => {
    const session = new engine.Session();
    expect(session.step(600)).toBe(600);
    const state = session.state();
    expect([state.w, state.b]).toEqual([42.887112362029214, 13.341959365533667]);
    expect(state).toMatchObject({
      update: 600,
      updates: 600,
      statement: 0,
      epoch: 99,
      batch: 5,
      batches: 6,
      done: true,
    });
    expect([...(state.batchIndices ?? [])]).toEqual(Array.from({ length: 16 }, (_, i) => 80 + i));
    session.free();
  });

  test("what does not exist yet is null", () => {
    const state = new engine.Session().state();
    expect(state).toMatchObject({
      update: 0,
      w: 0.1,
      b: 0,
      loss: null,
      gradW: null,
      gradB: null,
      line: null,
    });
    expect(state).toMatchObject({
      epochLoss: null,
      batchIndices: null,
      diverged: null,
      raised: null,
      warned: null,
    });
    expect(new engine.Session({ program: "parabola" }).state().b).toBeNull();
  });

  test("series are copies: changing one changes nothing inside", () => {
    const session = new engine.Session({ epochs: 2 });
    session.train();
    const history = session.history();
    expect(history.loss).toHaveLength(12);
    history.loss.fill(0);
    expect(session.history().loss[0]).toBe(20738.189965665944);
  });

  test("settings read back give the same run", () => {
    const settings: Settings = {
      program: "torch",
      momentum: 0.9,
      nesterov: true,
      seed: 2n ** 63n + 1n,
      epochs: 3,
    };
    const session = new engine.Session(settings);
    const again = new engine.Session(session.settings());
    expect(session.settings().seed).toBe(2n ** 63n + 1n);
    expect(again.digest()).toBe(session.digest());
  });

  test("points come from arrays, typed arrays and whatever has a length", () => {
    const digests = [
      { x: [0, 1, 2], y: [1, 3, 5] },
      { x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, 3, 5) },
      { x: Float32Array.of(0, 1, 2), y: Int8Array.of(1, 3, 5) },
      { x: { length: 3, 0: 0, 1: 1, 2: 2 }, y: [1, 3, 5] },
    ].map((points) => new engine.Session({ data: { source: "points", ...points }, batch_size: 3 }).digest());
    expect(new Set(digests).size).toBe(1);
  });

  test("a branch with another learning rate equals a fresh run with that change", () => {
    const session = new engine.Session();
    session.step(20);
    session.stepStatement();
    const branch = session.fork({ lr: 0.05 });
    const fresh = new engine.Session({ changes: [{ update: 20, set: { lr: 0.05 } }] });
    expect(branch.state().update).toBe(20);
    expect(branch.digest()).toBe(fresh.digest());
    expect(branch.digest()).not.toBe(session.digest());
    expect(session.state()).toMatchObject({ update: 20, statement: 1 });
  });

  test("the graph shows values as they are computed and gradients as they come back", () => {
    const session = new engine.Session();
    const filled = () => session.graph().nodes.map((node) => node.value !== null);
    const all = session.graph().nodes.map((node) => node.op);
    expect(all).toEqual(["leaf", "leaf", "leaf", "leaf", "mul", "add", "reshape", "sub", "pow", "sum"]);
    expect(filled().filter(Boolean)).toHaveLength(4);
    session.stepStatement();
    expect(filled().filter(Boolean)).toHaveLength(6);
    session.seek(0, 4);
    const [w, b] = session.graph().nodes;
    expect([w?.name, w?.grad?.[0], b?.grad?.[0]]).toEqual(["w", -757.2542795620946, -299.12218898243975]);
  });

  test("the listing's lit line is the statement executed last", () => {
    const session = new engine.Session();
    const lines = session.source();
    session.stepStatement();
    const { line } = session.state();
    expect(lines[line ?? -1]?.statement).toBe(0);
    const lr = lines.flatMap(({ text, literals }) =>
      literals.filter(({ setting }) => setting === "lr").map(({ start, end }) => text.slice(start, end)),
    );
    expect(lr).toEqual(["0.01"]);
  });
});

describe("functions beside the session", () => {
  test("make_regression and least squares agree with scikit-learn", () => {
    const { x, y, coef } = engine.makeRegression({ n_features: 1, noise: 10, bias: 14.5, random_state: 0 });
    expect([x[0], y[0], coef[0]]).toEqual([-0.3595531615405413, -5.455885609879578, 42.38550485581797]);
    const { w, b, r2 } = engine.leastSquares(x, y);
    // scikit-learn's own last digits depend on its LAPACK.
    expect(w).toBeCloseTo(42.61943029136693, 12);
    expect(b).toBeCloseTo(13.685818172969274, 12);
    expect(r2).toBeCloseTo(0.9417294727711081, 14);
    const fit = engine.sgdRegressor(x, y, { random_state: 0 });
    expect([fit.coef[0], fit.intercept, fit.n_iter, fit.overflow]).toEqual([
      42.61851900905572,
      13.68742581092256,
      53,
      null,
    ]);
  });

  test("what is not defined is null, never NaN", () => {
    const constant = engine.leastSquares(Float64Array.of(1, 1), Float64Array.of(0, 2));
    expect(constant).toEqual({ w: null, b: null, r2: null });
    expect(engine.leastSquares(Float64Array.of(1, 2), Float64Array.of(3, 3))).toEqual({
      w: 0,
      b: 3,
      r2: null,
    });
    const session = new engine.Session({ data: { source: "points", x: [2, 2], y: [1, 3] }, batch_size: 2 });
    expect(session.data()).toMatchObject({ mean: null, std: null, coef: null, bias: null });
    expect(session.step(5)).toBe(5);
  });

  test("the stability limit says whether it is exact", () => {
    expect(engine.stabilityLimit({})).toMatchObject({ kind: "exact" });
    expect(engine.stabilityLimit({})?.lr).toBeCloseTo(1.108, 3);
    expect(engine.stabilityLimit({ batch_size: 100 })?.lr).toBeCloseTo(0.934, 3);
    expect(engine.stabilityLimit({ program: "torch" })?.kind).toBe("guide");
    expect(engine.stabilityLimit({ program: "torch", maximize: true })).toBeNull();
  });

  test("a surface has a row for each b and a column for each w, and a sweep fills up", () => {
    const { x, y } = new engine.Session().data();
    const surface = engine.lossSurface(x, y, [0, 40, 3], [0, 10, 2]);
    expect(surface).toHaveLength(6);
    const at = (w: number, b: number) =>
      x.reduce((sum, x, i) => sum + (w * x + b - (y[i] ?? 0)) ** 2, 0) / x.length;
    expect(surface[5]).toBeCloseTo(at(40, 10), 8);
    expect(surface[1]).toBeCloseTo(at(20, 0), 8);

    const lr = { setting: "lr", values: Float64Array.of(0.01, 0.1, 2) };
    const batch = { setting: "batch_size", values: Float64Array.of(16, 100) };
    const sweep = new engine.Sweep({}, lr, batch, 60);
    expect([...sweep.values()].every(Number.isNaN)).toBe(true);
    while (!sweep.run(1));
    const values = sweep.values();
    expect(values[2]).toBe(Number.POSITIVE_INFINITY);
    const run = new engine.Session({ lr: 0.1, batch_size: 100, epochs: 60 });
    run.step(60);
    const { w, b } = run.state();
    expect(values[4]).toBeCloseTo(at(w, b ?? 0), 6);
  });

  test("batch gradients scatter about the full one", () => {
    const { sampled, epoch, full, covariance } = new engine.Session().batchGradients(500);
    expect([sampled.length, epoch.length]).toEqual([1000, 12]);
    const mean = sampled.filter((_, i) => i % 2 === 0).reduce((sum, g) => sum + g / 500, 0);
    // Five standard errors of a mean of 500.
    expect(Math.abs(mean - full[0])).toBeLessThan(5 * Math.sqrt(covariance[0] / 500));
  });

  test("fresh seeds are whole numbers below 2^32, and not always the same", () => {
    const seeds = Array.from({ length: 8 }, () => engine.freshSeed());
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });
});
