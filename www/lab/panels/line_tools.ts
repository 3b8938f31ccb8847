/**
 * The buttons of the line view: undo and redo in its heading; adding a sample and zooming over the plot.
 * Refuses to act on the view: it asks the zoom and the lab, and says whether the next press adds a sample.
 */
import { enable, type IconName, icon, make } from "../dom";
import type { LabActions } from "../panel";
import type { LineWords } from "./line.words";
import type { Zoom } from "./line_zoom";

/** A press of a button zooms by this. */
const STEP = 1.6;

export class LineTools {
  readonly history: HTMLElement;
  readonly buttons: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly add: HTMLButtonElement;
  private readonly out: HTMLButtonElement;
  private readonly whole: HTMLButtonElement;

  constructor(
    private readonly lab: LabActions,
    words: LineWords,
    private readonly zoom: Zoom,
  ) {
    this.undo = this.button("undo", words.undo, () => lab.undo());
    this.redo = this.button("redo", words.redo, () => lab.redo());
    this.history = make("span", { class: "right" }, this.undo, this.redo);
    this.add = this.button("add", words.add, () => {
      this.add.setAttribute("aria-pressed", String(!this.adding));
    });
    this.add.setAttribute("aria-pressed", "false");
    this.add.addEventListener(
      "keydown",
      ({ key }) => key === "Escape" && this.add.setAttribute("aria-pressed", "false"),
      { signal: lab.signal },
    );
    const zoomIn = this.button("zoomIn", words.zoomIn, () => zoom.by(1 / STEP));
    this.out = this.button("zoomOut", words.zoomOut, () => zoom.by(STEP));
    this.whole = this.button("whole", words.whole, () => zoom.whole());
    this.buttons = make("div", { class: "buttons" }, this.add, zoomIn, this.out, this.whole);
  }

  /** Whether a press on the ground adds a sample. */
  get adding(): boolean {
    return this.add.getAttribute("aria-pressed") === "true";
  }

  show(canAdd: boolean): void {
    if (this.add.hidden === canAdd) this.add.hidden = !canAdd;
    const { canUndo, canRedo } = this.lab.model;
    for (const [button, can] of [
      [this.undo, canUndo],
      [this.redo, canRedo],
      [this.out, this.zoom.zoomed],
      [this.whole, this.zoom.zoomed],
    ] as const)
      enable(button, can);
  }

  private button(name: IconName, label: string, action: () => void): HTMLButtonElement {
    const attributes = { type: "button", class: "icon-only small", "aria-label": label, title: label };
    const button = make("button", attributes, icon(name));
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }
}
