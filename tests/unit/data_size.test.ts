// How batches follow the number of samples, so that no reader is led into a run of minutes.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { fittedTo, isLarge } from "../../www/lab/data_size";
import { LabModel } from "../../www/lab/model";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const made = (n_samples: number, rest: Settings = {}): Settings => ({
  data: { source: "make_regression", n_samples },
  ...rest,
});

test("few samples keep the batches the reader chose", () => {
  expect(fittedTo(made(5000, { batch_size: 7 }), 100)).toEqual(made(5000, { batch_size: 7 }));
  expect(isLarge(made(5000))).toBe(false);
});

test("very many samples come in a hundred batches, ten times", () => {
  expect(fittedTo(made(1_000_000), 100)).toEqual(made(1_000_000, { batch_size: 10_000, epochs: 10 }));
  expect(isLarge(made(5001))).toBe(true);
});

test("back among few samples the batches are the usual ones, or all samples where there are fewer", () => {
  const many = { batch_size: 10_000, epochs: 10 };
  expect(fittedTo(made(100, many), 1_000_000)).toEqual(made(100));
  expect(fittedTo(made(10, many), 1_000_000)).toEqual(made(10, { batch_size: 10 }));
  expect(fittedTo(made(10), 100)).toEqual(made(10, { batch_size: 10 }));
});

test("SGDRegressor goes through very many samples less often", () => {
  const program = "sgd_regressor";
  expect(fittedTo(made(100_000, { program }), 100)).toEqual(made(100_000, { program, max_iter: 2 }));
  expect(fittedTo(made(1_000_000, { program }), 100)).toEqual(made(1_000_000, { program, max_iter: 1 }));
});

test("very many samples are there before their run is trained, and the numbers then are a fresh session's", async () => {
  const module = await engineInNode();
  const model = new LabModel(Engine.of(module));
  model.seek({ update: 40, statement: 0 });
  model.set("data.n_samples", 60_000);
  expect(model.isTrained).toBe(false);
  expect(model.run.data.x).toHaveLength(60_000);
  expect([model.run.seen, model.run.leastSquares, model.run.limit]).toEqual([0, null, null]);
  const told: string[] = [];
  model.listen((what) => told.push(what), new AbortController().signal);
  model.train();
  expect(told).toEqual(["runs"]);
  expect(model.isTrained).toBe(true);
  const session = new module.Session(made(60_000, { batch_size: 600, epochs: 10 }));
  session.seek(40);
  expect(model.moment.w).toBe(session.state().w);
  expect(model.run.cursor.update).toBe(40);
  session.free();
  model.destroy();
});
