/**
 * The place of the runs that lie over each other, hidden while there is only one; their chips and names come with the
 * first branch. Refuses to name a run before that.
 */
import { type Language, loadWords } from "../strings";
import { make } from "./dom";
import type { LabModel } from "./model";
import type { RunChips, RunsActions } from "./run_chips";

interface Actions extends RunsActions {
  readonly language: Language;
  /** The names have come. */
  renamed(): void;
}

export class Runs {
  readonly element = make("div", { class: "runs", role: "group", hidden: true });
  private chips: RunChips | null = null;
  private coming: Promise<void> | null = null;

  constructor(private readonly actions: Actions) {}

  show(model: Pick<LabModel, "state">): void {
    const alone = model.state.runs.length < 2;
    // One run, as before: at every step of a drag.
    if (alone && this.element.hidden) return;
    this.element.hidden = alone;
    if (!alone) this.coming ??= this.bring().catch(console.error);
    this.chips?.show(model);
  }

  /** A run's names, the longest first; none before they have come. */
  namesOf({ state }: Pick<LabModel, "state">, index: number): readonly string[] {
    return this.chips?.namesOf(state, index) ?? [];
  }

  private async bring(): Promise<void> {
    const { actions } = this;
    const [{ RunChips }, { namesIn }, { runs, settings }] = await Promise.all([
      import("./run_chips"),
      import("./refusal"),
      loadWords(actions.language, "runs", "settings"),
    ]);
    this.chips = new RunChips(this.element, runs, namesIn(settings), actions);
    actions.renamed();
  }
}
