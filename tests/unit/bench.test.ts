/**
 * The bench without a browser: every broken program has the numbers that PyTorch gives for the same fault, stops where
 * PyTorch stops, shows the symptom the text asks for, and is repaired by what repairs it and by nothing else.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { BUG_IDS, type BugId, bugOf } from "../../www/lesson/bench/bugs";
import { benchFacts } from "../../www/lesson/bench/facts";
import { type Failure, judge, type Verdict } from "../../www/lesson/bench/judge";
import { type Measured, measure, runOf, variantOf } from "../../www/lesson/bench/measure";
import { inserted, moved, removed, replaced, turned, type Work } from "../../www/lesson/bench/work";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

function run(id: BugId, work: Work = bugOf(id).broken): Measured {
  const { slot } = bugOf(id);
  return measure(engine, runOf(work, slot), variantOf(work, slot));
}

interface Case {
  fault: string | null;
  settings: Record<string, unknown>;
  rows: (number | null)[][];
  raised?: { update: number; type: string };
  warnings?: string[];
}

function golden(base: "by_hand" | "torch", fault: string | null, settings: Case["settings"] = {}): Case {
  const file = new URL(`../golden/${base}_faults.json`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] };
  const found = cases.find(
    (one) =>
      one.fault === fault && Object.entries(settings).every(([name, value]) => one.settings[name] === value),
  );
  if (!found) throw new Error(`no golden case ${base} ${fault}`);
  return found;
}

/** The broken programs that PyTorch has run, too. */
const GOLDEN: readonly [BugId, "by_hand" | "torch", string | null, Case["settings"]][] = [
  ["no-zero-grad", "by_hand", "no_zero_grad", {}],
  ["zero-grad-once", "by_hand", "zero_grad_once", {}],
  ["zero-grad-after-backward", "torch", "zero_grad_after_backward", {}],
  ["backward-twice", "by_hand", "backward_twice", {}],
  ["update-before-backward", "by_hand", "update_before_backward", {}],
  ["step-before-backward", "torch", "step_before_backward", {}],
  ["wrong-sign", "by_hand", "wrong_sign", {}],
  ["no-division", "by_hand", "no_division", { lr: 0.1 }],
  ["update-in-graph", "by_hand", "update_in_graph", {}],
  ["detached-parameter", "by_hand", "w_detached", {}],
  ["missing-reshape", "by_hand", "missing_reshape", {}],
  ["missing-reshape-torch", "torch", "missing_reshape", {}],
  ["missing-float", "torch", "missing_float", {}],
  ["sum-for-mean", "torch", null, { reduction: "sum" }],
  ["lr-past-limit", "by_hand", null, { lr: 1.2 }],
  ["order-never-used", "by_hand", "shuffled_order_unused", { shuffle: 0 }],
];

/** Where our program stops: PyTorch names the update and the error, its traceback the line. */
const STOPS: Partial<Record<BugId, [update: number, statement: number, says: string]>> = {
  "backward-twice": [0, 4, "walked before"],
  "update-before-backward": [0, 3, "w.grad is None"],
  "update-in-graph": [1, 4, "w.grad is None"],
  "detached-parameter": [0, 4, "w.grad is None"],
  "missing-float": [0, 0, "mat1 and mat2 must have the same dtype, but got Double and Float"],
};

describe("what is broken breaks as it does in PyTorch", () => {
  test.each(GOLDEN)("%s has the whole history of the golden run", (id, base, fault, settings) => {
    const { rows, raised } = golden(base, fault, settings);
    const got = run(id);
    const session = engine.open(runOf(bugOf(id).broken, bugOf(id).slot));
    session.train();
    const { loss, gradW, gradB, w, b } = session.history();
    session.free();
    if (raised) expect(loss.length).toBe(rows.length);
    const ours = rows.map((_, k) => [loss[k], gradW[k], gradB[k], w[k], b[k]]);
    // Python's None is NaN in a history.
    expect(ours).toEqual(rows.map((row) => row.map((value) => value ?? Number.NaN)));
    expect(got.raised?.type).toBe(raised?.type);
    expect(got.raised?.update).toBe(raised?.update);
  });

  test.each(Object.entries(STOPS))(
    "%s stops at the statement PyTorch points at",
    (id, [update, at, says]) => {
      const { raised } = run(id as BugId);
      expect([raised?.update, raised?.statement]).toEqual([update, at]);
      expect(raised?.message).toContain(says);
    },
  );

  test("only those stop; the missing reshape in PyTorch warns, and reading .grad of a parameter that is no leaf", () => {
    const stopped = BUG_IDS.filter((id) => run(id).raised !== null);
    expect(stopped.sort()).toEqual(Object.keys(STOPS).sort());
    const warned = BUG_IDS.filter((id) => run(id).warned !== null);
    expect(warned.sort()).toEqual(["missing-reshape-torch", "update-in-graph"]);
    // zero_grad of the second update reads w.grad, before the update that raises.
    const inGraph = run("update-in-graph");
    expect(inGraph.warned).toMatchObject({ type: "UserWarning", update: 1, statement: 2 });
    expect(inGraph.warned?.message).toContain("w is no leaf tensor any more");
    expect(run("update-in-graph", bugOf("update-in-graph").right).warned).toBeNull();
    expect(run("missing-reshape-torch").warned).toMatchObject({ type: "UserWarning", statement: 1 });
  });

  test("eighteen faults are there, one of them by hand and in PyTorch, one with PyTorch’s silence", () => {
    expect(BUG_IDS.length).toBe(20);
    expect(BUG_IDS.filter((id) => bugOf(id).broken.base === "torch").length).toBe(5);
  });
});

