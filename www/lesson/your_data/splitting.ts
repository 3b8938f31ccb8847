/**
 * How many points are held back, and by which draw. Refuses a seed that Python would not take as it stands here: a text
 * that is no whole number stays where it was typed, with the reason.
 */
import { make } from "../../lab/dom";
import * as numbers from "../../numbers";
import { fill } from "../../strings";
import { freshId, labelled, part, write } from "./controls";
import type { Split } from "./hold_back";
import type { Point } from "./table";
import type { YourDataWords } from "./your_data.words";

/** What JavaScript and the engine both hold as a whole number. */
const MOST = 2 ** 32 - 1;

export class Splitting {
  readonly element: HTMLElement;
  private readonly sum = make("p", { role: "status" });
  private readonly rows = make("p", { class: "help" });
  private readonly python = make("p", { class: "help" });
  private readonly which: HTMLElement;
  private readonly output = make("output");
  private readonly problem = make("p", { class: "problem", role: "alert" });

  constructor(
    private readonly words: YourDataWords,
    /** In percent. */
    public share: number,
    public seed: number,
    changed: () => void,
    signal: AbortSignal,
  ) {
    const { split } = words;
    const range = make("input", {
      type: "range",
      min: "0",
      max: "50",
      step: "5",
      value: String(share),
      id: freshId(),
    });
    this.output.htmlFor.add(range.id);
    const showShare = (): void => write(this.output, fill(split.percent, { percent: String(this.share) }));
    range.addEventListener(
      "input",
      () => {
        this.share = Number(range.value);
        showShare();
        changed();
      },
      { signal },
    );
    showShare();
    const field = make("input", { type: "text", inputmode: "numeric", value: String(seed), size: "6" });
    field.addEventListener(
      "input",
      () => {
        const text = field.value.trim();
        const good = /^\d{1,10}$/.test(text) && Number(text) <= MOST;
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

  show({ train, held }: Split<Point>): void {
    const { split } = this.words;
    const values = { train: numbers.count(train.length), held: numbers.count(held.length) };
    write(this.sum, held.length === 0 ? split.none : fill(split.sum, values));
    this.which.hidden = held.length === 0;
    const rows = held.map(({ row }) => row).join(", ");
    write(this.rows, fill(split.rows, { rows }));
    const draw = { ...values, seed: String(this.seed), n: numbers.count(train.length + held.length) };
    write(this.python, fill(split.python, draw));
  }
}
