// Runs of one data setting share their samples and what is known of them; every number is that of a run opened alone.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());
const data: Settings["data"] = { source: "make_regression", n_samples: 60, noise: 4 };

const numbersOf = (run: Run) => ({
  x: [...run.data.x],
  losses: [...run.losses],
  fit: run.leastSquares,
  bowl: run.bowl,
  limit: run.limit,
  height: run.heightAt({ w: 3, b: 4 }),
});

test("an edit that leaves the data alone keeps the samples, and what comes of it is as if it were alone", () => {
  const first = Run.open(engine, { data });
  numbersOf(first);
  for (const change of [
    { lr: 0.05 },
    { init: { w: 30, b: 2 } },
    { standardize: true },
    { program: "torch" as const },
  ]) {
    const beside = Run.open(engine, { data, ...change }, first);
    expect(beside.data).toBe(first.data);
    expect(numbersOf(beside)).toEqual(numbersOf(Run.open(engine, { data: { ...data }, ...change })));
  }
});

test("a standardised run has a bowl of its own over the samples it shares", () => {
  const first = Run.open(engine, { data });
  const scaled = Run.open(engine, { data, standardize: true }, first);
  expect(scaled.bowl?.bottom[0]).not.toBe(first.bowl?.bottom[0]);
  expect(Run.open(engine, { program: "parabola" }, first).bowl).toBeNull();
});

test("another data setting brings its own samples", () => {
  const first = Run.open(engine, { data });
  const settings: Settings = { data: { source: "make_regression", n_samples: 60, noise: 5 } };
  const other = Run.open(engine, settings, first);
  expect(other.data).not.toBe(first.data);
  expect(numbersOf(other)).toEqual(numbersOf(Run.open(engine, settings)));
});
