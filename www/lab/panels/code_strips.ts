/**
 * The strips below the listing: w and b of both programs to as many digits as they agree, and what the script would
 * have printed. Refuses to compute either: the numbers and the lines come from the engine.
 */
import { fill, type Words } from "../../strings";
import { ALL_DIGITS, agreement } from "../../views/agreement";
import { make } from "../dom";
import type { LabActions } from "../panel";

/** w or b: this program's and the twin's. */
type Pair = readonly [number, number];

interface PairRow {
  element: HTMLElement;
  shared: HTMLElement;
  /** Where they part: how this program goes on, and the other. */
  rests: readonly HTMLElement[];
  verdict: HTMLElement;
  known: string;
}

export class AgreementStrip {
  private readonly rows: readonly PairRow[];
  private readonly why = make("p", { class: "why" });
  readonly element = make("div", { class: "agreement", hidden: true });

  constructor(private readonly words: Words["code"]) {
    this.rows = ["w", "b"].map((name) => {
      const shared = make("span");
      const rests = [make("span", { class: "parted" }), make("span", { class: "parted" })];
      const owned = rests.map((rest, side) =>
        make("span", { class: "rest" }, rest, " ", side === 0 ? words.byHand : words.torch),
      );
      const verdict = make("span", { class: "verdict" });
      const element = make("p", { "data-pair": name }, make("i", { class: "model" }, name), shared);
      element.append(...owned, verdict);
      return { element, shared, rests, verdict, known: "" };
    });
    this.element.append(...this.rows.map(({ element }) => element), this.why);
  }

  show(pairs: readonly Pair[], edited: boolean): void {
    this.rows.forEach((row, at) => {
      const [own, other] = pairs[at] ?? [Number.NaN, Number.NaN];
      const known = `${own} ${other}`;
      if (row.known === known) return;
      row.known = known;
      row.element.dataset.value = known;
      const { digits, shared, rests } = agreement(own, other);
      const { words } = this;
      const same = digits === ALL_DIGITS && rests[0] === rests[1];
      row.element.classList.toggle("same", same);
      row.shared.textContent = shared;
      row.rests.forEach((rest, side) => {
        // One text may end where the other goes on.
        rest.textContent = rests[side] || "\u2007";
      });
      row.verdict.textContent = same ? words.allDigits : fill(words.digits, { digits: String(digits) });
    });
    const parted = pairs.some(([own, other]) => !Object.is(own, other));
    const why = edited ? this.words.broken : parted ? this.words.why : this.words.whole;
    if (this.why.textContent !== why) this.why.textContent = why;
  }
}

export class OutputStrip {
  private readonly lines = make("pre", { class: "printed", tabindex: "0", hidden: true });
  private readonly note: HTMLElement;
  private readonly last = make("span", { class: "last" });
  private readonly button: HTMLButtonElement;
  readonly element: HTMLElement;
  private known: string | null = null;

  constructor(
    lab: Pick<LabActions, "signal">,
    private readonly words: Words["code"],
    onToggle: () => void,
  ) {
    this.button = make("button", { type: "button", class: "plain", "aria-expanded": "false" }, words.output);
    this.lines.setAttribute("aria-label", words.output);
    this.button.title = words.outputNote;
    this.note = make("span", { class: "about", hidden: true }, words.outputNote);
    this.button.addEventListener(
      "click",
      () => {
        const closed = !this.lines.hidden;
        for (const part of [this.lines, this.note]) part.hidden = closed;
        this.last.hidden = !closed;
        this.button.setAttribute("aria-expanded", String(!closed));
        this.scrollToEnd();
        onToggle();
      },
      { signal: lab.signal },
    );
    this.element = make(
      "div",
      { class: "output" },
      make("p", {}, this.button, this.last, this.note),
      this.lines,
    );
  }

  show(printed: readonly string[]): void {
    const text = printed.join("\n");
    if (text === this.known) return;
    this.known = text;
    this.lines.textContent = text || this.words.silent;
    this.last.textContent = printed.slice(-2).join("   ") || this.words.silent;
    this.element.classList.toggle("silent", printed.length === 0);
    this.scrollToEnd();
  }

  private scrollToEnd(): void {
    if (!this.lines.hidden) this.lines.scrollTop = this.lines.scrollHeight;
  }
}
