/**
 * The lab: one model, one clock, and everything that shows or moves it. The frame is the heart: due steps, then one draw
 * of what can be seen, if something changed. Data flow one way: state → runs → moment → pictures, readouts, sentence.
 * Refuses to lose a run: a refused setting leaves it as it was, and after a trap it is rebuilt from its settings.
 */
import {
  type Change,
  type Edit,
  type Engine,
  isEngineError,
  isNotInThisBuild,
  type Line,
  type Settings,
} from "../engine";
import { type Language, loadWords, type Strings } from "../strings";
import { decode, openWhatCanBe } from "./address";
import { Caption } from "./caption";
import type { Speed } from "./clock";
import { Dock } from "./dock";
import { make } from "./dom";
import { Drawing, type Uncoloured } from "./drawing";
import { EngineWatch } from "./engine_watch";
import { Frames } from "./frames";
import type { Help } from "./help";
import { type KeyAction, listenToKeys } from "./keyboard";
import type { LabOptions } from "./lab_options";
import { Layers } from "./layers";
import { Layout } from "./layout";
import { CLASSIC, LabModel, MAX_RUNS } from "./model";
import type { Notice } from "./notice";
import { Notices } from "./notices";
import { type LabActions, PANELS, type PanelName } from "./panel";
import { LOADERS } from "./panels";
import { LossPanel } from "./panels/loss";
import { Player } from "./player";
import type { Cursor } from "./run";
import { nameOf, Runs } from "./runs";
import { changeOf, type SettingValue, settingOf } from "./settings";
import { ShownPanels } from "./shown_panels";
import { adopt } from "./styles";
import { Transport } from "./transport";
import { stepOf, type Unit } from "./units";

/** Narrower than this the views share one place, in CSS pixels. */
const NARROW = 620;

export class Lab implements LabActions {
  private readonly listeners = new AbortController();
  readonly signal = this.listeners.signal;
  readonly element = make("div", { class: "lab" });
  readonly model: LabModel;
  private readonly player: Player;
  private readonly transport: Transport;
  private readonly layout: Layout;
  readonly loss: LossPanel;
  readonly panels: ShownPanels;
  private readonly notices: Notices;
  private readonly runs: Runs;
  private help: Help | null = null;
  private readonly dock: Dock;
  private readonly drawing: Drawing;
  private readonly frames: Frames;
  private readonly watch: EngineWatch;
  private readonly layers = new Layers();
  private readonly resizes: ResizeObserver;
  private branching = false;
  private changed = true;
  /** The last frame showed samples whose run is still to be trained. */
  private drawnUntrained = false;

