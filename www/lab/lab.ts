/**
 * The lab: one model, one clock, and everything that shows or moves it. The frame is the heart: due steps, then one draw
 * of what can be seen, if something changed. Data flow one way: state → runs → moment → pictures, readouts, sentence.
 * Refuses to lose a run: a refused setting leaves it as it was, and after a trap it is rebuilt from its settings.
 */
import {
  type Change,
  type Edit,
  type Engine,
  EngineTrap,
  isEngineError,
  type Line,
  type Settings,
} from "../engine";
import { fill, type Language, type Strings } from "../strings";
import type { Palette } from "../views/pen";
import { decode, openWhatCanBe } from "./address";
import { Caption } from "./caption";
import { Clock, DEFAULT_SPEED, FULL_SPEED, type Speed } from "./clock";
import { make } from "./dom";
import { readPalette } from "./figure";
import { Frames } from "./frames";
import { Help } from "./help";
import { type KeyAction, listenToKeys } from "./keyboard";
import { Layout } from "./layout";
import { CLASSIC, LabModel, type LabState, MAX_RUNS } from "./model";
import { Notice } from "./notice";
import { type LabActions, type MakePanel, PANELS, type Panel, type PanelName, type Scene } from "./panel";
import { FIRST, LOADERS } from "./panels";
import { LossPanel } from "./panels/loss";
import { labelOf } from "./refusal";
import type { Cursor } from "./run";
import { nameOf, Runs } from "./runs";
import { type SettingValue, settingOf } from "./settings";
import { adopt } from "./styles";
import { Transport } from "./transport";
import { larger, type Unit } from "./units";

/** A run with more updates than this would take minutes at the usual speed; from the lesson it plays at full speed. */
const LONG_RUN = 2000;
/** Narrower than this the views share one place, in CSS pixels. */
const NARROW = 620;

export interface LabOptions {
  /** Start playing at once; readers who ask for less motion start it themselves. */
  autoplay: boolean;
  state?: LabState;
  views?: readonly PanelName[];
  /** Told whenever the runs or the cursor have changed: at every draw, and at once while the lab is out of sight. */
  onMoment?: (scene: Omit<Scene, "palette">) => void;
}

export class Lab implements LabActions {
  private readonly listeners = new AbortController();
  readonly signal = this.listeners.signal;
  readonly element = make("div", { class: "lab" });
  readonly model: LabModel;
  private readonly clock = new Clock(DEFAULT_SPEED);
  private readonly transport: Transport;
  private readonly layout: Layout;
  private readonly loss: LossPanel;
  private readonly panels = new Map<PanelName, Panel>();
  private readonly wanted = new Set<PanelName>();
  private readonly caption: Caption;
  private readonly notice: Notice;
  private readonly runs: Runs;
  private readonly help: Help;
  private readonly frames: Frames;
  private readonly resizes: ResizeObserver;
  private palette: Palette | null = null;
  private playing: boolean;
  private unit: Unit = "batch";
  private branching = false;
  private changed = true;
  private completing: Promise<void> | null = null;
  /** A shorter run stopped the playing; a longer one goes on. */
  private cutShort = false;
  /** The speed the reader had chosen before a long run was played at full speed. */
  private ownSpeed: Speed | null = null;

  constructor(
    private readonly host: HTMLElement,
    readonly engine: Engine,
    readonly strings: Strings,
    readonly language: Language,
    private readonly options: LabOptions,
  ) {
    const { signal } = this;
    this.model = new LabModel(engine, options.state ?? CLASSIC);
    this.playing = options.autoplay;
    this.transport = new Transport(
      strings,
      {
        act: (action) => this.act(action),
        seek: (update) => this.seek({ update, statement: 0 }),
        speed: (speed) => this.setSpeed(speed),
        unit: (unit) => this.setUnit(unit),
        branching: (on) => this.setBranching(on),
      },
      signal,
    );
    this.caption = new Caption(strings);
    this.notice = new Notice(strings, this, signal);
    this.runs = new Runs(strings, this, signal);
    this.help = new Help(strings, signal);
    this.loss = new LossPanel(this, this.transport);
    const views = options.views ?? PANELS;
    this.layout = new Layout(
      strings,
      views.filter((name) => name in LOADERS),
      () => this.loadShown(),
      signal,
    );
    this.element.append(
      this.transport.bar,
      this.caption.element,
      this.runs.element,
      this.loss.element,
      this.layout.element,
      make("div", { class: "notices" }, this.notice.element),
      this.help.element,
    );
    listenToKeys(host, (action) => this.act(action), signal);
    this.model.listen((what) => {
      if (what === "runs") this.runs.show(this.model);
      if (this.cutShort && !this.model.moment.end) this.setPlaying(true);
      this.redraw();
    }, signal);
    const wake = (): void => {
      this.clock.restart();
      this.redraw();
    };
    this.frames = new Frames(host, (now) => this.draw(now), wake, signal);
    this.resizes = new ResizeObserver(() => {
      this.layout.arrange(this.element.clientWidth < NARROW);
      this.redraw();
    });
    this.resizes.observe(this.element);
    this.transport.showUnit(this.unit);
    this.runs.show(this.model);
    this.clock.restart();
  }

