// The lab's model with the real engine: one cursor through all runs, edits that keep it, branches, undo.
import { beforeAll, describe, expect, test } from "vitest";
import { type Edit, Engine, isEngineError, type Settings } from "../../www/engine";
import { LabModel, type LabState } from "../../www/lab/model";
import { truthOf } from "../../www/lab/surface_facts";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

let engine: Engine;
let module: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  module = await engineInNode();
  engine = Engine.of(module);
});

/** What a fresh session says at a moment. */
function fresh(settings: Settings, update: number, statement = 0) {
  const session = new module.Session(settings);
  session.seek(update, statement);
  const state = session.state();
  session.free();
  return { w: state.w, b: state.b, loss: state.loss, gradW: state.gradW, update: state.update };
}

function at(model: LabModel) {
  const { w, b, loss, gradW, update } = model.moment;
  return { w, b, loss, gradW, update };
}

const place = (model: LabModel): number[] => [model.run.cursor.update, model.run.cursor.statement];

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

describe("edits", () => {
  test("a changed setting trains again from the first update and keeps the cursor, inside an update too", () => {
    const model = new LabModel(engine);
    model.seek({ update: 37, statement: 4 });
    model.set("lr", 0.05);
    expect(place(model)).toEqual([37, 4]);
    expect(at(model)).toEqual(fresh({ lr: 0.05 }, 37, 4));
    model.destroy();
  });

  test("a refused value changes nothing and says which field it was", () => {
    const model = new LabModel(engine);
    model.seek({ update: 20, statement: 0 });
    const before = at(model);
    let refused: unknown;
    try {
      model.set("batch_size", 0);
    } catch (error) {
      refused = error;
    }
    expect(isEngineError(refused) && refused.field).toBe("batch_size");
    expect(at(model)).toEqual(before);
    expect(model.settings).toEqual({});
    expect(model.canUndo).toBe(false);
    model.destroy();
  });

  test("a shorter run shows its end, and the next longer one returns to the wanted moment", () => {
    const model = new LabModel(engine);
    model.seek({ update: 400, statement: 0 });
    model.set("epochs", 10);
    expect(place(model)).toEqual([60, 0]);
    model.set("epochs", 100);
    expect(place(model)).toEqual([400, 0]);
    model.destroy();
  });

  test("another program keeps data, batches and rate, and takes its own defaults for the rest", () => {
    const model = new LabModel(engine);
    model.set("data.noise", 20);
    model.set("init.w", 5);
    model.set("program", "torch");
    const data = { source: "make_regression", noise: 20 } as const;
    model.seek({ update: 30, statement: 0 });
    expect(at(model)).toEqual(fresh({ program: "torch", data }, 30));
    model.destroy();
  });

  test("one of the first parameters is set beside the other's value in force", () => {
    const model = new LabModel(engine);
    model.set("init.b", 40);
    expect(model.settings.init).toEqual({ w: 0.1, b: 40 });
    expect(model.run.start).toEqual({ w: 0.1, b: 40 });
    model.destroy();
  });

  test("a point that is dragged is one edit, and undo brings back what was before the drag", () => {
    const model = new LabModel(engine);
    for (const y of [10, 20, 30]) model.editPoint({ move: 3, x: 1, y });
    model.settle();
    expect(model.run.data.y[3]).toBe(30);
    expect(model.settings.data).toMatchObject({ edits: [{ move: 3, x: 1, y: 30 }] });
    model.undo();
    expect(model.settings).toEqual({});
    expect(model.canUndo).toBe(false);
    model.redo();
    expect(model.run.data.y[3]).toBe(30);
    model.destroy();
  });
});

