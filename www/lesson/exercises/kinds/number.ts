/**
 * Compute by hand: one number, within a tolerance. A wrong number that has a reason, such as a forgotten division, is told
 * so; any other gets the feedback "other".
 * Refuses text that is no number, and keeps it.
 */
import type { Engine } from "../../../engine";
import { fill } from "../../../strings";
import type { Mount } from "../task";
import { checkButton, form, hint } from "./controls";

export interface NumberSpec {
  expected(engine: Engine): number;
  /** How far off an answer may be: a share of the expected number, or so much in its own unit. */
  tolerance: number | { absolute: number };
  /** Wrong numbers with a name each, in the order they are tried. */
  wrong?: Readonly<Record<string, (engine: Engine) => number>>;
  /** The expected number's unit or name, written before the field, e.g. `w =`. */
  label?: string;
}

/**
 * The numbers a text may mean, as readers write them: with a true minus, a decimal comma, or a power of ten. Three digits
 * after a comma are thousands to some and decimals to others, so that `1,296` is two numbers. None if it is no number.
 */
export function readNumbers(text: string): number[] {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/[−–]/g, "-")
    .replace(/\s*[×x*]\s*10\s*\^?\s*/i, "e");
  const decimal = plain.replace(/^(-?\d+),(\d+)$/, "$1.$2").replace(/(?<=\d),(?=\d{3}\b)/g, "");
  const grouped = /^-?[1-9]\d{0,2},\d{3}$/.test(plain) ? [plain.replace(",", "")] : [];
  return [decimal, ...grouped]
    .filter((one) => one !== "")
    .map(Number)
    .filter(Number.isFinite);
}

/** Whether an answer is the number that is meant. */
export function isNear(value: number, expected: number, tolerance: NumberSpec["tolerance"]): boolean {
  const far = typeof tolerance === "number" ? Math.abs(expected) * tolerance : tolerance.absolute;
  return Math.abs(value - expected) <= far;
}

/** The feedback an answer gets: of all that it may mean, what has a word of its own goes before "other". */
export function judge(
  values: readonly number[],
  { expected, tolerance, wrong = {} }: NumberSpec,
  engine: Engine,
): string {
  const means = (number: number): boolean => values.some((value) => isNear(value, number, tolerance));
  if (means(expected(engine))) return "right";
  return Object.entries(wrong).find(([, of]) => means(of(engine)))?.[0] ?? "other";
}

export const mount: Mount<NumberSpec> = ({ id, place, engine, words, signal, answer }, spec) => {
  const input = document.createElement("input");
  input.type = "text";
  input.inputMode = "decimal";
  input.autocomplete = "off";
  input.id = `answer-${id}`;
  const label = document.createElement("label");
  label.htmlFor = input.id;
  label.textContent = spec.label ?? words.answer;
  const refused = hint();
  refused.id = `hint-${id}`;
  input.setAttribute("aria-describedby", refused.id);
  const frame = form(() => {
    const values = readNumbers(input.value);
    const unread = values.length === 0;
    refused.textContent = unread ? fill(words.notANumber, { text: input.value }) : "";
    input.setAttribute("aria-invalid", String(unread));
    if (unread) return;
    const feedback = judge(values, spec, engine);
    answer({ right: feedback === "right", feedback, values: { answer: input.value } });
  }, signal);
  const row = document.createElement("div");
  row.className = "answer-row";
  row.append(label, input, checkButton(words.check));
  frame.append(row, refused);
  place.append(frame);
};
