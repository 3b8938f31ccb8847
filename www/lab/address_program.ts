/**
 * A program in the address: its name, or its base and the statements of an edited one, a letter each and a letter for
 * each thing that is wrong: `by_hand:f.ls.zo.b.uw.ub`.
 * Refuses what it does not know; whether the program makes sense, the engine judges.
 */
import type { Settings, Statement } from "../engine";
import { PROGRAMS } from "./settings";

type Program = NonNullable<Settings["program"]>;

const OPS = { f: "forward", l: "loss", z: "zero_grad", b: "backward", u: "update" } as const;

/** Each letter after the first, in the order they are written, and what it says. */
const MARKS: Readonly<Record<keyof typeof OPS, Readonly<Record<string, Partial<Statement>>>>> = {
  f: { w: { detach: "w" }, b: { detach: "b" }, c: { cast: false } },
  l: { s: { reduction: "sum" }, m: { reduction: "mean" }, r: { reshape: false } },
  z: { o: { once: true } },
  b: {},
  u: { w: { target: "w" }, b: { target: "b" }, v: { divide: false }, n: { sign: -1 }, g: { in_graph: true } },
};

type Letter = keyof typeof OPS;
const isLetter = (text: string): text is Letter => text in OPS;

export function encodeProgram(program: Program): string {
  if (typeof program === "string") return program;
  return `${program.base}:${program.statements.map(encodeStatement).join(".")}`;
}

function encodeStatement(statement: Statement): string {
  const letter = (Object.keys(OPS) as Letter[]).find((key) => OPS[key] === statement.op) ?? "f";
  const marks = Object.entries(MARKS[letter]).filter(([, says]) =>
    Object.entries(says).every(([name, value]) => statement[name as keyof Statement] === value),
  );
  return letter + marks.map(([mark]) => mark).join("");
}

/** Undefined if it names no program. */
export function decodeProgram(text: string): Program | undefined {
  const [base = "", body] = text.split(":");
  const name = PROGRAMS.find((program) => program === base);
  if (body === undefined) return name;
  if (name !== "by_hand" && name !== "torch") return undefined;
  const statements = body.split(".").map(decodeStatement);
  if (statements.some((statement) => statement === undefined)) return undefined;
  return { base: name, statements: statements.filter((statement) => statement !== undefined) };
}

function decodeStatement(text: string): Statement | undefined {
  const [letter = "", ...marks] = text;
  if (!isLetter(letter)) return undefined;
  const known = MARKS[letter];
  if (marks.some((mark) => !(mark in known))) return undefined;
  return Object.assign({ op: OPS[letter] }, ...marks.map((mark) => known[mark]));
}
