/**
 * What the reader must be told beside the run: that it diverges, or will, or will raise, why, and the ways back; and below
 * it that the engine was restarted, or what was refused or left out.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it. And
 * to move what is in a hand: the pictures make room for it, so it comes and goes when nothing is held.
 */

import type { EngineError, Settings } from "../engine";
import * as numbers from "../numbers";
import { fill, type Words } from "../strings";
import style from "../style/notice.css?inline";
import { isLarge } from "./data_size";
import { icon, make } from "./dom";
import { explainRun, type Verdict, waysBack } from "./notice_says";
import type { LabActions } from "./panel";
import { explain, labelOf, type SettingWords } from "./refusal";
import type { Moment, Run } from "./run";

export class Notice {
  /** What the notice was last decided for: it is asked at every draw, and says each thing once. */
  private judged: { run: Run; verdict: Verdict | null } | null = null;
  /** What is said of the run, with the ways back, and what else: neither replaces the other. */
  private ofRun = "";
  private ways: HTMLElement[] = [];
  private said = "";
  /** The reader has closed what was said of it, or it is said elsewhere. */
  private closed: Run | null = null;
  private held = false;
  private waits = false;
  private readonly close: HTMLButtonElement;
  /** What was said is over with the next edit. */
  private passing = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly lab: Pick<LabActions, "set" | "load" | "adopt" | "signal" | "strings">,
    private readonly words: Words["notice"],
    private readonly names: SettingWords,
  ) {
    lab.adopt(style);
    const { signal } = lab;
    const close = {
      type: "button",
      class: "close",
      "aria-label": words.dismiss,
      title: words.dismiss,
    } as const;
    this.close = make("button", close, icon("close"));
    this.close.addEventListener(
      "click",
      () => {
        // What was said last goes first.
        if (this.said === "" && this.judged) this.leave(this.judged.run);
        this.put("");
      },
      { signal },
    );
  }

  /** While something in the lab is held nothing comes and goes; what there is to say is said when it is let go. */
  hold(on: boolean): void {
    this.held = on;
    if (!on && this.waits) this.show();
  }

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
    const silent = verdict === null || run === this.closed;
    this.ofRun = silent ? "" : explainRun(run, verdict, this.words);
    this.ways = silent
      ? []
      : waysBack(run, this.lab, this.words, this.names).map(({ text, go }) => this.button(text, go));
    this.show();
  }

  /** Says no more of this run. */
  leave(run: Run): void {
    this.closed = run;
    if (this.judged?.run !== run) return;
    this.ofRun = "";
    this.ways = [];
    this.show();
  }

  recovered(): void {
    this.say(this.words.recovered);
  }

  lost(): void {
    this.put(this.words.lost);
  }

  /** A setting was refused where there is no control to say so. */
  refuse(error: EngineError): void {
    this.say(explain(error, this.names), true);
  }

  /** While branching a setting was changed that no branch can change: it changed the whole run. */
  notBranched(path: string): void {
    this.say(fill(this.words.notBranched, { label: labelOf(path, this.names) }));
  }

  /** There is no room for another branch. */
  sixRuns(): void {
    this.say(this.words.sixRuns, true);
  }

  /** An edit was taken: what was refused before is over. */
  edited(): void {
    if (this.passing) this.put("");
  }

  /** A `passing` word goes with the next edit. */
  say(text: string, passing = false): void {
    this.put(text, passing);
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

  private put(said: string, passing = false): void {
    this.said = said;
    this.passing = passing;
    this.show();
  }

  private show(): void {
    this.waits = this.held;
    if (this.held) return;
    const { element, ways, judged } = this;
    const texts = [this.ofRun, this.said].filter((text) => text !== "");
    element.hidden = texts.length === 0;
    element.classList.toggle("diverged", judged?.run.divergence !== null || judged.run.stopsRaising);
    const paragraphs = texts.map((text) => make("p", {}, text));
    element.replaceChildren(
      ...(texts.length === 0 ? [] : [make("div", { class: "said" }, ...paragraphs), ...ways, this.close]),
    );
  }
}
