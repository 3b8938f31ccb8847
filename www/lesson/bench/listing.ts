/**
 * A program on the bench as its reader sees it: the engine's Python, line by line, each line knowing what can be edited
 * there, and each edit shown as the lines it would give.
 * Refuses to write Python: lines come from the engine, but for those that a variant brings (`slots.ts`).
 */
import type { Engine, Statement } from "../../engine";
import type { Bug } from "./bugs";
import { variantOf } from "./measure";
import type { Part, Text } from "./slots";
import { alternatives, inserted, type Knob, palette, replaced, settingsOf, turned, type Work } from "./work";

/** What can be taken hold of in a line. */
export type Handle =
  | { kind: "statement"; at: number }
  /** `rate` is the learning rate as it stands in the line, if it does. */
  | { kind: "settings"; knobs: readonly Knob[]; rate: string | null }
  | { kind: "variant" };

export interface Line {
  text: string;
  handle: Handle | null;
}

/** Stands for lines that stay as they are, between two that do not. */
const LEFT_OUT = "…";

/** An edit, and how the listing would differ: these lines new, those gone. */
export interface Offer {
  work: Work;
  added: readonly string[];
  gone: readonly string[];
}

/** The lines of a part, from the engine's listing and its notebook. */
function linesOf(part: Part, listing: readonly Text[], notebook: readonly Text[]): Text[] {
  switch (part) {
    case "listing":
      return [...listing];
    case "data":
      return withoutNumbers(until(cell(notebook, "data"), ({ text }) => text === ""));
    case "batches": {
      const lines = cell(notebook, "data");
      const start = lines.findIndex(({ text }) => text.startsWith("def batches"));
      return until(lines.slice(start), ({ text }) => text === "").filter(({ text }) => !text.includes('"""'));
    }
    case "script":
      return [...cell(notebook, "model"), ...cell(notebook, "loop")].filter(({ text }) => text !== "");
  }
}

function until(lines: readonly Text[], end: (line: Text) => boolean): Text[] {
  const at = lines.findIndex(end);
  return lines.slice(0, at < 0 ? lines.length : at);
}

/** The notebook's cell of that name. */
function cell(notebook: readonly Text[], name: string): Text[] {
  const start = notebook.findIndex(({ text }) => text === `# %% ${name}`) + 1;
  if (start === 0) throw new Error(`The engine's notebook has no cell "${name}".`);
  return until(notebook.slice(start), ({ text }) => text.startsWith("# %%"));
}

/** A long list of numbers shows its first few. */
function withoutNumbers(lines: readonly Text[]): Text[] {
  const kept: Text[] = [];
  let inside = false;
  for (const line of lines) {
    const opens = /^\w+ = np\.array\(\[(?:[^,\]]+, ){3}/.exec(line.text)?.[0];
    if (opens) kept.push({ ...line, text: `${opens}…])` });
    else if (!inside) kept.push(line);
    if (opens || inside) inside = !line.text.includes("])");
  }
  return kept;
}

/** The listing with what a reader can edit in it. */
export function listingOf(engine: Engine, bug: Bug, work: Work): Line[] {
  const session = engine.open(settingsOf(work));
  const [listing, notebook] = engine.call(() => [session.source("listing"), session.source("notebook")]);
  session.free();
  const plain = bug.slot.parts.flatMap((part) => linesOf(part, listing, notebook));
  const lines = variantOf(work, bug.slot).edit(plain);
  const varied = variedLines(bug, plain, lines);
  return lines.map((line, at) => ({ text: line.text, handle: handleOf(bug, line, varied.has(at)) }));
}

/** Lines that another variant would change: those it takes away, and those it has in their place. */
function variedLines({ slot }: Bug, plain: readonly Text[], lines: readonly Text[]): Set<number> {
  const varied = new Set<number>();
  for (const { edit } of slot.variants) {
    const others = edit(plain).map(({ text }) => text);
    const texts = lines.map(({ text }) => text);
    for (const at of only(texts, others)) varied.add(at);
  }
  return varied;
}

function handleOf({ knobs }: Bug, { text, statement, literals }: Text, varied: boolean): Handle | null {
  if (varied) return { kind: "variant" };
  if (statement !== null) return { kind: "statement", at: statement };
  const names = literals.map(({ setting }) => setting);
  const here = knobs.filter((knob) => {
    if (knob === "lr") return names.includes("lr");
    if (knob === "standardize") return /^x, y = torch\.from_numpy/.test(text);
    // The loader's line says how many samples a batch has.
    return names.includes("batch_size");
  });
  const lr = literals.find(({ setting }) => setting === "lr");
  const rate = lr ? text.slice(lr.start, lr.end) : null;
  return here.length > 0 ? { kind: "settings", knobs: here, rate } : null;
}

// ------------------------------------------------------------------ offers

/** The places of `one`'s lines that a longest common part with `other` leaves out. */
function only(one: readonly string[], other: readonly string[]): number[] {
  const longest = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  const of = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const row = longest[i];
      if (row) row[j] = one[i] === other[j] ? of(i + 1, j + 1) + 1 : Math.max(of(i + 1, j), of(i, j + 1));
    }
  const left: number[] = [];
  let j = 0;
  for (let i = 0; i < one.length; i += 1) {
    while (j < other.length && one[i] !== other[j] && of(i, j + 1) >= of(i + 1, j)) j += 1;
    if (j < other.length && one[i] === other[j]) j += 1;
    else left.push(i);
  }
  return left;
}

