/**
 * The strips below the listing: w and b of both programs to as many digits as they agree, and what the script would
 * have printed. Refuses to compute either: the numbers and the lines come from the engine.
 */
import { fill } from "../../strings";
import { ALL_DIGITS, agreement } from "../../views/agreement";
import { make } from "../dom";
import type { LabActions } from "../panel";
import type { CodeWords } from "./code.words";

/** w or b: this program's and the twin's. */
type Pair = readonly [number, number];

interface PairRow {
  cells: readonly HTMLElement[];
  verdict: HTMLElement;
  known: string;
}

export class AgreementStrip {
  private readonly rows: readonly PairRow[];
  private readonly why = make("p", { class: "why" });
  readonly element = make("div", { class: "agreement", hidden: true });

  constructor(private readonly words: CodeWords) {
    const body = make("tbody");
    this.rows = ["w", "b"].map((name) => {
      const cells = [make("td", { class: "digits" }), make("td", { class: "digits" })];
      const verdict = make("td", { class: "verdict" });
      body.append(make("tr", {}, make("th", { scope: "row", class: "model" }, name), ...cells, verdict));
      return { cells, verdict, known: "" };
    });
    const heads = [words.byHand, words.torch].map((text) => make("th", { scope: "col" }, text));
    const head = make("thead", {}, make("tr", {}, make("td"), ...heads, make("td")));
    this.element.append(make("table", {}, head, body), this.why);
  }

  show(pairs: readonly Pair[], edited: boolean): void {
    this.rows.forEach((row, at) => {
      const [own, other] = pairs[at] ?? [Number.NaN, Number.NaN];
      const known = `${own} ${other}`;
      if (row.known === known) return;
      row.known = known;
      const { digits, shared, rests } = agreement(own, other);
      row.cells.forEach((cell, side) => {
        cell.dataset.value = String(side === 0 ? own : other);
        cell.replaceChildren(shared, make("span", { class: "parted" }, rests[side] ?? ""));
      });
      row.verdict.textContent =
        digits === ALL_DIGITS && rests[0] === rests[1]
          ? this.words.allDigits
          : fill(this.words.digits, { digits: String(digits) });
    });
    const why = edited ? this.words.broken : this.words.why;
    if (this.why.textContent !== why) this.why.textContent = why;
  }
}

export class OutputStrip {
  private readonly lines = make("pre", { class: "printed", tabindex: "0", hidden: true });
  private readonly last = make("span", { class: "last" });
  private readonly button: HTMLButtonElement;
  readonly element: HTMLElement;
  private known: string | null = null;

  constructor(
    lab: Pick<LabActions, "signal">,
    private readonly words: CodeWords,
    onToggle: () => void,
  ) {
    this.button = make("button", { type: "button", class: "plain", "aria-expanded": "false" }, words.output);
    this.lines.setAttribute("aria-label", words.output);
    this.button.addEventListener(
      "click",
      () => {
        this.lines.hidden = !this.lines.hidden;
        this.last.hidden = !this.lines.hidden;
        this.button.setAttribute("aria-expanded", String(!this.lines.hidden));
        this.scrollToEnd();
        onToggle();
      },
      { signal: lab.signal },
    );
    this.element = make("div", { class: "output" }, make("p", {}, this.button, this.last), this.lines);
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
