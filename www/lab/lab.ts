/**
 * The lab: one model, one clock, and everything that shows or moves it. The frame is the heart: due steps, then one draw
 * of what can be seen, if something changed. Data flow one way: state → runs → moment → pictures, readouts, sentence.
 * Refuses to lose a run: a refused setting leaves it as it was, and after a trap it is rebuilt from its settings.
 */
import type { Change, Edit, Engine, Line, Settings } from "../engine";
import type { Language, Strings } from "../strings";
import { type Decoded, decode, encode, openWhatCanBe } from "./address";
import { Caption } from "./caption";
import { Dock } from "./dock";
import { make } from "./dom";
import { Drawing, type Uncoloured } from "./drawing";
import { Editing } from "./editing";
import { EngineWatch } from "./engine_watch";
import { Frames } from "./frames";
import { type KeyAction, listenToKeys } from "./keyboard";
import type { LabOptions } from "./lab_options";
import { Layout } from "./layout";
import type { Looks, Mode } from "./look";
import { CLASSIC, LabModel } from "./model";
import { Notices } from "./notices";
import { type LabActions, PANELS, type PanelName } from "./panel";
import { LOADERS } from "./panels";
import { LossPanel } from "./panels/loss";
import { Player } from "./player";
import type { Cursor, Run } from "./run";
import { Runs } from "./runs";
import type { SettingValue } from "./settings";
import { ShownPanels } from "./shown_panels";
import { adopt } from "./styles";
import { Transport } from "./transport";
import { stepOf } from "./units";

/** Narrower than this the views share one place, in CSS pixels. */
const NARROW = 620;