function offer(engine: Engine, bug: Bug, now: readonly Line[], work: Work): Offer {
  const texts = now.map(({ text }) => text);
  const then = listingOf(engine, bug, work).map(({ text }) => text);
  const gone = only(texts, then).map((at) => texts[at] ?? "");
  const isMoved = (text: string): boolean => gone.some((other) => other.trim() === text.trim());
  return {
    work,
    added: only(then, texts).flatMap((at, k, places) => {
      const [before = "", line = ""] = [then[at - 1], then[at]];
      // A line that only stands elsewhere is told by the one before it.
      if (isMoved(line)) return [before, line];
      const indent = /^ */.exec(line)?.[0] ?? "";
      return k > 0 && places[k - 1] !== at - 1 ? [`${indent}${LEFT_OUT}`, line] : [line];
    }),
    gone,
  };
}

/** What a line could be instead. */
export function offersFor(
  engine: Engine,
  bug: Bug,
  work: Work,
  now: readonly Line[],
  handle: Handle,
): Offer[] {
  return changes(bug, work, handle).map((changed) => offer(engine, bug, now, changed));
}

function changes(bug: Bug, work: Work, handle: Handle): Work[] {
  switch (handle.kind) {
    case "statement": {
      const statement = work.statements[handle.at];
      if (!statement) return [];
      const others = alternatives(work.base, statement);
      const twins = sameMistake(bug, work, handle.at);
      return [
        ...others.map((other) => replaced(work, handle.at, other)),
        ...(twins.length === 0 ? [] : others.map((other) => twins.reduce(inPlace(other), work))),
      ];
    }
    case "settings":
      return handle.knobs
        .filter((knob) => knob !== "lr")
        .map((knob) => turned(work, knob, !isOn(work, knob)));
    case "variant":
      return bug.slot.variants.flatMap((_, variant) =>
        variant === work.variant ? [] : [{ ...work, variant }],
      );
  }
}

/**
 * The places of all statements that are alike but for their parameter, where the mistake is made in each of them: it is
 * one mistake, and one edit takes it out of all. Of any other program none.
 */
function sameMistake({ broken, right }: Bug, { statements }: Work, at: number): number[] {
  const op = statements[at]?.op;
  const made = broken.statements.filter((statement) => statement.op === op);
  const isRight = (statement: Statement): boolean =>
    right.statements.some((other) => other.op === op && alike(other, statement));
  const places = statements.flatMap((other, place) =>
    statements[at] && alike(other, statements[at]) ? [place] : [],
  );
  return made.length > 1 && !made.some(isRight) && places.length > 1 ? places : [];
}

/** Whether two statements do the same, each with a parameter of its own. */
function alike(one: Statement, other: Statement): boolean {
  const key = (statement: Statement): string =>
    JSON.stringify(
      Object.entries(statement)
        .filter(([field]) => field !== "target")
        .sort(),
    );
  return key(one) === key(other);
}

/** Puts a statement's like into a place, with the parameter that place has. */
const inPlace =
  (like: Statement) =>
  (work: Work, place: number): Work => {
    const target = work.statements[place]?.target;
    return replaced(work, place, { ...like, ...(target && { target }) });
  };

/** The statements that can follow a line, as lines. */
export function insertions(
  engine: Engine,
  bug: Bug,
  work: Work,
  now: readonly Line[],
  after: number,
): Offer[] {
  const one = (statement: Statement): Offer =>
    offer(engine, bug, now, inserted(work, after, { ...statement }));
  return palette(work.base).map(one);
}

/** A flag of the settings; left out, it has its program's default. */
export function isOn({ base, settings }: Work, knob: Exclude<Knob, "lr">): boolean {
  const set = settings[knob];
  if (set !== undefined) return set;
  if (knob === "standardize") return false;
  return knob === "shuffle" ? base === "torch" : base === "by_hand";
}
