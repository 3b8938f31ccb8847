/**
 * The lab on a narrow page: small, one picture under its controls, always in view above the prose; or over the whole
 * window until the reader goes back. The page gives both their place and size (style/still.css); this says which it is.
 * Refuses to cover what has the focus: when that leaves the lab, the lab is small again.
 */
import type { Strings } from "../strings";
import { icon, make } from "./dom";
import type { History } from "./history";
import type { LabActions } from "./panel";

/** As the style sheets have it. */
const NARROW_PAGE = "(max-width: 999px)";
/** Where Escape has a meaning of its own. */
const KEEPS_ESCAPE = "dialog, input, select, textarea";

export class Dock {
  readonly button: HTMLButtonElement;
  private readonly narrow = window.matchMedia(NARROW_PAGE);
  private readonly finger = window.matchMedia("(pointer: coarse)");
  private readonly docks: boolean;
  private whole = false;
  /** What has opened it, to go back to. */
  private opener: HTMLElement;
  private more: History | "coming" | null = null;

  /** A lab whose host has no `dock` stays as it is, whatever the window. */
  constructor(
    private readonly host: HTMLElement,
    { transport }: Strings,
    private readonly onChange: () => void,
    signal: AbortSignal,
  ) {
    this.docks = host.hasAttribute("dock");
    this.button = make("button", {
      type: "button",
      class: "icon-only dock",
      "aria-label": transport.whole,
      title: transport.whole,
    });
    this.opener = this.button;
    this.button.addEventListener("click", () => this.open(!this.whole), { signal });
    this.narrow.addEventListener("change", () => this.open(false), { signal });
    document.addEventListener("focusin", ({ target }) => target !== host && this.open(false), { signal });
    host.addEventListener(
      "keydown",
      (event) => {
        const at = event.composedPath()[0];
        if (event.key !== "Escape" || event.defaultPrevented || !this.whole) return;
        if (at instanceof Element && at.closest(KEEPS_ESCAPE)) return;
        const { opener } = this;
        this.open(false);
        opener.focus({ preventScroll: true });
      },
      { signal },
    );
    signal.addEventListener("abort", () => host.removeAttribute("data-form"));
    this.apply();
  }

  /** Whether there is room for one picture only. */
  get small(): boolean {
    return this.docks && this.narrow.matches && !this.whole;
  }

  /** Shows what a narrow page, or a finger, needs besides; the first picture is drawn without. */
  show(lab: LabActions): void {
    if (this.more === "coming") return;
    if (this.more) this.more.show();
    else if (this.narrow.matches || this.finger.matches) {
      this.more = "coming";
      const coming = import("./dock_more").then(({ bringMore }) => bringMore(lab, this.button));
      coming.then((history) => {
        this.more = history;
      }, console.error);
    }
  }

  /** Over the whole window, or small again; Escape goes back to what has opened it. */
  open(whole: boolean, opener: HTMLElement = this.button): void {
    const before = this.host.dataset.form;
    this.whole = whole;
    this.opener = opener;
    this.apply();
    if (opener !== this.button) this.button.focus();
    if (this.host.dataset.form !== before) this.onChange();
  }

  private apply(): void {
    const { button, host } = this;
    if (this.docks && this.narrow.matches) host.dataset.form = this.whole ? "whole" : "small";
    else host.removeAttribute("data-form");
    button.hidden = host.dataset.form === undefined;
    button.setAttribute("aria-expanded", String(this.whole));
    button.replaceChildren(icon(this.whole ? "small" : "whole"));
  }
}
