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
  isNotInThisBuild,
  type Line,
  type Settings,
} from "../engine";
import * as numbers from "../numbers";
import { fill, type Language, type Strings } from "../strings";
import type { Palette } from "../views/pen";
import { decode, openWhatCanBe } from "./address";
import { Caption } from "./caption";
import type { Speed } from "./clock";
import { isLarge } from "./data_size";
import { Dock } from "./dock";
import { make } from "./dom";
import { readPalette } from "./figure";
import { Frames } from "./frames";
import type { Help } from "./help";
import { type KeyAction, listenToKeys } from "./keyboard";
import { Layout } from "./layout";
import { CLASSIC, LabModel, type LabState, MAX_RUNS } from "./model";
import { Notice } from "./notice";
import { type LabActions, PANELS, type Panel, type PanelName, type Scene } from "./panel";
import { LOADERS } from "./panels";
import { LossPanel } from "./panels/loss";
import { Player } from "./player";
import type { Cursor } from "./run";
import { nameOf, Runs } from "./runs";
import { changeOf, type SettingValue, settingOf } from "./settings";
import { ShownPanels } from "./shown_panels";
import { adopt } from "./styles";
import { Transport } from "./transport";
import { larger, type Unit } from "./units";

/** After a fetch that failed the whole engine is asked for again, in milliseconds. */
const AGAIN_MS = 5000;
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
  private readonly player: Player;
  private readonly transport: Transport;
  private readonly layout: Layout;
  private readonly loss: LossPanel;
  private readonly panels: ShownPanels;
  private readonly caption: Caption;
  private readonly notice: Notice;
  private readonly runs: Runs;
  private help: Help | null = null;
  private readonly dock: Dock;
  private readonly frames: Frames;
  private readonly resizes: ResizeObserver;
  private palette: Palette | null = null;
  private branching = false;
  private changed = true;
  /** The runs were opened with the lean engine. */
  private lean: boolean;
  /** The last frame showed samples whose run is still to be trained. */
  private drawnUntrained = false;
  private completing: Promise<void> | null = null;
  /** Layers that were asked for and whose views are not there yet. */
  private readonly layers = new Map<string, boolean>();

  constructor(
    private readonly host: HTMLElement,
    readonly engine: Engine,
    readonly strings: Strings,
    readonly language: Language,
    private readonly options: LabOptions,
  ) {
    const { signal } = this;
    this.lean = !engine.isComplete;
    this.model = new LabModel(engine, options.state ?? CLASSIC);
    this.player = new Player(this.model, options.autoplay);
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
    this.dock = new Dock(host, strings, () => this.arrange(), signal);
    this.transport.end.append(this.dock.button);
    this.loss = new LossPanel(this, this.transport);
    const views = options.views ?? PANELS;
    this.layout = new Layout(
      strings,
      views.filter((name) => name in LOADERS),
      () => this.panels.load(),
      signal,
    );
    this.panels = new ShownPanels(this, this.layout);
    this.element.append(
      this.transport.bar,
      this.caption.element,
      this.runs.element,
      this.loss.element,
      this.layout.element,
      make("div", { class: "notices" }, this.notice.element),
    );
    listenToKeys(host, (action) => this.act(action), signal);
    this.model.listen((what) => {
      if (what === "runs") this.runs.show(this.model);
      this.player.resume();
      this.redraw();
    }, signal);
    const wake = (): void => {
      this.player.wake();
      this.redraw();
    };
    this.frames = new Frames(host, (now) => this.draw(now), wake, signal);
    this.resizes = new ResizeObserver(() => this.arrange());
    this.resizes.observe(this.element);
    this.transport.showUnit(this.player.unit);
    this.runs.show(this.model);
  }

  // ------------------------------------------------------------------ what panels and the page may ask

  set(path: string, value: SettingValue): boolean {
    const setting = settingOf(path);
    if (this.branching && setting?.changeable) {
      const name = changeOf(path)?.leaf ?? path;
      if (this.model.runs.length >= MAX_RUNS && !this.model.branchOpen) this.full();
      else return this.edit(() => this.model.rebranch({ [name]: value } as Change), path, value);
      return false;
    }
    const before = this.model.settings;
    const taken = this.edit(() => this.model.set(path, value), path, value);
    if (taken) this.explainSize(before);
    if (taken && this.branching && setting) this.notice.notBranched(path);
    return taken;
  }

  setStart(start: Line): boolean {
    return this.edit(() => this.model.setStart(start), "init.w", start.w);
  }

  branch(set: Change): void {
    if (this.model.runs.length >= MAX_RUNS) this.full();
    else this.edit(() => this.model.branch(set));
  }

  private full(): void {
    this.notice.say(this.strings.runs.full, true);
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
    this.player.rest();
    this.move(() => this.model.seek(cursor));
  }

  act(action: KeyAction): void {
    const steps: Partial<Record<KeyAction, readonly [Unit, 1 | -1]>> = {
      step: [this.player.unit, 1],
      back: [this.player.unit, -1],
      larger: [larger(this.player.unit), 1],
      largerBack: [larger(this.player.unit), -1],
      start: ["run", -1],
      end: ["run", 1],
    };
    const step = steps[action];
    if (step) {
      this.player.rest();
      // Inside an update only the whole engine can stand.
      if (step[0] === "statement" && !this.engine.isComplete) void this.once(() => this.act(action));
      else this.move(() => this.model.step(...step));
    } else if (action === "toggle") {
      if (!this.player.playing && this.model.moment.end) this.move(() => this.model.step("run", -1));
      this.setPlaying(!this.player.playing);
    } else if (action === "undo") this.undo();
    else if (action === "redo") this.redo();
    else void this.toggleHelp().catch(console.error);
  }

  /** Starts from the first update, playing; a long run at full speed, the next short one at the reader's own again. */
  playFromStart(): void {
    this.player.fitSpeed(this.model.run.seen);
    this.transport.showSpeed(this.player.speed);
    this.move(() => this.model.step("run", -1));
    this.setPlaying(true);
  }

  setPlaying(playing: boolean): void {
    this.player.play(playing);
    this.redraw();
  }

  stepByPhase(on: boolean): void {
    this.move(() => this.model.stepByPhase(on));
  }

  setUnit(unit: Unit): void {
    this.player.setUnit(unit);
    this.transport.showUnit(unit);
  }

  show(view: PanelName): void {
    this.layout.show(view);
  }

  /** Shows or hides a layer of a picture, or chooses a listing; as soon as the view that has it is there. */
  showLayer(layer: string, on: boolean): void {
    this.layers.set(layer, on);
    this.redraw();
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
    yield* this.panels.all;
  }

  private arrange(): void {
    this.layout.arrange(this.dock.small || this.element.clientWidth < NARROW);
    this.redraw();
  }

  private scene(): Omit<Scene, "palette"> {
    const { run, moment, runs, main } = this.model;
    return { run, moment, runs, main, playing: this.player.playing };
  }

  private draw(now: number): void {
    this.openWhole();
    // Very many samples are seen a frame before their run is.
    if (this.drawnUntrained && !this.model.isTrained) this.move(() => this.model.train());
    if (this.player.playing && this.model.isTrained) this.play(now);
    if (!this.changed) return;
    this.changed = false;
    this.switchLayers();
    this.palette ??= readPalette(this.element);
    const scene: Scene = { ...this.scene(), palette: this.palette };
    const { moment, run } = scene;
    const seen = [this.loss, ...this.panels.shown];
    this.transport.show(moment, scene.playing);
    for (const panel of seen) this.guard(() => panel.draw(scene));
    this.caption.show(moment, scene.playing, now, () => {
      for (const panel of seen) panel.describe?.(scene);
    });
    this.notice.judge(run, moment);
    this.options.onMoment?.(scene);
    void this.whole();
    this.drawnUntrained = !this.model.isTrained;
    if (this.drawnUntrained) this.redraw();
    if (this.player.playing) this.frames.request();
  }

  private switchLayers(): void {
    for (const [layer, on] of this.layers) {
      const box = this.element.querySelector<HTMLInputElement>(`input[data-layer="${layer}"]`);
      if (!box) continue;
      this.layers.delete(layer);
      if (box.checked !== on) box.click();
    }
  }

  private play(now: number): void {
    if (this.player.unit === "statement" && !this.engine.isComplete) return;
    this.move(() => this.player.advance(now));
  }

  private async toggleHelp(): Promise<void> {
    const { Help } = await import("./help");
    if (this.signal.aborted) return;
    if (!this.help) {
      this.help = new Help(this);
      this.element.append(this.help.element);
    }
    this.help.toggle();
  }

  private setSpeed(speed: Speed): void {
    this.player.setSpeed(speed);
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
        this.notice.edited();
      } catch (error) {
        if (!isEngineError(error)) throw error;
        taken = false;
        if (isNotInThisBuild(error)) void this.once(() => this.edit(work, path, value));
        else this.refused(error, path, value);
      }
    });
    this.redraw();
    return taken;
  }

  /** With another number of samples the batches may have been made to fit. */
  private explainSize(before: Settings): void {
    const { settings, run } = this.model;
    if (settings.batch_size === before.batch_size && settings.max_iter === before.max_iter) return;
    if (!isLarge(settings) || isLarge(before)) return;
    const { batch_size: batch, epochs, max_iter } = run.settings;
    const words = this.strings.notice;
    const n = numbers.count(run.data.x.length);
    if (batch !== undefined && epochs !== undefined)
      this.say(fill(words.large, { n, batch: numbers.count(batch), epochs: numbers.count(epochs) }));
    else this.say(fill(words.largeRegressor, { n, epochs: numbers.count(max_iter ?? 1) }));
  }

  private refused(error: Parameters<Notice["refuse"]>[0], path?: string, value?: SettingValue): void {
    const beside = path !== undefined && this.panels.inSight("settings")?.refuse?.(error, path, value);
    if (!beside) this.notice.refuse(error);
  }

  private async recover(): Promise<void> {
    this.player.rest();
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

  /** Does work that only the whole engine can do, once it is there. */
  private async once(work: () => void): Promise<void> {
    await this.whole();
    if (this.engine.isComplete && !this.signal.aborted) work();
  }

  /** Runs of the lean engine are opened anew as soon as there is the whole one, whichever lab has asked for it. */
  private openWhole(): void {
    if (!this.lean || !this.engine.isComplete) return;
    this.lean = false;
    this.move(() => this.model.rebuild());
  }

  private async bringWhole(): Promise<void> {
    try {
      await this.engine.complete();
      if (this.signal.aborted) return;
      this.openWhole();
      this.panels.load();
      await this.notice.bring();
    } catch (error) {
      // The lean engine goes on with what it can do; after a while it is asked for again.
      window.setTimeout(() => {
        this.completing = null;
      }, AGAIN_MS);
      console.error(error);
    }
  }
}
