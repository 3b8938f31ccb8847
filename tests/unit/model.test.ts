// The lab's model with the real engine: one cursor through all runs, branches, moments inside an update, states put back.
import { describe, expect, test } from "vitest";
import { LabModel, type LabState } from "../../www/lab/model";
import { truthOf } from "../../www/lab/surface_facts";
import { at, engine, fresh, place } from "./model_moments";

describe("the cursor", () => {
  test("a statement at a time it goes through a batch and into the next, and back the same way", () => {
    const model = new LabModel(engine);
    const seen: number[][] = [];
    for (let step = 0; step < 8; step += 1) {
      model.step("statement");
      seen.push(place(model));
    }
    expect(seen).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(at(model)).toEqual(fresh({}, 1, 2));
    for (let step = 0; step < 3; step += 1) model.step("statement", -1);
    expect(place(model)).toEqual([0, 5]);
    model.destroy();
  });

  test("a batch step from inside a batch goes to its edge", () => {
    const model = new LabModel(engine);
    model.seek({ update: 7, statement: 3 });
    model.step("batch");
    expect(place(model)).toEqual([8, 0]);
    model.seek({ update: 7, statement: 3 });
    model.step("batch", -1);
    expect(place(model)).toEqual([7, 0]);
    model.step("batch", -1);
    expect(place(model)).toEqual([6, 0]);
    model.destroy();
  });

  test("an epoch step goes to the epoch's edges, forward and back, from between and inside updates", () => {
    const model = new LabModel(engine);
    const from = (update: number, statement: number, direction: 1 | -1): number[] => {
      model.seek({ update, statement });
      model.step("epoch", direction);
      return place(model);
    };
    expect(from(0, 0, 1)).toEqual([6, 0]);
    expect(from(6, 0, 1)).toEqual([12, 0]);
    expect(from(7, 2, 1)).toEqual([12, 0]);
    expect(from(8, 0, 1)).toEqual([12, 0]);
    expect(from(12, 0, -1)).toEqual([6, 0]);
    expect(from(8, 0, -1)).toEqual([6, 0]);
    expect(from(6, 3, -1)).toEqual([6, 0]);
    expect(from(5, 0, -1)).toEqual([0, 0]);
    expect(from(0, 0, -1)).toEqual([0, 0]);
    model.destroy();
  });

  test("after a branch has changed the batch size an epoch step keeps to the new epochs", () => {
    const model = new LabModel(engine);
    model.seek({ update: 4, statement: 0 });
    model.branch({ batch_size: 50 });
    model.promote(1);
    for (const [direction, update] of [
      [1, 6],
      [1, 8],
      [1, 10],
      [-1, 8],
      [-1, 6],
      [-1, 0],
    ] as const) {
      model.step("epoch", direction);
      expect(place(model)).toEqual([update, 0]);
    }
    model.destroy();
  });

  test("it stays between the ends", () => {
    const model = new LabModel(engine);
    model.step("statement", -1);
    expect(place(model)).toEqual([0, 0]);
    model.step("run");
    expect(place(model)).toEqual([600, 0]);
    expect(at(model)).toMatchObject({ w: 42.887112362029214, b: 13.341959365533667 });
    model.step("statement");
    expect(place(model)).toEqual([600, 0]);
    model.destroy();
  });

  test("a run that diverges ends before the update that does, with finite numbers", () => {
    const model = new LabModel(engine, {
      settings: { lr: 1.2 },
      runs: [[]],
      main: 0,
      cursor: { update: 600, statement: 0 },
    });
    expect(model.run.divergence?.update).toBe(model.run.cursor.update);
    expect(model.run.cursor.update).toBe(47);
    expect(Number.isFinite(model.moment.w)).toBe(true);
    model.destroy();
  });
});

