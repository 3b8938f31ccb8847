/**
 * Everything in the line view that can be taken in hand, by mouse, finger and keyboard. A sample that is dragged, added
 * or taken away is an edit of the data: the run is trained again and the cursor stays. The line, taken by a handle, by
 * its body or by its parameters, becomes the line the run starts from. While it is in hand the cursor is at the start,
 * where that line is the model's and lies under the hand; let go, by the pointer or by the focus that goes elsewhere, the
 * cursor is back where it was, on a run that now comes from there. What is moved has the digits that the picture shows.
 * Refuses to change anything itself, and to take a sample away that was only dragged: it asks the lab. SGDRegressor always starts at 0, and very many samples are not
 * taken one by one.
 */
import type { Line } from "../../engine";
import { fill, type Words } from "../../strings";
import style from "../../style/line.css?inline";
import {
  type At,
  handlePlaces,
  inPlot,
  type LineScale,
  lineThrough,
  pixelOf,
  stepOf,
} from "../../views/line_scale";
import { enable, icon, make, write } from "../dom";
import { listenToDrags, type Place } from "../drag";
import { Handles } from "../handles";
import type { LabActions } from "../panel";
import { roundTo, unitBelow } from "../rounding";
import type { Cursor, Run } from "../run";
import { type LineStage, MANY } from "./line";
import { grasp, type Held } from "./line_grasp";
import {
  ENDS,
  lineHandles,
  MIDDLE,
  nameOf,
  placeOf,
  predictionAt,
  SAMPLE,
  sampleHandle,
  wordsAt,
} from "./line_handles";
import { LineTools } from "./line_tools";
import { Zoom } from "./line_zoom";
import { listenToLongPress } from "./long_press";
import { noFit } from "./no_fit";
import { makeSettable } from "./parameter";

export class LineHands {
  readonly zoom: Zoom;
  /** Why there is no least-squares line; empty where there is one. */
  missing = "";
  private readonly handles: Handles;
  private readonly tools: LineTools;
  /** The × at the sample in hand; by keyboard it is Delete. */
  private readonly remove: HTMLButtonElement;
  /** Says in the picture that there is no least-squares line, and why. */
  private readonly none = make("p", { class: "none", hidden: true });
  private selected: number | null = null;
  private pointer: number | null = null;
  /** Where the handles are while one is in hand. */
  private places: readonly At[] | null = null;
  /** Where the cursor was before the line was taken in hand; null while it is not, or was at the start. */
  private away: Cursor | null = null;
  /** The place the hand was last seen at. */
  private last: Place = { x: 0, y: 0 };

  constructor(
    private readonly lab: LabActions,
    private readonly stage: LineStage,
    private readonly words: Words["line"],
  ) {
    lab.adopt(style);
    this.zoom = new Zoom(stage.canvas, lab);
    this.handles = new Handles(
      {
        nudge: (id, right, up) => this.nudge(id, right, up),
        key: (id, key) => id === SAMPLE && this.press(key),
        settle: () => this.letGo(),
        focus: (id) => {
          this.selected = id === SAMPLE ? (this.selected ?? 0) : null;
          lab.redraw();
        },
      },
      lab.signal,
    );
    this.remove = make(
      "button",
      { type: "button", class: "remove", tabindex: "-1", hidden: true },
      icon("close"),
    );
    // Without this the press would take the focus from the sample's handle, and the selection with it.
    this.remove.addEventListener("pointerdown", (event) => event.preventDefault(), { signal: lab.signal });
    this.remove.addEventListener("click", () => this.takeAway(), { signal: lab.signal });
    this.tools = new LineTools(lab, this.words, this.zoom);
    stage.box.append(this.none, this.handles.element, this.remove, this.tools.buttons);
    stage.tools.append(this.tools.history.element);
    this.listen();
    for (const name of ["w", "b"] as const)
      makeSettable(stage[name], fill(this.words.parameter, { name }), lab, {
        set: (value, typed) => this.setParameter(name, value, typed),
        step: () => this.parameterStep(name),
        settle: () => this.letGo(),
      });
  }

  /** What of this the picture shows. */
  look(run: Run, model: Line, scale: LineScale) {
    const { pointer } = this;
    const selected = this.canPick(run) ? this.selected : null;
    const at = selected === null ? pointer : (run.data.x[selected] ?? null);
    const handles = run.startsAnywhere ? (this.places ?? handlePlaces(model, scale)) : [];
    const words =
      selected === null
        ? { own: "", prediction: at === null ? "" : predictionAt(at, model, this.words) }
        : wordsAt(run, selected, model, this.words);
    return { handles, selected, pointer: at, words };
  }