describe("the symptom the text asks for is the one that is measured", () => {
  const bySymptom = (symptom: string): BugId[] => BUG_IDS.filter((id) => bugOf(id).symptom === symptom);

  test("what swings neither settles nor runs away", () => {
    for (const id of bySymptom("swings")) {
      const { w, b, diverged } = run(id);
      const right = run(id, bugOf(id).right).end.w;
      const late = w.subarray(400).map((value) => value - right);
      expect(diverged).toBeNull();
      expect(Math.min(...late)).toBeLessThan(-20);
      expect(Math.max(...late)).toBeGreaterThan(20);
      // No wider at the end than at the start.
      expect(Math.max(...late.map(Math.abs))).toBeLessThan(
        1.3 * Math.max(...w.subarray(0, 200).map((v) => Math.abs(v - right))),
      );
      expect(b.every(Number.isFinite)).toBe(true);
    }
    expect(run("zero-grad-once").w).toEqual(run("no-zero-grad").w);
  });

  test("what is frozen ends where it started, after every update", () => {
    expect(bySymptom("frozen")).toEqual(["zero-grad-after-backward", "step-before-backward"]);
    for (const id of bySymptom("frozen")) {
      const { start, end, updates } = run(id);
      expect(end).toEqual(start);
      expect(updates).toBe(700);
    }
  });

  test("what raises stops in the first update, and what raises later in the second", () => {
    for (const id of bySymptom("raises")) expect(run(id).raised?.update).toBe(0);
    for (const id of bySymptom("raises-later")) expect(run(id).raised?.update).toBe(1);
  });

  test("what diverges does so while the right program beside it does not", () => {
    expect(bySymptom("diverges").length).toBe(5);
    for (const id of bySymptom("diverges")) {
      expect(run(id).diverged).not.toBeNull();
      expect(run(id, bugOf(id).right).diverged).toBeNull();
    }
  });

  test("a missing reshape leaves less than a sixth of the slope", () => {
    for (const id of bySymptom("wrong-line")) {
      expect(run(id).end.w).toBeLessThan(run(id, bugOf(id).right).end.w / 6);
      expect(run(id).end.w).toBeGreaterThan(0);
    }
  });

  test("an order that is never used gives every epoch the same batches", () => {
    const [first, second] = run("order-never-used").orders;
    expect(first).toEqual([0, 1, 2, 3, 4]);
    expect(second).toEqual(first);
    const [one, other] = run("order-never-used", bugOf("order-never-used").right).orders;
    expect(one).not.toEqual(other);
  });

  test("four samples are never read where the last batch is dropped", () => {
    const { n, seen, updates } = run("last-batch-dropped");
    expect([n, seen, updates]).toEqual([100, 96, 600]);
    const right = run("last-batch-dropped", bugOf("last-batch-dropped").right);
    expect([right.seen, right.updates]).toEqual([100, 700]);
  });

  test("the mean over all epochs lags behind each epoch’s own, and the runs are the same", () => {
    const [got, right] = [
      run("loss-over-all-epochs"),
      run("loss-over-all-epochs", bugOf("loss-over-all-epochs").right),
    ];
    expect(got.w).toEqual(right.w);
    expect(got.curve?.length).toBe(100);
    expect(got.curve?.[0]).toBe(right.curve?.[0]);
    got.curve?.slice(1).forEach((loss, k) => {
      expect(loss).toBeGreaterThan(right.curve?.[k + 1] ?? Number.NaN);
    });
  });

  test("the line called true has the true slope and the learned intercept", () => {
    const { drawn, truth, end } = run("true-line-learned");
    expect(drawn).toEqual({ w: truth?.w, b: end.b });
    expect(run("true-line-learned", bugOf("true-line-learned").right).drawn).toEqual(truth);
  });
});

// ------------------------------------------------------------------ repairs

