/**
 * The buttons of the line view: undo and redo in its heading; adding a sample and zooming over the plot.
 * Refuses to act on the view: it asks the zoom and the lab, and says whether the next press adds a sample.
 */
import type { Words } from "../../strings";
import { enable, icon, make, outline } from "../dom";
import { History } from "../history";
import type { LabActions } from "../panel";
import type { Zoom } from "./line_zoom";

/** Outlines as those of dom.ts, of buttons that come later. */
const ICONS = {
  add: "M8 3.5v9M3.5 8h9",
  zoomIn: "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3L14 14M7 5v4M5 7h4",
  zoomOut: "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3L14 14M5 7h4",
} as const;

/** A press of a button zooms by this. */
const STEP = 1.6;
/** An arrow moves the picture by this part of what is shown; with Shift by so many times as much. */
const PAN = 0.1;
const FARTHER = 5;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [PAN, 0],
  ArrowLeft: [-PAN, 0],
  ArrowUp: [0, PAN],
  ArrowDown: [0, -PAN],
};

export class LineTools {
  readonly history: History;
  readonly buttons: HTMLElement;
  private readonly add: HTMLButtonElement;
  private readonly out: HTMLButtonElement;
  private readonly whole: HTMLButtonElement;

  constructor(
    private readonly lab: LabActions,
    words: Words["line"],
    private readonly zoom: Zoom,
  ) {
    this.history = new History(lab, words, { element: "right", button: "icon-only small" });
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
    this.buttons.addEventListener("keydown", (event) => this.pan(event), { signal: lab.signal });
  }

  /** Whether a press on the ground adds a sample. */
  get adding(): boolean {
    return this.add.getAttribute("aria-pressed") === "true";
  }

  show(canAdd: boolean): void {
    if (this.add.hidden === canAdd) this.add.hidden = !canAdd;
    this.history.show();
    for (const button of [this.out, this.whole]) enable(button, this.zoom.zoomed);
  }

  /** Zoomed in, the arrows on a button look around; else they step the run, as on any button. */
  private pan(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (!arrow || !this.zoom.zoomed || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? FARTHER : 1;
    this.zoom.pan(arrow[0] * by, arrow[1] * by);
    event.preventDefault();
  }

  private button(name: keyof typeof ICONS | "whole", label: string, action: () => void): HTMLButtonElement {
    const attributes = { type: "button", class: "icon-only small", "aria-label": label, title: label };
    const button = make("button", attributes, name === "whole" ? icon(name) : outline(ICONS[name]));
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }
}
