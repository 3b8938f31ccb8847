// Edits of the lab's model with the real engine: settings and samples changed, kept where the cursor is, undone and redone.
import { describe, expect, test } from "vitest";
import { type Edit, isEngineError } from "../../www/engine";
import { LabModel } from "../../www/lab/model";
import { at, engine, fresh, module, place } from "./model_moments";

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
