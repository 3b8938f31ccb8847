/**
 * The listing as it is edited: lines to pick, and for the one picked what can be done with it, by mouse, touch and keys.
 * Every edit is a new value of the program, and the lines are the engine's again; so all of them can be undone.
 * Refuses to edit text. What an edit makes of the run, it does not know.
 */
import { type Engine, isEngineError, type State } from "../../engine";
import { make } from "../../lab/dom";
import { fill, type Words } from "../../strings";
import type { Bug } from "./bugs";
import { type Handle, type Line, listingOf } from "./listing";
import { coloured } from "./tokens";
import { toolsFor } from "./tools";
import { moved, removed, type Work } from "./work";

/** What the program raised or warned of, shown below its statement. */
type Note = NonNullable<State["raised"]>;

export interface Bench {
  engine: Engine;
  bug: Bug;
  words: Words["repair"];
  signal: AbortSignal;
}

const keyOf = (handle: Handle, line: number): string =>
  handle.kind === "statement" ? `statement ${handle.at}` : `${handle.kind} ${line}`;

export class Editor {
  readonly element: HTMLElement;
  private readonly list = make("ol", { class: "bench-lines", role: "list" });
  private readonly tools = make("div", { class: "bench-tools" });
  private readonly said = make("p", { class: "unseen", role: "status" });
  private readonly refusal = make("p", { class: "bench-refusal", role: "alert" });
  private readonly steps: { undo: HTMLButtonElement; redo: HTMLButtonElement; reset: HTMLButtonElement };
  private readonly past: Work[];
  private at = 0;
  private lines: readonly Line[] = [];
  private picked: string | null = null;
  private open = false;
  private notes: readonly Note[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly edited: () => void,
  ) {
    const { words, bug, signal } = bench;
    this.past = [bug.broken];
    const step = (text: string, key: string, act: () => void): HTMLButtonElement => {
      const button = make("button", { type: "button", "data-focus": key }, text);
      button.addEventListener("click", act, { signal });
      return button;
    };
    this.steps = {
      undo: step(words.undo, "undo", () => this.go(this.at - 1)),
      redo: step(words.redo, "redo", () => this.go(this.at + 1)),
      reset: step(words.reset, "reset", () => this.take(bug.broken)),
    };
    const { undo, redo, reset } = this.steps;
    this.element = make(
      "div",
      { class: "bench-editor", role: "group", "aria-label": words.program },
      make("div", { class: "bench-steps" }, undo, redo, reset),
      this.list,
      this.refusal,
      this.tools,
      this.said,
    );
    this.list.addEventListener("keydown", (event) => this.key(event), { signal });
    this.show();
  }

  get work(): Work {
    return this.past[this.at] ?? this.bench.bug.broken;
  }

  get isEdited(): boolean {
    return this.work !== this.bench.bug.broken;
  }

  /** From now on lines can be picked. */
  unlock(): void {
    this.open = true;
    this.show();
  }

  /** What Python says, at the statement where it says it; null for nothing. */
  mark(...notes: (Note | null)[]): void {
    this.notes = notes.filter((note) => note !== null);
    this.show();
  }

  /** Takes on a program. What the engine does not take changes nothing and is explained. */
  take(work: Work): boolean {
    if (work === this.work) return true;
    const { bench } = this;
    try {
      listingOf(bench.engine, bench.bug, work);
    } catch (error) {
      if (!isEngineError(error)) throw error;
      this.refusal.textContent = fill(bench.words.refused, { range: error.range ?? error.message });
      return false;
    }
    this.past.splice(this.at + 1, this.past.length, work);
    this.go(this.at + 1);
    return true;
  }

  // ------------------------------------------------------------------ inside

  private go(to: number): void {
    if (to < 0 || to >= this.past.length) return;
    this.at = to;
    this.notes = [];
    this.show();
    this.edited();
  }

  private show(): void {
    const { bench, work } = this;
    const focused = this.focused();
    this.refusal.textContent = "";
    this.lines = listingOf(bench.engine, bench.bug, work);
    this.list.replaceChildren(...this.lines.map((line, at) => this.row(line, at)));
    this.steps.undo.disabled = this.at === 0;
    this.steps.redo.disabled = this.at === this.past.length - 1;
    this.steps.reset.disabled = !this.isEdited;
    this.element.classList.toggle("open", this.open);
    this.showTools();
    if (focused !== null) this.focus(focused);
  }

