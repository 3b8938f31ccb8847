/**
 * The lab: one run, one cursor, and everything that shows or moves it. The frame is the heart: due updates, then one
 * draw if something changed. Data flow one way: values → run → moment → pictures, readouts, sentence.
 * Refuses to lose a run: a refused setting leaves it as it was, and after a trap it is rebuilt from its settings.
 */
import { type Engine, EngineTrap, isEngineError } from "../engine";
import type { Strings } from "../strings";
import { Caption } from "./caption";
import { Clock, DEFAULT_SPEED, FULL_SPEED, type Speed } from "./clock";
import { Controls } from "./controls";
import { make } from "./dom";
import { Frames } from "./frames";
import { type KeyAction, listenToKeys } from "./keyboard";
import { Notice } from "./notice";
import { type Moment, Run } from "./run";
import { classic, controlOfField, toSettings, type Values } from "./settings";
import { Stage } from "./stage";
import { Transport } from "./transport";

/** A run with more updates than this would take minutes at the usual speed; from the lesson it plays at full speed. */
const LONG_RUN = 2000;

export interface LabOptions {
  /** Start playing at once; readers who ask for less motion start it themselves. */
  autoplay: boolean;
  /** Told whenever the run or the cursor has changed: at every draw, and at once while the lab is out of sight. */
  onMoment?: (run: Run, moment: Moment) => void;
}

