/**
 * A program on the bench, as a value: the statements, the settings beside them, and which variant of the few lines
 * around the loop stands there. An edit gives a new value; the engine runs it and writes its Python.
 * Refuses to hold text of the program, and to judge: what an edit is worth, the runs say.
 */
import type { Settings, Statement } from "../../engine";

export type Base = "by_hand" | "torch";

/** Settings that an edit of the listing may change. */
export const KNOBS = ["lr", "shuffle", "drop_last", "standardize"] as const;
export type Knob = (typeof KNOBS)[number];

export interface Work {
  readonly base: Base;
  readonly statements: readonly Statement[];
  /** All but the program. */
  readonly settings: Omit<Settings, "program">;
  /** Which variant of the lines around the loop stands there; 0 where there is only one. */
  readonly variant: number;
}

/** What the engine is given to run a right program as an edited one: each field that is right is left out. */
const RIGHT: Readonly<Record<Base, readonly Statement[]>> = {
  by_hand: [
    { op: "forward" },
    { op: "loss" },
    { op: "zero_grad" },
    { op: "backward" },
    { op: "update", target: "w" },
    { op: "update", target: "b" },
  ],
  torch: [{ op: "forward" }, { op: "loss" }, { op: "zero_grad" }, { op: "backward" }, { op: "update" }],
};

export const rightStatements = (base: Base): Statement[] =>
  RIGHT[base].map((statement) => ({ ...statement }));

export function rightWork(base: Base, settings: Work["settings"] = {}, variant = 0): Work {
  return { base, statements: rightStatements(base), settings, variant };
}

/** The engine's settings for the listing; what runs may have more (see `slots.ts`). */
export function settingsOf({ base, statements, settings }: Work): Settings {
  return { ...settings, program: { base, statements: statements.map((statement) => ({ ...statement })) } };
}

// ------------------------------------------------------------------ edits

const withStatements = (work: Work, statements: readonly Statement[]): Work => ({ ...work, statements });

/** The statement trades places with its neighbour; at the edge nothing changes. */
export function moved(work: Work, at: number, by: 1 | -1): Work {
  const statements = [...work.statements];
  const [one, other] = [statements[at], statements[at + by]];
  if (!one || !other) return work;
  statements[at] = other;
  statements[at + by] = one;
  return withStatements(work, statements);
}

/** The last statement stays: the engine runs no empty loop. */
export function removed(work: Work, at: number): Work {
  if (work.statements.length === 1) return work;
  return withStatements(work, work.statements.toSpliced(at, 1));
}

export function inserted(work: Work, after: number, statement: Statement): Work {
  return withStatements(work, work.statements.toSpliced(after + 1, 0, statement));
}

export function replaced(work: Work, at: number, statement: Statement): Work {
  return withStatements(work, work.statements.with(at, statement));
}

export function turned(work: Work, knob: Knob, value: number | boolean): Work {
  return { ...work, settings: { ...work.settings, [knob]: value } };
}

// ------------------------------------------------------------------ what a statement could be instead

/** A field that can be wrong: the values that differ from the right one, which is the field left out. */
type Choice = {
  [F in keyof Statement]-?: { field: F; values: readonly NonNullable<Statement[F]>[] };
}[Exclude<keyof Statement, "op" | "target">];

const choice = <F extends Exclude<keyof Statement, "op" | "target">>(
  field: F,
  ...values: NonNullable<Statement[F]>[]
): Choice => ({ field, values }) as unknown as Choice;

function choicesOf(base: Base, { op }: Statement): readonly Choice[] {
  switch (op) {
    case "forward":
      return [choice("detach", "w", "b"), ...(base === "torch" ? [choice("cast", false)] : [])];
    case "loss":
      return [choice("reduction", base === "by_hand" ? "mean" : "sum"), choice("reshape", false)];
    case "zero_grad":
      return [choice("once", true)];
    case "update":
      return base === "torch" ? [] : [choice("divide", false), choice("sign", -1), choice("in_graph", true)];
    case "backward":
      return [];
  }
}

/** The same statement with one field changed, each way there is. */
export function alternatives(base: Base, statement: Statement): Statement[] {
  return choicesOf(base, statement).flatMap(({ field, values }) => {
    const { [field]: now, ...right } = statement;
    const others = values.filter((value) => value !== now).map((value) => ({ ...right, [field]: value }));
    return (now === undefined ? others : [right, ...others]) as Statement[];
  });
}

/** The statements that can be inserted: those of the right program. */
export const palette = rightStatements;
