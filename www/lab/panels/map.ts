/**
 * The map panel: a sweep over two settings that fills while one looks, the run under the pointer, and that run loaded by
 * a click. Works in frames of its own, so that the other views need not be drawn for each slice.
 * Refuses to work unseen: out of sight a map under way is freed, and begun again when it is seen next.
 */
import { EngineTrap, isEngineError } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import style from "../../style/map.css?inline";
import { type Cell, cellAt, nearestCell, placeOf } from "../../views/map_scale";
import type { Palette } from "../../views/pen";
import { make } from "../dom";
import { listenToDrags, type Place } from "../drag";
import { Handles } from "../handles";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import { explain, type SettingWords } from "../refusal";
import type { Run } from "../run";
import { programOf } from "../settings";
import { type Plan, sharesLeast, standing, sweepable } from "./map_axes";
import { AxisChoice } from "./map_choice";
import { Filling } from "./map_filling";
import { MapPicture, type Marked, type Shown } from "./map_picture";
import { Planner } from "./map_plan";
import { MapRoom } from "./map_room";
import { cellText, describeMap, noteText } from "./map_text";
import { Trials } from "./map_trial";

/** Work in one frame, in ms: what is left of it belongs to the other views and to painting. */
const SLICE = 4;
/** While a map fills, its marks follow at this distance, in ms: their canvas is large. */
const MARKS = 100;
/** A map that takes longer than this to begin, in ms, waits until the settings have rested so long. */
const SLOW = 20;
const REST = 250;
const HANDLE = "pixel";
/** Where fingers are the pointer, a tap shows a run and a button loads it. */
const NO_HOVER = window.matchMedia("(hover: none)");

class MapPanel implements Panel {
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly words: Words["map"];
  private readonly names: SettingWords;
  private readonly picture: MapPicture;
  private readonly choice: AxisChoice;
  private readonly handles: Handles;
  private readonly count = make("span", { class: "aside", "data-readout": "runs" });
  private readonly note = make("p", { class: "note" });
  private readonly sight: IntersectionObserver;
  private readonly planner = new Planner();
  private visible = true;
  private frameAsked: number | null = null;
  private palette: Palette | null = null;
  /** Known by identity only: it may have been freed. */
  private run: Run | null = null;
  private offered = "";
  /** What is to be begun, and since when it is asked for. */
  private next: { plan: Plan; begin: () => Shown; since: number } | null = null;
  /** How long the last map took to begin, in ms. */
  private beginning = 0;
  private shown: Shown | null = null;
  private marked: Marked = { here: null, cell: null, byTouch: false };
  private stale = { pixels: true, marks: true };
  private markedAt = 0;

  constructor(
    private readonly lab: LabActions,
    { map, settings }: Pick<Words, "map" | "settings">,
  ) {
    const { signal } = lab;
    lab.adopt(style);
    this.words = map;
    this.names = settings;
    this.picture = new MapPicture(map, settings, () => this.invalidate());
    this.choice = new AxisChoice(lab, map, settings, () => {
      this.run = null;
      lab.redraw();
    });
    this.handles = new Handles(
      {
        nudge: (_, right, up) => this.nudge(right, up),
        key: (_, key) => (key === "Enter" || key === " ") && this.load(),
        focus: (id) => this.point(id === null ? null : this.pixel),
      },
      signal,
    );
    const { figure } = this.picture;
    const { button } = this.picture;
    button.addEventListener("click", () => this.load() && this.point(null), { signal });
    this.tools = make("div", { class: "tools-row" }, this.count);
    this.element = make("div", { class: "view map" }, figure.box, this.picture.beside, this.note);
    const room = new MapRoom(this.element, map, signal);
    figure.box.append(this.handles.element, this.choice.element, room.button, button);
    const under = (place: Place): Cell | null =>
      this.shown && cellAt(this.picture.scale(this.shown.filling.plan), place);
    listenToDrags<true>(
      figure.canvas,
      {
        pick: (place, event) => {
          this.marked.byTouch = !("pointerType" in event) || event.pointerType === "touch";
          this.point(under(place));
          return this.marked.cell ? true : null;
        },
        move: (_, place) =>
          this.shown && this.point(nearestCell(this.picture.scale(this.shown.filling.plan), place)),
        end: (_, moved) => {
          if (!moved && !this.marked.byTouch) this.load();
        },
        // A finger that is lifted has not left: the card stays, with its button, until a tap elsewhere.
        hover: (place) => {
          if (place) this.marked.byTouch = false;
          if (!this.marked.byTouch) this.point(place && under(place));
        },
      },
      signal,
    );
    document.addEventListener(
      "pointerdown",
      (event) => this.marked.byTouch && !event.composedPath().includes(this.element) && this.point(null),
      { signal },
    );
    this.sight = new IntersectionObserver((entries) => this.see(entries.at(-1)?.isIntersecting ?? false));
    this.sight.observe(this.element);
  }