  /** Puts handles and buttons where they belong, once the picture is drawn. */
  show(run: Run, model: Line, scale: LineScale): void {
    const handles = run.startsAnywhere
      ? lineHandles(this.places ?? handlePlaces(model, scale), scale, this.words)
      : [];
    if (this.canPick(run)) {
      const index = Math.min(this.selected ?? 0, run.data.x.length - 1);
      handles.push(sampleHandle(run, index, model, scale, this.words));
    }
    this.handles.show(handles);
    const { selected } = this;
    const shown = selected !== null && this.canPick(run) && run.data.x.length > 1;
    if (this.remove.hidden === shown) this.remove.hidden = !shown;
    if (shown) {
      const [x, y] = placeOf(run, selected, scale);
      this.remove.style.transform = `translate(${(x + 8).toFixed(1)}px, ${(y - 32).toFixed(1)}px)`;
      const label = fill(this.words.remove, { sample: nameOf(selected, this.words) });
      if (this.remove.getAttribute("aria-label") !== label) this.remove.setAttribute("aria-label", label);
    }
    for (const name of ["w", "b"] as const) enable(this.stage[name], run.startsAnywhere);
    const why = noFit(run);
    this.missing = why ? this.words.noFit[why] : "";
    write(this.none, this.missing);
    if (this.none.hidden !== (why === null)) this.none.hidden = why === null;
    this.tools.show(this.canPick(run));
  }

  /** The run there is now, which may not be drawn yet, on the scales that are. */
  private get now(): { run: Run; scale: LineScale } | null {
    const scale = this.stage.scale();
    return scale && { run: this.lab.model.run, scale };
  }

  // ------------------------------------------------------------------ the pointer

  private listen(): void {
    const { lab, stage, tools } = this;
    const { canvas } = stage;
    const { signal } = lab;
    listenToDrags<Held | "new">(
      canvas,
      {
        pick: (place, event) => this.pick(place, !("pointerType" in event) || event.pointerType === "touch"),
        move: (held, place) => {
          if (!this.zoom.pinching && held !== "new") this.move(held, place);
        },
        end: (held, moved) => {
          if (held === "new") this.add(this.last);
          else this.end(held, moved);
        },
        hover: (place) => {
          this.pointer = this.xAt(place);
          lab.redraw();
        },
      },
      signal,
    );
    // From one handle to the other, or to w and b, the line stays in hand.
    const left = ({ relatedTarget: to }: FocusEvent): void => {
      if (!(to instanceof Element && to.matches(".handle, .settable, .typed"))) this.goBack();
    };
    for (const part of [stage.box, stage.tools]) part.addEventListener("focusout", left, { signal });
    canvas.addEventListener(
      "dblclick",
      ({ offsetX: x, offsetY: y }) => {
        if (!tools.adding && this.isEmpty({ x, y })) this.add({ x, y });
      },
      { signal },
    );
    listenToLongPress(
      canvas,
      (place) => !tools.adding && this.isEmpty(place),
      {
        held: (place) => this.add(place),
        // A finger does not hover: a tap asks for the prediction.
        tapped: (place) => {
          this.pointer = this.xAt(place);
          lab.redraw();
        },
      },
      signal,
    );
  }

  private pick(place: Place, touch: boolean): Held | "new" | null {
    this.last = place;
    const { now } = this;
    if (!now) return null;
    const { run, scale } = now;
    if (this.tools.adding) return inPlot([place.x, place.y], scale) ? "new" : null;
    return grasp(run, run.inData(run.moment.model), scale, place, {
      touch,
      line: run.startsAnywhere,
      samples: this.canPick(run),
      ground: this.zoom.zoomed,
    });
  }

  private move(held: Held, place: Place): void {
    const { now } = this;
    if (!now) return;
    this.stage.hold(true);
    this.pointer = null;
    if (held.kind === "ground") {
      this.zoom.drag(held.last, place, now.scale);
      held.last = place;
    } else if (held.kind === "line") {
      const next = held.follow(place);
      this.places = next?.places ?? null;
      if (next) this.putDown(next.line);
    } else {
      this.selected = held.index;
      this.lab.editPoint({ move: held.index, ...sampleAt(held.follow(place), held.scale) });
    }
  }

  private end(held: Held, moved: boolean): void {
    if (held.kind === "sample") {
      this.selected = held.index;
      this.handles.focus(SAMPLE);
    } else if (held.kind === "line" && !moved) this.pointer = this.xAt(this.last);
    this.letGo();
    this.goBack();
  }

  private letGo(): void {
    this.places = null;
    this.stage.hold(false);
    this.lab.settle();
  }

  /** Nothing that could be taken in hand is there, but ground. */
  private isEmpty(place: Place): boolean {
    const { now } = this;
    if (!now || !this.canPick(now.run) || !inPlot([place.x, place.y], now.scale)) return false;
    const held = this.pick(place, false);
    return held === null || (held !== "new" && held.kind === "ground");
  }

  private xAt(place: Place | null): number | null {
    const scale = this.stage.scale();
    return place && scale && inPlot([place.x, place.y], scale) ? scale.x.invert(place.x) : null;
  }

  // ------------------------------------------------------------------ what is asked of the lab

