/**
 * What can be moved in a picture, for the keyboard and for screen readers: a focusable mark over each movable thing.
 * The pointer does not need them (`drag.ts` picks by distance), so they let it through.
 * Refuses to move anything: arrows, Delete and the like are handed on.
 */
import { make } from "./dom";

export interface Handle {
  id: string;
  /** Where it stands, in CSS pixels. */
  x: number;
  y: number;
  /** What it is, e.g. "sample 12". */
  label: string;
  /** Where it stands, in words. */
  value: string;
}

export interface HandleActions {
  /** Arrow keys, in steps: right and up are positive; with Shift ten steps. */
  nudge(id: string, right: number, up: number): void;
  /** Any other key; true if it meant something. */
  key?(id: string, key: string): boolean;
  /** The key has been let go. */
  settle?(id: string): void;
  focus?(id: string | null): void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const LONG_STEP = 10;

export class Handles {
  readonly element = make("div", { class: "handles" });
  private readonly marks = new Map<string, HTMLElement>();

  constructor(
    private readonly actions: HandleActions,
    private readonly signal: AbortSignal,
  ) {}

  /** Puts the handles where they belong; those no longer named go. */
  show(handles: readonly Handle[]): void {
    const named = new Set(handles.map(({ id }) => id));
    for (const [id, mark] of this.marks) {
      if (named.has(id)) continue;
      mark.remove();
      this.marks.delete(id);
    }
    for (const handle of handles) this.place(handle);
  }

  focus(id: string): void {
    this.marks.get(id)?.focus();
  }

  private place({ id, x, y, label, value }: Handle): void {
    const mark = this.marks.get(id) ?? this.create(id);
    mark.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    // A slider in two dimensions: the text tells both numbers, the bare value is only its required shadow.
    for (const [name, text] of [
      ["aria-label", label],
      ["aria-valuetext", value],
    ] as const)
      if (mark.getAttribute(name) !== text) mark.setAttribute(name, text);
  }

  private create(id: string): HTMLElement {
    const mark = make("div", {
      class: "handle",
      role: "slider",
      tabindex: "0",
      "data-keys": "own",
      "data-handle": id,
      "aria-valuenow": "0",
    });
    const { signal } = this;
    mark.addEventListener("keydown", (event) => this.press(id, event), { signal });
    mark.addEventListener("keyup", (event) => event.key in STEPS && this.actions.settle?.(id), { signal });
    mark.addEventListener("focus", () => this.actions.focus?.(id), { signal });
    mark.addEventListener("blur", () => this.actions.focus?.(null), { signal });
    this.marks.set(id, mark);
    this.element.append(mark);
    return mark;
  }

  private press(id: string, event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step) {
      const by = event.shiftKey ? LONG_STEP : 1;
      this.actions.nudge(id, step[0] * by, step[1] * by);
    } else if (!this.actions.key?.(id, event.key)) return;
    event.preventDefault();
  }
}
