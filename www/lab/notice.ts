/**
 * What the reader must be told beside the run: that it diverges, why, and the way back; that the engine was restarted.
 * Refuses to alarm: divergence is a state of a run, not a failure, and it comes with a button that leads out of it.
 */
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import { make } from "./dom";
import type { Run } from "./run";
import { CONTROLS, type Values } from "./settings";

export class Notice {
  readonly element = make("div", { class: "notice", role: "status", hidden: true });

  constructor(
    private readonly strings: Strings,
    private readonly change: (change: Partial<Values>) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Explains a run that diverges; of any other there is nothing to say. */
  judge(run: Run): void {
    const { divergence } = run;
    if (!divergence) {
      this.clear();
      return;
    }
    const { notice } = this.strings;
    const what = fill(notice.diverged, {
      update: numbers.count(divergence.update + 1),
      w: numbers.parameter(divergence.w),
      b: numbers.parameter(divergence.b),
    });
    const usual = CONTROLS.find((control) => control.name === "lr")?.default ?? 0;
    this.put(
      `${what} ${this.reason(run)}`,
      this.button(fill(notice.back, { lr: numbers.setting(usual) }), () => this.change({ lr: usual })),
    );
    this.element.classList.add("diverged");
  }

  recovered(): void {
    this.say(this.strings.notice.recovered);
  }

  lost(): void {
    this.put(this.strings.notice.lost);
  }

  say(text: string): void {
    this.put(
      text,
      this.button(this.strings.notice.dismiss, () => this.clear()),
    );
  }

  private reason({ limit, settings }: Run): string {
    const { lr } = settings;
    if (!limit || lr === undefined) return "";
    const { notice } = this.strings;
    const values = { lr: numbers.setting(lr), limit: numbers.setting(limit.lr) };
    if (lr <= limit.lr) return limit.kind === "guide" ? fill(notice.under, values) : "";
    return fill(limit.kind === "exact" ? notice.over : notice.overGuide, values);
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", action, { signal: this.signal });
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