  // ------------------------------------------------------------------ what panels and the page may ask

  set(path: string, value: SettingValue): boolean {
    const setting = settingOf(path);
    if (this.branching && setting?.changeable) {
      if (this.model.runs.length >= MAX_RUNS && !this.model.branchOpen) this.say(this.strings.runs.full);
      else return this.edit(() => this.model.rebranch({ [path]: value } as Change), path, value);
      return false;
    }
    const taken = this.edit(() => this.model.set(path, value), path, value);
    if (taken && this.branching && setting)
      this.say(fill(this.strings.runs.notBranched, { label: labelOf(path, this.strings) }));
    return taken;
  }

  setStart(start: Line): boolean {
    return this.edit(() => this.model.setStart(start), "init.w", start.w);
  }

  branch(set: Change): void {
    if (this.model.runs.length >= MAX_RUNS) this.say(this.strings.runs.full);
    else this.edit(() => this.model.branch(set));
  }

  load(settings: Settings): boolean {
    return this.edit(() => this.model.load(settings));
  }

  /** Takes on the state an address holds; broken parts, and what the engine will not take, are left out and named. */
  readAddress(text: string): void {
    const { state, ignored } = decode(text);
    this.edit(() => {
      const refused = openWhatCanBe(state, (possible) => this.model.restore(possible));
      this.explainIgnored([...ignored, ...refused]);
    });
  }

  explainIgnored(parts: readonly string[]): void {
    if (parts.length > 0) this.say(fill(this.strings.notice.address, { parts: parts.join(", ") }));
  }

  editPoint(edit: Edit): boolean {
    return this.edit(() => this.model.editPoint(edit), "data.edits");
  }

  settle(): void {
    this.model.settle();
  }

  undo(): void {
    this.edit(() => this.model.undo());
  }

  redo(): void {
    this.edit(() => this.model.redo());
  }

  promote(index: number): void {
    this.edit(() => this.model.promote(index));
  }

  drop(index: number): void {
    this.edit(() => this.model.drop(index));
  }

  nameOf(index: number): string {
    return nameOf(this.model, index, this.strings);
  }

  adopt(css: string): void {
    adopt(this.host, css);
  }

  say(text: string): void {
    this.notice.say(text);
  }

  /** Moves the cursor and rests there. */
  seek(cursor: Cursor): void {
    this.rest();
    this.move(() => this.model.seek(cursor));
  }

  act(action: KeyAction): void {
    const steps: Partial<Record<KeyAction, readonly [Unit, 1 | -1]>> = {
      step: [this.unit, 1],
      back: [this.unit, -1],
      larger: [larger(this.unit), 1],
      largerBack: [larger(this.unit), -1],
      start: ["run", -1],
      end: ["run", 1],
    };
    const step = steps[action];
    if (step) {
      this.rest();
      // Inside an update only the whole engine can stand.
      if (step[0] === "statement" && !this.engine.isComplete) void this.whole().then(() => this.act(action));
      else this.move(() => this.model.step(...step));
    } else if (action === "toggle") {
      if (!this.playing && this.model.moment.end) this.move(() => this.model.step("run", -1));
      this.setPlaying(!this.playing);
    } else if (action === "undo") this.undo();
    else if (action === "redo") this.redo();
    else this.help.toggle();
  }

  /** Starts from the first update, playing; a long run at full speed, the next short one at the reader's own again. */
  playFromStart(): void {
    if (this.model.run.seen > LONG_RUN) {
      this.ownSpeed ??= this.clock.speed;
      this.useSpeed(FULL_SPEED);
    } else if (this.ownSpeed) {
      this.useSpeed(this.ownSpeed);
      this.ownSpeed = null;
    }
    this.move(() => this.model.step("run", -1));
    this.setPlaying(true);
  }

  setPlaying(playing: boolean): void {
    this.cutShort = false;
    this.playing = playing;
    this.clock.restart();
    this.redraw();
  }

  stepByPhase(on: boolean): void {
    this.move(() => this.model.stepByPhase(on));
  }

  setUnit(unit: Unit): void {
    this.unit = unit;
    this.transport.showUnit(unit);
    this.clock.restart();
  }

  show(view: PanelName): void {
    this.layout.show(view);
  }

