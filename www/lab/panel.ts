/**
 * What a view's panel is to the lab, and the lab to a panel. A panel owns its element and its pointer; a view, in
 * `views/`, only draws. Panels other than line and loss are loaded after the first run is drawn.
 */
import type { Change, Edit, Engine, EngineError, Line, Settings } from "../engine";
import type { Language, Strings } from "../strings";
import type { Palette } from "../views/pen";
import type { KeyAction } from "./keyboard";
import type { Looks, Mode } from "./look";
import type { LabModel } from "./model";
import type { Cursor, Moment, Run } from "./run";
import type { SettingValue } from "./settings";

export const PANELS = ["line", "loss", "surface", "graph", "code", "map", "settings"] as const;
export type PanelName = (typeof PANELS)[number];

/** What is to be seen: the same for every panel of one frame. */
export interface Scene {
  /** The main run, its cursor placed. */
  run: Run;
  moment: Moment;
  /** All runs, the main one among them, each with its cursor placed; for ghosts. */
  runs: readonly Run[];
  main: number;
  playing: boolean;
  /**
   * The run plays, or is being dragged or scrubbed: what takes its time, or cannot be read so fast, is brought up to date
   * now and then. A moment after the last change the lab draws once more, at rest.
   */
  restless: boolean;
  /** Of their size, the part that the samples of the batch have grown to; without it all. */
  grown?: number;
  palette: Palette;
}

/** What a panel may ask of the lab. Refused settings are explained by the lab; these do not throw for them. */
export interface LabActions {
  readonly engine: Engine;
  readonly strings: Strings;
  readonly language: Language;
  /** To read; changes go through the actions below. */
  readonly model: Readonly<Pick<LabModel, "settings" | "state" | "run" | "runs" | "canUndo" | "canRedo">>;
  /** What the reader looks at; its changes are no edits. */
  readonly look: Looks;
  /** Ends every listener. */
  readonly signal: AbortSignal;
  /** Sets a setting by its path; while branching, in a branch from here where the setting allows it. True if taken. */
  set(path: string, value: SettingValue): boolean;
  /** Sets both parameters the run starts from, in one edit. */
  setStart(start: Line): boolean;
  branch(set: Change): void;
  load(settings: Settings): boolean;
  editPoint(edit: Edit): boolean;
  /** A drag has ended: the next edit is one of its own to undo. */
  settle(): void;
  undo(): void;
  redo(): void;
  seek(cursor: Cursor): void;
  act(action: KeyAction): void;
  /** Chooses the listing; true if that has switched the program of the run, which has no twin by hand. */
  chooseMode(mode: Mode): boolean;
  /** Whether a step by statements takes a whole phase, as two programs side by side do. */
  stepByPhase(on: boolean): void;
  /** Whether the code needs the whole width, where there are several places. */
  widen(on: boolean): void;
  promote(index: number): void;
  drop(index: number): void;
  /** How a run differs from the main one, from "lr 0.01 → 0.05 at update 120" to "lr 0.05"; none before they have come. */
  namesOf(index: number): readonly string[];
  /** Adds the styles that a view brings with it. */
  adopt(css: string): void;
  /** Runs work in the engine outside `draw`: a trap is answered with a fresh engine and the same runs. */
  guard(work: () => void): void;
  /** Asks for a frame. */
  redraw(): void;
  /** A sentence beside the run, closed by the reader. */
  say(text: string): void;
}

export interface Panel {
  /** The body of the panel. */
  readonly element: HTMLElement;
  /** Toggles and readouts for the panel's heading. */
  readonly tools?: HTMLElement;
  /** Takes part when the picture glides from one run to another: between them it draws numbers that nothing tells. */
  readonly glides?: true;
  /** Draws the moment on canvases; called once a frame while the panel can be seen, and only after something has changed. */
  draw?(scene: Scene): void;
  /** Writes the moment into elements; called in the same frame, when all panels have drawn. */
  write?(scene: Scene): void;
  /** Of a panel that draws in frames of its own: draws at once; false while its picture is not complete. */
  drawNow?(): boolean;
  /** What the picture shows in words; called when the run rests, not every frame. */
  describe?(scene: Scene): void;
  /** Says beside its control why a setting was refused; false if it has no such control. */
  refuse?(error: EngineError, path: string, value?: SettingValue): boolean;
  /** The colours or the size have changed: what was prepared for them is stale. */
  invalidate(): void;
  /** Gives back what outlives its element: engine objects, observers. Listeners end with the lab's signal. */
  destroy(): void;
}

export type MakePanel = (lab: LabActions) => Panel;