  private add({ x, y }: Place): void {
    const { now } = this;
    if (!now) return;
    const { run, scale } = now;
    const index = run.data.x.length;
    if (!this.lab.editPoint({ add: true, ...sampleAt({ x, y }, scale) })) return;
    this.selected = index;
    this.handles.focus(SAMPLE);
    this.letGo();
  }

  private takeAway(): void {
    const { selected } = this;
    const n = this.lab.model.run.data.x.length;
    if (selected === null || !this.lab.editPoint({ remove: selected })) return;
    this.selected = Math.max(0, Math.min(selected, n - 2));
    this.letGo();
  }

  /** A line over the data as the one the run starts from; `exact` as it was typed. */
  private putDown(line: Line, exact = false): void {
    const { run } = this.lab.model;
    const { update, statement } = run.cursor;
    if (update !== 0 || statement !== 0) {
      this.away = { update, statement };
      this.lab.seek({ update: 0, statement: 0 });
    }
    const { w, b } = run.fromData(line);
    const scale = exact ? null : this.stage.scale();
    if (!scale) {
      this.lab.setStart({ w, b });
      return;
    }
    // b is a height, and so is w times the x that is farthest out, as the run has it.
    const far = Math.max(...scale.x.domain().map(Math.abs));
    const height = pixelOf(scale.y);
    const slope = run.fromData({ w: height / far, b: 0 }).w;
    this.lab.setStart({ w: asShown(w, slope), b: asShown(b, height) });
  }

  /** The line is out of hand: the cursor goes back, unless it was moved on purpose meanwhile. */
  private goBack(): void {
    const { away } = this;
    this.away = null;
    const { update, statement } = this.lab.model.run.cursor;
    if (away && update === 0 && statement === 0) this.lab.seek(away);
  }

  private setParameter(name: "w" | "b", value: number, typed: boolean): void {
    const { run } = this.lab.model;
    if (!run.startsAnywhere) return;
    this.stage.hold(true);
    this.putDown(run.inData({ ...run.moment.model, [name]: value }), typed);
  }

  /** b is a height; w changes the height at the plot's edge by as much. */
  private parameterStep(name: "w" | "b"): number {
    const scale = this.stage.scale();
    if (!scale) return 1;
    return name === "b" ? stepOf(scale.y) : stepOf(scale.y) / (20 * stepOf(scale.x));
  }

  // ------------------------------------------------------------------ the keyboard

  private nudge(id: string, right: number, up: number): void {
    const { now } = this;
    if (!now) return;
    const { scale } = now;
    // Of two presses in one frame the second goes on from the first.
    const { run } = this.lab.model;
    this.stage.hold(true);
    if (id === SAMPLE) {
      const index = this.selected ?? 0;
      const { x, y } = run.data;
      this.lab.editPoint({
        move: index,
        x: asShown((x[index] ?? 0) + right * stepOf(scale.x), pixelOf(scale.x)),
        y: asShown((y[index] ?? 0) + up * stepOf(scale.y), pixelOf(scale.y)),
      });
      return;
    }
    const line = run.inData(run.moment.model);
    if (id === MIDDLE) {
      this.putDown({ ...line, b: line.b + (up + right) * stepOf(scale.y) });
      return;
    }
    const places = this.places ?? handlePlaces(line, scale);
    const index = ENDS.indexOf(id);
    const [own, other] = [places[index], places[1 - index]];
    if (!own || !other) return;
    const moved: At = [own[0], scale.y(scale.y.invert(own[1]) + (up + right) * stepOf(scale.y))];
    const turned = lineThrough(moved, other, scale);
    this.places = index === 0 ? [moved, other] : [other, moved];
    if (turned) this.putDown(turned);
  }

  /** Keys of the sample in hand. */
  private press(key: string): boolean {
    const { now } = this;
    if (!now) return false;
    const { run, scale } = now;
    const n = run.data.x.length;
    const index = Math.min(this.selected ?? 0, n - 1);
    if (key === "PageDown" || key === "PageUp")
      this.selected = (index + (key === "PageDown" ? 1 : n - 1)) % n;
    else if (key === "Delete" || key === "Backspace") this.takeAway();
    else if (key === "Insert") {
      const [x, y] = placeOf(run, index, scale);
      this.add({ x: x + (x + 16 > scale.plot.right ? -16 : 16), y });
    } else return false;
    this.lab.redraw();
    return true;
  }

  private canPick({ data }: Run): boolean {
    return data.x.length <= MANY;
  }
}

/** At most a quarter of a pixel away. */
const asShown = (value: number, pixel: number): number => roundTo(value, unitBelow(pixel / 2));

/** The sample at a place of the picture. */
const sampleAt = ({ x, y }: Place, scale: LineScale): Place => ({
  x: asShown(scale.x.invert(x), pixelOf(scale.x)),
  y: asShown(scale.y.invert(y), pixelOf(scale.y)),
});
