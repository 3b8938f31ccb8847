/**
 * The runs that lie over each other, as a row of chips: the main one, and each branch named by what differs, to be made
 * the main one or dropped. A name that is cut is there in full at the pointer and for a screen reader.
 * Refuses to change a run: it asks the lab.
 */
import type { Words } from "../strings";
import style from "../style/chips.css?inline";
import { icon, make } from "./dom";
import type { LabModel } from "./model";
import { type Names, namesOf } from "./run_names";

export interface RunsActions {
  promote(index: number): void;
  drop(index: number): void;
  /** Adds the styles that the chips bring with them. */
  adopt(css: string): void;
  readonly signal: AbortSignal;
}

export class RunChips {
  constructor(
    private readonly element: HTMLElement,
    private readonly words: Words["runs"],
    private readonly names: Names,
    private readonly actions: RunsActions,
  ) {
    actions.adopt(style);
    element.setAttribute("aria-label", words.label);
  }

  show({ state }: Pick<LabModel, "state">): void {
    const chips = state.runs.map((_, index) =>
      this.chip(this.namesOf(state, index)[0], index, index === state.main),
    );
    this.element.replaceChildren(...(chips.length > 1 ? chips : []));
  }

  namesOf(state: LabModel["state"], index: number): readonly [string, ...string[]] {
    return namesOf(state, index, this.words, this.names);
  }

  private chip(name: string, index: number, main: boolean): HTMLElement {
    const label = make("span", { class: "name" }, name);
    if (main) return make("span", { class: "chip main" }, label);
    const { promote, drop } = this.words;
    const button = (what: string, child: Element, action: () => void): HTMLElement => {
      const said = `${what}: ${name}`;
      const made = make("button", { type: "button", class: "plain", title: said, "aria-label": said }, child);
      made.addEventListener("click", action, { signal: this.actions.signal });
      return made;
    };
    return make(
      "span",
      { class: `chip ghost ghost-${index % 6}` },
      button(promote, label, () => this.actions.promote(index)),
      button(drop, icon("close"), () => this.actions.drop(index)),
    );
  }
}
