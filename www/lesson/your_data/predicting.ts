/**
 * A prediction at a new x, in the data's own units, by the line at the lab's cursor; and the way back from standardised
 * x, with the numbers put in.
 * Refuses to keep quiet about extrapolation, and to predict from a run that diverges.
 */
import { make } from "../../lab/dom";
import type { Moment, Run } from "../../lab/run";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { labelled, part, write } from "./controls";
import { added, lineText, multiplied, ownNumber, RESULT } from "./in_own_units";
import { type DecimalMark, readNumber } from "./numbers_read";
import { rangeOf } from "./range";

export class Predicting {
  readonly element: HTMLElement;
  private readonly field = make("input", {
    type: "text",
    inputmode: "decimal",
    size: "10",
    autocomplete: "off",
  });
  private readonly label: HTMLElement;
  private readonly result = make("p", { class: "result" });
  private readonly where = make("p", { class: "note" });
  private readonly formula = make("p", { class: "worked" });
  private readonly ownW = make("p", { class: "worked" });
  private readonly ownB = make("p", { class: "worked" });
  private readonly ownLine = make("p", { class: "worked" });
  private readonly inverse: HTMLElement;
  private mark: DecimalMark = ".";
  private names = { x: "x", y: "y" };

  constructor(
    private readonly words: Words["your_data"],
    changed: () => void,
    signal: AbortSignal,
  ) {
    this.field.addEventListener("input", changed, { signal });
    const labelledField = labelled("", this.field);
    this.label = labelledField.querySelector("label") ?? make("label");
    this.inverse = make(
      "div",
      { class: "inverse" },
      make("p", {}, words.predict.inverse),
      this.ownW,
      this.ownB,
      this.ownLine,
    );
    this.element = part(
      "predicting",
      words.predict.title,
      labelledField,
      this.result,
      this.where,
      this.formula,
      this.inverse,
    );
  }

  /** For other points: the names of the columns, the mark numbers are typed with, and a first x in the middle. */
  begin(names: { x: string; y: string }, mark: DecimalMark, x: Float64Array): void {
    const other = names.x !== this.names.x;
    this.names = names;
    this.mark = mark;
    write(this.label, fill(this.words.predict.label, { x: names.x }));
    if (!other && this.field.value.trim() !== "") return;
    const { low, high } = rangeOf(x);
    const middle = String(Number(((low + high) / 2).toPrecision(3)));
    this.field.value = mark === "," ? middle.replace(".", ",") : middle;
  }

  /** What is typed, as it stands. */
  get text(): string {
    return this.field.value;
  }

  /** Takes back what was typed before, for the points of `begin`. */
  resume(text: string): void {
    if (text.trim() !== "") this.field.value = text;
  }

  /** The new x; null while none is typed. */
  get at(): number | null {
    const reading = readNumber(this.field.value, this.mark);
    return reading.kind === "number" ? reading.value : null;
  }

  show(run: Run, moment: Moment): void {
    const { predict } = this.words;
    const { at, names } = this;
    const text = this.field.value.trim();
    const bad = at === null && text !== "";
    this.field.setAttribute("aria-invalid", String(bad));
    // What it has before it leaves is no line to predict with either.
    const lost = run.divergence !== null;
    this.showInverse(lost ? null : run, moment);
    if (at === null || lost) {
      write(this.result, bad ? fill(predict.bad, { text }) : "");
      delete this.result.dataset.value;
      write(this.where, lost ? predict.diverges : "");
      this.where.classList.toggle("outside", lost);
      write(this.formula, "");
      return;
    }
    const { w, b } = moment.model;
    const own = run.inData(moment.model);
    const value = own.w * at + own.b;
    write(this.result, fill(predict.result, { y: names.y, value: ownNumber(value, RESULT) }));
    this.result.dataset.value = String(value);
    const { low, high } = rangeOf(run.data.x);
    const outside = at < low || at > high;
    this.where.classList.toggle("outside", outside);
    write(
      this.where,
      fill(outside ? predict.outside : predict.inside, {
        x: names.x,
        low: numbers.significant(low),
        high: numbers.significant(high),
      }),
    );
    const scaled = spreadOf(run);
    write(
      this.formula,
      fill(scaled ? predict.scaled : predict.plain, {
        w: ownNumber(w),
        addedB: added(b),
        x: scaled ? numbers.significant(at) : multiplied(at),
        lessMean: added(-(scaled?.mean ?? 0)),
        std: ownNumber(scaled?.std ?? 1),
        value: ownNumber(value),
      }),
    );
  }

  private showInverse(run: Run | null, { model }: Moment): void {
    const { predict } = this.words;
    const scaled = run && spreadOf(run);
    this.inverse.hidden = scaled === null;
    if (!run || !scaled) return;
    const own = run.inData(model);
    const w = ownNumber(model.w);
    const std = ownNumber(scaled.std);
    write(this.ownW, fill(predict.inverseW, { w, std, ownW: ownNumber(own.w) }));
    const values = { b: ownNumber(model.b), w: multiplied(model.w), mean: multiplied(scaled.mean), std };
    write(this.ownB, fill(predict.inverseB, { ...values, ownB: ownNumber(own.b) }));
    write(this.ownLine, fill(predict.inverseLine, { line: lineText(own) }));
  }
}

/** What x is standardised by; null where it is not. */
function spreadOf({ settings, data }: Run): { mean: number; std: number } | null {
  const { mean, std } = data;
  return settings.standardize && mean !== null && std !== null ? { mean, std } : null;
}