describe("branches", () => {
  test("a branch equals a fresh session with the same change, after going forth and back", () => {
    const model = new LabModel(engine);
    model.seek({ update: 37, statement: 0 });
    model.seek({ update: 20, statement: 0 });
    model.branch({ lr: 0.05 });
    expect(model.runs).toHaveLength(2);
    model.seek({ update: 60, statement: 0 });
    const branch = model.runs[1];
    const wanted = fresh({ changes: [{ update: 20, set: { lr: 0.05 } }] }, 60);
    expect(branch && { w: branch.moment.w, b: branch.moment.b }).toEqual({ w: wanted.w, b: wanted.b });
    expect(at(model)).toEqual(fresh({}, 60));
    model.promote(1);
    expect(at(model)).toEqual(wanted);
    model.destroy();
  });

  test("an edit goes through all runs", () => {
    const model = new LabModel(engine);
    model.seek({ update: 20, statement: 0 });
    model.branch({ lr: 0.05 });
    model.set("data.noise", 0);
    for (const run of model.runs) expect(run.settings.data).toMatchObject({ noise: 0 });
    model.destroy();
  });

  test("a setting in hand moves one branch; once let go the next makes another; six are the most", () => {
    const model = new LabModel(engine);
    model.seek({ update: 20, statement: 0 });
    for (const lr of [0.02, 0.03, 0.04]) model.rebranch({ lr });
    expect(model.state.runs).toEqual([[], [{ update: 20, set: { lr: 0.04 } }]]);
    for (const lr of [0.05, 0.06, 0.07, 0.08]) {
      model.closeBranch();
      model.rebranch({ lr });
    }
    expect(model.runs).toHaveLength(6);
    expect(() => model.branch({ lr: 1 })).toThrow("At most 6 runs");
    model.destroy();
  });

  test("dropping keeps the main run, whichever it is, and the main one cannot be dropped", () => {
    const model = new LabModel(engine);
    for (const lr of [0.02, 0.03]) model.branch({ lr });
    model.promote(2);
    model.drop(2);
    expect(model.runs).toHaveLength(3);
    model.drop(0);
    expect(model.main).toBe(1);
    expect(model.run.settings.changes).toEqual([{ update: 0, set: { lr: 0.03 } }]);
    model.undo();
    expect(model.runs).toHaveLength(3);
    model.destroy();
  });
});

test("a state put back gives the same runs, cursor and numbers", () => {
  const model = new LabModel(engine);
  model.set("lr", 0.02);
  model.seek({ update: 21, statement: 3 });
  model.branch({ batch_size: 10 });
  const state: LabState = JSON.parse(JSON.stringify(model.state));
  const other = new LabModel(engine, state);
  expect(at(other)).toEqual(at(model));
  expect(other.state).toEqual(model.state);
  model.destroy();
  other.destroy();
});

describe("a moment inside an update", () => {
  test.each<[program: string, from: number, to: number]>([
    ["torch", 5, 4],
    ["torch", 4, 4],
    ["parabola", 5, 3],
    ["sgd_regressor", 4, 2],
  ])(
    "%s chosen at statement %i goes on at its statement %i, and undo brings the program back",
    (program, from, to) => {
      const model = new LabModel(engine);
      model.seek({ update: 37, statement: from });
      const before = at(model);
      model.set("program", program);
      expect(place(model)).toEqual([37, to]);
      expect(at(model)).toEqual(fresh({ program: program as "torch" }, 37, to));
      expect(model.state.cursor).toEqual({ update: 37, statement: to });
      model.undo();
      model.seek({ update: 37, statement: from });
      expect(at(model)).toEqual(before);
      model.destroy();
    },
  );

  test("a state that cannot be opened leaves the run, the moment and the history as they were", () => {
    const model = new LabModel(engine);
    model.seek({ update: 20, statement: 2 });
    const { state } = model;
    const before = at(model);
    expect(() =>
      model.restore({ ...state, settings: { lr: -1 }, cursor: { update: 3, statement: 0 } }),
    ).toThrow();
    expect(at(model)).toEqual(before);
    expect([model.state, model.canUndo]).toEqual([state, false]);
    model.destroy();
  });
});

test("a standardised run's true line is the one that its data have", () => {
  const model = new LabModel(engine);
  model.set("standardize", true);
  const { mean, std, coef, bias } = model.run.data;
  const truth = truthOf(model.run);
  expect(truth?.w).toBeCloseTo((coef ?? 0) * (std ?? 0), 10);
  expect(truth?.b).toBeCloseTo((bias ?? 0) + (coef ?? 0) * (mean ?? 0), 10);
  model.destroy();
});
