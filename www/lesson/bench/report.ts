/**
 * What was measured, for reading: where the program ends beside the right one, and how a repair fared in each trial.
 * Also the numbers a feedback in the text has places for. Refuses to judge.
 */
import type { Line } from "../../engine";
import { make } from "../../lab/dom";
import * as numbers from "../../numbers";
import { fill, type Values, type Words } from "../../strings";
import type { Bug } from "./bugs";
import type { Failure, Trial, Verdict } from "./judge";
import type { Measured } from "./measure";

const line = ({ w, b }: Line): string => {
  const sign = b < 0 ? "−" : "+";
  return `${numbers.parameter(w)} · x ${sign} ${numbers.parameter(Math.abs(b))}`;
};

/** The update that stopped it or at which it diverged, counted from 1. */
function stopOf({ raised, diverged }: Measured): number | null {
  if (raised) return raised.update + 1;
  return diverged === null ? null : diverged + 1;
}

/** The numbers a feedback may show: this program's, and with `right` the right one's. */
export function valuesOf(got: Measured, right: Measured): Values {
  const stop = stopOf(got);
  return {
    ...own(got, ""),
    ...own(right, "right"),
    update: stop === null ? numbers.NONE : numbers.count(stop),
    type: got.raised?.type ?? got.warned?.type ?? numbers.NONE,
    n: numbers.count(got.n),
    unseen: numbers.count(got.n - got.seen),
  };
}

function own({ end, loss, updates, seen, curve, drawn }: Measured, prefix: "" | "right"): Values {
  const name = (text: string): string =>
    prefix === "" ? text : prefix + text.charAt(0).toUpperCase() + text.slice(1);
  return {
    [name("w")]: numbers.parameter(end.w),
    [name("b")]: numbers.parameter(end.b),
    [name("loss")]: numbers.loss(loss),
    [name("updates")]: numbers.count(updates),
    [name("seen")]: numbers.count(seen),
    [name("curve")]: numbers.loss(curve?.at(-1) ?? null),
    [name("drawnB")]: numbers.parameter(drawn?.b ?? null),
  };
}

/** Two columns: this program and the right one. */
export function endsTable(bug: Bug, got: Measured, right: Measured, words: Words["repair"]): HTMLElement {
  const row = (name: string, idea: string, of: (measured: Measured) => string): HTMLElement =>
    make(
      "tr",
      {},
      make("th", { scope: "row", class: idea }, name),
      ...[got, right].map((measured) => make("td", {}, of(measured))),
    );
  const rows = [
    row("w", "model", ({ end }) => numbers.parameter(end.w)),
    row("b", "model", ({ end }) => numbers.parameter(end.b)),
    row(words.loss, "wrong", ({ loss }) => numbers.loss(loss)),
    row(words.updates, "", ({ updates }) => numbers.count(updates)),
    ...extraRows(bug, words, row),
  ];
  const head = make(
    "tr",
    {},
    make("td", {}),
    ...[words.yours, words.right].map((name) => make("th", { scope: "col" }, name)),
  );
  const caption = make("caption", { class: "unseen" }, words.measured);
  return make("table", { class: "bench-ends" }, caption, make("thead", {}, head), make("tbody", {}, ...rows));
}

function extraRows(
  { extra }: Bug,
  words: Words["repair"],
  row: (name: string, idea: string, of: (measured: Measured) => string) => HTMLElement,
): HTMLElement[] {
  switch (extra) {
    case "seen":
      return [row(words.seen, "", ({ seen, n }) => fill(words.of, { seen: String(seen), n: String(n) }))];
    case "orders":
      return [0, 1].map((epoch) =>
        row(words.orders[epoch] ?? "", "", ({ orders }) => {
          const first = orders[epoch] ?? [];
          return first.length > 0 ? `${first.join(" ")} …` : numbers.NONE;
        }),
      );
    case "curve":
      return [row(words.curve, "wrong", ({ curve }) => numbers.loss(curve?.at(-1) ?? null))];
    case "drawn":
      return [row(words.drawn, "", ({ drawn }) => (drawn ? line(drawn) : numbers.NONE))];
    case null:
      return [];
  }
}

/** One sentence on how it went. */
export function summaryOf(got: Measured, words: Words["repair"]): string {
  const stop = stopOf(got);
  if (stop === null) return got.warned ? words.warned : words.ran;
  return fill(got.raised ? words.raised : words.diverged, { update: numbers.count(stop) });
}

// ------------------------------------------------------------------ trials

function nameOf({ seed, batch, scale }: Trial, words: Words["repair"]): string {
  if (seed === null) return fill(words.unit, { scale: numbers.setting(scale), batch: numbers.count(batch) });
  return fill(words.trial, { seed: String(seed), batch: numbers.count(batch) });
}

/** The numbers of a failure, for its sentence and for the text's feedback. */
export function failureValues(failure: Failure): Values {
  const pair = (got: Line, right: Line): Values => ({
    w: numbers.parameter(got.w),
    b: numbers.parameter(got.b),
    rightW: numbers.parameter(right.w),
    rightB: numbers.parameter(right.b),
  });
  const losses = (loss: number, right: number): Values => ({
    loss: numbers.loss(loss),
    rightLoss: numbers.loss(right),
  });
  switch (failure.kind) {
    case "raised":
      return { type: failure.raised.type, update: numbers.count(failure.raised.update + 1) };
    case "diverged":
      return { update: numbers.count(failure.update + 1) };
    case "differs":
      return { update: numbers.count(failure.update + 1), ...pair(failure.end, failure.expected) };
    case "worse":
      return losses(failure.loss, failure.expected);
    case "curve":
      return losses(failure.last, failure.expected);
    case "drawn":
      return pair(failure.line, failure.expected);
    case "refused":
      return {};
  }
}

/** A sentence for the failure, with the trial it happened in. */
export function failureText(trial: Trial, failure: Failure, words: Words["repair"]): string {
  return fill(words.failed[failure.kind], { trial: nameOf(trial, words), ...failureValues(failure) });
}

/** How every trial went; the first that failed is told in full. */
export function trialsReport(bug: Bug, verdict: Verdict, words: Words["repair"]): HTMLElement[] {
  const { trials, repaired, settings } = verdict;
  const failed = trials.filter(({ failure }) => failure !== null);
  const counts = { count: numbers.count(trials.length), failed: numbers.count(failed.length) };
  const same = bug.rule === "same";
  const accepted = same ? words.accepted : words.acceptedAsGood;
  const rejected = same ? words.rejected : words.rejectedAsGood;
  const passed = same ? words.passed : words.passedAsGood;
  const first = failed[0];
  const made = [
    make("p", { class: "bench-verdict" }, fill(repaired ? accepted : rejected, counts)),
    make(
      "ul",
      { class: "bench-trials", role: "list" },
      ...trials.map(({ trial, failure }) =>
        make(
          "li",
          { class: failure ? "failed" : "passed" },
          make("span", { "aria-hidden": "true" }, failure ? "✗ " : "✓ "),
          failure && first?.trial === trial
            ? failureText(trial, failure, words)
            : `${nameOf(trial, words)}${failure ? "" : ` · ${passed}`}`,
        ),
      ),
    ),
  ];
  if (settings.length > 0)
    made.push(
      make("p", { class: "bench-verdict" }, fill(words.settings, { settings: settings.join(words.between) })),
    );
  return made;
}
