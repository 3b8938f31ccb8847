/**
 * What the reader must be told beside the run: that it diverges, or will, or will raise, why, and the ways back; and below
 * it that the engine was restarted, or what was refused or left out.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */

import type { EngineError, Settings } from "../engine";
import * as numbers from "../numbers";
import { fill, type Words } from "../strings";
import { isLarge } from "./data_size";
import { make } from "./dom";
import { explainRun, type Verdict, waysBack } from "./notice_says";
import type { LabActions } from "./panel";
import { explain, labelOf, type SettingWords } from "./refusal";
import type { Moment, Run } from "./run";

export class Notice {
  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;
  /** What is said of the run, and what else: neither replaces the other. */
  private ofRun: HTMLElement[] = [];
  private said: HTMLElement[] = [];
  /** What was said is over with the next edit. */
  private passing = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly lab: Pick<LabActions, "set" | "load" | "signal" | "strings">,
    private readonly words: Words["notice"],
    private readonly names: SettingWords,
  ) {}

  /** Explains a run that diverges, or will if it goes on, or will raise; of any other there is nothing to say. */
  judge(run: Run, moment: Moment): void {
    const { divergence, limit } = run;
    const over = limit?.kind === "exact" && (run.rate ?? 0) > limit.lr;
    // Where it raises, the caption says so.
    const verdict = run.stopsRaising
      ? moment.end
        ? null
        : "willRaise"
      : divergence
        ? moment.end
          ? "diverged"
          : "willDiverge"
        : over
          ? "tooShort"
          : null;
    if (run === this.judged?.run && verdict === this.judged.verdict) return;
    this.judged = { run, verdict };
    this.ofRun =
      verdict === null
        ? []
        : [
            make("p", {}, explainRun(run, verdict, this.words)),
            ...waysBack(run, this.lab, this.words, this.names).map(({ text, go }) => this.button(text, go)),
          ];
    this.show();
    this.element.classList.toggle("diverged", divergence !== null || run.stopsRaising);
  }

  recovered(): void {
    this.say(this.words.recovered);
  }

  lost(): void {
    this.put([make("p", {}, this.words.lost)]);
  }

  /** A setting was refused where there is no control to say so. */
  refuse(error: EngineError): void {
    this.say(explain(error, this.names), true);
  }

  /** While branching a setting was changed that no branch can change: it changed the whole run. */
  notBranched(path: string): void {
    this.say(fill(this.words.notBranched, { label: labelOf(path, this.names) }));
  }

  /** An edit was taken: what was refused before is over. */
  edited(): void {
    if (this.passing) this.put([]);
  }

  /** A `passing` word goes with the next edit. */
  say(text: string, passing = false): void {
    this.put([make("p", {}, text), this.button(this.words.dismiss, () => this.put([]))], passing);
  }

  /** With another number of samples the batches have been made to fit. */
  fitted(before: Settings, after: Settings, { settings, data }: Pick<Run, "settings" | "data">): void {
    if (!isLarge(after) || isLarge(before)) return;
    const notice = this.words;
    const { batch_size: batch, epochs, max_iter } = settings;
    const n = numbers.count(data.x.length);
    if (batch !== undefined && epochs !== undefined)
      this.say(fill(notice.large, { n, batch: numbers.count(batch), epochs: numbers.count(epochs) }));
    else this.say(fill(notice.largeRegressor, { n, epochs: numbers.count(max_iter ?? 1) }));
  }

  /** Parts of an address that were left out. */
  ignored(parts: readonly string[]): void {
    this.say(fill(this.words.address, { parts: parts.join(this.lab.strings.list) }));
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }

  private put(said: HTMLElement[], passing = false): void {
    this.said = said;
    this.passing = passing;
    this.show();
  }

  private show(): void {
    const all = [...this.ofRun, ...this.said];
    this.element.hidden = all.length === 0;
    this.element.replaceChildren(...all);
  }
}
