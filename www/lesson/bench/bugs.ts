/**
 * The broken programs of the bench, without words: what stands there, what should, what happens, and how a repair is
 * judged. Each is one edit away from right: a mistake made in two lines is taken out of both at once (`listing.ts`). The
 * text of chapter 9 tells their stories.
 * Refuses numbers of a run: they come from running it.
 */
import type { Statement } from "../../engine";
import { CURVE, ORDER, PLAIN, type Slot, TRUE_LINE, WITH_DATA } from "./slots";
import { type Base, type Knob, moved, removed, replaced, rightWork, type Work } from "./work";

/** What the reader can predict, by the names of the text's options. */
export type Symptom =
  | "swings"
  | "frozen"
  | "raises"
  | "raises-later"
  | "diverges"
  | "wrong-line"
  | "fixed-order"
  | "unseen"
  | "late"
  | "shifted";

/** What is measured besides w, b and the loss. */
export type Extra = "seen" | "orders" | "curve" | "drawn";

export interface Bug {
  broken: Work;
  right: Work;
  slot: Slot;
  knobs: readonly Knob[];
  symptom: Symptom;
  /**
   * `same`: w and b after every update, and what is plotted, are the right program's, but for rounding. `as good`:
   * other settings are repairs, too, if every run ends with a loss as low.
   */
  rule: "same" | "as good";
  /** Which runs a repair must stand: other made samples, or Norris's with x in other units. */
  trials: "made" | "units";
  extra: Extra | null;
}

/** A statement of the right program, found by what it does. */
function placeOf({ statements }: Work, op: Statement["op"]): number {
  return statements.findIndex((statement) => statement.op === op);
}

/** All statements of that kind with one field changed. */
function withField(work: Work, op: Statement["op"], change: Partial<Statement>): Work {
  return work.statements.reduce(
    (now, statement, at) => (statement.op === op ? replaced(now, at, { ...statement, ...change }) : now),
    work,
  );
}

type Breaking = (right: Work) => Work;

const without =
  (op: Statement["op"]): Breaking =>
  (right) =>
    removed(right, placeOf(right, op));

const changed =
  (op: Statement["op"], change: Partial<Statement>): Breaking =>
  (right) =>
    withField(right, op, change);

const STATEMENT_KNOBS: readonly Knob[] = ["lr", "shuffle", "drop_last"];

function bug(
  base: Base,
  symptom: Symptom,
  breaking: Breaking,
  {
    settings = {},
    ...rest
  }: Partial<Omit<Bug, "broken" | "right" | "symptom">> & {
    settings?: Work["settings"];
  } = {},
): Bug {
  const right = rightWork(base, settings);
  return {
    broken: breaking(right),
    right,
    slot: PLAIN,
    knobs: STATEMENT_KNOBS,
    symptom,
    rule: "same",
    trials: "made",
    extra: null,
    ...rest,
  };
}

/** Puts `update` and `backward` the other way round. */
const updateFirst: Breaking = (right) => {
  const updates = right.statements.filter(({ op }) => op === "update").length;
  let work = right;
  for (let k = 0; k < updates; k += 1) work = moved(work, placeOf(right, "backward") + k, 1);
  return work;
};

const variant =
  (index: number): Breaking =>
  (right) => ({ ...right, variant: index });

const setting =
  (set: Work["settings"]): Breaking =>
  (right) => ({ ...right, settings: { ...right.settings, ...set } });

/** The learning rate at which what is ten times too long a step still converges in a right program. */
const LIVELY = { lr: 0.1 };

export const BUGS = {
  "no-zero-grad": bug("by_hand", "swings", without("zero_grad")),
  "zero-grad-once": bug("by_hand", "swings", changed("zero_grad", { once: true })),
  "zero-grad-after-backward": bug("torch", "frozen", (right) => moved(right, placeOf(right, "zero_grad"), 1)),
  "backward-twice": bug("by_hand", "raises", (right) => {
    const at = placeOf(right, "backward");
    return { ...right, statements: right.statements.toSpliced(at, 0, { op: "backward" }) };
  }),
  "update-before-backward": bug("by_hand", "raises", updateFirst),
  "step-before-backward": bug("torch", "frozen", updateFirst),
  "wrong-sign": bug("by_hand", "diverges", changed("update", { sign: -1 })),
  "no-division": bug("by_hand", "diverges", changed("update", { divide: false }), { settings: LIVELY }),
  "update-in-graph": bug("by_hand", "raises-later", changed("update", { in_graph: true })),
  "detached-parameter": bug("by_hand", "raises", changed("forward", { detach: "w" })),
  "missing-reshape": bug("by_hand", "wrong-line", changed("loss", { reshape: false })),
  "missing-reshape-torch": bug("torch", "wrong-line", changed("loss", { reshape: false })),
  "missing-float": bug("torch", "raises", changed("forward", { cast: false })),
  "sum-for-mean": bug("torch", "diverges", changed("loss", { reduction: "sum" }), { settings: LIVELY }),
  "lr-past-limit": bug("by_hand", "diverges", setting({ lr: 1.2 }), {
    settings: { lr: 0.01 },
    rule: "as good",
  }),
  "x-unscaled": bug("by_hand", "diverges", setting({ standardize: false }), {
    settings: { data: { source: "norris" }, batch_size: 12, lr: 0.1, standardize: true },
    slot: WITH_DATA,
    knobs: ["lr", "shuffle", "standardize"],
    rule: "as good",
    trials: "units",
  }),
  "order-never-used": bug("by_hand", "fixed-order", variant(1), {
    settings: { shuffle: true },
    slot: ORDER,
    knobs: ["lr", "drop_last"],
    extra: "orders",
  }),
  "last-batch-dropped": bug("by_hand", "unseen", setting({ drop_last: true }), {
    settings: { drop_last: false },
    extra: "seen",
  }),
  "loss-over-all-epochs": bug("by_hand", "late", variant(1), { slot: CURVE, extra: "curve" }),
  "true-line-learned": bug("by_hand", "shifted", variant(1), { slot: TRUE_LINE, extra: "drawn" }),
} as const satisfies Readonly<Record<string, Bug>>;

export type BugId = keyof typeof BUGS;

export const bugOf = (id: BugId): Bug => BUGS[id];

export const BUG_IDS = Object.keys(BUGS) as BugId[];
