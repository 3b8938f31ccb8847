/**
 * Facts: the numbers in the text that belong to no run on the screen. Each has a name and is worked out by the engine,
 * when the site is built; none is typed in. This file says how one is found and how it is written.
 */
import type { Engine, Settings } from "../../engine";
import { Run } from "../../lab/run";
import * as numbers from "../../numbers";
import { fill } from "../../strings";

/** Facts by name, each worked out only when the text asks for it. */
export type Facts = Readonly<Record<string, () => number>>;

/** A run to its end, asked one question. */
export function ofRun<T>(engine: Engine, settings: Settings, question: (run: Run) => T): T {
  const run = Run.open(engine, settings);
  try {
    return question(run);
  } finally {
    run.free();
  }
}

const STYLES: Readonly<Record<string, (value: number) => string>> = {
  parameter: numbers.parameter,
  loss: numbers.loss,
  gradient: numbers.gradient,
  setting: numbers.setting,
  count: numbers.count,
  significant: numbers.significant,
  /** To the last bit, as Python prints it. */
  full: (value) => String(value).replace("-", "−"),
};

/** How a fact is written: `as` one of the styles, as the language writes a percentage, or with so many `places`. */
export function writeFact(
  value: number,
  format: Readonly<Record<string, string>>,
  { percent }: { percent: string },
): string {
  const { as, places, ...rest } = format;
  if (Object.keys(rest).length > 0) throw new Error(`A fact has no format ${Object.keys(rest)}.`);
  if (!Number.isFinite(value)) throw new Error("A fact in the text is not a finite number.");
  if (places !== undefined) return numbers.decimals(value, Number(places));
  if (as === "percent")
    return fill(percent, { number: numbers.setting(Number((value * 100).toPrecision(3))) });
  const style = STYLES[as ?? "parameter"];
  if (!style) throw new Error(`A fact cannot be written as "${as}".`);
  return style(value);
}