  private showTools(): void {
    const { words } = this.bench;
    const line = this.lines.findIndex(
      ({ handle }, at) => handle !== null && keyOf(handle, at) === this.picked,
    );
    const handle = this.lines[line]?.handle;
    if (!this.open) this.tools.replaceChildren();
    else if (!handle)
      this.tools.replaceChildren(
        make("p", { class: "bench-hint" }, words.pick),
        make("p", { class: "bench-hint keys" }, words.keys),
      );
    else
      this.tools.replaceChildren(
        ...toolsFor(this.bench, this.work, this.lines, handle, {
          take: (changed) => this.take(changed),
          move: (by) => this.move(handle, by),
          remove: () => this.remove(handle),
          insert: (changed, at) => {
            this.picked = keyOf({ kind: "statement", at }, 0);
            if (this.take(changed)) this.focus(this.picked);
          },
        }),
      );
  }

  private row({ text, handle }: Line, at: number): HTMLElement {
    const indent = text.length - text.trimStart().length;
    const code = coloured(text.trimStart(), this.work.base);
    const row = make("li", {});
    row.style.setProperty("--indent", String(indent));
    if (!this.open || !handle) row.append(make("span", { class: "bench-line" }, ...code));
    else {
      const key = keyOf(handle, at);
      const attributes = { type: "button", class: "bench-line", "data-focus": key };
      const button = make("button", { ...attributes, "aria-pressed": String(key === this.picked) }, ...code);
      button.addEventListener("click", () => this.pick(key), { signal: this.bench.signal });
      row.append(button);
    }
    for (const note of this.notes) {
      if (handle?.kind !== "statement" || handle.at !== note.statement) continue;
      row.classList.add(note.type.endsWith("Warning") ? "warned" : "raised");
      row.append(make("p", { class: "bench-note" }, make("b", {}, note.type), `: ${note.message}`));
    }
    return row;
  }

  private pick(key: string): void {
    this.picked = this.picked === key ? null : key;
    this.show();
    this.focus(key);
  }

  private move(handle: Handle, by: 1 | -1): void {
    if (handle.kind !== "statement") return;
    const work = moved(this.work, handle.at, by);
    if (work === this.work) return;
    const at = handle.at + by;
    const from = this.focused();
    this.picked = keyOf({ kind: "statement", at }, 0);
    this.take(work);
    // The hand stays on the line, or on the button that moved it.
    if (from?.startsWith("statement")) this.focus(this.picked);
    this.tell(at);
  }

  private remove(handle: Handle): void {
    if (handle.kind !== "statement") return;
    this.picked = null;
    this.take(removed(this.work, handle.at));
    const left = this.work.statements.length;
    this.focus(keyOf({ kind: "statement", at: Math.min(handle.at, left - 1) }, 0));
  }

  private tell(statement: number): void {
    const line = this.lines.findIndex(
      ({ handle }) => handle?.kind === "statement" && handle.at === statement,
    );
    const text = this.lines[line]?.text.trim() ?? "";
    this.said.textContent = fill(this.bench.words.nowAt, { line: String(line + 1), text });
  }

  private key(event: KeyboardEvent): void {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const line = [...this.list.children].findIndex((row) => row.contains(button));
    const handle = this.lines[line]?.handle;
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (!handle || (by === null && event.key !== "Delete")) return;
    event.preventDefault();
    event.stopPropagation();
    if (by === null) this.remove(handle);
    else if (event.altKey) this.move(handle, by);
    else {
      const buttons = [...this.list.querySelectorAll("button")];
      buttons[buttons.indexOf(button) + by]?.focus();
    }
  }

  private focused(): string | null {
    const { activeElement } = document;
    const inside = activeElement instanceof HTMLElement && this.element.contains(activeElement);
    return inside ? (activeElement.dataset.focus ?? null) : null;
  }

  private focus(key: string): void {
    const found = [...this.element.querySelectorAll<HTMLElement>("[data-focus]")].find(
      ({ dataset }) => dataset.focus === key,
    );
    found?.focus({ preventScroll: true });
  }
}
