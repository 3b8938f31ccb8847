/**
 * The line panel: the samples with this batch lit, the model's line and its rivals. What stands while a run plays has a
 * canvas of its own below what moves. The first picture needs no more than this file; what takes things in hand, and
 * what draws very many samples, comes after it.
 * Refuses to move anything itself: what is taken in hand is asked of the lab.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";
import { fill, loadWords } from "../../strings";
import * as lineView from "../../views/line";
import { handlePlaces, type LineScale, lineScale, sameScale, withRoom } from "../../views/line_scale";
import { describeLine } from "../describe";
import { make, write } from "../dom";
import { Figure } from "../figure";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";
import type { LineHands } from "./line_hands";
import type { ManySamples } from "./many_samples";

/** More samples than this are drawn by the engine, into a picture. */
export const MANY = 5000;

/** What the hands get of the panel. */
export interface LineStage {
  /** Where the pointer is listened to. */
  readonly canvas: HTMLCanvasElement;
  /** What handles and buttons lie in. */
  readonly box: HTMLElement;
  readonly tools: HTMLElement;
  readonly w: HTMLElement;
  readonly b: HTMLElement;
  /** The scales that were drawn last; null before. */
  scale(): LineScale | null;
  /** The ground stands still while something is in hand. */
  hold(on: boolean): void;
}

class LinePanel implements Panel {
  readonly glides = true;
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly standing: Figure;
  private readonly moving: Figure;
  private readonly w = make("output", { class: "model", "data-readout": "w" });
  private readonly b = make("output", { class: "model", "data-readout": "b" });
  private readonly batch = make("span", { class: "aside" });
  private readonly none: HTMLElement;
  private hands: LineHands | null = null;
  private many: ManySamples | null = null;
  private asked = false;
  private askedMany = false;
  /** The scales that hold all samples of a run. */
  private whole: { data: Run["data"] | null; scale: LineScale } | null = null;
  /** What the lower canvas shows. */
  private stood: { data: Run["data"]; scale: LineScale } | null = null;
  private scale: LineScale | null = null;
  /** The scales when something was taken in hand; null while nothing is. */
  private held: LineScale | null = null;

  constructor(private readonly lab: LabActions) {
    const { views } = lab.strings;
    const resized = (): void => {
      this.whole = null;
      lab.redraw();
    };
    this.standing = new Figure(resized);
    this.standing.canvas.setAttribute("aria-hidden", "true");
    this.standing.canvas.removeAttribute("role");
    this.moving = new Figure(resized);
    const pair = (name: string, value: HTMLElement): HTMLElement =>
      make("span", { class: "pair" }, make("i", { class: "model" }, name), " ", value);
    this.tools = make("div", { class: "tools-row" }, pair("w", this.w), pair("b", this.b), this.batch);
    const choices = make(
      "div",
      { class: "choices" },
      toggle("residuals", views.residuals, lab),
      toggle("squares", views.squares, lab),
    );
    this.none = make("p", { class: "waiting", hidden: true }, views.noSamples);
    this.moving.box.append(choices);
    this.standing.box.append(this.moving.box);
    this.element = make("div", { class: "view line" }, this.standing.box, this.none);
  }

  draw(scene: Scene): void {
    const { run, moment, palette } = scene;
    const { data, truth, leastSquares } = run;
    // The parabola has settings for data, but its program uses none.
    const empty = run.program === "parabola";
    if (this.none.hidden === empty) {
      this.none.hidden = !empty;
      this.tools.hidden = empty;
      this.standing.box.hidden = empty;
    }
    const [below, above] = [this.standing.pen(), this.moving.pen()];
    if (empty || !below || !above) return;
    const whole = this.hold(run);
    const scale = this.hands?.zoom.apply(whole) ?? whole;
    this.scale = scale;
    const { residuals, squares } = this.lab.look.layers;
    const model = run.inData(moment.model);
    const hands = this.hands?.look(run, model, scale) ?? untouched(run, model, scale);
    const words = { ...this.lab.strings.views, ...hands.words };
    const { grown = 1 } = scene;
    const view = {
      ...data,
      batch: moment.batchIndices,
      grown,
      truth,
      leastSquares,
      residuals,
      squares,
      palette,
    };
    this.drawStanding(scene, scale, words);
    const { width, height } = this.moving.size;
    above.clearRect(0, 0, width, height);
    lineView.drawMoving(above, { ...view, ...hands, model, words }, scale);
    this.bring(run);
  }

