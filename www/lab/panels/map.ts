/**
 * The map panel: a sweep over two settings that fills while one looks, the run under the pointer, and that run loaded by
 * a click. Works in frames of its own, so that the other views need not be drawn for each slice.
 * Refuses to work unseen: out of sight a map under way is freed, and begun again when it is seen next.
 */
import { EngineTrap, isEngineError } from "../../engine";
import * as numbers from "../../numbers";
import { fill } from "../../strings";
import style from "../../style/map.css?inline";
import { trace } from "../../views/loss";
import { type Cell, cellAt, placeOf } from "../../views/map";
import { cardBox, drawCard } from "../../views/map_card";
import { spanOf } from "../../views/map_pixels";
import type { Palette, Pen } from "../../views/pen";
import { make } from "../dom";
import { listenToDrags, type Place } from "../drag";
import { Handles } from "../handles";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import { explain } from "../refusal";
import type { Run } from "../run";
import { programOf, valueAt } from "../settings";
import { words as allWords, type MapWords } from "./map.words";
import { axisOf, fingerprint, type Plan, standing, sweepable } from "./map_axes";
import { AxisChoice } from "./map_choice";
import { Filling } from "./map_filling";
import { MapPicture } from "./map_picture";
import { cellText, describeMap, endText, keyText, noteText, valueTexts } from "./map_text";
import { Trials } from "./map_trial";

/** Longer runs are followed this far: ten thousand whole ones must fit into half a second. */
const MOST_UPDATES = 600;
/** Work in one frame, in ms: what is left of it belongs to the other views and to painting. */
const SLICE = 5;
/** A sweep that took longer than a slice to begin waits until the settings have rested this long, in ms. */
const REST = 250;
const HANDLE = "cell";

/** A map on the screen. */
interface Shown {
  filling: Filling;
  trials: Trials;
  /** The least-squares loss; 0 where there is none that all runs share. */
  least: number;
}

class MapPanel implements Panel {
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly words: MapWords;
  private readonly picture: MapPicture;
  private readonly choice: AxisChoice;
  private readonly handles: Handles;
  private readonly count = make("span", { class: "aside", "data-readout": "runs" });
  private readonly note = make("p", { class: "note" });
  private readonly sight: IntersectionObserver;
  private visible = true;
  private frameAsked: number | null = null;
  private palette: Palette | null = null;
  /** Known by identity only: it may be freed. */
  private run: Run | null = null;
  private offered = "";
  private asked = "";
  private epochs: unknown;
  /** What is to be begun, and since when it is asked for. */
  private next: { begin: () => Shown; since: number } | null = null;
  private beginning = 0;
  private shown: Shown | null = null;
  private here: { x: number; y: number } | null = null;
  private cell: Cell | null = null;
  private stale = { pixels: true, marks: true };

  constructor(private readonly lab: LabActions) {
    const { signal } = lab;
    lab.adopt(style);
    this.words = allWords[lab.language];
    this.picture = new MapPicture(() => this.invalidate());
    this.choice = new AxisChoice(lab, this.words, () => {
      this.run = null;
      lab.redraw();
    });
    this.handles = new Handles(
      {
        nudge: (_, right, up) => this.nudge(right, up),
        key: (_, key) => (key === "Enter" || key === " ") && this.load(),
        focus: (id) => this.point(id === null ? null : this.standingCell()),
      },
      signal,
    );
    const { figure } = this.picture;
    figure.box.append(this.handles.element, ...this.choice.elements);
    this.tools = make("div", { class: "tools-row" }, this.count);
    this.element = make("div", { class: "view map" }, figure.box, this.note);
    const under = (place: Place): Cell | null =>
      this.shown && cellAt(this.picture.scale(this.shown.filling.plan), place);
    listenToDrags<true>(
      figure.canvas,
      {
        pick: (place) => {
          this.point(under(place));
          return this.cell ? true : null;
        },
        move: (_, place) => this.point(under(place) ?? this.cell),
        end: (_, moved) => {
          if (!moved) this.load();
        },
        hover: (place) => this.point(place && under(place)),
      },
      signal,
    );
    this.sight = new IntersectionObserver((entries) => this.seen(entries.at(-1)?.isIntersecting ?? false));
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
    this.mark();
  }