  constructor(
    private readonly host: HTMLElement,
    readonly engine: Engine,
    readonly strings: Strings,
    readonly language: Language,
    readonly options: LabOptions,
  ) {
    const { signal } = this;
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
        takeHome: async () => (await import("./take_home/sheet")).openSheet(this, this.watch.bring()),
      },
      signal,
    );
    const caption = new Caption(strings);
    this.notices = new Notices(this);
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
    const { element, transport, notices, loss, panels } = this;
    this.drawing = new Drawing(
      { element, transport, caption, notices, loss, panels },
      (work) => this.guard(work),
      () => this.redraw(),
    );
    this.watch = new EngineWatch(
      engine,
      {
        rebuild: () => this.move(() => this.model.rebuild()),
        whole: () => {
          this.panels.load();
          notices.bring().catch(console.error);
        },
        broken: () => this.setPlaying(false),
        sound: () => {
          this.model.recover();
          notices.tell((notice) => notice.recovered());
        },
        lost: () => notices.tell((notice) => notice.lost()),
      },
      signal,
    );
    this.element.append(
      this.transport.bar,
      caption.element,
      this.runs.element,
      loss.element,
      this.layout.element,
      notices.element,
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
    const { settings, run } = this.model;
    if (taken && (settings.batch_size !== before.batch_size || settings.max_iter !== before.max_iter))
      this.notices.tell((notice) => notice.fitted(before, settings, run));
    if (taken && this.branching && setting) this.notices.tell((notice) => notice.notBranched(path));
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
    this.notices.tell((notice) => notice.say(this.strings.runs.full, true));
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
    if (parts.length > 0) this.notices.tell((notice) => notice.ignored(parts));
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
    return nameOf(this.model, index, this.strings, this.runs.names);
  }

  renamed(): void {
    this.runs.show(this.model);
    this.recolour();
  }

  adopt(css: string): void {
    adopt(this.host, css);
  }

  say(text: string): void {
    this.notices.tell((notice) => notice.say(text));
  }

  /** Moves the cursor and rests there. */
  seek(cursor: Cursor): void {
    this.player.rest();
    if (cursor.statement === 0 || this.engine.isComplete) this.move(() => this.model.seek(cursor));
    // Inside an update only the whole engine can stand.
    else void this.once(() => this.seek(cursor));
  }

  act(action: KeyAction): void {
    const step = stepOf(action, this.player.unit);
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
    if (this.model.run.program === "parabola") this.layout.leaveLine();
    this.layout.show(view);
  }

  /** Shows or hides a layer of a picture, or chooses a listing; as soon as the view that has it is there. */
  showLayer(layer: string, on: boolean): void {
    this.layers.ask(layer, on);
    this.redraw();
  }

  /** Every layer as it was at first. */
  resetLayers(): void {
    this.layers.reset(this.element);
  }

  /** Scrolls the lab into view if its pictures are not; a lab that stays in view by itself is left alone. */
  reveal(): void {
    this.layout.reveal(this.host);
  }

  /** Colours have changed. */
  recolour(): void {
    this.drawing.recolour();
    this.redraw();
  }

  /** Runs work in the engine; a trap is answered with a fresh engine and the same runs. */
  guard(work: () => void): void {
    this.watch.guard(work);
  }

  redraw(): void {
    if (this.signal.aborted) return;
    this.changed = true;
    this.frames.request();
    if (!this.frames.visible) this.options.onMoment?.(this.scene());
  }

  destroy(): void {
    this.listeners.abort();
    this.frames.destroy();
    this.resizes.disconnect();
    this.drawing.destroy();
    this.model.destroy();
    this.element.remove();
  }

  // ------------------------------------------------------------------ inside

  private arrange(): void {
    this.layout.arrange(this.dock.small || this.element.clientWidth < NARROW);
    this.redraw();
  }

  scene(): Uncoloured {
    const { run, moment, runs, main } = this.model;
    return { run, moment, runs, main, playing: this.player.playing, restless: false };
  }

  private draw(now: number): void {
    if (!this.layout.isLaid) return;
    this.watch.reopen();
    // Very many samples are seen a frame before their run is.
    if (this.drawnUntrained && !this.model.isTrained) this.move(() => this.model.train());
    if (this.player.playing && this.model.isTrained) this.advance(now);
    if (!this.changed) return;
    this.changed = false;
    this.layers.switch(this.element);
    this.options.onMoment?.(this.drawing.draw(this.scene(), now));
    void this.watch.bring();
    this.drawnUntrained = !this.model.isTrained;
    if (this.drawnUntrained) this.redraw();
  }

  /** Between two steps of a slow run nothing is drawn. */
  private advance(now: number): void {
    const possible = this.player.unit !== "statement" || this.engine.isComplete;
    this.guard(() => {
      if (possible && this.player.advance(now)) this.changed = true;
    });
    if (this.player.playing) this.frames.request();
  }

  private async toggleHelp(): Promise<void> {
    const [{ Help }, { help }] = await Promise.all([import("./help"), loadWords(this.language, "help")]);
    if (this.signal.aborted) return;
    if (!this.help) {
      this.help = new Help(this, help);
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
        this.notices.edited();
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

  private refused(error: Parameters<Notice["refuse"]>[0], path?: string, value?: SettingValue): void {
    const beside = path !== undefined && this.panels.inSight("settings")?.refuse?.(error, path, value);
    if (!beside) this.notices.tell((notice) => notice.refuse(error));
  }

  /** Does work that only the whole engine can do, once it is there. */
  private async once(work: () => void): Promise<void> {
    await this.watch.bring();
    if (this.engine.isComplete && !this.signal.aborted) work();
  }
}
