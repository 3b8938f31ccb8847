/**
 * The line panel: the samples with this batch lit, the model's line and its rivals, and what can be taken in hand.
 * A sample that is dragged is an edit of the data. The line, taken by a handle or by its body, is put down as the line
 * the run starts from: the cursor goes to the start, and the run follows. Holds the scales, which stand still while
 * something is in hand.
 * Refuses to move anything itself: what is dragged is asked of the lab.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";
import { fill } from "../../strings";
import * as lineView from "../../views/line";
import { describeLine } from "../describe";
import { icon, make } from "../dom";
import { listenToDrags, type Place } from "../drag";
import { Figure } from "../figure";
import { Handles } from "../handles";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";
import { type Held, handlesOf, nudged, pick } from "./line_hold";
import { Zoom } from "./line_zoom";
import { ManySamples } from "./many_samples";

/** More samples than this are drawn by the engine, into a picture of their own. */
const MANY = 5000;

class LinePanel implements Panel {
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly below: Figure;
  private readonly figure: Figure;
  private readonly handles: Handles;
  private readonly many: ManySamples;
  private readonly zoom: Zoom;
  private readonly w = make("output", { class: "model", "data-readout": "w" });
  private readonly b = make("output", { class: "model", "data-readout": "b" });
  private readonly batch = make("span", { class: "aside" });
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private prepared: { run: Run; scale: lineView.LineScale } | null = null;
  private run: Run | null = null;
  private residuals = true;
  private squares = false;
  private selected: number | null = null;
  private pointer: number | null = null;
  private holding = false;

  constructor(private readonly lab: LabActions) {
    const { views } = lab.strings;
    const resized = (): void => {
      this.prepared = null;
      lab.redraw();
    };
    this.below = new Figure(resized);
    this.below.canvas.setAttribute("aria-hidden", "true");
    this.below.canvas.removeAttribute("role");
    this.figure = new Figure(resized);
    this.handles = new Handles(
      {
        nudge: (id, right, up) => this.nudge(id, right, up),
        key: (id, key) => this.press(id, key),
        settle: () => this.letGo(),
        focus: (id) => {
          this.selected = id === "sample" ? (this.selected ?? 0) : null;
          lab.redraw();
        },
      },
      lab.signal,
    );
    this.many = new ManySamples(lab, this.below);
    this.zoom = new Zoom(this.figure.canvas, lab);
    const pair = (name: string, value: HTMLElement): HTMLElement =>
      make("span", { class: "pair" }, make("i", { class: "model" }, name), " ", value);
    this.undo = this.button("undo", views.undo, () => lab.undo());
    this.redo = this.button("redo", views.redo, () => lab.redo());
    this.tools = make(
      "div",
      { class: "tools-row" },
      pair("w", this.w),
      pair("b", this.b),
      this.batch,
      make(
        "span",
        { class: "right" },
        this.undo,
        this.redo,
        toggle(views.residuals, this.residuals, lab, (on) => {
          this.residuals = on;
        }),
        toggle(views.squares, this.squares, lab, (on) => {
          this.squares = on;
        }),
      ),
    );
    this.figure.box.append(this.handles.element);
    this.below.box.append(this.figure.box);
    this.element = make("div", { class: "view line" }, this.below.box);
    this.listen();
  }

  draw({ run, moment, palette }: Scene): void {
    this.run = run;
    this.readings({ run, moment });
    const pen = this.figure.pen();
    if (!pen) return;
    const scale = this.scale(run);
    const { data, truth, leastSquares } = run;
    const { model, batchIndices: batch } = moment;
    const many = data.x.length > MANY;
    this.many.draw(run, many ? scale : null, palette, this.zoom.moving);
    const { pointer, residuals, squares } = this;
    const { views } = this.lab.strings;
    const prediction =
      pointer === null
        ? ""
        : fill(views.prediction, {
            x: numbers.decimals(pointer, 2),
            y: numbers.decimals(model.w * pointer + model.b, 2),
          });
    lineView.draw(
      pen,
      {
        x: data.x,
        y: data.y,
        batch,
        model,
        truth,
        leastSquares,
        residuals,
        squares,
        many,
        handles: this.canHold(run),
        selected: many ? null : this.selected,
        pointer,
        palette,
        words: { ...views, prediction },
      },
      scale,
    );
    this.handles.show(
      handlesOf(this.lab.strings, run, moment.model, scale, this.canHold(run), many ? null : this.selected),
    );
  }

  describe({ run, moment }: Scene): void {
    this.figure.describe(describeLine(run, moment, this.lab.strings));
  }

  invalidate(): void {
    this.prepared = null;
    this.many.invalidate();
  }

  destroy(): void {
    this.figure.destroy();
    this.below.destroy();
    this.many.free();
  }

  /** PyTorch and the hand-written program can start anywhere; scikit-learn's regressor always starts at 0. */
  private canHold({ program }: Run): boolean {
    return program === "by_hand" || program === "torch";
  }

  private scale(run: Run): lineView.LineScale {
    if (this.prepared?.run !== run) {
      // While something is in hand the ground must not move under it.
      const scale =
        this.holding && this.prepared
          ? this.prepared.scale
          : lineView.lineScale(this.figure.size, run.data.x, run.data.y);
      this.prepared = { run, scale };
    }
    return this.zoom.apply(this.prepared.scale);
  }

