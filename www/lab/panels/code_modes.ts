/**
 * Which program is shown: by hand, both, or PyTorch's. Beside a run by hand stands its twin, so that all three show the
 * same run. A run of the torch program has no twin by hand: there the choice switches the run's program, and says so.
 * Refuses to show itself for programs that are neither.
 */
import type { Words } from "../../strings";
import { make } from "../dom";
import type { LabActions } from "../panel";
import type { ProgramName } from "../settings";

export const MODES = ["by_hand", "both", "torch"] as const;
export type Mode = (typeof MODES)[number];

let made = 0;

export class Modes {
  readonly element: HTMLElement;
  private readonly radios = new Map<Mode, HTMLInputElement>();
  /** What the reader chose last beside a run by hand. */
  private chosen: Mode = "by_hand";

  constructor(
    private readonly lab: LabActions,
    private readonly words: Words["code"],
    private readonly onChange: () => void,
  ) {
    made += 1;
    const { programs } = lab.strings;
    const texts: Record<Mode, string> = {
      by_hand: programs.by_hand,
      both: words.both,
      torch: programs.torch,
    };
    const titles: Record<Mode, string> = {
      by_hand: lab.strings.theProgram.by_hand,
      both: words.sideBySide,
      torch: words.same,
    };
    const options = MODES.map((mode) => {
      const radio = make("input", {
        type: "radio",
        name: `fd-code-${made}`,
        value: mode,
        "data-layer": mode,
      });
      radio.defaultChecked = mode === this.chosen;
      radio.addEventListener("change", () => this.choose(mode), { signal: lab.signal });
      this.radios.set(mode, radio);
      return make("label", { title: titles[mode] }, radio, make("span", {}, texts[mode]));
    });
    this.element = make(
      "div",
      { class: "segments code-modes", role: "radiogroup", "aria-label": words.listing },
      ...options,
    );
  }

  /** What to show of a run of this program; null for its own listing alone. */
  of(program: ProgramName): Mode | null {
    const mode = program === "by_hand" ? this.chosen : program === "torch" ? "torch" : null;
    this.element.hidden = mode === null;
    for (const [name, radio] of this.radios)
      if (radio.checked !== (name === mode)) radio.checked = name === mode;
    return mode;
  }

  private choose(mode: Mode): void {
    const before = this.chosen;
    this.chosen = mode;
    if (this.lab.model.run.program === "torch" && mode !== "torch") {
      // An edit of its own to undo, whatever switched the program before.
      this.lab.settle();
      if (this.lab.set("program", "by_hand")) this.lab.say(this.words.switched);
      else this.chosen = before;
    }
    this.onChange();
  }
}