  describe(): void {
    const { shown, words, lab } = this;
    if (shown) this.picture.figure.describe(describeMap(shown.filling, this.here, words, lab.strings));
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

  // ------------------------------------------------------------------ what map

  /** Asks for the map these settings give, unless it is the one there is. */
  private ask(run: Run): void {
    const { settings } = this.lab.model;
    const offered = `${programOf(settings)} ${settings.data?.source}`;
    if (offered !== this.offered) this.choice.offer(sweepable(this.lab.engine, settings));
    this.offered = offered;
    const { pair } = this.choice;
    if (!pair) {
      this.excuse(fill(this.words.none, { program: this.lab.strings.theProgram[programOf(settings)] }));
      return;
    }
    const [x, y] = pair.map((setting) => axisOf(setting, run.data.x.length)) as [Plan["x"], Plan["y"]];
    const { start, data } = run;
    const at = { x: standing(settings, x, start), y: standing(settings, y, start) };
    this.here = at.x === null || at.y === null ? null : { x: at.x, y: at.y };
    const asked = fingerprint(settings, [x.setting.path, y.setting.path]);
    const epochs = valueAt(settings, "epochs");
    // Another batch size or a pixel that was loaded changes how long this run is, but not how long the map's are.
    const kept = this.shown?.filling.plan.updates;
    const same = asked === this.asked && kept !== undefined;
    const wanted = Math.max(1, Math.min(MOST_UPDATES, run.planned));
    const updates = same && epochs === this.epochs ? kept : wanted;
    this.epochs = epochs;
    if (same && updates === kept) return;
    this.asked = asked;
    const plan: Plan = { settings, x, y, updates };
    const varied = [x, y].some(({ setting }) => setting.path.startsWith("data."));
    const begin = (): Shown => {
      const { engine } = this.lab;
      const filling = new Filling(engine, plan, start);
      const shared = !varied && data.x.length > 0;
      const least = shared ? engine.call(() => engine.whole.lossQuadratic(data.x, data.y).least) : 0;
      return { filling, trials: new Trials(engine, plan, data.x.length), least };
    };
    this.next = { begin, since: performance.now() };
    this.request();
  }

  private begin(begin: () => Shown): void {
    const from = performance.now();
    this.next = null;
    this.shown?.filling.free();
    this.shown = null;
    try {
      this.shown = begin();
      const { plan } = this.shown.filling;
      this.cell = null;
      this.element.classList.remove("refused");
      this.note.textContent = noteText(plan, this.words);
    } catch (error) {
      if (!isEngineError(error)) throw error;
      this.excuse(fill(this.words.refused, { reason: explain(error, this.lab.strings) }));
    }
    this.beginning = performance.now() - from;
  }

  private excuse(reason: string): void {
    this.drop();
    this.element.classList.add("refused");
    this.note.textContent = reason;
    this.count.textContent = "";
  }

  private drop(): void {
    this.shown?.filling.free();
    this.shown = null;
    this.next = null;
    this.asked = "";
  }

  private seen(visible: boolean): void {
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

  private request(): void {
    this.frameAsked ??= requestAnimationFrame((now) => {
      this.frameAsked = null;
      if (this.visible && !this.lab.signal.aborted) this.lab.guard(() => this.frame(now));
    });
  }

  private frame(now: number): void {
    const until = performance.now() + SLICE;
    try {
      const { next } = this;
      if (next && now - next.since >= (this.beginning > SLICE ? REST : 0)) this.begin(next.begin);
      const filling = this.shown?.filling;
      if (filling && !filling.complete) {
        filling.work(until);
        this.stale = { pixels: true, marks: true };
      }
      this.paint();
    } catch (error) {
      // The next run, from a sound engine, brings another map.
      if (error instanceof EngineTrap) this.drop();
      throw error;
    }
    if (this.next || this.shown?.filling.complete === false) this.request();
  }

  private paint(): void {
    const { shown, palette, picture, stale, words } = this;
    if (!shown || !palette || picture.figure.size.width === 0) return;
    const { filling, least } = shown;
    const { plan, grid, limit } = filling;
    const span = spanOf(grid, least);
    if (stale.pixels) {
      picture.paint(plan, grid, span, palette);
      this.countRuns(filling);
    }
    if (stale.marks) {
      const key = keyText(plan, words);
      const { here, cell } = this;
      const view = {
        span,
        ramp: picture.ramp(palette),
        limit,
        here,
        cell,
        palette,
        words: { ...words, key },
      };
      const pen = picture.draw(plan, view);
      if (pen && cell) this.drawCard(pen, shown, cell, palette);
      this.showHandle(shown);
    }
    this.stale = { pixels: false, marks: false };
  }

  private drawCard(pen: Pen, { filling, trials }: Shown, cell: Cell, palette: Palette): void {
    const { plan, grid } = filling;
    const scale = this.picture.scale(plan);
    const box = cardBox(scale.plot, placeOf(scale, cell));
    const losses = trials.losses(cell);
    const curve = losses && trace(losses, box.right - box.left);
    const end = endText(grid, cell, this.words);
    const values = valueTexts(plan, cell, this.lab.strings);
    drawCard(pen, { values, end, curve, updates: plan.updates, palette }, box);
  }

  private countRuns(filling: Filling): void {
    const { known } = filling;
    const count = numbers.count(filling.grid.values.length);
    const template = filling.filled ? this.words.runs : this.words.filling;
    this.count.textContent = fill(template, { known: numbers.count(known), count });
    this.count.dataset.value = String(known);
    if (filling.complete) this.describe();
  }

  private showHandle({ filling }: Shown): void {
    const cell = this.cell ?? this.standingCell();
    const { plan, grid } = filling;
    this.handles.show([
      {
        id: HANDLE,
        ...placeOf(this.picture.scale(plan), cell),
        label: this.words.cell,
        value: cellText(plan, grid, cell, this.words, this.lab.strings),
      },
    ]);
  }

  // ------------------------------------------------------------------ the run looked at

  /** The pixel of this run, or the nearest. */
  private standingCell(): Cell {
    const { shown, here } = this;
    if (!shown || !here) return { column: 0, row: 0 };
    const { plot, x, y } = this.picture.scale(shown.filling.plan);
    const index = (at: number, from: number, to: number, cells: number): number =>
      Math.max(0, Math.min(cells - 1, Math.floor(((at - from) / (to - from)) * cells)));
    return {
      column: index(x.at(here.x), plot.left, plot.right, x.cells),
      row: index(y.at(here.y), plot.bottom, plot.top, y.cells),
    };
  }

  private point(cell: Cell | null): void {
    if (cell?.column === this.cell?.column && cell?.row === this.cell?.row) return;
    this.cell = cell;
    this.mark();
  }

  private nudge(right: number, up: number): void {
    if (!this.shown) return;
    const { columns, rows } = this.shown.filling.grid;
    const { column, row } = this.cell ?? this.standingCell();
    this.point({
      column: Math.max(0, Math.min(columns - 1, column + right)),
      row: Math.max(0, Math.min(rows - 1, row + up)),
    });
  }

  /** Loads the run looked at, as an edit of its own. */
  private load(): boolean {
    const { shown, cell, lab } = this;
    if (!shown || !cell) return false;
    lab.guard(() => {
      const settings = shown.trials.settings(cell);
      this.epochs = valueAt(settings, "epochs");
      lab.settle();
      lab.load(settings);
      lab.settle();
    });
    return true;
  }

  private mark(): void {
    this.stale.marks = true;
    this.request();
  }
}

export const makeMapPanel: MakePanel = (lab) => new MapPanel(lab);
