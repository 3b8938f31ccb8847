/**
 * A program's listing as rows: coloured pieces, which of them are settings a reader may change, and beside each line the
 * value it has given its name. The lit line is the one executed last; lines after it show no values yet.
 * Refuses to know Python: what a line does, the engine's statements say.
 */
import type { ListedStatement, NamedValue, SourceLine, State } from "../engine";
import * as numbers from "../numbers";
import { fill } from "../strings";
import { type Idea, type Ideas, ideasOf, type Token, tokens } from "./python";

/** A piece of a line; with the path of a setting if the piece is its value. */
export interface Piece extends Token {
  setting?: string;
}

export interface Row {
  /** Blanks before the text. */
  indent: number;
  pieces: readonly Piece[];
}

/** What is said beside a line. */
export interface Reading {
  text: string;
  /** The numbers in full, one blank between them. */
  exact: string;
  idea: Idea | null;
}

/** One program with its listing. */
export interface Listing {
  program: string;
  /** Whether its statements are the program's own. */
  edited: boolean;
  source: readonly SourceLine[];
  statements: readonly ListedStatement[];
}

export interface CodeWords {
  batch: string;
  sample: string;
}

/** Which settings may be changed here, by their paths. */
export type IsLive = (path: string) => boolean;

function settingsIn({ literals, words }: SourceLine, isLive: IsLive): SourceLine["literals"] {
  const found = [...literals, ...words].filter(({ setting }) => isLive(setting));
  return found.sort((one, other) => one.start - other.start);
}

function rowOf(line: SourceLine, ideas: Ideas, isLive: IsLive): Row {
  const { text } = line;
  const indent = text.length - text.trimStart().length;
  const pieces: Piece[] = [];
  let at = indent;
  for (const { start, end, setting } of settingsIn(line, isLive)) {
    pieces.push(...tokens(text, ideas, at, start), { text: text.slice(start, end), kind: "number", setting });
    at = end;
  }
  pieces.push(...tokens(text, ideas, at));
  return { indent, pieces };
}

export function rows({ program, source }: Listing, isLive: IsLive): Row[] {
  const ideas = ideasOf(program);
  return source.map((line) => rowOf(line, ideas, isLive));
}

// ------------------------------------------------------------------ values beside the lines

/** What is beside each line at the moment; null where there is nothing to say, or not yet. */
export function readings(
  listing: Listing,
  at: State,
  names: readonly NamedValue[],
  words: CodeWords,
): (Reading | null)[] {
  const { line: lit } = at;
  if (lit === null) return listing.source.map(() => null);
  return listing.source.map(({ text, statement }, line) => {
    if (line > lit) return null;
    const own = statement === null ? undefined : listing.statements[statement];
    if (own) return ofStatement(listing, own, line === lit, at, names);
    return ofHeader(listing, text, at, words) ?? ofName(text, names);
  });
}

/** Loop headers say which round this is. */
function ofHeader({ program }: Listing, text: string, at: State, words: CodeWords): Reading | null {
  const counted = /^\s*for (epoch|update) in /.exec(text)?.[1];
  const { update, epoch, batch, batches, statement } = at;
  if (counted) {
    const value = counted === "epoch" ? epoch : statement > 0 ? update : update - 1;
    return reading(`${counted} = ${numbers.count(value)}`, [value]);
  }
  if (!/^\s*for /.test(text)) return null;
  const values = { batch: numbers.count(batch + 1), batches: numbers.count(batches) };
  const template = program === "sgd_regressor" ? words.sample : words.batch;
  return reading(fill(template, values), [batch + 1, batches]);
}

/** What a line inside the loops gives a single number to. */
function ofName(text: string, names: readonly NamedValue[]): Reading | null {
  const name = /^\s+(\w+) = /.exec(text)?.[1];
  const value = names.find((named) => named.name === name && named.values.length === 1)?.values[0];
  return value === undefined ? null : reading(numbers.setting(value), [value]);
}

function ofStatement(
  { program, edited }: Listing,
  { op, target }: ListedStatement,
  isLit: boolean,
  at: State,
  names: readonly NamedValue[],
): Reading | null {
  const single = at.b === null;
  const gradients = single ? [at.gradW] : [at.gradW, at.gradB];
  switch (op) {
    case "forward":
      return ofPrediction(names);
    case "loss":
      return at.loss === null ? null : reading(numbers.loss(at.loss), [at.loss], "wrong");
    case "zero_grad":
      if (isLit) return reading(gradients.map(gradient).join(", "), gradients, "way");
      // What it left is overwritten by now. PyTorch's optimizer leaves none; by hand zeros, where there was anything.
      return edited ? null : reading(gradients.map(() => cleared(program, at)).join(", "), [], "way");
    case "backward":
      return reading(`→ ${gradients.map(gradient).join(", ")}`, gradients, "way");
    case "update": {
      const [w, b] = parameterNames(program);
      const moved = [
        ...(target === "b" ? [] : [{ name: w, value: at.w }]),
        ...(target === "w" || single ? [] : [{ name: b, value: at.b }]),
      ];
      return reading(
        moved.map(({ name, value }) => `${name} = ${numbers.parameter(value)}`).join(", "),
        moved.map(({ value }) => value),
        "model",
      );
    }
  }
}

/** A batch's predictions are told by their shape, a single one by its value. */
function ofPrediction(names: readonly NamedValue[]): Reading | null {
  const named = names.find(({ name }) => name === "y_pred" || name === "p" || name === "f");
  if (!named) return null;
  const { shape, values, name } = named;
  if (shape.length > 0) return reading(shape.join("×"), shape, "model");
  const value = values[0] ?? null;
  return name === "f"
    ? reading(numbers.loss(value), [value], "wrong")
    : reading(numbers.parameter(value), [value], "model");
}

function parameterNames(program: string): readonly [string, string] {
  if (program === "torch") return ["weight", "bias"];
  if (program === "sgd_regressor") return ["coef", "intercept"];
  return program === "parabola" ? ["x", ""] : ["w", "b"];
}

const gradient = (value: number | null): string => (value === null ? "None" : numbers.gradient(value));

function cleared(program: string, { update, statement }: State): string {
  const isFirst = update === 0 || (update === 1 && statement === 0);
  return program === "torch" || isFirst ? "None" : "0";
}

function reading(text: string, exact: readonly (number | null)[], idea: Idea | null = null): Reading {
  return { text, exact: exact.map((value) => String(value)).join(" "), idea };
}
