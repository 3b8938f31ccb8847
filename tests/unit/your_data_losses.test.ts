// Points held back, and the losses on both parts: the draw is Python's, the numbers are the engine's.
import { expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { heldCount, holdBack } from "../../www/lesson/your_data/hold_back";
import { inLab } from "../../www/lesson/your_data/in_lab";
import { lossesAt, lossesOverRun, seriesOf } from "../../www/lesson/your_data/losses";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());
const points = Array.from({ length: 10 }, (_, index) => ({
  row: index + 2,
  x: index,
  y: 3 * index + (index % 3),
}));
const given = (taken: typeof points) => {
  const { x, y } = seriesOf(taken);
  return { source: "points" as const, x: Array.from(x), y: Array.from(y) };
};

test("the points held back are the first of Python's shuffled order, and both parts keep the order of the rows", () => {
  // random.Random(0).shuffle(list(range(10))) is [7, 8, 1, 5, 3, 4, 2, 0, 9, 6].
  const { train, held } = holdBack(engine, points, 30, 0);
  expect(held.map(({ row }) => row)).toEqual([3, 9, 10]);
  expect(train.map(({ row }) => row)).toEqual([2, 4, 5, 6, 7, 8, 11]);
  expect(holdBack(engine, points, 30, 1).held).not.toEqual(held);
});

test("nothing is held back at no share, and never so many that no line can be trained", () => {
  expect(holdBack(engine, points, 0, 0).held).toEqual([]);
  expect([10, 3, 2, 1, 0].map((n) => heldCount(n, 50))).toEqual([5, 1, 0, 0, 0]);
  expect(holdBack(engine, points.slice(0, 1), 50, 0)).toEqual({ train: points.slice(0, 1), held: [] });
  expect(holdBack(engine, [], 50, 0)).toEqual({ train: [], held: [] });
});

test("both losses are means of squared residuals of one line, also when x is standardised", () => {
  const { train, held } = holdBack(engine, points, 30, 0);
  for (const standardize of [false, true]) {
    const run = Run.open(engine, { data: given(train), batch_size: 7, standardize });
    run.seek({ update: 50, statement: 0 });
    const own = run.inData(run.moment.model);
    const mean = (of: typeof points): number =>
      of.reduce((sum, { x, y }) => sum + (own.w * x + own.b - y) ** 2, 0) / of.length;
    const losses = lossesAt(engine, run, seriesOf(held), run.moment.model);
    // The engine adds in another order.
    expect(losses.train).toBeCloseTo(mean(train), 9);
    expect(losses.held).toBeCloseTo(mean(held), 9);
    // A full batch: the loss of the next update is of the same line, summed over the batch.
    expect(losses.train).toBeCloseTo((run.history.loss[50] ?? 0) / 7, 9);
    run.free();
  }
});

test("over the run there is an entry for the start and each epoch, and for each update of one that leaves early", () => {
  const { train, held } = holdBack(engine, points, 30, 0);
  const run = Run.open(engine, { data: given(train), batch_size: 4, drop_last: false, epochs: 5 });
  const over = lossesOverRun(engine, run, seriesOf(held));
  expect(over.losses.map(({ update }) => update)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(over.byEpoch).toBe(true);
  run.free();
  const wild = Run.open(engine, { data: given(train), batch_size: 1, lr: 1000 });
  const short = lossesOverRun(engine, wild, seriesOf([]));
  expect(short.byEpoch).toBe(false);
  expect(short.losses.map(({ update }) => update)).toEqual(
    Array.from({ length: wild.seen + 1 }, (_, update) => update),
  );
  expect(short.losses.every(({ held: none }) => none === null)).toBe(true);
  wild.free();
});

test("a point moved in the lab is an edit; another draw or other data are other points", () => {
  const split = holdBack(engine, points, 30, 0);
  const own = given(split.train);
  expect(inLab(own, split)).toBe("same");
  expect(inLab({ ...own, y: own.y.with(0, 99) }, split)).toBe("edited");
  expect(inLab({ source: "points", x: own.x.slice(1), y: own.y.slice(1) }, split)).toBe("edited");
  expect(inLab(given(holdBack(engine, points, 30, 1).train), split)).toBe("other");
  expect(inLab({ source: "points", x: [100, 200], y: [1, 2] }, split)).toBe("other");
  expect(inLab({ source: "norris" }, split)).toBe("other");
  expect(inLab(undefined, split)).toBe("other");
});
