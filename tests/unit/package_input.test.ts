/**
 * Bad input of every kind, as a JavaScript caller can give it to the package: what is said of it, and that objects live on
 * after an error.
 */
import { describe, expect, test } from "vitest";
import type { Settings } from "../../pkg/first_descent.js";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { thrownBy } from "./thrown_by";

const engine = await engineInNode();

const loose = (settings: unknown) => new engine.Session(settings as Settings);

describe("bad input", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.data = cyclic;
  const cases: [name: string, settings: unknown, code: string, field: string][] = [
    ["an unknown key", { learning_rat: 1 }, "unknown_setting", "learning_rat"],
    ["a wrong type", { lr: "0.1" }, "wrong_type", "lr"],
    ["null", { lr: null }, "wrong_type", "lr"],
    ["NaN", { lr: Number.NaN }, "not_finite", "lr"],
    [
      "infinity",
      { data: { source: "make_regression", noise: Number.POSITIVE_INFINITY } },
      "not_finite",
      "data.noise",
    ],
    ["a negative count", { epochs: -1 }, "out_of_range", "epochs"],
    ["a fractional count", { batch_size: 1.5 }, "out_of_range", "batch_size"],
    ["a batch of none", { batch_size: 0 }, "out_of_range", "batch_size"],
    ["a batch above n", { batch_size: 101 }, "out_of_range", "batch_size"],
    ["a seed above 2^64 - 1", { seed: 2n ** 64n }, "out_of_range", "seed"],
    ["a negative seed", { seed: -1n }, "out_of_range", "seed"],
    ["no data", { data: { source: "points", x: [], y: [] } }, "empty", "data.x"],
    ["lengths that differ", { data: { source: "points", x: [1], y: [1, 2] } }, "length_mismatch", "data.y"],
    [
      "text among the points",
      { data: { source: "points", x: [1, "2"], y: [1, 2] } },
      "wrong_type",
      "data.x[1]",
    ],
    ["too many epochs", { epochs: 4e9 }, "too_large", "epochs"],
    ["a setting of another program", { momentum: 0.9 }, "unused_setting", "momentum"],
    ["an object in itself", cyclic, "missing", "data.source"],
    ["no object at all", 3, "wrong_type", "settings"],
    ["a function", { lr: () => 1 }, "wrong_type", "lr"],
    ["a regressor's changes", { program: "sgd_regressor", changes: [] }, "unused_setting", "changes"],
    ["a map, which has no fields", new Map([["lr", 0.5]]), "wrong_type", "settings"],
    [
      "float32 parameters beyond float32",
      { program: "torch", init: { w: 1e300, b: 0 } },
      "not_finite",
      "init.w",
    ],
    [
      "a batch whose n by n differences would not fit",
      {
        program: { base: "by_hand", statements: [{ op: "forward" }, { op: "loss", reshape: false }] },
        data: { source: "make_regression", n_samples: 20_000 },
        batch_size: 20_000,
      },
      "too_large",
      "batch_size",
    ],
  ];
  test.each(cases)("%s is refused by name, value and range", (_, settings, code, field) => {
    const error = thrownBy(() => loose(settings));
    expect(error).toMatchObject({ name: "EngineError", code, field });
    expect(error.message).toContain(field);
  });

  test("an unknown setting is told with its value, an unused one with what would be right", () => {
    expect(thrownBy(() => loose({ learning_rat: 1 }))).toMatchObject({ value: "1" });
    expect(thrownBy(() => loose({ momentum: 0.9 }))).toMatchObject({ value: "0.9", range: "left out" });
  });

  test("numbers in messages are written as JavaScript writes them", () => {
    for (const number of [-1e300, -1e21, -123456789012345680000, -0.000001, -1.5e-7, -5e-324]) {
      expect(thrownBy(() => loose({ lr: number })).value).toBe(String(number));
    }
    expect(thrownBy(() => loose({ lr: Number.NEGATIVE_INFINITY })).value).toBe("-Infinity");
  });

  test("a count names the range it has", () => {
    const range = (settings: unknown) => thrownBy(() => loose(settings)).range;
    expect(range({ batch_size: 0 })).toBe("a whole number from 1 to the number of samples");
    expect(range({ epochs: 0 })).toBe("a whole number from 1 to what 256 MiB of history hold");
    const data = { source: "make_regression", n_samples: 0 };
    expect(range({ data })).toBe("a whole number from 1 to 10000000");
    const session = new engine.Session();
    const asked = (call: () => unknown) => thrownBy(call).range;
    expect(asked(() => session.seek(-1))).toBe("a whole number from 0 to the number of updates");
    expect(asked(() => session.seek(0, -1))).toBe("a whole number from 0 to the last statement's");
    expect(asked(() => session.batchGradients(-1))).toBe("a whole number from 0 to 500000");
    session.free();
  });

  test("the regressor's function refuses as the others do, and at once", () => {
    const pair = Float64Array.of(1, 2);
    const regress = (x: unknown, y: unknown, options?: unknown) =>
      thrownBy(() => engine.sgdRegressor(x as Float64Array, y as Float64Array, options as Settings));
    expect(regress([], [])).toMatchObject({ code: "empty", field: "x" });
    expect(regress([1, 2, 3], [1, 2])).toMatchObject({
      code: "length_mismatch",
      field: "y",
      range: "3 elements",
    });
    expect(regress(pair, pair, null)).toMatchObject({ code: "wrong_type", field: "options" });
    expect(regress(pair, pair, { lr: 1 })).toMatchObject({ code: "unused_setting", field: "lr" });
    // Minutes of work, which nothing would have stopped.
    expect(regress(pair, pair, { max_iter: 4294967295, tol: null })).toMatchObject({
      code: "too_large",
      field: "max_iter",
      value: "8589934590 updates",
    });
    const options = { program: "sgd_regressor", max_iter: 3, tol: null } as const;
    expect(engine.sgdRegressor(pair, pair, options).n_iter).toBe(3);
    // Two rows of two features.
    expect(engine.sgdRegressor(Float64Array.of(1, 0, 0, 1), pair, options).coef).toHaveLength(2);
    expect(thrownBy(() => engine.makeRegression(null as never)).field).toBe("options");
  });

  test("what a session refuses has no stability limit, and x beyond the analysis is no unstable run", () => {
    const limit = (settings: Settings) => thrownBy(() => engine.stabilityLimit(settings));
    expect(limit({ changes: [{ update: 601, set: { lr: 0.1 } }] })).toMatchObject({
      code: "out_of_range",
      field: "changes[0].update",
      range: "0 to 600",
    });
    const data = { source: "points", x: [1e200, 1], y: [1, 2] } as const;
    expect(limit({ data, batch_size: 2 })).toMatchObject({
      code: "not_finite",
      field: "data.x",
      value: "1e+200",
    });
  });

  test("gradients that no number holds are the fault of where the cursor stands", () => {
    const session = new engine.Session({ lr: 100 });
    session.step(600);
    expect(thrownBy(() => session.batchGradients(3))).toMatchObject({
      code: "not_finite",
      field: "cursor",
      value: "at w = NaN, b = NaN",
    });
    session.free();
  });

  test("the message holds the value and the range", () => {
    const error = thrownBy(() => loose({ batch_size: 101 }));
    expect(error).toMatchObject({ value: "101", range: "1 to 100, the number of points" });
    expect(error.message).toBe("batch_size is 101; it must be 1 to 100, the number of points");
  });

  test("a run that is too long is refused with its true number of updates and the number there can be", () => {
    const error = thrownBy(() => loose({ epochs: 1e9 }));
    expect(error).toMatchObject({
      code: "too_large",
      field: "epochs",
      value: "6000000000 updates",
    });
    expect(error.range).toMatch(/^\d+ updates, whose history takes 256 MiB$/);
    const most = Number.parseInt(error.range ?? "", 10);
    expect(() => loose({ epochs: Math.floor(most / 6) }).free()).not.toThrow();
    expect(thrownBy(() => loose({ epochs: Math.floor(most / 6) + 1 })).code).toBe("too_large");
  });

  test("what was freed says so, with a code", () => {
    const session = new engine.Session();
    session.free();
    expect(thrownBy(() => session.state())).toMatchObject({ name: "EngineError", code: "freed" });
  });

  test("functions name the argument at fault", () => {
    const call = (name: "batchGradients" | "seek") => () => (new engine.Session()[name] as () => void)();
    expect(thrownBy(call("batchGradients"))).toMatchObject({ code: "missing", field: "count" });
    expect(thrownBy(call("seek"))).toMatchObject({ code: "missing", field: "update" });
    expect(thrownBy(() => engine.makeRegression({ noise: -1 })).field).toBe("noise");
    const pair = Float32Array.of(1, 2);
    const points = (x: unknown, y: Float32Array) => () => new engine.ManyPoints(x as Float32Array, y);
    expect(thrownBy(points(undefined, pair))).toMatchObject({ code: "wrong_type", field: "x" });
    expect(thrownBy(points(pair, Float32Array.of(1, Number.NaN)))).toMatchObject({
      code: "not_finite",
      field: "y[1]",
    });
    expect(thrownBy(() => points(pair, pair)().mseAndGradient(Number.NaN, 0)).field).toBe("w");
  });

  test("a line for very many points is two numbers that float32 holds, and nothing is made one in silence", () => {
    const pair = Float32Array.of(1, 2);
    const points = new engine.ManyPoints(pair, pair);
    const ask = (w: unknown, b: unknown) => thrownBy(() => points.mseAndGradient(w as number, b as number));
    // These once counted as 1 and 0, as infinity, or left as a TypeError without a code.
    expect(ask(true, 0)).toMatchObject({
      name: "EngineError",
      code: "wrong_type",
      field: "w",
      value: "true",
    });
    expect(ask(1, null)).toMatchObject({ code: "wrong_type", field: "b", value: "null" });
    expect(ask("2", 1)).toMatchObject({ code: "wrong_type", field: "w" });
    expect(ask(1n, 1)).toMatchObject({ code: "wrong_type", field: "w", value: "1" });
    expect(ask(1, undefined)).toMatchObject({ code: "missing", field: "b" });
    expect(ask(1, -1e300)).toMatchObject({ code: "out_of_range", field: "b" });
    expect(ask(1e39, 0).value).toBe("1e+39");
    expect(ask(Number.POSITIVE_INFINITY, 0)).toMatchObject({ code: "not_finite", field: "w" });
    expect(points.mseAndGradient(1, 0)).toEqual({ loss: 0, gradW: 0, gradB: 0 });
    // Beyond float32 the numbers are those of its arithmetic, as `LossAndGradient` says, and never null.
    expect(points.mseAndGradient(1e30, 0)).toMatchObject({ loss: Number.POSITIVE_INFINITY });
    points.free();
  });

  test("very many points are copied once and answer for any line", () => {
    const x = Float32Array.of(1, 3);
    const points = new engine.ManyPoints(x, Float32Array.of(1, 4));
    x.fill(7);
    expect(points.mseAndGradient(2, 1)).toEqual({ loss: 6.5, gradW: 11, gradB: 5 });
    expect(points.mseAndGradient(1.5, -0.5)).toEqual({ loss: 0, gradW: 0, gradB: 0 });
    points.free();
  });

  test("a regressor with very many epochs of one point neither traps nor forgets", () => {
    const data = { source: "points", x: [1], y: [2] } as const;
    const session = new engine.Session({ program: "sgd_regressor", data, tol: null, max_iter: 1_000_000 });
    session.seek(999_999, 2);
    const { w, loss } = session.state();
    session.seek(5000);
    session.seek(999_999, 2);
    expect(session.state()).toMatchObject({ w, loss });
    session.free();
  });

  test("a session that refused something is as it was", () => {
    const session = new engine.Session();
    session.step(5);
    const before = session.state();
    for (const call of [
      () => session.seek(601),
      () => session.seek(5, 6),
      () => session.seek(1.5),
      () => session.step(-1),
      () => session.fork({ batch_size: 0 }),
      () => session.fork({ noise: 1 } as never),
      () => session.batchGradients(Number.NaN),
      () => session.source("poem" as never),
    ]) {
      expect(thrownBy(call).code).toMatch(/out_of_range|not_finite|unknown_setting/);
      expect(session.state()).toEqual(before);
    }
    expect(session.step(595)).toBe(595);
    expect(session.state().w).toBe(42.887112362029214);
  });

  test("a run that diverges is a state with the last finite parameters", () => {
    const session = new engine.Session({ lr: 1.2, epochs: 1000 });
    session.train();
    session.seek(6000);
    const { diverged } = session.state();
    expect(diverged).not.toBeNull();
    expect(Number.isFinite(diverged?.w) && Number.isFinite(diverged?.b)).toBe(true);
    session.seek((diverged?.update ?? 0) - 1);
    expect(session.state().diverged).toBeNull();
  });

  test("a program that Python would stop is a state with the exception and its line", () => {
    const statements = [
      { op: "forward" },
      { op: "loss" },
      { op: "zero_grad" },
      { op: "update", target: "w" },
      { op: "update", target: "b" },
      { op: "backward" },
    ] as const;
    const session = new engine.Session({ program: { base: "by_hand", statements: [...statements] } });
    expect(session.step(10)).toBe(0);
    expect(session.state()).toMatchObject({
      done: true,
      raised: { update: 0, statement: 3, type: "TypeError" },
    });
  });
});
