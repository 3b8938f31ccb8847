/**
 * How many points are held back, and by which draw. Refuses a seed that Python would not take as it stands here: a text
 * that is no whole number stays where it was typed, with the reason.
 */
import { make } from "../../lab/dom";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { freshId, labelled, part, write } from "./controls";
import type { Split } from "./hold_back";
import type { Point } from "./table";

/** What JavaScript and the engine both hold as a whole number. */
const MOST = 2 ** 32 - 1;

/** The largest share, and the step between two, in percent. */
const SHARES = { most: 50, step: 5 } as const;

/** With normal noise the mean of m squared residuals is off by its own size times √(2/m): by more than 0.6 times it here. */
const FEW = 5;

export const isSeed = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;

export const isShare = (value: unknown): value is number =>
  Number.isInteger(value) &&
  Number(value) >= 0 &&
  Number(value) <= SHARES.most &&
  Number(value) % SHARES.step === 0;

export class Splitting {
  readonly element: HTMLElement;
  private readonly sum = make("p", { role: "status" });
  private readonly rows = make("p", { class: "help" });
  private readonly python = make("p", { class: "help" });
  private readonly which: HTMLElement;
  private readonly range = make("input", {
    type: "range",
    min: "0",
    max: String(SHARES.most),
    step: String(SHARES.step),
    id: freshId(),
  });
  private readonly output = make("output");
  private readonly problem = make("p", { class: "problem", role: "alert" });

  constructor(
    private readonly words: Words["your_data"],
    private percent: number,
    public seed: number,
    changed: () => void,
    signal: AbortSignal,
  ) {
    const { split } = words;
    const { range } = this;
    this.output.htmlFor.add(range.id);
    range.addEventListener(
      "input",
      () => {
        this.share = Number(range.value);
        changed();
      },
      { signal },
    );
    this.share = percent;
    const field = make("input", { type: "text", inputmode: "numeric", value: String(seed), size: "6" });
    field.addEventListener(
      "input",
      () => {
        const text = field.value.trim();
        const good = /^\d{1,10}$/.test(text) && isSeed(Number(text));
        field.setAttribute("aria-invalid", String(!good));
        write(this.problem, good ? "" : fill(split.badSeed, { text, most: numbers.count(MOST) }));
        if (!good || Number(text) === this.seed) return;
        this.seed = Number(text);
        changed();
      },
      { signal },
    );
    this.which = make("details", {}, make("summary", {}, split.which), this.rows, this.python);
    this.element = part(
      "splitting",
      split.title,
      make(
        "div",
        { class: "fields" },
        make(
          "div",
          { class: "field" },
          make("label", { for: range.id }, split.share),
          make("span", { class: "slide" }, range, this.output),
        ),
        labelled(split.seed, field),
      ),
      this.problem,
      this.sum,
      this.which,
    );
  }

  /** In percent. */
  get share(): number {
    return this.percent;
  }

  set share(percent: number) {
    this.percent = percent;
    this.range.value = String(percent);
    write(this.output, fill(this.words.split.percent, { percent: String(percent) }));
  }

  show({ train, held }: Split<Point>): void {
    const { split } = this.words;
    const values = { train: numbers.count(train.length), held: numbers.count(held.length) };
    const says = held.length === 0 ? [split.none] : [fill(split.sum, values)];
    if (held.length === 1) says.push(split.fewOne);
    else if (held.length > 0 && held.length < FEW) says.push(fill(split.few, values));
    write(this.sum, says.join(this.words.train.between));
    this.which.hidden = held.length === 0;
    const rows = held.map(({ row }) => row).join(this.words.split.between);
    write(this.rows, fill(split.rows, { rows }));
    const draw = { ...values, seed: String(this.seed), n: numbers.count(train.length + held.length) };
    write(this.python, fill(split.python, draw));
  }
}
