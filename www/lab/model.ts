/**
 * The lab without its face: the settings, the runs they give (one is the main one, the others are its branches), one
 * cursor through all of them, and what the reader did, to be undone.
 * An edit trains every run again from its first update and keeps the cursor. Refuses to lose a run: settings the engine
 * refuses leave everything as it was, and after a trap all runs are rebuilt from their settings.
 */
import { type Change, type Edit, type Engine, EngineTrap, type Line, type Settings } from "../engine";
import { fittedTo, resizes, withinSamples } from "./data_size";
import { editedPoints, kindOf, renumbers, withEdit, withoutEdits } from "./edits";
import { type Cursor, type Moment, Run } from "./run";
import { changeOf, programOf, type SettingValue, settingOf, withValue } from "./settings";
import { Undo } from "./undo";
import type { Unit } from "./units";

/** More overlaid runs than this are not told apart. */
export const MAX_RUNS = 6;

export type TimedChange = NonNullable<Settings["changes"]>[number];

/** All that decides what is seen: enough to build the same lab again. */
export interface LabState {
  /** What every run shares; `changes` stand with each run. */
  settings: Settings;
  /** The changes in mid-run of each run; at least one run. */
  runs: readonly (readonly TimedChange[])[];
  /** Which of them is the main one. */
  main: number;
  cursor: Cursor;
}

export const CLASSIC: LabState = { settings: {}, runs: [[]], main: 0, cursor: { update: 0, statement: 0 } };

/** Told what has changed: the runs, or only the cursor. */
export type Listener = (what: "runs" | "cursor") => void;

export class LabModel {
  private opened: Run[] = [];
  private readonly listeners = new Set<Listener>();
  private readonly history = new Undo<LabState>();
  private branchIsOpen = false;
  private byPhase = false;
  /** The moment the reader chose. A shorter run shows its end instead; the next longer one returns here. */
  private wanted: Cursor;

  constructor(
    private readonly engine: Engine,
    private current: LabState = CLASSIC,
  ) {
    this.wanted = current.cursor;
    this.opened = this.open(current, current.cursor);
  }

  get state(): LabState {
    return { ...this.current, cursor: this.wanted };
  }

  get settings(): Settings {
    return this.current.settings;
  }

  /** The main run: the one the views show. */
  get run(): Run {
    const run = this.opened[this.current.main];
    if (!run) throw new Error("The lab has no main run.");
    return run;
  }

  /** Every run, the main one among them, in the order they were made. */
  get runs(): readonly Run[] {
    return this.opened;
  }

  get main(): number {
    return this.current.main;
  }

  get moment(): Moment {
    return this.run.moment;
  }

  /** Whether the run ends before the moment the reader chose. */
  get cutShort(): boolean {
    return this.wanted.update > this.run.seen;
  }

