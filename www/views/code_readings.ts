/**
 * What is said beside the lines of a listing at a moment of its run: the value a line has given its name, or the one the
 * name has now. The lit line is the one executed last; lines after it show no values yet, and neither does one that raised.
 * Refuses to compute any of them: they are the engine's, and of many only the least and the greatest are looked for.
 */
import type { NamedValue, State, Statement } from "../engine";
import * as numbers from "../numbers";
import { fill } from "../strings";
import type { Listing } from "./code";
import type { Idea } from "./python";

/** What is said beside a line. */
export interface Reading {
  text: string;
  /** The numbers in full, one blank between them. */
  exact: string;
  idea: Idea | null;
  /** Said where there is room beside the line; a row is not made higher for it. */
  aside?: true;
  /** The names that hold more than the text has room for. */
  whole?: readonly NamedValue[];
}

export interface CodeWords {
  batch: string;
  sample: string;
  /** The value a name has now, beside the line that made it. */
  now: string;
}

/** What is beside each line at the moment; null where there is nothing to say, or not yet. */
export function readings(
  listing: Listing,
  at: State,
  names: readonly NamedValue[],
  words: CodeWords,
): (Reading | null)[] {
  const { line: lit } = at;
  if (lit === null) return listing.source.map(() => null);
  // At the end of an update what stands behind its last statement has been executed too.
  const reached = at.statement === 0 ? listing.source.length : lit;
  return listing.source.map(({ text, statement }, line) => {
    if (line > reached || (line === lit && at.raised)) return null;
    const own = statement === null ? undefined : listing.statements[statement];
    if (own) return ofStatement(listing, own, line === lit, at, names);
    return (
      ofHeader(listing, text, at, names, words) ??
      ofMaking(listing, text, at, names, words) ??
      ofName(text, names)
    );
  });
}

/** Loop headers say which round this is, and what it has been handed. */
function ofHeader(
  { program }: Listing,
  text: string,
  at: State,
  names: readonly NamedValue[],
  words: CodeWords,
): Reading | null {
  const counted = /^\s*for (epoch|update) in /.exec(text)?.[1];
  const { update, epoch, batch, batches, statement } = at;
  if (counted) {
    const value = counted === "epoch" ? epoch : statement > 0 ? update : update - 1;
    return reading(`${counted} = ${numbers.count(value)}`, [value]);
  }
  const handed = /^\s*for (\w+), (\w+) in /.exec(text)?.slice(1);
  if (!handed) return null;
  const values = { batch: numbers.count(batch + 1), batches: numbers.count(batches) };
  const template = program === "sgd_regressor" ? words.sample : words.batch;
  const found = names.filter(({ name }) => handed.includes(name));
  const parts = [fill(template, values), ...found.map((named) => `${named.name} ${inShort(named)}`)];
  const whole = found.filter((named) => named.values.length > 1);
  return {
    ...reading(parts.join(" · "), [batch + 1, batches]),
    aside: true,
    ...(whole.length > 0 ? { whole } : {}),
  };
}

/** Lines before the loops made the names whose values change in them. */
function ofMaking(
  { program, source }: Listing,
  text: string,
  { w, b }: State,
  names: readonly NamedValue[],
  words: CodeWords,
): Reading | null {
  const now = (values: readonly number[], idea: Idea | null, write: (value: number) => string): Reading => ({
    ...reading(fill(words.now, { value: values.map(write).join(", ") }), values, idea),
    aside: true,
  });
  const both = b === null ? [w] : [w, b];
  if (program === "torch") {
    const made = /^nn\.init\.constant_\(model\.(weight|bias)/.exec(text)?.[1];
    if (made) return now([made === "weight" ? w : (b ?? Number.NaN)], "model", numbers.parameter);
    const isStart = /^model = /.test(text) && !source.some((line) => line.text.startsWith("nn.init."));
    return isStart ? now(both, "model", numbers.parameter) : null;
  }
  if (/^coef, intercept/.test(text)) return now(both, "model", numbers.parameter);
  const name = /^(\w+) = /.exec(text)?.[1];
  if (name === undefined) return null;
  const [first, second] = parameterNames(program);
  if (name === first) return now([w], "model", numbers.parameter);
  if (name === second && b !== null) return now([b], "model", numbers.parameter);
  const value = single(name, names);
  return value === undefined ? null : now([value], null, numbers.setting);
}

/** What a line inside the loops leaves in the name of a single number. */
function ofName(text: string, names: readonly NamedValue[]): Reading | null {
  const [, name = "", sign = ""] = /^\s+(\w+) ([+*]?=) /.exec(text) ?? [];
  // What an update leaves in the slope its last line says.
  const isSlope = name === "coef";
  const value = single(isSlope ? `${name} ${sign}` : name, names);
  if (value === undefined) return null;
  return isSlope
    ? reading(`${name} = ${numbers.parameter(value)}`, [value], "model")
    : reading(numbers.setting(value), [value]);
}

function single(name: string, names: readonly NamedValue[]): number | undefined {
  return names.find((named) => named.name === name && named.values.length === 1)?.values[0];
}

function ofStatement(
  { program, edited }: Listing,
  { op, target }: Statement,
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

/** A batch's predictions are told in short, a single one by its value. */
function ofPrediction(names: readonly NamedValue[]): Reading | null {
  const named = names.find(({ name }) => name === "y_pred" || name === "p" || name === "f");
  if (!named) return null;
  const { shape, values, name } = named;
  if (shape.length > 0)
    return {
      ...reading(inShort(named), extent(values), "model"),
      ...(values.length > 1 ? { whole: [named] } : {}),
    };
  const value = values[0] ?? null;
  return name === "f"
    ? reading(numbers.loss(value), [value], "wrong")
    : reading(numbers.parameter(value), [value], "model");
}

export const shapeOf = ({ shape }: NamedValue): string => shape.join("×");

/** Its shape, and its value or the least and the greatest of its values. */
function inShort(named: NamedValue): string {
  const [least, greatest] = extent(named.values);
  const range =
    least === greatest ? numbers.loss(least) : `${numbers.loss(least)} … ${numbers.loss(greatest)}`;
  return named.shape.length === 0 ? range : `${shapeOf(named)}: ${range}`;
}

/** Readings are asked for at every frame, the engine for its arrays now and then. */
const extents = new WeakMap<Float64Array, readonly [number, number]>();

/** The least and the greatest; no number where one of them is none. */
function extent(values: Float64Array): readonly [number, number] {
  const known = extents.get(values);
  if (known) return known;
  let [least, greatest] = [values[0] ?? Number.NaN, values[0] ?? Number.NaN];
  for (const value of values) {
    // Math.min and Math.max keep a NaN, as they should.
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const found = [least, greatest] as const;
  extents.set(values, found);
  return found;
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