const verdictOf = (id: BugId, work: Work): Verdict => judge(engine, bugOf(id), work);
const placeOf = ({ statements }: Work, op: string): number => statements.findIndex((one) => one.op === op);
const firstFailure = ({ trials }: Verdict): Failure | null =>
  trials.find(({ failure }) => failure !== null)?.failure ?? null;

/** The field of all statements of a kind. */
const withFields = (work: Work, op: string, change: object): Work =>
  work.statements.reduce(
    (now, statement, at) => (statement.op === op ? replaced(now, at, { ...statement, ...change }) : now),
    work,
  );

describe("repairs", () => {
  test.each(BUG_IDS)(
    "%s: as it stands it is refused, and the right program is accepted on every trial",
    (id) => {
      const { broken, right } = bugOf(id);
      expect(verdictOf(id, broken).repaired).toBe(false);
      const verdict = verdictOf(id, right);
      expect(verdict.trials.map(({ failure }) => failure)).toEqual(Array(6).fill(null));
    },
  );

  test("gradients: the missing line is accepted wherever it does its work", () => {
    const { broken } = bugOf("no-zero-grad");
    const clear = { op: "zero_grad" } as const;
    const accepted = [-1, 0, 1, 4].map(
      (after) => verdictOf("no-zero-grad", inserted(broken, after, clear)).repaired,
    );
    expect(accepted).toEqual([true, true, true, true]);
    // Between backward and an update it throws the gradient away.
    for (const after of [2, 3]) {
      const verdict = verdictOf("no-zero-grad", inserted(broken, after, clear));
      expect(firstFailure(verdict)).toMatchObject({ kind: "differs", update: 0 });
    }
    const once = verdictOf("no-zero-grad", inserted(broken, 0, { ...clear, once: true }));
    expect(firstFailure(once)).toMatchObject({ kind: "differs", update: 1 });
  });

  test("gradients: a small learning rate does not stand in for clearing them", () => {
    const verdict = verdictOf("no-zero-grad", turned(bugOf("no-zero-grad").broken, "lr", 0.0001));
    expect(verdict.trials.filter(({ failure }) => failure === null)).toEqual([]);
  });

  test("gradients: in PyTorch clearing may also come last", () => {
    const { right } = bugOf("zero-grad-after-backward");
    const last = inserted(removed(right, placeOf(right, "zero_grad")), 3, { op: "zero_grad" });
    expect(verdictOf("zero-grad-after-backward", last).repaired).toBe(true);
  });

  test("gradients: taking out both calls of backward is no repair", () => {
    const { broken } = bugOf("backward-twice");
    const none = removed(removed(broken, 3), 3);
    expect(firstFailure(verdictOf("backward-twice", none))).toMatchObject({ kind: "raised" });
  });

  test("the update: a second backward above it still raises, and in PyTorch moving zero_grad alone changes nothing", () => {
    const byHand = inserted(bugOf("update-before-backward").broken, 2, { op: "backward" });
    expect(firstFailure(verdictOf("update-before-backward", byHand))).toMatchObject({
      kind: "raised",
      raised: { type: "RuntimeError" },
    });
    const { broken } = bugOf("step-before-backward");
    const last = inserted(removed(broken, 2), 3, { op: "zero_grad" });
    expect(firstFailure(verdictOf("step-before-backward", last))).toMatchObject({
      kind: "differs",
      update: 0,
    });
  });

  test("the update: one minus of two is no repair, nor is a slower climb", () => {
    const { broken } = bugOf("wrong-sign");
    const half = replaced(broken, placeOf(broken, "update"), { op: "update", target: "w" });
    expect(verdictOf("wrong-sign", half).repaired).toBe(false);
    expect(firstFailure(verdictOf("wrong-sign", turned(broken, "lr", 1e-6)))).toMatchObject({
      kind: "differs",
    });
  });

  test("the update: the mean instead of the division is accepted, a smaller rate for one batch size is not", () => {
    const { broken } = bugOf("no-division");
    expect(verdictOf("no-division", withFields(broken, "loss", { reduction: "mean" })).repaired).toBe(true);
    const { trials, repaired } = verdictOf("no-division", turned(broken, "lr", 0.1 / 16));
    expect(repaired).toBe(false);
    // It does look right with batches of 16, on every set of samples.
    expect(trials.map(({ trial, failure }) => [trial.batch, failure?.kind])).toEqual([
      [16, undefined],
      [12, "differs"],
      [16, undefined],
      [12, "differs"],
      [16, undefined],
      [12, "differs"],
    ]);
  });

  test("the update: both parameters have to stay leaves; their order does not matter", () => {
    const { broken, right } = bugOf("update-in-graph");
    const half = replaced(broken, 4, { op: "update", target: "w" });
    expect(firstFailure(verdictOf("update-in-graph", half))).toMatchObject({ kind: "raised" });
    expect(verdictOf("update-in-graph", moved(right, 4, 1)).repaired).toBe(true);
  });

  test("the update: a parameter that is not updated is no repair of one that is cut off", () => {
    const { broken } = bugOf("detached-parameter");
    expect(firstFailure(verdictOf("detached-parameter", removed(broken, 4)))).toMatchObject({
      kind: "differs",
    });
  });

  test("shapes and types: the other end of the subtraction, and the other type, are no repairs", () => {
    const mean = withFields(bugOf("missing-reshape").broken, "loss", { reduction: "mean" });
    expect(firstFailure(verdictOf("missing-reshape", mean))).toMatchObject({ kind: "differs" });
    const cut = withFields(bugOf("missing-float").broken, "forward", { detach: "w" });
    expect(firstFailure(verdictOf("missing-float", cut))).toMatchObject({ kind: "raised" });
  });

  test("shapes and types: a rate that makes up for the sum fails where a batch has another length", () => {
    const verdict = verdictOf("sum-for-mean", turned(bugOf("sum-for-mean").broken, "lr", 0.1 / 16));
    expect(verdict.trials.every(({ failure }) => failure?.kind === "differs")).toBe(true);
  });

  test("the limit: rates that arrive and settle are accepted, others are told how far off they are", () => {
    const { broken } = bugOf("lr-past-limit");
    const at = (lr: number): Verdict => verdictOf("lr-past-limit", turned(broken, "lr", lr));
    for (const lr of [0.005, 0.01, 0.05, 0.1]) expect([lr, at(lr).repaired]).toEqual([lr, true]);
    for (const lr of [0.0005, 0.5]) expect(firstFailure(at(lr))).toMatchObject({ kind: "worse" });
    // Converges on the samples the reader has seen, with their batches; not elsewhere.
    const lucky = at(1.05).trials.map(({ failure }) => failure?.kind);
    expect(lucky[0]).toBe("worse");
    expect(lucky).toContain("diverged");
  });

  test("scale: a tiny rate suits one unit only", () => {
    const { broken, right } = bugOf("x-unscaled");
    const tiny = verdictOf("x-unscaled", turned(broken, "lr", 1e-6));
    expect(tiny.trials.map(({ failure }) => failure?.kind)).toEqual([
      "worse",
      "worse",
      "diverged",
      "diverged",
      "worse",
      "worse",
    ]);
    expect(verdictOf("x-unscaled", turned(right, "lr", 0.05)).repaired).toBe(true);
  });

  test("data and plots: each wrong variant is refused for what it gives", () => {
    const variants = (id: BugId): (string | undefined)[] =>
      bugOf(id).slot.variants.map(
        (_, variant) => firstFailure(verdictOf(id, { ...bugOf(id).broken, variant }))?.kind,
      );
    expect(variants("order-never-used")).toEqual([undefined, "differs", "differs"]);
    expect(variants("loss-over-all-epochs")).toEqual([undefined, "curve", "curve"]);
    expect(variants("true-line-learned")).toEqual([undefined, "drawn", "drawn", "drawn"]);
    const shuffled = verdictOf(
      "last-batch-dropped",
      turned(bugOf("last-batch-dropped").broken, "shuffle", true),
    );
    expect(firstFailure(shuffled)).toMatchObject({ kind: "differs" });
  });

  test("right statements with a setting changed on the way: the setting is named", () => {
    const { right, broken } = bugOf("no-zero-grad");
    const verdict = verdictOf("no-zero-grad", turned(right, "lr", 0.02));
    expect([verdict.repaired, verdict.settings]).toEqual([false, ["lr"]]);
    expect(verdictOf("no-zero-grad", turned(broken, "lr", 0.02)).settings).toEqual([]);
  });
});

test("facts are the runs’ own numbers, and those a program has not are no numbers", () => {
  const facts = benchFacts(engine);
  const fact = (name: string): number | undefined => facts[name]?.();
  expect(fact("bug.no-zero-grad.right.w")).toBe(42.887112362029214);
  expect(fact("bug.lr-past-limit.diverged")).toBe(48);
  expect(fact("bug.last-batch-dropped.unseen")).toBe(4);
  expect(fact("bug.no-zero-grad.raised")).toBeNaN();
  // The eigenvalues of [[mean x², mean x], [mean x, 1]].
  const session = engine.open({ data: { source: "norris" } });
  const { x } = session.data();
  session.free();
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const square = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const half = (square + 1) / 2;
  const root = Math.sqrt(half * half - (square - mean * mean));
  const small = (square - mean * mean) / (half + root);
  expect((fact("bug.x-unscaled.condition") ?? 0) / ((half + root) / small)).toBeCloseTo(1, 9);
});
