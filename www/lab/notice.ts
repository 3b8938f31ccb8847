/**
 * What the reader must be told beside the run: that it diverges or will, why, and the ways back; that the engine was
 * restarted; what was refused or left out.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */

import type { EngineError, Settings } from "../engine";
import * as numbers from "../numbers";
import { fill } from "../strings";
import { isLarge } from "./data_size";
import { make } from "./dom";
import { type NoticeWords, words } from "./notice.words";
import { explainRun, notBranched, type Verdict, waysBack } from "./notice_says";
import type { LabActions } from "./panel";
import { explain } from "./refusal";
import type { Moment, Run } from "./run";

export class Notice {
  private readonly words: NoticeWords;
  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;
  /** What it says is over with the next edit. */
  private passing = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly lab: Pick<LabActions, "set" | "load" | "signal" | "language" | "strings">,
  ) {
    this.words = words[lab.language];
  }

  /** Explains a run that diverges, or will if it goes on; of any other there is nothing to say. */
  judge(run: Run, moment: Moment): void {
    const { divergence, limit } = run;
    const over = limit?.kind === "exact" && (run.rate ?? 0) > limit.lr;
    const verdict = divergence ? (moment.end ? "diverged" : "willDiverge") : over ? "tooShort" : null;
    if (run === this.judged?.run && verdict === this.judged.verdict) return;
    const had = this.judged?.verdict ?? null;
    this.judged = { run, verdict };
    // What was said for another reason stays until the reader closes it.
    if (verdict === null && had === null) return;
    if (verdict === null) this.clear();
    else {
      const ways = waysBack(run, this.lab);
      this.put(
        explainRun(run, verdict, this.lab.language),
        ...ways.map(({ text, go }) => this.button(text, go)),
      );
    }
    this.element.classList.toggle("diverged", divergence !== null);
  }

  recovered(): void {
    this.say(this.words.recovered);
  }

  lost(): void {
    this.put(this.words.lost);
  }

  /** A setting was refused where there is no control to say so. */
  refuse(error: EngineError): void {
    this.say(explain(error, this.lab.language), true);
  }

  /** While branching a setting was changed that no branch can change: it changed the whole run. */
  notBranched(path: string): void {
    this.say(notBranched(path, this.lab.language));
  }

  /** An edit was taken: what was refused before is over, and the run may be told of again. */
  edited(): void {
    if (!this.passing) return;
    this.judged = null;
    this.clear();
  }

  /** A `passing` word goes with the next edit. */
  say(text: string, passing = false): void {
    this.put(
      text,
      this.button(this.words.dismiss, () => this.clear()),
    );
    this.passing = passing;
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
    this.say(fill(this.words.address, { parts: parts.join(", ") }));
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }

  private put(text: string, ...rest: HTMLElement[]): void {
    this.passing = false;
    this.element.classList.remove("diverged");
    this.element.replaceChildren(make("p", {}, text), ...rest);
    this.element.hidden = false;
  }

  private clear(): void {
    this.passing = false;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