describe("edits of samples", () => {
  const edits = (model: LabModel) => {
    const { data } = model.settings;
    return data && "edits" in data ? data.edits : undefined;
  };

  test("a sample taken away in the drag that moved it is one edit, and one to undo", () => {
    const model = new LabModel(engine);
    model.editPoint({ move: 3, x: 1, y: 20 });
    model.editPoint({ remove: 3 });
    model.settle();
    expect(edits(model)).toEqual([{ remove: 3 }]);
    expect(model.run.data.x).toHaveLength(99);
    model.undo();
    expect(model.settings).toEqual({});
    model.destroy();
  });

  test("two samples taken away one after the other are two to undo, though the second has the number of the first", () => {
    const model = new LabModel(engine);
    for (let count = 0; count < 2; count += 1) {
      model.editPoint({ remove: 3 });
      model.settle();
    }
    model.undo();
    expect(model.run.data.x).toHaveLength(99);
    model.destroy();
  });

  test("the list of edits is as short as the samples allow, and gives the same samples as every edit in its turn", () => {
    const made: Edit[] = [
      { move: 3, x: 1, y: 1 },
      { move: 5, x: 2, y: 2 },
      { move: 3, x: 3, y: 3 },
      { add: true, x: 4, y: 4 },
      { move: 5, x: 5, y: 5 },
      { move: 100, x: 6, y: 6 },
      { remove: 5 },
      { move: 99, x: 7, y: 7 },
      { move: 99, x: 8, y: 8 },
      { add: true, x: 9, y: 9 },
      { remove: 100 },
    ];
    const model = new LabModel(engine);
    for (const edit of made) model.editPoint(edit);
    expect(edits(model)).toEqual([
      { move: 5, x: 2, y: 2 },
      { move: 3, x: 3, y: 3 },
      { add: true, x: 6, y: 6 },
      { remove: 5 },
      { move: 99, x: 8, y: 8 },
    ]);
    const session = new module.Session({ data: { source: "make_regression", edits: made } });
    const { x, y } = session.data();
    session.free();
    expect(model.run.data.x).toEqual(x);
    expect(model.run.data.y).toEqual(y);
    model.destroy();
  });

  test("samples of a built-in set and the reader's own take edits too", () => {
    const model = new LabModel(engine);
    model.load({ data: { source: "anscombe_1" }, batch_size: 11 });
    model.editPoint({ move: 0, x: 1, y: 2 });
    expect([model.run.data.x[0], model.run.data.y[0]]).toEqual([1, 2]);
    model.load({ data: { source: "points", x: [1, 2, 3], y: [4, 5, 6] }, batch_size: 1 });
    model.editPoint({ remove: 0 });
    model.editPoint({ add: true, x: 7, y: 8 });
    model.editPoint({ move: 1, x: 9, y: 10 });
    expect(model.settings.data).toEqual({ source: "points", x: [2, 9, 7], y: [5, 10, 8] });
    model.destroy();
  });

  test("other samples, by number or seed, are not those that were edited; other noise leaves them as they were put", () => {
    const model = new LabModel(engine);
    model.editPoint({ move: 80, x: 1, y: 2 });
    model.set("data.noise", 3);
    expect(edits(model)).toHaveLength(1);
    model.set("data.n_samples", 50);
    expect(edits(model)).toBeUndefined();
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

describe("other samples", () => {
  test("a built-in set comes in batches it has samples for, and the made ones come back with undo", () => {
    const model = new LabModel(engine);
    model.seek({ update: 20, statement: 0 });
    model.set("data.noise", 3);
    model.set("data.source", "anscombe_2");
    expect(at(model)).toEqual(fresh({ data: { source: "anscombe_2" }, batch_size: 11 }, 20));
    model.undo();
    expect(at(model)).toEqual(fresh({ data: { source: "make_regression", noise: 3 } }, 20));
    model.destroy();
  });

  test("a sample taken from the last full batch leaves a batch of those that remain", () => {
    const model = new LabModel(engine);
    model.set("data.n_samples", 16);
    model.editPoint({ remove: 3 });
    const data = { source: "make_regression", n_samples: 16, edits: [{ remove: 3 }] } as const;
    expect(at(model)).toEqual(fresh({ data: { ...data, edits: [...data.edits] }, batch_size: 15 }, 0));
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
