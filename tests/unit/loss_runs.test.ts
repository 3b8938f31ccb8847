// What of a run's losses is drawn, in which unit, and where other runs part from it.
import { beforeAll, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { commonUnit, ghostOf, PER_SAMPLE, parting } from "../../www/lab/panels/loss_runs";
import { Run } from "../../www/lab/run";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const open = (settings: Settings = {}): Run => Run.open(engine, settings);

test("a run's loss is so many times the mean of its squared residuals as its program says", () => {
  expect(open().unit).toBe(16);
  expect(open({ batch_size: 50 }).unit).toBe(50);
  expect(open({ program: "torch" }).unit).toBe(1);
  expect(open({ program: "sgd_regressor", max_iter: 5 }).unit).toBe(0.5);
  const changes = [{ update: 120, set: { batch_size: 50 } }];
  expect(open({ changes }).unit).toBeNull();
  expect(open({ program: "torch", changes }).unit).toBe(1);
});

test("in its own unit a run has its program's losses to the last bit, and means that agree with them", () => {
  const run = open({ program: "sgd_regressor", max_iter: 5, tol: null });
  const { updates, means, running } = run.curves(0.5);
  expect(updates).toEqual(run.history.loss);
  const first = updates.subarray(0, 100).reduce((sum, loss) => sum + loss, 0) / 100;
  expect(means[0]?.update).toBe(100);
  // A hundred sums' roundings.
  expect((means[0]?.loss ?? 0) / first).toBeCloseTo(1, 12);
  expect((running[99] ?? 0) / first).toBeCloseTo(1, 12);
});

test("per sample a sum is divided by its batch, also where the batches change their size in mid-run", () => {
  const run = open({ changes: [{ update: 8, set: { batch_size: 50 } }] });
  const { updates, means } = run.curves(PER_SAMPLE);
  expect(updates[0]).toBe((run.history.loss[0] ?? 0) / 16);
  expect(updates[12]).toBe((run.history.loss[12] ?? 0) / 50);
  expect(means.slice(0, 4).map(({ update }) => update)).toEqual([6, 12, 14, 16]);
  run.seek({ update: 13, statement: 0 });
  expect(run.lossAt(run.moment, PER_SAMPLE)).toBe(updates[12]);
  run.seek({ update: 13, statement: 1 });
  expect(run.lossAt(run.moment, PER_SAMPLE)).toBe(updates[12]);
  run.seek({ update: 13, statement: 2 });
  expect(run.lossAt(run.moment, PER_SAMPLE)).toBe(updates[13]);
});

test("runs with one unit keep it, others are drawn per sample", () => {
  const lr = open({ changes: [{ update: 120, set: { lr: 0.05 } }] });
  const batch = open({ changes: [{ update: 120, set: { batch_size: 50 } }] });
  expect(commonUnit([open(), lr])).toBe(16);
  expect(commonUnit([open(), batch])).toBeNull();
});

test("two runs part at the first change that they do not share", () => {
  const early = { update: 60, set: { lr: 0.02 } };
  const late = { update: 120, set: { lr: 0.05 } };
  expect(parting(open(), open({ changes: [late] }))).toBe(120);
  expect(parting(open({ changes: [early] }), open({ changes: [early, late] }))).toBe(120);
  expect(parting(open({ changes: [early] }), open({ changes: [late] }))).toBe(60);
});

test("another run starts on the main one's curve where it parts, and goes on with its own means", () => {
  const [run, other] = [open(), open({ changes: [{ update: 123, set: { lr: 0.05 } }] })];
  const points = ghostOf(run, other, 16, 600);
  const means = run.curves(16).means;
  // Update 123 lies half-way between the ends of epochs 20 and 21.
  expect(points[0]).toEqual({ update: 123, loss: ((means[19]?.loss ?? 0) + (means[20]?.loss ?? 0)) / 2 });
  expect(points[1]).toEqual(other.curves(16).means[20]);
  expect(points).toHaveLength(81);
});

test("the parabola has no epochs: another run is drawn update by update", () => {
  const settings: Settings = { program: "parabola", updates: 40 };
  const [run, other] = [open(settings), open({ ...settings, changes: [{ update: 10, set: { lr: 0.1 } }] })];
  const points = ghostOf(run, other, 1, 600);
  expect(points[0]).toEqual({ update: 10, loss: run.history.loss[9] });
  expect(points[1]).toEqual({ update: 11, loss: other.history.loss[10] });
});