  describe({ run, moment }: Scene): void {
    const { strings } = this.lab;
    const missing = this.hands?.missing ?? "";
    const shown = describeLine(run, moment, strings);
    this.moving.describe(missing === "" ? shown : `${shown}${strings.alt.between}${missing}`);
  }

  invalidate(): void {
    this.whole = null;
    this.stood = null;
    this.many?.invalidate();
  }

  destroy(): void {
    this.standing.destroy();
    this.moving.destroy();
    this.many?.free();
  }

  /** While something is in hand the ground must not move under it, but to make room for a sample that leaves it. */
  private hold(run: Run): LineScale {
    const { data } = run;
    if (this.whole?.data !== data) {
      const before = this.whole?.scale;
      if (this.held) this.whole = { data, scale: withRoom(this.held, data) };
      else {
        const scale = lineScale(this.moving.size, data.x, data.y);
        // The same scales as the same object: what stands on them need not be drawn again.
        this.whole = { data, scale: before && sameScale(before, scale) ? before : scale };
      }
    }
    return this.whole.scale;
  }

  private drawStanding({ run, palette }: Scene, scale: LineScale, words: lineView.LineView["words"]): void {
    const pen = this.standing.pen();
    if (!pen) return;
    const { data } = run;
    const ground = (): void => lineView.drawGround(pen, { palette, words }, scale);
    if (data.x.length > MANY && this.many) {
      this.many.draw(run, scale, palette, this.hands?.zoom.moving ?? false, ground);
      this.stood = null;
      return;
    }
    if (this.stood?.data === data && this.stood.scale === scale) return;
    this.stood = { data, scale };
    this.many?.free();
    pen.clearRect(0, 0, this.standing.size.width, this.standing.size.height);
    if (data.x.length > MANY) ground();
    else lineView.drawStanding(pen, { ...data, palette, words }, scale);
  }

  /** Once the first picture is drawn: what it can do without. */
  private bring({ data }: Run): void {
    const { lab } = this;
    if (!this.asked) {
      this.asked = true;
      const coming = Promise.all([import("./line_hands"), loadWords(lab.language, "line")]);
      coming.then(([{ LineHands }, words]) => {
        if (lab.signal.aborted) return;
        this.hands = new LineHands(lab, this.stage(), words.line);
        lab.redraw();
      }, console.error);
    }
    if (this.askedMany || !lab.engine.isComplete) return;
    // Before there are so many, so that they can be seen as soon as they are there.
    this.askedMany = true;
    void import("./many_samples").then(
      ({ ManySamples }) => {
        this.many = new ManySamples(lab, this.standing);
        if (data.x.length > MANY) lab.redraw();
      },
      (error: unknown) => {
        this.askedMany = false;
        console.error(error);
      },
    );
  }

  private stage(): LineStage {
    return {
      canvas: this.moving.canvas,
      box: this.moving.box,
      tools: this.tools,
      w: this.w,
      b: this.b,
      scale: () => this.scale,
      hold: (on) => {
        if (this.held && !on && this.whole) this.whole = { ...this.whole, data: null };
        this.held = on ? (this.held ?? this.whole?.scale ?? null) : null;
        this.lab.redraw();
      },
    };
  }

  write({ run, moment }: Scene): void {
    const { views } = this.lab.strings;
    if (this.scale && run.program !== "parabola") this.hands?.show(run, run.inData(moment.model), this.scale);
    for (const [output, value] of [
      [this.w, moment.model.w],
      [this.b, moment.model.b],
    ] as const) {
      const exact = String(value);
      if (output.dataset.value === exact) continue;
      output.dataset.value = exact;
      output.title = exact;
      write(output, numbers.parameter(value));
    }
    const n = numbers.count(run.data.x.length);
    const batch = moment.batchIndices && { count: numbers.count(moment.batchIndices.length), n };
    write(this.batch, batch ? fill(views.batch, batch) : fill(views.noBatch, { n }));
  }
}

/** What is to be seen of the hands before they are there. */
function untouched(run: Run, model: Line, scale: LineScale) {
  const handles = run.startsAnywhere ? handlePlaces(model, scale) : [];
  return { handles, selected: null, pointer: null, words: { prediction: "", own: "" } };
}

export const makeLinePanel: MakePanel = (lab) => new LinePanel(lab);