export class Lab {
  private readonly listeners = new AbortController();
  private readonly clock = new Clock(DEFAULT_SPEED);
  private readonly transport: Transport;
  private readonly stage: Stage;
  private readonly controls: Controls;
  private readonly caption: Caption;
  private readonly notice: Notice;
  private readonly frames: Frames;
  private values = classic();
  private run: Run;
  private playing: boolean;
  /** The update the reader chose or played to. A shorter run shows its end instead; the next longer one returns here. */
  private wanted = 0;
  /** A shorter run stopped the playing; a longer one goes on. */
  private cutShort = false;
  private changed = true;
  /** The speed the reader had chosen before a long run was played at full speed. */
  private ownSpeed: Speed | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly engine: Engine,
    strings: Strings,
    private readonly options: LabOptions,
  ) {
    const { signal } = this.listeners;
    this.run = Run.open(engine, toSettings(this.values));
    this.playing = options.autoplay;
    this.transport = new Transport(
      strings,
      {
        reset: () => this.act("start"),
        back: () => this.act("back"),
        toggle: () => this.act("toggle"),
        update: () => this.act("update"),
        epoch: () => this.act("epoch"),
        seek: (update) => this.seek(update),
        speed: (speed) => this.setSpeed(speed),
      },
      signal,
    );
    this.stage = new Stage(
      strings,
      this.transport.scrubber,
      {
        seek: (update) => this.seek(update),
        redraw: () => this.redraw(),
        aligned: (plot) => this.transport.align(plot),
      },
      signal,
    );
    this.controls = new Controls(strings, (change) => this.set(change), signal);
    this.caption = new Caption(strings);
    this.notice = new Notice(strings, (change) => this.set(change), signal);
    this.assemble(strings);
    this.controls.show(this.values, this.run.limit, []);
    listenToKeys(this.transport.scrubber, (action) => this.act(action), signal);
    const wake = (): void => {
      this.clock.restart();
      this.redraw();
    };
    this.frames = new Frames(host, (now) => this.draw(now), wake, signal);
    this.clock.restart();
    this.redraw();
  }

  /** Changes settings: trains again from the first update and keeps the wanted cursor. A refused value changes nothing. */
  set(change: Partial<Values>): void {
    try {
      this.replace(change);
    } catch (error) {
      this.refuse(error, change);
    }
    this.redraw();
  }

  /** Starts from the first update, playing; a long run at full speed, the next short one at the reader's own again. */
  playFromStart(): void {
    if (this.run.updates > LONG_RUN) {
      this.ownSpeed ??= this.clock.speed;
      this.useSpeed(FULL_SPEED);
    } else if (this.ownSpeed) {
      this.useSpeed(this.ownSpeed);
      this.ownSpeed = null;
    }
    this.go(0);
    this.setPlaying(true);
  }

  act(action: KeyAction): void {
    if (action === "toggle") {
      if (!this.playing && this.run.moment().done) this.go(0);
      this.setPlaying(!this.playing);
      return;
    }
    const { update, updates } = this.run.moment();
    const { batches } = this.run;
    // An epoch ends where the next begins: from inside one, a step goes to its edge.
    const targets: Record<Exclude<KeyAction, "toggle">, number> = {
      update: update + 1,
      back: update - 1,
      epoch: (Math.floor(update / batches) + 1) * batches,
      epochBack: (Math.ceil(update / batches) - 1) * batches,
      start: 0,
      end: updates,
    };
    this.seek(targets[action]);
  }

  /** Moves the cursor and rests there. */
  seek(update: number): void {
    this.playing = false;
    this.go(update);
    this.redraw();
  }

  /** Scrolls the lab into view if its pictures are not; a lab that stays in view by itself is left alone. */
  reveal(): void {
    if (getComputedStyle(this.host).position === "sticky") return;
    const { top, bottom } = this.stage.line.getBoundingClientRect();
    if (top >= 0 && bottom <= window.innerHeight) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.host.scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "start" });
  }

  /** Colours have changed. */
  recolour(): void {
    this.stage.invalidate();
    this.redraw();
  }

  destroy(): void {
    this.listeners.abort();
    this.frames.destroy();
    this.stage.destroy();
    this.run.free();
    this.host.replaceChildren();
  }

  private assemble(strings: Strings): void {
    const { signal } = this.listeners;
    const classicButton = make("button", { type: "button", class: "plain" }, strings.settings.classic);
    classicButton.addEventListener("click", () => this.set(classic()), { signal });
    const settings = make(
      "details",
      { class: "panel settings" },
      make("summary", {}, strings.settings.title),
      this.controls.element,
      make("footer", {}, classicButton),
    );
    // On a phone the settings stay folded until asked for, so that the lesson is near.
    const wide = window.matchMedia("(min-width: 1000px)");
    settings.open = wide.matches;
    wide.addEventListener("change", () => (settings.open ||= wide.matches), { signal });
    this.host.replaceChildren(
      this.transport.bar,
      make("div", { class: "words" }, this.caption.element),
      this.notice.element,
      this.stage.loss,
      this.stage.line,
      settings,
    );
  }

  /** Moves the cursor and remembers where to. */
  private go(update: number): void {
    this.cutShort = false;
    this.guard(() => {
      this.run.seek(update);
      this.wanted = this.run.moment().update;
    });
  }

  private setPlaying(playing: boolean): void {
    this.playing = playing;
    this.cutShort = false;
    this.clock.restart();
    this.redraw();
  }

  /** Steps on; a run too short to reach the wanted update has nothing to step to, and leaves it as it is. */
  private play(updates: number): void {
    if (this.run.moment().done) return;
    this.guard(() => {
      this.run.step(updates);
      this.wanted = this.run.moment().update;
    });
  }

  private setSpeed(speed: Speed): void {
    this.ownSpeed = null;
    this.clock.speed = speed;
    this.clock.restart();
    this.redraw();
  }

  /** Changes the speed for the reader, and shows it where the reader would. */
  private useSpeed(speed: Speed): void {
    this.clock.speed = speed;
    this.transport.showSpeed(speed);
  }

  private replace(change: Partial<Values>): void {
    const values = { ...this.values, ...change };
    const next = Run.open(this.engine, toSettings(values));
    next.seek(this.wanted);
    this.run.free();
    this.run = next;
    if (this.cutShort && this.wanted < next.updates) this.setPlaying(true);
    this.values = values;
    this.controls.show(values, next.limit, Object.keys(change));
  }

  private refuse(error: unknown, change: Partial<Values>): void {
    if (!isEngineError(error)) {
      this.broke(error);
      return;
    }
    const [changed] = Object.keys(change);
    const control = controlOfField(error.field) ?? controlOfField(changed);
    if (!control) {
      this.notice.say(error.message);
      return;
    }
    this.controls.refuse(control.name, {
      code: error.code,
      value: String(error.value ?? ""),
      range: error.range ?? "",
      message: error.message,
    });
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.broke(error);
    }
  }

  private broke(error: unknown): void {
    if (!(error instanceof EngineTrap)) throw error;
    void this.recover();
  }

  /** After a trap: a fresh module, the same settings, the same cursor, and a word about it. */
  private async recover(): Promise<void> {
    this.playing = false;
    try {
      await this.engine.restart();
      this.run = Run.open(this.engine, toSettings(this.values));
      this.run.seek(this.wanted);
      this.notice.recovered();
      this.redraw();
    } catch {
      this.notice.lost();
    }
  }

  /** Something shown has changed. Out of sight nothing is drawn, but the numbers in the lesson may be in view. */
  private redraw(): void {
    this.changed = true;
    this.frames.request();
    if (!this.frames.visible) this.options.onMoment?.(this.run, this.run.moment());
  }

  private draw(now: number): void {
    if (this.playing) {
      const due = this.clock.due(now, this.run.batches);
      if (due > 0) this.play(due);
      this.changed ||= due > 0;
    }
    const moment = this.run.moment();
    if (moment.done) {
      this.cutShort ||= this.playing && this.wanted > moment.update;
      this.playing = false;
    }
    if (this.changed) {
      this.changed = false;
      this.stage.draw(this.run, moment);
      this.caption.show(moment, this.playing, now, () => this.stage.describe(this.run, moment));
      this.transport.show(moment, this.playing);
      this.notice.judge(this.run, moment);
      this.options.onMoment?.(this.run, moment);
    }
    if (this.playing) this.frames.request();
  }
}
