/**
 * Lines around the loop in which a mistake can sit that is no statement of it: how a generator uses its order, where a
 * sum begins anew, which numbers a line is drawn with. Each variant says how its lines differ from the right ones, and
 * what they do: settings the engine runs, or which of the run's numbers are plotted.
 * Refuses to work without the engine's lines: a variant is an edit of them, and one that does not fit is an error.
 */
import type { Settings, SourceLine } from "../../engine";

/** A line of the listing: the engine's, or one of a variant's. */
export type Text = SourceLine;

/** Which of the run's losses a plot shows, one number an epoch. */
export type Curve = "epochLoss" | "runningLoss" | "lastBatch";
/** What a line is drawn with: the truth or what was learned. */
export type Drawn = { w: "coef" | "w"; b: "bias" | "b" };

export interface Variant {
  /** The engine's lines as this variant has them. */
  edit(lines: readonly Text[]): Text[];
  /** What it makes of the run. */
  set?: Pick<Settings, "shuffle">;
  curve?: Curve;
  drawn?: Drawn;
}

/** Which lines are shown: the engine's listing, or also parts of its script. */
export type Part = "data" | "batches" | "listing" | "script";

export interface Slot {
  parts: readonly Part[];
  variants: readonly Variant[];
}

export const PLAIN: Slot = { parts: ["listing"], variants: [{ edit: (lines) => [...lines] }] };

/** Only the data's lines are shown besides: whether x is scaled stands there. */
export const WITH_DATA: Slot = { ...PLAIN, parts: ["data", "listing"] };

const added = (text: string): Text => ({ text, statement: null, literals: [], words: [] });

function placeOf(lines: readonly Text[], trimmed: string): number {
  const at = lines.findIndex(({ text }) => text.trim() === trimmed);
  if (at < 0) throw new Error(`The engine's source has no line "${trimmed}".`);
  return at;
}

/** The line with other words, at the same depth. */
function swapped(lines: readonly Text[], trimmed: string, words: string): Text[] {
  const at = placeOf(lines, trimmed);
  const indent = /^ */.exec(lines[at]?.text ?? "")?.[0] ?? "";
  return lines.with(at, added(indent + words));
}

const AS_DRAWN = "yield x[batch], y[batch]";
const AS_THEY_STAND = "yield x[start : start + batch_size], y[start : start + batch_size]";

/** An order is shuffled; whether anything reads it is another matter. */
export const ORDER: Slot = {
  parts: ["batches", "listing"],
  variants: [
    { edit: (lines) => [...lines], set: { shuffle: true } },
    { edit: (lines) => swapped(lines, AS_DRAWN, AS_THEY_STAND), set: { shuffle: false } },
    // A copy is shuffled, and thrown away.
    {
      edit: (lines) => swapped(lines, "rng.shuffle(order)", "rng.shuffle(list(order))"),
      set: { shuffle: false },
    },
  ],
};

const RESET = "total, seen = 0.0, 0";

/** The script prints every tenth epoch; a plot keeps each. A program left without a loss has nothing to keep. */
function keeping(lines: readonly Text[], what: string): Text[] {
  const print = lines.findIndex(({ text }) => text.trim().startsWith("if (epoch + 1) %"));
  if (print < 0) return [...lines];
  const kept = [...lines.slice(0, print), added(`    losses.append(${what})`)];
  const loop = kept.findIndex(({ text }) => text.startsWith("for epoch"));
  return [...kept.slice(0, loop), added("losses = []"), ...kept.slice(loop), added("plt.plot(losses)")];
}

function resetBeforeTheLoop(lines: readonly Text[]): Text[] {
  if (!lines.some(({ text }) => text.trim() === RESET)) return [...lines];
  const without = lines.toSpliced(placeOf(lines, RESET), 1);
  const loop = without.findIndex(({ text }) => text.startsWith("for epoch"));
  return without.toSpliced(loop, 0, added(RESET));
}

/** A loss curve, one number an epoch: of that epoch, of all epochs so far, or of whatever came last. */
export const CURVE: Slot = {
  parts: ["script"],
  variants: [
    { edit: (lines) => keeping(lines, "total / seen"), curve: "epochLoss" },
    { edit: (lines) => resetBeforeTheLoop(keeping(lines, "total / seen")), curve: "runningLoss" },
    { edit: (lines) => keeping(lines, "loss.item()"), curve: "lastBatch" },
  ],
};

const WRITTEN = { coef: "coef", w: "w.item()", bias: "bias", b: "b.item()" } as const;

const drawing = (drawn: Drawn): Variant => ({
  edit: (lines) => [
    ...lines,
    added('plt.plot(x, w.item() * x + b.item(), label="fitted line")'),
    added(`plt.plot(x, ${WRITTEN[drawn.w]} * x + ${WRITTEN[drawn.b]}, label="true line")`),
  ],
  drawn,
});

/** The line called true. */
export const TRUE_LINE: Slot = {
  parts: ["listing"],
  variants: [
    drawing({ w: "coef", b: "bias" }),
    drawing({ w: "coef", b: "b" }),
    drawing({ w: "w", b: "bias" }),
    drawing({ w: "w", b: "b" }),
  ],
};