  draw(scene: Scene): void {
    if (this.palette !== scene.palette) {
      this.palette = scene.palette;
      this.invalidate();
    }
    if (scene.run === this.run) return;
    this.run = scene.run;
    this.ask(scene.run);
    this.redraw();
  }

  /** A map that still fills has its view's name: what it tells is not known yet. */
  describe(): void {
    const { shown, words, lab } = this;
    this.picture.figure.describe(
      shown?.filling.filled
        ? describeMap(shown.filling, this.marked.here, words, this.names)
        : lab.strings.views.map,
    );
  }

  invalidate(): void {
    this.stale = { pixels: true, marks: true };
    this.request();
  }

  destroy(): void {
    this.sight.disconnect();
    if (this.frameAsked !== null) cancelAnimationFrame(this.frameAsked);
    this.shown?.filling.free();
    this.picture.destroy();
  }

  // ------------------------------------------------------------------ which map

  private ask({ data, planned, start, bowl }: Run): void {
    const { engine, model } = this.lab;
    const { settings } = model;
    const program = programOf(settings);
    const offered = `${program} ${settings.data?.source}`;
    if (offered !== this.offered) this.choice.offer(sweepable(engine, settings));
    this.offered = offered;
    const { pair } = this.choice;
    if (!pair) {
      this.excuse(fill(this.words.none, { program: this.lab.strings.theProgram[program] }));
      return;
    }
    const samples = data.x.length;
    const plan = this.planner.plan({ settings, samples, planned, pair });
    const [x, y] = [standing(settings, plan.x, start), standing(settings, plan.y, start)];
    this.marked = { ...this.marked, here: x === null || y === null ? null : { x, y } };
    if (plan === (this.next ?? this.shown?.filling)?.plan) return;
    const begin = (): Shown => {
      const filling = new Filling(engine, plan, samples, start);
      const least = sharesLeast(plan) ? (bowl?.least ?? 0) : 0;
      return { filling, trials: new Trials(engine, plan, samples), least };
    };
    this.next = { plan, begin, since: performance.now() };
  }

  private begin(begin: () => Shown): void {
    const from = performance.now();
    this.next = null;
    this.shown?.filling.free();
    this.shown = null;
    this.marked.cell = null;
    try {
      this.shown = begin();
      this.element.classList.remove("refused");
      this.note.textContent = noteText(this.shown.filling, this.words);
      this.describe();
    } catch (error) {
      if (!isEngineError(error)) throw error;
      this.excuse(fill(this.words.refused, { reason: explain(error, this.names) }));
    }
    this.stale = { pixels: true, marks: true };
    this.beginning = performance.now() - from;
  }

  /** Says why there is no map. */
  private excuse(reason: string): void {
    this.drop();
    this.element.classList.add("refused");
    this.note.textContent = reason;
    this.count.textContent = "";
    this.handles.show([]);
  }

  private drop(): void {
    this.shown?.filling.free();
    this.shown = null;
    this.next = null;
  }

  private see(visible: boolean): void {
    this.visible = visible;
    if (visible) {
      this.lab.redraw();
      this.request();
    } else if (this.next || this.shown?.filling.complete === false) {
      this.drop();
      this.run = null;
    }
  }