export class Lab implements LabActions {
  private readonly listeners = new AbortController();
  readonly signal = this.listeners.signal;
  readonly element = make("div", { class: "lab" });
  readonly model: LabModel;
  readonly look: Looks;
  private readonly player: Player;
  private readonly transport: Transport;
  private readonly layout: Layout;
  readonly loss: LossPanel;
  readonly panels: ShownPanels;
  private readonly notices: Notices;
  private readonly runs: Runs;
  readonly dock: Dock;
  private readonly drawing: Drawing;
  private readonly frames: Frames;
  private readonly watch: EngineWatch;
  private readonly editing: Editing;
  private readonly resizes: ResizeObserver;
  /** What was drawn last was of a run that plays, is dragged or scrubbed. */
  restless = false;
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
    this.look = options.look;
    this.player = new Player(this.model, options.autoplay);
    this.transport = new Transport(
      strings,
      {
        act: (action) => this.act(action),
        seek: (update) => this.seek({ update, statement: 0 }),
        speed: (speed) => {
          // Also where it is the reader's own already, while a long run is played at full speed.
          this.player.setSpeed(speed);
          this.look.take({ speed });
        },
        unit: (unit) => this.look.take({ unit }),
        branching: (on) => {
          this.editing.setBranching(on);
          this.transport.showBranching(on);
        },
        takeHome: async () => (await import("./take_home/sheet")).openSheet(this, this.watch.bring()),
      },
      signal,
    );
    const caption = new Caption(strings);
    this.notices = new Notices(this);
    this.runs = new Runs(this);
    this.dock = new Dock(host, strings, () => this.arrange(), signal);
    this.transport.end.append(this.dock.button);
    this.loss = new LossPanel(this, this.transport);
    const views = options.views ?? PANELS;
    this.layout = new Layout(
      strings,
      views.filter((name) => name in LOADERS),
      this.look,
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
    const { model, watch } = this;
    const redraw = (): void => this.redraw();
    this.editing = new Editing({ engine, model, strings, notices, panels, watch, signal, redraw });
    const { bar, scrubber } = transport;
    if (!options.controls) scrubber.remove();
    // The curve holds the slider; without it that stands under the buttons.
    const controls = views.includes("loss") ? [bar] : [bar, scrubber];
    element.append(
      ...(options.controls ? [...controls, caption.element] : []),
      notices.element,
      this.runs.element,
      ...(views.includes("loss") ? [loss.element] : []),
      ...(views.some((name) => name !== "loss") ? [this.layout.element] : []),
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
    this.look.listen(() => this.follow(), signal);
    this.follow();
    this.runs.show(this.model);
  }

  /** The state as an address. */
  get address(): string {
    return encode(this.model.state) + this.look.text;
  }

  // ------------------------------------------------------------------ what panels and the page may ask

  set(path: string, value: SettingValue): boolean {
    return this.editing.set(path, value);
  }

  setStart(start: Line): boolean {
    return this.editing.do(() => this.model.setStart(start), "init.w", start.w);
  }

  branch(set: Change): void {
    this.editing.branch(set);
  }

  load(settings: Settings): boolean {
    return this.editing.do(() => this.model.load(settings));
  }

  /** Takes on the state an address holds; broken parts, and what the engine will not take, are left out and named. */
  readAddress(text: string): void {
    const decoded = decode(text, this.look.home);
    this.look.take(decoded.look);
    if (encode(decoded.state) === encode(this.model.state)) this.explainIgnored(decoded.ignored);
    else this.restore(decoded);
  }

  /** Takes on the run of an address alone: what the reader looks at stays. */
  readRun(text: string): void {
    this.restore(decode(text));
  }

  private restore({ state, ignored }: Decoded): void {
    this.editing.do(() => {
      const refused = openWhatCanBe(state, (possible) => this.model.restore(possible));
      this.explainIgnored([...ignored, ...refused]);
    });
  }

  explainIgnored(parts: readonly string[]): void {
    if (parts.length > 0) this.notices.tell((notice) => notice.ignored(parts));
  }

  editPoint(edit: Edit): boolean {
    return this.editing.do(() => this.model.editPoint(edit), "data.edits");
  }

  settle(): void {
    this.model.settle();
  }

  undo(): void {
    this.editing.do(() => this.model.undo());
  }

  redo(): void {
    this.editing.do(() => this.model.redo());
  }

  promote(index: number): void {
    this.editing.do(() => this.model.promote(index));
  }

  drop(index: number): void {
    this.editing.do(() => this.model.drop(index));
  }

  namesOf(index: number): readonly string[] {
    return this.runs.namesOf(this.model, index);
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

  /** What there is to say of the run is said beside the lab. */
  explained(run: Run): void {
    this.notices.tell((notice) => notice.leave(run));
  }

  /** Moves the cursor and rests there. */
  seek(cursor: Cursor): void {
    this.player.rest();
    if (cursor.statement === 0 || this.engine.isComplete) this.move(() => this.model.seek(cursor));
    // Inside an update only the whole engine can stand.
    else void this.editing.once(() => this.seek(cursor));
  }

  act(action: KeyAction): void {
    const step = stepOf(action, this.player.unit);
    if (step) {
      this.player.rest();
      // Inside an update only the whole engine can stand.
      if (step[0] === "statement" && !this.engine.isComplete) void this.editing.once(() => this.act(action));
      else this.move(() => this.model.step(...step));
    } else if (action === "toggle") {
      if (!this.player.playing && this.model.moment.end) this.move(() => this.model.step("run", -1));
      this.setPlaying(!this.player.playing);
    } else if (action === "undo") this.undo();
    else if (action === "redo") this.redo();
    else import("./help").then(({ toggleHelp }) => toggleHelp(this)).catch(console.error);
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

  widen(on: boolean): void {
    this.arrange(on);
  }

  /** The views in sight. */
  get views(): readonly PanelName[] {
    return this.layout.shown;
  }

  show(view: PanelName): void {
    this.layout.show(view);
  }

  chooseMode(mode: Mode): boolean {
    const switches = this.model.run.program === "torch" && mode !== "torch";
    // An edit of its own to undo, whatever switched the program before.
    if (switches) this.settle();
    const taken = !switches || this.set("program", "by_hand");
    this.look.take(taken ? { mode } : {});
    return switches && taken;
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
    if (!this.frames.visible) this.options.onMoment?.();
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

  private arrange(wide?: boolean): void {
    this.layout.arrange(this.dock.small || this.element.clientWidth < NARROW, wide);
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
    this.restless = this.drawing.draw(this.scene(), now).restless;
    this.options.onMoment?.();
    void this.watch.bring();
    this.dock.show(this);
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

  /** Steps and plays as the look says. */
  private follow(): void {
    const { player, transport } = this;
    const { unit, speed } = this.look.now;
    if (unit !== player.unit) player.setUnit(unit);
    if (speed !== player.chosenSpeed) player.setSpeed(speed);
    transport.showUnit(unit);
    transport.showSpeed(player.speed);
  }

  private move(work: () => void): void {
    this.guard(work);
    this.redraw();
  }
}
