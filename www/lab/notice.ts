/**
 * What the reader must be told beside the run: that it diverges or will, why, and the way back; that the engine was restarted.
 * The longer words come with `notice_says.ts`.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */

import type { EngineError } from "../engine";
import type { Strings } from "../strings";
import { make } from "./dom";
import type { Verdict } from "./notice_says";
import type { LabActions } from "./panel";
import type { Moment, Run } from "./run";

type Says = typeof import("./notice_says");

export class Notice {
  readonly element = make("div", { class: "notice", role: "status", hidden: true });

  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;
  /** What it says is over with the next edit. */
  private passing = false;
  private says: Says | null = null;
  /** How often it was to say something: what comes too late is not said any more. */
  private asked = 0;

  constructor(
    private readonly strings: Strings,
    private readonly lab: Pick<LabActions, "set" | "load" | "language" | "strings">,
    private readonly signal: AbortSignal,
  ) {}

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
    else
      this.with((says) => {
        const ways = says.waysBack(run, this.lab);
        this.put(
          says.explainRun(run, verdict, this.lab.language),
          ...ways.map(({ text, go }) => this.button(text, go)),
        );
        this.element.classList.toggle("diverged", divergence !== null);
      });
  }

  recovered(): void {
    this.say(this.strings.notice.recovered);
  }

  lost(): void {
    this.put(this.strings.notice.lost);
  }

  /** A setting was refused where there is no control to say so. */
  refuse(error: EngineError): void {
    this.with((says) => this.say(says.explain(error, this.lab.language), true));
  }

  /** A setting changed the whole run, as it cannot change in a branch. */
  notBranched(path: string): void {
    this.with((says) => this.say(says.notBranched(path, this.lab.language)));
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

  /** Fetches the words that are not there yet. */
  async bring(): Promise<void> {
    try {
      this.says ??= await import("./notice_says");
    } catch (error) {
      console.error(error);
    }
  }

  private with(work: (says: Says) => void): void {
    this.asked += 1;
    const { asked } = this;
    if (this.says) work(this.says);
    else void this.bring().then(() => this.says && asked === this.asked && work(this.says));
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.signal });
    return button;
  }

  private put(text: string, ...rest: HTMLElement[]): void {
    this.asked += 1;
    this.passing = false;
    this.element.classList.remove("diverged");
    this.element.replaceChildren(make("p", {}, text), ...rest);
    this.element.hidden = false;
  }

  private clear(): void {
    this.asked += 1;
    this.passing = false;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
