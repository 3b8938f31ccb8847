/**
 * What was, to go back to: a stack of states with the kind of edit that left each. Edits of one kind in a row, as a drag
 * makes them, count as one until they are settled.
 * Refuses to grow without end: the oldest states go.
 */

const DEPTH = 200;

export class Undo<T> {
  private readonly past: { state: T; kind: string }[] = [];
  private readonly future: T[] = [];
  private open = false;
  /** How many times there has been something new to undo or to redo: a drag counts once. */
  count = 0;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Notes that an edit of that kind has just left `before`. */
  did(before: T, kind: string): void {
    this.future.length = 0;
    if (this.open && this.past.at(-1)?.kind === kind) return;
    this.past.push({ state: before, kind });
    this.count += 1;
    if (this.past.length > DEPTH) this.past.shift();
    this.open = true;
  }

  settle(): void {
    this.open = false;
  }

  /** The state to go back to from `now`; undefined if there is none. */
  undo(now: T): T | undefined {
    const last = this.past.pop();
    if (!last) return undefined;
    this.future.push(now);
    this.count += 1;
    this.open = false;
    return last.state;
  }

  redo(now: T): T | undefined {
    const next = this.future.pop();
    if (next === undefined) return undefined;
    this.past.push({ state: now, kind: "redo" });
    this.count += 1;
    this.open = false;
    return next;
  }
}