  private button(name: "undo" | "redo", label: string, action: () => void): HTMLButtonElement {
    const attributes = {
      type: "button",
      class: "icon-only small",
      "aria-label": label,
      title: label,
    } as const;
    const button = make("button", attributes, icon(name));
    button.addEventListener("click", action, { signal: this.lab.signal });
    return button;
  }

  private listen(): void {
    const { lab, figure } = this;
    listenToDrags<Held>(
      figure.canvas,
      {
        pick: (place) => {
          const held = this.run && pick(this.run, this.scale(this.run), place, this.canHold(this.run));
          if (!held) return null;
          if (held.kind === "sample") this.selected = held.index;
          this.holding = true;
          return held;
        },
        move: (held, place) => this.move(held, place),
        end: (_, moved) => {
          this.letGo();
          if (!moved) this.handles.focus("sample");
        },
        hover: (place) => {
          const over = place && this.prepared && this.inPlot(place);
          this.pointer = over ? this.scale(this.prepared?.run ?? over).x.invert(place.x) : null;
          lab.redraw();
        },
      },
      lab.signal,
    );
    figure.canvas.addEventListener(
      "dblclick",
      (event) => {
        if (this.run) this.add({ x: event.offsetX, y: event.offsetY });
      },
      { signal: lab.signal },
    );
  }

  private inPlot({ x, y }: Place): Run | null {
    const plot = this.prepared?.scale.plot;
    if (!plot || !this.run) return null;
    return x >= plot.left && x <= plot.right && y >= plot.top - 10 && y <= plot.bottom ? this.run : null;
  }

  private move(held: Held, place: Place): void {
    const { run } = this;
    if (!run) return;
    const scale = this.scale(run);
    if (held.kind === "sample") {
      const [x, y] = [scale.x.invert(place.x), scale.y.invert(place.y)];
      this.lab.editPoint({ move: held.index, x, y });
      return;
    }
    const line = held.follow(place);
    if (line) this.putDown(line);
  }

  /** The line as the one the run starts from. */
  private putDown(line: Line): void {
    if (this.run?.cursor.update !== 0 || this.run.cursor.statement !== 0)
      this.lab.seek({ update: 0, statement: 0 });
    this.lab.setStart(line);
  }

  private letGo(): void {
    this.holding = false;
    this.prepared = null;
    this.lab.settle();
    this.lab.redraw();
  }

  private add(place: Place): void {
    const { run } = this;
    if (!run || !this.inPlot(place)) return;
    const scale = this.scale(run);
    if (this.lab.editPoint({ add: true, x: scale.x.invert(place.x), y: scale.y.invert(place.y) }))
      this.selected = run.data.x.length;
    this.letGo();
  }

  private nudge(id: string, right: number, up: number): void {
    const { run } = this;
    if (!run) return;
    this.holding = true;
    const scale = this.scale(run);
    if (id === "sample" && this.selected !== null) {
      const { x, y } = run.data;
      const place = {
        x: scale.x(x[this.selected] ?? 0) + right,
        y: scale.y(y[this.selected] ?? 0) - up,
      };
      this.move({ kind: "sample", index: this.selected }, place);
    } else {
      const line = nudged(id, run.moment.model, scale, up);
      if (line) this.putDown(line);
    }
  }

  /** Keys of the sample in hand. */
  private press(id: string, key: string): boolean {
    const { run, selected } = this;
    if (id !== "sample" || !run || selected === null) return false;
    const n = run.data.x.length;
    if (key === "PageDown" || key === "PageUp")
      this.selected = (selected + (key === "PageDown" ? 1 : n - 1)) % n;
    else if (key === "Delete" || key === "Backspace") {
      if (this.lab.editPoint({ remove: selected })) this.selected = Math.min(selected, n - 2);
      this.letGo();
    } else if (key === "Insert") {
      const scale = this.scale(run);
      const [x, y] = [scale.x(run.data.x[selected] ?? 0), scale.y(run.data.y[selected] ?? 0)];
      this.add({ x: x + 16, y });
    } else return false;
    this.lab.redraw();
    return true;
  }

  private readings({ run, moment }: Pick<Scene, "run" | "moment">): void {
    const { views } = this.lab.strings;
    for (const [output, value] of [
      [this.w, moment.model.w],
      [this.b, moment.model.b],
    ] as const) {
      const exact = String(value);
      if (output.dataset.value === exact) continue;
      output.dataset.value = exact;
      output.title = exact;
      output.textContent = numbers.parameter(value);
    }
    const n = numbers.count(run.data.x.length);
    this.batch.textContent = moment.batchIndices
      ? fill(views.batch, { count: numbers.count(moment.batchIndices.length), n })
      : fill(views.noBatch, { n });
    for (const [button, can] of [
      [this.undo, this.lab.model.canUndo],
      [this.redo, this.lab.model.canRedo],
    ] as const)
      if (can) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
  }
}

export const makeLinePanel: MakePanel = (lab) => new LinePanel(lab);