  /** Whether all that can be seen is there: runs of very many samples are opened untrained. */
  get isTrained(): boolean {
    return this.opened.every((run) => run.isTrained);
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** How many edits there have been, as undo counts them. */
  get edits(): number {
    return this.history.count;
  }

  /** Listens until the signal ends. */
  listen(listener: Listener, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener("abort", () => this.listeners.delete(listener));
  }

  // ------------------------------------------------------------------ the cursor

  seek(cursor: Cursor): void {
    // Known before the engine is asked: after a trap on the way the runs are rebuilt where the reader was going.
    this.wanted = this.carried(cursor);
    this.place();
    this.wanted = this.run.cursor;
    this.tell("cursor");
  }

  /** Moves by one unit, forward or back; from inside a unit, to its edge. */
  step(unit: Unit, direction: 1 | -1 = 1): void {
    this.seek(this.target(unit, direction));
  }

  /**
   * Beside another program a step takes a whole phase: by hand both parameters are moved in one. A cursor between the
   * two goes on to the end of the phase.
   */
  stepByPhase(on: boolean): void {
    this.byPhase = on;
    if (on && this.insidePhase(this.run.cursor.statement)) this.seek(this.target("statement", 1));
  }

  // ------------------------------------------------------------------ edits

  /** Sets one value by the engine's path; throws the engine's error if it refuses, and nothing has changed then. */
  set(path: string, value: SettingValue): void {
    const { settings } = this.current;
    if (path === "program") {
      this.replace({ settings: { ...settingsFor(settings, String(value)) }, runs: [[]], main: 0 }, path);
      return;
    }
    const change = changeOf(path);
    if (change) {
      this.replace({ runs: withChange(this.current, change, value) }, path);
      return;
    }
    const next = withValue(settings, path, value, this.run.start);
    const made = renumbers(path) ? withoutEdits(next) : next;
    this.replace({ settings: resizes(path) ? fittedTo(made, this.run.data.x.length) : made }, path);
  }

  /** Starts every run elsewhere: both parameters in one edit. */
  setStart({ w, b }: Line): void {
    this.replace({ settings: { ...this.settings, init: { w, b } } }, "init");
  }

  /** Takes on settings as a whole, with one run of them. */
  load(settings: Settings): void {
    const { changes, ...rest } = settings;
    this.replace({ settings: rest, runs: [changes ?? []], main: 0 }, "load");
    this.history.settle();
  }

  /** Takes on a whole state, as an address gives it. */
  restore(state: LabState): void {
    this.replace(state, "restore", state.cursor);
    this.history.settle();
  }

  /** Adds, moves or removes a point. Moves of the same point in one drag count as one edit. */
  editPoint(edit: Edit): void {
    const { settings } = this.current;
    const data = settings.data ?? { source: "make_regression" };
    if (data.source === "points") {
      const edited = { ...settings, data: editedPoints(data, edit) };
      this.replace({ settings: withinSamples(edited) }, kindOf(edit));
      return;
    }
    const edits = withEdit(data.edits ?? [], edit, this.run.data.x.length);
    this.replace({ settings: withinSamples({ ...settings, data: { ...data, edits } }) }, kindOf(edit));
  }

  /** Ends a drag: the next edit is one of its own to undo. */
  settle(): void {
    this.history.settle();
  }

  undo(): void {
    const state = this.history.undo(this.current);
    if (state) this.apply(state);
  }

  redo(): void {
    const state = this.history.redo(this.current);
    if (state) this.apply(state);
  }

  // ------------------------------------------------------------------ branches

  /** Whether a setting in hand changes the last branch instead of making another. */
  get branchOpen(): boolean {
    return this.branchIsOpen;
  }

  /** The next changed setting makes a branch of its own. */
  closeBranch(): void {
    this.branchIsOpen = false;
  }

  /** Forks the main run at the start of the current update, with changed settings; the branch is drawn beside it. */
  branch(set: Change): void {
    const { runs, main } = this.current;
    if (runs.length >= MAX_RUNS) throw new RangeError(`At most ${MAX_RUNS} runs can lie over each other.`);
    const { update } = this.run.cursor;
    const own = runs[main] ?? [];
    const earlier = own.filter((change) => change.update < update);
    const same = own.filter((change) => change.update === update).map((change) => change.set);
    const change = { update, set: Object.assign({}, ...same, set) as Change };
    this.replace({ runs: [...runs, [...earlier, change]] }, "branch");
    this.branchIsOpen = true;
  }

  /** Changes what the branch just made has changed: a slider in hand moves one branch instead of making many. */
  rebranch(set: Change): void {
    const { runs, main } = this.current;
    const last = runs.at(-1);
    const change = last?.at(-1);
    const moved = change?.update !== this.run.cursor.update;
    if (!this.branchIsOpen || !last || !change || moved || runs.length - 1 === main) {
      this.branch(set);
      return;
    }
    const changed = [...last.slice(0, -1), { update: change.update, set: { ...change.set, ...set } }];
    this.replace({ runs: [...runs.slice(0, -1), changed] }, "branch");
  }

  /** Makes a branch the main run, and the main run a branch. */
  promote(index: number): void {
    if (index in this.current.runs) this.replace({ main: index }, "promote");
  }

  /** Drops a branch; the main run stays. */
  drop(index: number): void {
    const { runs, main } = this.current;
    if (index === main || !(index in runs)) return;
    this.replace(
      { runs: runs.filter((_, at) => at !== index), main: main > index ? main - 1 : main },
      "drop",
    );
  }

  // ------------------------------------------------------------------ the engine

  /** Opens every run anew: after a trap, or when the whole engine has come in the lean one's place. */
  rebuild(): void {
    const before = this.opened;
    this.opened = this.open(this.current);
    for (const run of before) run.free();
    this.tell("runs");
  }

  /** Trains what was opened untrained. */
  train(): void {
    this.opened = this.opened.map((run) => run.trained());
    this.place();
    this.tell("runs");
  }

  /** After a trap the old sessions are gone with their module, and must not be freed. */
  recover(): void {
    this.opened = this.open(this.current);
    this.tell("runs");
  }

  destroy(): void {
    for (const run of this.opened) run.free();
    this.opened = [];
    this.listeners.clear();
  }

  private target(unit: Unit, direction: 1 | -1): Cursor {
    const { update, statement } = this.moment;
    if (unit === "run") return direction > 0 ? this.run.last : { update: 0, statement: 0 };
    if (unit === "statement") {
      if (direction < 0 && statement === 0 && update === 0) return { update, statement };
      const back = statement > 0 ? update : update - 1;
      let next = direction > 0 ? statement : statement > 0 ? statement : this.run.statements.length;
      do next += direction;
      while (this.byPhase && this.insidePhase(next));
      return { update: direction > 0 ? update : back, statement: next };
    }
    if (unit === "batch") {
      if (direction > 0) return { update: update + 1, statement: 0 };
      return { update: statement > 0 ? update : update - 1, statement: 0 };
    }
    const ends = this.run.history.epochEnds;
    if (direction < 0)
      return { update: ends.findLast((end) => end < update + Math.sign(statement)) ?? 0, statement: 0 };
    const next = ends.find((end) => end > update);
    // The last epoch may break off, and the parabola has none.
    return next === undefined ? this.run.last : { update: next, statement: 0 };
  }

  /** The moment after so many statements: those of a whole update are the next one's start. */
  private carried(cursor: Cursor): Cursor {
    if (cursor.statement === 0) return cursor;
    const { length } = this.run.statements;
    const carry = Math.floor(cursor.statement / length);
    return { update: cursor.update + carry, statement: cursor.statement - carry * length };
  }

  /** Whether so many executed statements leave a phase half done. */
  private insidePhase(executed: number): boolean {
    const { statements } = this.run;
    return executed > 0 && statements[executed - 1]?.op === statements[executed]?.op;
  }

  private replace(change: Partial<LabState>, kind: string, cursor?: Cursor): void {
    const before = this.current;
    this.apply({ ...before, ...change }, cursor);
    this.history.did(before, kind);
  }

  /**
   * Takes on a state as a whole, at a moment of it, or else as near to the present one as its program allows; where
   * anything is refused, nothing has changed.
   */
  private apply(state: LabState, cursor?: Cursor): void {
    const opened = this.open(state, cursor, this.opened[0]);
    for (const run of this.opened) run.free();
    this.opened = opened;
    this.current = state;
    this.wanted = cursor ?? this.run.within(this.wanted);
    this.tell("runs");
  }

  /** Opens all runs of a state at a moment, or none: what is refused leaves nothing behind. They share samples. */
  private open({ settings, runs }: LabState, cursor?: Cursor, beside?: Run): Run[] {
    const opened: Run[] = [];
    try {
      for (const changes of runs)
        opened.push(
          Run.open(
            this.engine,
            changes.length > 0 ? { ...settings, changes: [...changes] } : settings,
            opened[0] ?? beside,
          ),
        );
      for (const run of opened) run.seek(cursor ?? run.within(this.wanted));
      return opened;
    } catch (error) {
      if (!(error instanceof EngineTrap)) for (const run of opened) run.free();
      throw error;
    }
  }

  /** Puts every run at the moment the reader chose. */
  private place(): void {
    for (const run of this.opened) run.seek(this.wanted);
  }

  private tell(what: "runs" | "cursor"): void {
    for (const listener of this.listeners) listener(what);
  }
}

/** The runs with another value in a change of the main one. */
function withChange(
  { runs, main }: LabState,
  { index, leaf }: { index: number; leaf: string },
  value: SettingValue,
): LabState["runs"] {
  const changed = (change: TimedChange): TimedChange =>
    leaf === "update"
      ? { ...change, update: Number(value) }
      : { ...change, set: { ...change.set, [leaf]: value } };
  return runs.map((run, at) =>
    at === main ? run.map((change, number) => (number === index ? changed(change) : change)) : run,
  );
}

/** Another program keeps what both programs use: data, loader and rate; the rest has the new program's defaults. */
function settingsFor(settings: Settings, program: string): Settings {
  const next: Settings = { program: program as NonNullable<Settings["program"]> };
  const name = programOf(next);
  for (const [key, value] of Object.entries(settings)) {
    if (key === "program" || key === "init" || key === "dtype") continue;
    const known = key === "data" ? name !== "parabola" : settingOf(key)?.programs.includes(name);
    if (known) Object.assign(next, { [key]: value });
  }
  return next;
}
