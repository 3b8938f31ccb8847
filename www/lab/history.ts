/**
 * Undo and redo as two buttons, wherever they stand: in the line's heading, and among the controls of a narrow page.
 * Refuses to keep any history: it asks the lab, and shows what there is.
 */
import type { Words } from "../strings";
import { enable, make, outline } from "./dom";
import type { LabActions } from "./panel";

/** Outlines as those of dom.ts, of buttons that come later. */
const ICONS = {
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 4L3 6.5 5.5 9",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 4L13 6.5 10.5 9",
} as const;

export class History {
  readonly element: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;

  constructor(
    private readonly lab: LabActions,
    words: Words["line"],
    place: { element: string; button: string },
  ) {
    const button = (name: keyof typeof ICONS, action: () => void): HTMLButtonElement => {
      const label = words[name];
      const attributes = { type: "button", class: place.button, "aria-label": label, title: label };
      const made = make("button", attributes, outline(ICONS[name]));
      made.addEventListener("click", action, { signal: lab.signal });
      return made;
    };
    this.undo = button("undo", () => lab.undo());
    this.redo = button("redo", () => lab.redo());
    this.element = make("span", { class: place.element }, this.undo, this.redo);
  }

  show(): void {
    const { canUndo, canRedo } = this.lab.model;
    enable(this.undo, canUndo);
    enable(this.redo, canRedo);
  }
}
