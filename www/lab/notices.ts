/**
 * The place of the notice, there from the start so that a screen reader knows it; what the notice says, and when, comes
 * after the first picture. Refuses to lose a word: what is to be said before then is said as soon as it has come.
 */
import { loadWords } from "../strings";
import { make } from "./dom";
import type { Notice } from "./notice";
import type { LabActions } from "./panel";
import type { Moment, Run } from "./run";

export class Notices {
  readonly element = make("div", { class: "notice", role: "status", hidden: true });
  private notice: Notice | null = null;
  private coming: Promise<Notice> | null = null;
  /** A pointer holds something in the lab: what there is to say then waits until it lets go. */
  private held = false;

  constructor(
    private readonly lab: Pick<
      LabActions,
      "set" | "load" | "redraw" | "adopt" | "signal" | "language" | "strings"
    >,
  ) {
    const capture = { signal: lab.signal, capture: true };
    const hold = (on: boolean): void => {
      this.held = on;
      this.notice?.hold(on);
    };
    const within = (event: Event): boolean =>
      event.composedPath().some((node) => node === this.element.parentNode);
    window.addEventListener("pointerdown", (event) => within(event) && hold(true), capture);
    for (const end of ["pointerup", "pointercancel"])
      window.addEventListener(end, () => hold(false), capture);
  }

  /** Says of a run what there is to say; nothing before the notice has come. */
  judge(run: Run, moment: Moment): void {
    this.notice?.judge(run, moment);
  }

  /** An edit was taken. */
  edited(): void {
    this.notice?.edited();
  }

  tell(work: (notice: Notice) => void): void {
    if (this.notice) work(this.notice);
    else void this.bring().then(work, console.error);
  }

  bring(): Promise<Notice> {
    this.coming ??= this.fetch();
    return this.coming;
  }

  private async fetch(): Promise<Notice> {
    try {
      const [{ Notice }, { notice, settings }] = await Promise.all([
        import("./notice"),
        loadWords(this.lab.language, "notice", "settings"),
      ]);
      this.notice = new Notice(this.element, this.lab, notice, settings);
      this.notice.hold(this.held);
      this.lab.redraw();
      return this.notice;
    } catch (error) {
      this.coming = null;
      throw error;
    }
  }
}
