/**
 * Which program is shown: by hand, both, or PyTorch's. Beside a run by hand stands its twin, so that all three show the
 * same run. A run of the torch program has no twin by hand: there the choice switches the run's program, and says so.
 * Refuses to show itself for programs that are neither.
 */
import type { Words } from "../../strings";
import { make } from "../dom";
import { MODES, type Mode } from "../look";
import type { LabActions } from "../panel";
import type { ProgramName } from "../settings";

let made = 0;

export class Modes {
  readonly element: HTMLElement;
  private readonly radios = new Map<Mode, HTMLInputElement>();

  constructor(
    private readonly lab: LabActions,
    words: Words["code"],
    onChange: () => void,
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
      radio.addEventListener("change", () => lab.chooseMode(mode) && lab.say(words.switched), {
        signal: lab.signal,
      });
      this.radios.set(mode, radio);
      return make("label", { title: titles[mode] }, radio, make("span", {}, texts[mode]));
    });
    this.element = make(
      "div",
      { class: "segments code-modes", role: "radiogroup", "aria-label": words.listing },
      ...options,
    );
    let { mode } = lab.look.now;
    lab.look.listen(() => {
      // A choice that was refused has moved the radio alone.
      this.of(lab.model.run.program);
      if (mode === lab.look.now.mode) return;
      mode = lab.look.now.mode;
      onChange();
    }, lab.signal);
  }

  /** What to show of a run of this program; null for its own listing alone. */
  of(program: ProgramName): Mode | null {
    const mode = program === "by_hand" ? this.lab.look.now.mode : program === "torch" ? "torch" : null;
    this.element.hidden = mode === null;
    for (const [name, radio] of this.radios)
      if (radio.checked !== (name === mode)) radio.checked = name === mode;
    return mode;
  }
}
