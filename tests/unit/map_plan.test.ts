// What a map is of: the settings the engine can vary, one sweep for each question, and a pixel's run as the engine runs it.
import { beforeAll, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { axisOf, settingsAt, sweepable } from "../../www/lab/panels/map_axes";
import { Filling } from "../../www/lab/panels/map_filling";
import { MapLimit } from "../../www/lab/panels/map_limit";
import { Planner } from "../../www/lab/panels/map_plan";
import { Trials } from "../../www/lab/panels/map_trial";
import { SETTINGS, type Setting, settingOf } from "../../www/lab/settings";
import { NOT_ON_THE_MAP } from "../../www/lab/settings_doc";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import type { LimitView } from "../../www/views/map_limit";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

function named(path: string): Setting {
  const setting = settingOf(path);
  if (!setting) throw new Error(`no setting ${path}`);
  return setting;
}

const paths = (settings: Settings): string[] => sweepable(engine, settings).map(({ path }) => path);

function planOf(settings: Settings, x: string, y: string, samples = 100, planned = 600) {
  return new Planner().plan({ settings, samples, planned, pair: [named(x), named(y)] });
}

test("each program offers the settings that the engine's sweep accepts, the learning rate first", () => {
  expect(paths({})).toEqual([
    "lr",
    "batch_size",
    "init.w",
    "init.b",
    "seed",
    "data.noise",
    "data.bias",
    "data.random_state",
  ]);
  expect(paths({ program: "torch" }).slice(0, 5)).toEqual([
    "lr",
    "batch_size",
    "momentum",
    "dampening",
    "weight_decay",
  ]);
  expect(paths({ program: "parabola" })).toEqual(["lr", "init.x"]);
  expect(paths({ program: "sgd_regressor" })).toContain("eta0");
  expect(paths({ data: { source: "norris" } })).not.toContain("data.noise");
});

test("the docs name just those numeric settings that the map cannot vary", () => {
  const programs = ["by_hand", "torch", "parabola", "sgd_regressor"] as const;
  const varied = new Set(programs.flatMap((program) => paths({ program })));
  const numeric = SETTINGS.filter(({ kind }) => kind === "number" || kind === "count");
  const others = numeric.map(({ path }) => path).filter((path) => !varied.has(path));
  expect(NOT_ON_THE_MAP.flatMap(({ paths }) => paths).sort()).toEqual(others.sort());
});

test("axes follow the sliders: even in the logarithm, whole counts once each, no batch beyond the samples", () => {
  const lr = axisOf(named("lr"), 100, "by_hand");
  expect([lr.values.length, lr.values[0], lr.values.at(-1), lr.log]).toEqual([100, 0.001, 2, true]);
  const momentum = axisOf(named("momentum"), 100, "torch");
  expect([momentum.values.length, momentum.values[37], momentum.values.at(-1)]).toEqual([100, 0.37, 0.99]);
  expect([...axisOf(named("batch_size"), 11, "by_hand").values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect([...axisOf(named("batch_size"), 1, "by_hand").values]).toEqual([1]);
  expect(axisOf(named("weight_decay"), 100, "torch").values).toHaveLength(101);
  expect([...axisOf(named("init.x"), 0, "parabola").values].slice(0, 3)).toEqual([-20, -19.6, -19.2]);
  const edited = { base: "by_hand" as const, statements: [] };
  expect(axisOf(named("lr"), 100, edited).values).toHaveLength(30);
});

test("a map stays while only what it varies changes; any other setting makes another", () => {
  const planner = new Planner();
  const pair = [named("lr"), named("batch_size")] as const;
  const ask = (settings: Settings, planned = 600) => planner.plan({ settings, samples: 100, planned, pair });
  const first = ask({});
  expect(first.updates).toBe(600);
  expect(ask({ lr: 0.5 })).toBe(first);
  expect(ask({ lr: 0.5, batch_size: 50 }, 200)).toBe(first);
  expect(ask({ seed: 3 })).not.toBe(first);
});

test("a map's runs are as long as this run, at most 600 updates; epochs set by the reader shorten them", () => {
  const planner = new Planner();
  const pair = [named("lr"), named("batch_size")] as const;
  const ask = (settings: Settings, planned: number) =>
    planner.plan({ settings, samples: 100, planned, pair }).updates;
  expect(ask({}, 10_000)).toBe(600);
  expect(ask({ epochs: 10 }, 60)).toBe(60);
  // Loaded with the epochs its batches need, a run does not lengthen the map.
  planner.loads({ epochs: 30, batch_size: 50 });
  expect(ask({ epochs: 30, batch_size: 50 }, 66)).toBe(60);
});

test("given points are another map when they are other points", () => {
  const planner = new Planner();
  const pair = [named("lr"), named("seed")] as const;
  const points = { source: "points" as const, x: [1, 2, 3], y: [1, 2, 4] };
  const ask = (data: Settings["data"]) =>
    planner.plan({ settings: data ? { data } : {}, samples: 3, planned: 10, pair });
  expect(ask(points)).toBe(ask(points));
  expect(ask({ ...points })).not.toBe(ask(points));
});

/** The limit along an axis. */
function pointsOf({ limit }: Filling): Extract<LimitView, { along: "x" | "y" }>["points"] {
  if (!limit || limit.along === null) throw new Error("no axis has the learning rate");
  return limit.points;
}

function fill(filling: Filling): void {
  while (!filling.complete) filling.work(performance.now() + 4);
}

test("every pixel ends as a session of its settings does", () => {
  const plan = planOf({}, "lr", "batch_size");
  const filling = new Filling(engine, plan, 100, { w: 0.1, b: 0 });
  fill(filling);
  expect(filling.known).toBe(10_000);
  const trials = new Trials(engine, plan, 100);
  for (const cell of [
    { column: 30, row: 15 },
    { column: 70, row: 0 },
    { column: 60, row: 99 },
  ]) {
    const session = engine.open(trials.settings(cell));
    session.step(600);
    const { w, b, update } = session.state();
    const { x, y } = session.data();
    const [loss] = engine.whole.lossSurface(x, y, [w, w, 1], [b ?? 0, b ?? 0, 1]);
    session.free();
    expect(update).toBe(600);
    // The sweep sums in another order than a session.
    expect(filling.grid.values[cell.row * 100 + cell.column]).toBeCloseTo(loss ?? Number.NaN, 6);
  }
  expect(filling.grid.values[15 * 100 + 99]).toBe(Infinity);
});

test("the limit stands where the engine puts it, exact for a full batch and a guide for shuffled ones", () => {
  const plan = planOf({ program: "torch" }, "lr", "batch_size");
  const filling = new Filling(engine, plan, 100, { w: 0, b: 0 });
  fill(filling);
  const points = pointsOf(filling);
  expect(filling.limit?.along).toBe("x");
  expect(points).toHaveLength(100);
  expect(points.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  const own = engine.stabilityLimit({ program: "torch", batch_size: 16 });
  expect(points[15]).toEqual({ index: 15, rate: own?.lr, kind: "guide" });
  expect(points[99]?.kind).toBe("exact");
  expect(points[99]?.rate).toBeCloseTo(0.9343, 4);
});

test("along an axis of real numbers the limit is asked for at 33 places, the ends among them", () => {
  const filling = new Filling(engine, planOf({ program: "torch" }, "lr", "momentum"), 100, { w: 0, b: 0 });
  fill(filling);
  const indices = pointsOf(filling).map(({ index }) => index);
  expect([indices.length, indices[0], indices.at(-1)]).toEqual([33, 0, 99]);
});

const linesOf = ({ limit }: Filling) => (limit?.along === null ? limit.lines : []);

test("without the learning rate on an axis the line is where the limit is the run's own rate", () => {
  const settings: Settings = { program: "torch", lr: 0.9 };
  const filling = new Filling(engine, planOf(settings, "momentum", "batch_size"), 100, { w: 0, b: 0 });
  fill(filling);
  expect(filling.says).toEqual({ case: "line", rate: 0.9 });
  const found = linesOf(filling);
  const longest = found.reduce((a, b) => (b.points.length > a.points.length ? b : a));
  expect(longest.kind).toBe("guide");
  expect(longest.points.length).toBeGreaterThan(30);
  // Where it crosses a batch size, momentum a pixel less and a pixel more lie on either side of it.
  const limit = (momentum: number, batch_size: number): number =>
    engine.stabilityLimit({ program: "torch", momentum, batch_size })?.lr ?? 0;
  const crossings = longest.points.filter(({ row, column }) => Number.isInteger(row) && column > 2);
  expect(crossings.length).toBeGreaterThan(10);
  for (const { column, row } of crossings) {
    const [less, more] = [limit((column - 2) / 100, row + 1), limit((column + 2) / 100, row + 1)];
    expect((less - 0.9) * (more - 0.9), `${column} ${row}`).toBeLessThan(0);
  }
}, 30_000);

test("for full batches the line is exact, and where one axis cannot move the limit it is straight", () => {
  const settings: Settings = { program: "torch", lr: 1.2, batch_size: 100 };
  const filling = new Filling(engine, planOf(settings, "init.w", "momentum"), 100, { w: 0, b: 0 });
  fill(filling);
  const [line, ...others] = linesOf(filling);
  expect(others).toEqual([]);
  expect(line?.kind).toBe("exact");
  // 2(1 + μ)/λ = 1.2, with 2/λ = 0.9343.
  const momentum = 1.2 / (engine.stabilityLimit({ batch_size: 100 })?.lr ?? Number.NaN) - 1;
  for (const { row } of line?.points ?? []) expect(row).toBeCloseTo(momentum * 100, 1);
  const columns = line?.points.map(({ column }) => column) ?? [];
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([0, 100]);
}, 30_000);

test("where no line crosses the map, what is known of the limit is said", () => {
  const says = (settings: Settings, x: string, y: string) => {
    const limit = new MapLimit(engine, planOf(settings, x, y), 100, { w: 0, b: 0 });
    while (!limit.complete) limit.work(performance.now() + 4);
    if (limit.view?.along === null) expect(limit.view.lines).toEqual([]);
    return limit.says;
  };
  expect(says({}, "init.w", "init.b")).toEqual({ case: "above", rate: 0.01 });
  expect(says({ lr: 2 }, "init.w", "init.b")).toEqual({ case: "below", rate: 2 });
  expect(says({ program: "torch", maximize: true }, "lr", "momentum")).toEqual({ case: "never" });
  const regressor: Settings = { program: "sgd_regressor" };
  expect(says(regressor, "alpha", "l1_ratio")).toEqual({ case: "schedule", schedule: "invscaling" });
  const constant: Settings = { ...regressor, learning_rate: "constant", eta0: 0.5 };
  expect(says(constant, "alpha", "random_state")).toEqual({ case: "above", rate: 0.5 });
}, 30_000);

test("a schedule that does not use the first rate has no limit for it", () => {
  const limitOf = (learning_rate: NonNullable<Settings["learning_rate"]>) => {
    const plan = planOf({ program: "sgd_regressor", learning_rate }, "eta0", "alpha");
    const limit = new MapLimit(engine, plan, 100, { w: 0, b: 0 });
    while (!limit.complete) limit.work(performance.now() + 4);
    return [limit.view === null, limit.says];
  };
  expect(limitOf("optimal")).toEqual([true, { case: "schedule", schedule: "optimal" }]);
  expect(limitOf("invscaling")).toEqual([false, null]);
});

test("a map of 100,000 samples makes them in many slices, and so does its limit, which shares them", () => {
  const settings: Settings = {
    program: "torch",
    batch_size: 4000,
    data: { source: "make_regression", n_samples: 100_000 },
  };
  const plan = planOf(settings, "lr", "momentum", 100_000, 200);
  const axis = ({ setting, values }: typeof plan.x) => ({ setting: setting.path, values });
  const sweep = new engine.whole.Sweep(settings, axis(plan.x), axis(plan.y), plan.updates);
  // Without time each call is one slice of equally much work, on any machine: numbers drawn for x, noise and places.
  let slices = 0;
  while (sweep.values().every(Number.isNaN) && slices < 1000) {
    sweep.run(0);
    slices += 1;
  }
  sweep.free();
  expect(slices).toBeGreaterThan((3 * 100_000 * 16) / 65_536);
  expect(slices).toBeLessThan(150);
  const search = new engine.whole.LimitSearch();
  const slicesOf = (momentum: number): number => {
    search.ask({ ...settings, momentum });
    let slices = 1;
    while (!search.run(0)) slices += 1;
    return slices;
  };
  expect(slicesOf(0)).toBeGreaterThan((3 * 100_000 * 16) / 65_536);
  expect(slicesOf(0.5)).toBeLessThan(100);
  expect(slicesOf(0.5)).toBe(1);
  expect(search.found()).toEqual(engine.stabilityLimit({ ...settings, momentum: 0.5 }));
  search.free();
  const filling = new Filling(engine, plan, 100_000, { w: 0, b: 0 });
  fill(filling);
  expect(pointsOf(filling)).toHaveLength(33);
}, 30_000);

test("a map refused by the engine says why", () => {
  const plan = { ...planOf({}, "lr", "batch_size"), updates: 0 };
  expect(() => new Filling(engine, plan, 100, { w: 0, b: 0 })).toThrow(/updates is 0/);
});

test("a pixel's losses are those of its own run, up to its divergence", () => {
  const plan = planOf({}, "lr", "batch_size");
  const trials = new Trials(engine, plan, 100);
  const cell = { column: 30, row: 49 };
  const losses = trials.losses(cell);
  expect(losses).toHaveLength(600);
  const session = engine.open({ lr: plan.x.values[30] ?? 0, batch_size: 50, epochs: 300 });
  session.step(600);
  expect(losses).toEqual(session.history().loss);
  session.free();
  expect(trials.losses(cell)).toBe(losses);
  const diverging = trials.losses({ column: 99, row: 15 });
  expect(diverging?.length).toBeLessThan(600);
  expect(diverging?.every(Number.isFinite)).toBe(true);
  expect(new Trials(engine, plan, 1_000_000).losses(cell)).toBeNull();
});

test("a pixel keeps the epochs there are where they suffice, and gets more where they do not", () => {
  const trials = new Trials(engine, planOf({ dtype: "float32" }, "lr", "batch_size"), 100);
  expect(trials.settings({ column: 30, row: 7 })).toEqual({
    dtype: "float32",
    lr: expect.closeTo(0.01, 3),
    batch_size: 8,
  });
  expect(trials.settings({ column: 30, row: 99 })).toMatchObject({ batch_size: 100, epochs: 600 });
});

test("a drawn first parameter that does not vary is drawn with the seed of its pixel", () => {
  const plan = planOf({ program: "torch" }, "init.w", "seed");
  const seeded = engine.open({ program: "torch", seed: 7 });
  const { b } = seeded.history().init;
  seeded.free();
  const { init, seed } = settingsAt(engine, plan, { column: 0, row: 7 });
  expect([seed, init]).toEqual([7, { w: -100, b }]);
});

test("where an epoch has more than 1,000 batches no limit is asked for, and the map knows it", () => {
  const settings: Settings = { data: { source: "make_regression", n_samples: 2000 } };
  const filling = new Filling(engine, planOf(settings, "lr", "batch_size", 2000), 2000, { w: 0.1, b: 0 });
  expect(filling.mostBatches).toBe(1000);
  fill(filling);
  expect(pointsOf(filling)[0]?.index).toBe(1);
  const whole = new Filling(engine, planOf({}, "lr", "batch_size"), 100, { w: 0.1, b: 0 });
  expect(whole.mostBatches).toBeNull();
  whole.free();
});

test("up to 5,000 samples the batches reach all of them: one by one at first, then ever farther apart", () => {
  const sizes = [...axisOf(named("batch_size"), 2000, "by_hand").values];
  expect([sizes.length, sizes[0], sizes[9], sizes.at(-1)]).toEqual([100, 1, 10, 2000]);
  const steps = sizes.slice(1).map((size, index) => size - (sizes[index] ?? 0));
  expect(steps.every((step) => step >= 1)).toBe(true);
  expect(steps.slice(0, -1).every((step, index) => step >= (steps[index - 1] ?? 0) - 1)).toBe(true);
  expect([...axisOf(named("batch_size"), 101, "by_hand").values].slice(-2)).toEqual([99, 101]);
  expect(axisOf(named("batch_size"), 5001, "by_hand").values.at(-1)).toBe(100);
});
