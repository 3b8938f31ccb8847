/**
 * All twenty programs of the bench, broken and right, against real PyTorch, which ran both to their ends: the numbers
 * after the last update, what stopped them, and what their plots show. Of the faults that no other golden file has, the
 * whole history. Equal to the last bit. (`tests/golden/generate_bench.py`; `bench.test.ts` has the other histories.)
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { Engine, type History } from "../../www/engine";
import { BUG_IDS, type BugId, bugOf } from "../../www/lesson/bench/bugs";
import { type Measured, measure, runOf, variantOf } from "../../www/lesson/bench/measure";
import type { Work } from "../../www/lesson/bench/work";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

type Row = readonly (number | null)[];

interface Case {
  bug: BugId;
  which: "right" | "broken";
  /** Up to where the numbers are finite, or Python stops. */
  updates: number;
  last: Row | null;
  rows?: Row[];
  finite?: number;
  raised?: { update: number; type: string };
  warned: string[];
  curve?: number[];
  drawn?: [w: number, b: number];
}

const { cases } = JSON.parse(readFileSync(new URL("../golden/bench.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const workOf = ({ bug, which }: Case): Work => bugOf(bug)[which];

function measured(golden: Case): Measured {
  const { slot } = bugOf(golden.bug);
  return measure(engine, runOf(workOf(golden), slot), variantOf(workOf(golden), slot));
}

function historyOf(golden: Case): History {
  const session = engine.open(runOf(workOf(golden), bugOf(golden.bug).slot));
  session.train();
  const history = session.history();
  session.free();
  return history;
}

/** A row of ours; Python's None is NaN in a history. */
const rowAt = ({ loss, gradW, gradB, w, b }: History, update: number): Row =>
  [loss, gradW, gradB, w, b].map((values) => values[update] ?? Number.NaN);
const withNaN = (row: Row): Row => row.map((value) => value ?? Number.NaN);

const NAMED = cases.map((golden) => [`${golden.bug}, ${golden.which}`, golden] as const);

test("PyTorch has run every program of the bench, broken and right", () => {
  const ran = (which: Case["which"]): BugId[] =>
    cases.filter((golden) => golden.which === which).map(({ bug }) => bug);
  expect(ran("broken")).toEqual(BUG_IDS);
  expect(ran("right")).toEqual(BUG_IDS);
});

describe("to the last bit", () => {
  test.each(NAMED)("%s ends where PyTorch ends, after as many updates", (_, golden) => {
    const { loss, w, b } = historyOf(golden);
    const got = measured(golden);
    // Where the numbers leave float64 or float32, ours do so at the same update.
    if (golden.finite === undefined) expect(w.length).toBe(golden.updates);
    else {
      expect(got.diverged).toBeLessThan(golden.finite);
      expect([loss, w, b].every((values) => Number.isFinite(values[golden.finite ?? 0]))).toBe(false);
    }
    const { last, updates } = golden;
    if (last) expect([loss, w, b].map((values) => values[updates - 1])).toEqual([last[0], last[3], last[4]]);
    expect(got.raised?.type).toBe(golden.raised?.type);
    expect(got.raised?.update).toBe(golden.raised?.update);
    expect(got.warned ? [got.warned.type] : []).toEqual(golden.warned);
  });

  test.each(NAMED.filter(([, { rows }]) => rows))("%s has PyTorch’s whole history", (_, golden) => {
    const { rows = [] } = golden;
    const history = historyOf(golden);
    expect(rows.length).toBe(golden.updates);
    expect(rows.map((_, update) => rowAt(history, update))).toEqual(rows.map(withNaN));
  });

  test("the plotted losses are PyTorch’s own, one an epoch: the means over all epochs, and each epoch’s", () => {
    const plotted = cases.filter(({ curve }) => curve);
    expect(plotted.map(({ which }) => which)).toEqual(["right", "broken"]);
    for (const golden of plotted) {
      expect(golden.curve?.length).toBe(100);
      expect([...(measured(golden).curve ?? [])]).toEqual(golden.curve);
    }
    const [right, broken] = plotted;
    expect(broken?.curve?.at(-1)).toBeGreaterThan(1.5 * (right?.curve?.at(-1) ?? Number.NaN));
  });

  test("the line called true is drawn with scikit-learn’s coef and, where it is broken, the intercept PyTorch learned", () => {
    const drawn = cases.filter(({ drawn }) => drawn);
    expect(drawn.map(({ which }) => which)).toEqual(["right", "broken"]);
    for (const golden of drawn) {
      const [w, b] = golden.drawn ?? [];
      expect(measured(golden).drawn).toEqual({ w, b });
    }
    expect(drawn.map(({ drawn }) => drawn?.[1])).toEqual([14.5, 13.341959365533667]);
  });
});
