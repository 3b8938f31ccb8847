/**
 * The room a map has: its place among the views, or on a button that of all of them, until the button or Escape gives
 * it back. Refuses to know what is drawn.
 */
import type { Words } from "../../strings";
import { icon, make } from "../dom";

export class MapRoom {
  readonly button: HTMLButtonElement;

  constructor(
    private readonly panel: HTMLElement,
    words: Words["map"],
    signal: AbortSignal,
  ) {
    const { larger } = words;
    this.button = make(
      "button",
      {
        type: "button",
        class: "icon-only small larger",
        "aria-label": larger,
        title: larger,
        "aria-pressed": "false",
      },
      icon("whole"),
    );
    this.button.addEventListener("click", () => this.enlarge(!this.large), { signal });
    panel.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !this.large) return;
        event.preventDefault();
        this.enlarge(false);
      },
      { signal },
    );
  }

  private get large(): boolean {
    return this.panel.classList.contains("large");
  }

  /** The style gives the place that holds a large map the room of all. */
  private enlarge(large: boolean): void {
    this.panel.classList.toggle("large", large);
    this.button.setAttribute("aria-pressed", String(large));
    this.button.replaceChildren(icon(large ? "small" : "whole"));
  }
}
