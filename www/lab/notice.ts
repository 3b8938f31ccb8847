/**
 * What the reader must be told beside the run: that it diverges or will, why, and the way back; that the engine was restarted.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */

import type { EngineError, Settings } from "../engine";
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import { isLarge } from "./data_size";
import { make } from "./dom";
import { type NoticeWords, words } from "./notice.words";
import type { LabActions } from "./panel";
import { explain, labelOf } from "./refusal";
import type { Moment, Run } from "./run";
import { settingOf } from "./settings";

type Verdict = "diverged" | "willDiverge" | "tooShort";

export class Notice {
  private readonly words: NoticeWords;
  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly strings: Strings,
    private readonly lab: Pick<LabActions, "set" | "load" | "signal" | "language">,
  ) {
    this.words = words[lab.language];
  }

  /** Explains a run that diverges, or will if it goes on; of any other there is nothing to say. */
  judge(run: Run, moment: Moment): void {
    const { divergence, limit, settings } = run;
    const over = limit?.kind === "exact" && (settings.lr ?? 0) > limit.lr;
    const verdict = divergence ? (moment.end ? "diverged" : "willDiverge") : over ? "tooShort" : null;
    if (run === this.judged?.run && verdict === this.judged.verdict) return;
    const had = this.judged?.verdict ?? null;
    this.judged = { run, verdict };
    // What was said for another reason stays until the reader closes it.
    if (verdict === null && had === null) return;
    if (verdict === null) this.clear();
    else this.put(this.explain(run, verdict), this.wayBack(run));
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
    this.say(explain(error, this.strings));
  }

  say(text: string): void {
    this.put(
      text,
      this.button(this.words.dismiss, () => this.clear()),
    );
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

  /** While branching a setting was changed that no branch can change. */
  notBranched(path: string): void {
    this.say(fill(this.strings.runs.notBranched, { label: labelOf(path, this.strings) }));
  }

  /** Parts of an address that were left out. */
  ignored(parts: readonly string[]): void {
    this.say(fill(this.words.address, { parts: parts.join(", ") }));
  }

  private explain(run: Run, verdict: Verdict): string {
    const notice = this.words;
    const { divergence, limit } = run;
    const rates = {
      lr: numbers.setting(run.settings.lr ?? Number.NaN),
      limit: numbers.setting(limit?.lr ?? Number.NaN),
    };
    if (!divergence) return fill(notice.tooShort, { ...rates, updates: numbers.count(run.planned) });
    const loss = run.history.loss[divergence.update];
    const what = fill(notice[verdict], {
      update: numbers.count(divergence.update + 1),
      size: Number.isFinite(loss) ? notice.huge : notice.notFinite,
      w: numbers.parameter(divergence.w),
      b: numbers.parameter(divergence.b),
    });
    const reason = this.reason(run);
    return reason ? `${what} ${fill(notice[reason], rates)}` : what;
  }

  /** What the limit says about the learning rate; null if the cause lies elsewhere, or nobody knows. */
  private reason({ limit, settings }: Run): "over" | "overGuide" | "under" | null {
    if (!limit || settings.lr === undefined) return null;
    if (settings.lr > limit.lr) return limit.kind === "exact" ? "over" : "overGuide";
    return limit.kind === "guide" ? "under" : null;
  }

  /** Back to the usual learning rate if that is what drove the run out, else to the classic run. */
  private wayBack(run: Run): HTMLButtonElement {
    const { settings } = this.strings;
    const notice = this.words;
    const reason = this.reason(run);
    if (reason !== "over" && reason !== "overGuide")
      return this.button(settings.classic, () => this.lab.load({}));
    const usual = settingOf("lr")?.defaults[run.program];
    if (typeof usual !== "number") return this.button(settings.classic, () => this.lab.load({}));
    return this.button(fill(notice.back, { lr: numbers.setting(usual) }), () => this.lab.set("lr", usual));
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }

  private put(text: string, ...rest: HTMLElement[]): void {
    this.element.classList.remove("diverged");
    this.element.replaceChildren(make("p", {}, text), ...rest);
    this.element.hidden = false;
  }

  private clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