  /** Scrolls the lab into view if its pictures are not; a lab that stays in view by itself is left alone. */
  reveal(): void {
    if (getComputedStyle(this.host).position === "sticky") return;
    const { top, bottom } = this.layout.element.getBoundingClientRect();
    if (top >= 0 && bottom <= window.innerHeight) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.host.scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "start" });
  }

  /** Colours have changed. */
  recolour(): void {
    this.palette = null;
    for (const panel of this.all()) panel.invalidate();
    this.redraw();
  }

  /** Runs work in the engine; a trap is answered with a fresh engine and the same runs. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof EngineTrap)) throw error;
      console.error(error);
      void this.recover();
    }
  }

  redraw(): void {
    this.changed = true;
    this.frames.request();
    if (!this.frames.visible) this.options.onMoment?.(this.scene());
  }

  destroy(): void {
    this.listeners.abort();
    this.frames.destroy();
    this.resizes.disconnect();
    for (const panel of this.all()) panel.destroy();
    this.model.destroy();
    this.element.remove();
  }

  // ------------------------------------------------------------------ inside

  private *all(): Iterable<Panel> {
    yield this.loss;
    yield* this.panels.values();
  }

  private scene(): Omit<Scene, "palette"> {
    const { run, moment, runs, main } = this.model;
    return { run, moment, runs, main, playing: this.playing };
  }

  private draw(now: number): void {
    if (this.playing) this.play(now);
    if (!this.changed) return;
    this.changed = false;
    this.palette ??= readPalette(this.element);
    const scene: Scene = { ...this.scene(), palette: this.palette };
    const { moment, run } = scene;
    const seen = this.layout.shown.flatMap((name) => this.panels.get(name) ?? []);
    this.transport.show(moment, this.playing);
    for (const panel of [this.loss, ...seen]) this.guard(() => panel.draw(scene));
    this.caption.show(moment, this.playing, now, () => {
      for (const panel of [this.loss, ...seen]) panel.describe?.(scene);
    });
    this.notice.judge(run, moment);
    this.options.onMoment?.(scene);
    void this.whole();
    if (this.playing) this.frames.request();
  }

  private play(now: number): void {
    if (this.unit === "statement" && !this.engine.isComplete) return;
    const full = this.clock.speed.perSecond === null;
    const due = this.clock.due(now);
    const unit = full ? larger(this.unit === "epoch" ? "batch" : this.unit) : this.unit;
    this.move(() => {
      for (let step = 0; step < due && !this.model.moment.end; step += 1) this.model.step(unit);
    });
    if (this.model.moment.end) {
      this.rest();
      this.cutShort = this.model.cutShort;
      this.changed = true;
    } else this.frames.request();
  }

  private rest(): void {
    this.playing = false;
    this.cutShort = false;
  }

  private setSpeed(speed: Speed): void {
    this.ownSpeed = null;
    this.useSpeed(speed);
  }

  private useSpeed(speed: Speed): void {
    this.clock.speed = speed;
    this.clock.restart();
    this.transport.showSpeed(speed);
  }

  private setBranching(on: boolean): void {
    this.branching = on;
    this.model.closeBranch();
    this.transport.showBranching(on);
  }

  private move(work: () => void): void {
    this.guard(work);
    this.redraw();
  }

  /** Does an edit; what the engine refuses is explained beside its control, and nothing has changed. */
  private edit(work: () => void, path?: string, value?: SettingValue): boolean {
    let taken = true;
    this.guard(() => {
      try {
        work();
      } catch (error) {
        if (!isEngineError(error)) throw error;
        taken = false;
        this.refused(error, path, value);
      }
    });
    this.redraw();
    return taken;
  }

  private refused(error: Parameters<Notice["refuse"]>[0], path?: string, value?: SettingValue): void {
    const panel = this.panels.get("settings");
    const beside = path !== undefined && panel && this.layout.shown.includes("settings");
    if (!beside || !panel.refuse?.(error, path, value)) this.notice.refuse(error);
  }

  private async recover(): Promise<void> {
    this.playing = false;
    try {
      await this.engine.restart();
      this.model.recover();
      this.notice.recovered();
    } catch (error) {
      console.error(error);
      this.notice.lost();
    }
    this.redraw();
  }

  /** The first picture needs only the lean engine; once it is drawn the whole one is brought, and what needs it. */
  private whole(): Promise<void> {
    this.completing ??= this.bringWhole();
    return this.completing;
  }

  private async bringWhole(): Promise<void> {
    const lean = !this.engine.isComplete;
    try {
      await this.engine.complete();
      if (this.signal.aborted) return;
      if (lean) this.move(() => this.model.rebuild());
      this.loadShown();
    } catch (error) {
      // The lean engine goes on with what it can do; the next look asks again.
      this.completing = null;
      console.error(error);
    }
  }

  /** Brings the panels that are to be seen and not there yet. */
  private loadShown(): void {
    for (const name of this.layout.shown) {
      const load = LOADERS[name];
      if (!load || this.wanted.has(name)) continue;
      if (!FIRST.includes(name) && !this.engine.isComplete) continue;
      this.wanted.add(name);
      void this.loadPanel(name, load);
    }
    this.redraw();
  }

  private async loadPanel(name: PanelName, load: () => Promise<MakePanel>): Promise<void> {
    try {
      const makePanel = await load();
      if (this.signal.aborted) return;
      const panel = makePanel(this);
      this.panels.set(name, panel);
      this.layout.put(name, panel);
    } catch (error) {
      // A file that did not come can be asked for again, by coming back to the view.
      this.wanted.delete(name);
      console.error(error);
    }
    this.redraw();
  }
}