  // ------------------------------------------------------------------ frames

  private redraw(): void {
    this.stale.marks = true;
    this.request();
  }

  private request(): void {
    this.frameAsked ??= requestAnimationFrame((now) => {
      this.frameAsked = null;
      if (this.visible && !this.lab.signal.aborted) this.lab.guard(() => this.frame(now));
    });
  }

  private frame(now: number): void {
    try {
      const { next } = this;
      if (next && now - next.since >= (this.beginning > SLOW ? REST : 0)) this.begin(next.begin);
      else this.work(now);
    } catch (error) {
      // The next run, from a sound engine, brings another map.
      if (error instanceof EngineTrap) this.drop();
      throw error;
    }
    if (this.next || this.shown?.filling.complete === false) this.request();
  }

  /** A frame is for a slice of work or for the marks, not both. */
  private work(now: number): void {
    const filling = this.shown?.filling;
    if (filling && !filling.complete && now - this.markedAt < MARKS) {
      filling.work(performance.now() + SLICE);
      this.stale = { pixels: true, marks: false };
      if (filling.complete) this.request();
    } else {
      this.stale.marks = true;
      this.markedAt = now;
    }
    this.paint();
  }

  drawNow(): boolean {
    this.paint();
    const excused = this.element.classList.contains("refused");
    return excused || (this.next === null && this.shown?.filling.complete === true);
  }

  private paint(): void {
    const { shown, palette, picture, stale } = this;
    if (!shown || !palette || !picture.hasRoom) return;
    this.stale = { pixels: false, marks: false };
    if (stale.pixels) {
      picture.paint(shown, palette);
      this.tell(shown.filling);
    }
    if (stale.marks) picture.mark(shown, this.marked, palette);
    const { plan, grid } = shown.filling;
    const cell = this.pixel;
    const place = placeOf(picture.scale(plan), cell);
    const value = cellText(plan, grid, cell, this.words, this.names);
    this.handles.show([{ id: HANDLE, ...place, label: this.words.cell, value }]);
  }

  /** How many runs are known. */
  private tell(filling: Filling): void {
    const { known, filled, complete, grid } = filling;
    const values = { known: numbers.count(known), count: numbers.count(grid.values.length) };
    const { runs, runsByTouch, filling: some } = this.words;
    const whole = NO_HOVER.matches ? runsByTouch : runs;
    this.count.textContent = fill(filled ? whole : some, values);
    this.count.dataset.value = String(known);
    if (!complete) return;
    this.note.textContent = noteText(filling, this.words);
    this.describe();
  }

  // ------------------------------------------------------------------ the run looked at

  /** The pixel looked at, else that of the lab's run. */
  private get pixel(): Cell {
    const { shown, marked } = this;
    return marked.cell ?? (shown ? this.picture.pixelOf(shown.filling, marked.here) : { column: 0, row: 0 });
  }

  private point(cell: Cell | null): void {
    const before = this.marked.cell;
    if (cell?.column === before?.column && cell?.row === before?.row) return;
    this.marked = { ...this.marked, cell };
    this.redraw();
  }

  private nudge(right: number, up: number): void {
    if (!this.shown) return;
    const { columns, rows } = this.shown.filling.grid;
    const { column, row } = this.pixel;
    this.point({
      column: Math.max(0, Math.min(columns - 1, column + right)),
      row: Math.max(0, Math.min(rows - 1, row + up)),
    });
  }

  /** Makes the run looked at the lab's, as an edit of its own. */
  private load(): boolean {
    const { shown, lab } = this;
    const { cell } = this.marked;
    if (!shown || !cell) return false;
    lab.guard(() => {
      const settings = shown.trials.settings(cell);
      this.planner.loads(settings);
      lab.settle();
      lab.load(settings);
      lab.settle();
    });
    return true;
  }
}

export const makeMapPanel =
  (words: Pick<Words, "map" | "settings">): MakePanel =>
  (lab) =>
    new MapPanel(lab, words);
