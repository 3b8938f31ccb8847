/**
 * What the reader must be told beside the run: that it diverges or will, why, and the way back; that the engine was restarted.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */

import type { EngineError } from "../engine";
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import { make } from "./dom";
import type { LabActions } from "./panel";
import { explain } from "./refusal";
import type { Moment, Run } from "./run";
import { settingOf, valueAt } from "./settings";

/** The update whose learning rate counts: the one that diverged, else the last. */
const rateAt = ({ divergence, planned }: Run): number => divergence?.update ?? planned;

/** The learning rate that a run came to. */
function rateOf(run: Run): number | null {
  const lr = valueAt(run.settings, run.pathAt("lr", rateAt(run)));
  return typeof lr === "number" ? lr : null;
}

type Verdict = "diverged" | "willDiverge" | "tooShort";

export class Notice {
  readonly element = make("div", { class: "notice", role: "status", hidden: true });

  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;
  /** What it says is over with the next edit. */
  private passing = false;

  constructor(
    private readonly strings: Strings,
    private readonly lab: Pick<LabActions, "set" | "load">,
    private readonly signal: AbortSignal,
  ) {}

  /** Explains a run that diverges, or will if it goes on; of any other there is nothing to say. */
  judge(run: Run, moment: Moment): void {
    const { divergence, limit } = run;
    const over = limit?.kind === "exact" && (rateOf(run) ?? 0) > limit.lr;
    const verdict = divergence ? (moment.end ? "diverged" : "willDiverge") : over ? "tooShort" : null;
    if (run === this.judged?.run && verdict === this.judged.verdict) return;
    const had = this.judged?.verdict ?? null;
    this.judged = { run, verdict };
    // What was said for another reason stays until the reader closes it.
    if (verdict === null && had === null) return;
    if (verdict === null) this.clear();
    else this.put(this.explain(run, verdict), ...this.waysBack(run));
    this.element.classList.toggle("diverged", divergence !== null);
  }

  recovered(): void {
    this.say(this.strings.notice.recovered);
  }

  lost(): void {
    this.put(this.strings.notice.lost);
  }

  /** A setting was refused where there is no control to say so. */
  refuse(error: EngineError): void {
    this.say(explain(error, this.strings), true);
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
      this.button(this.strings.notice.dismiss, () => this.clear()),
    );
    this.passing = passing;
  }

  private explain(run: Run, verdict: Verdict): string {
    const { notice } = this.strings;
    const { divergence, limit } = run;
    const rates = {
      lr: numbers.setting(rateOf(run) ?? Number.NaN),
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
  private reason(run: Run): "over" | "overGuide" | "under" | null {
    const { limit } = run;
    const lr = rateOf(run);
    if (!limit || lr === null) return null;
    if (lr > limit.lr) return limit.kind === "exact" ? "over" : "overGuide";
    return limit.kind === "guide" ? "under" : null;
  }

  /**
   * If the learning rate drove the run out: the usual one, or where that is above the limit too, one well below it, or x
   * scaled so that the limit is higher. Else the classic run.
   */
  private waysBack(run: Run): HTMLButtonElement[] {
    const { notice, settings, controls } = this.strings;
    const reason = this.reason(run);
    const usual = settingOf("lr")?.defaults[run.program];
    if (!run.limit || (reason !== "over" && reason !== "overGuide") || typeof usual !== "number")
      return [this.button(settings.classic, () => this.lab.load({}))];
    const rate = usual < run.limit.lr ? usual : Number((run.limit.lr / 2).toPrecision(1));
    const back = this.button(fill(notice[rate === usual ? "back" : "below"], { lr: String(rate) }), () =>
      this.lab.set(run.pathAt("lr", rateAt(run)), rate),
    );
    if (rate === usual || run.settings.standardize !== false) return [back];
    return [back, this.button(controls.standardize, () => this.lab.set("standardize", true))];
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.signal });
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
