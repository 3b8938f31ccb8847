/**
 * The two pictures of a run, the loss curve and the line, with their headings and toggles. Holds what drawing needs
 * between frames (scales, traces, colours) and makes it anew only when the run, the size or the colours change.
 * Refuses to move the cursor; a press on the loss curve asks for it.
 */
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import * as lineView from "../views/line";
import * as lossView from "../views/loss";
import type { Box, Palette } from "../views/pen";
import { describeLine, describeLoss } from "./describe";
import { make } from "./dom";
import { Figure, readPalette } from "./figure";
import type { Moment, Run } from "./run";

interface Prepared {
  run: Run;
  line: lineView.LineScale;
  loss: lossView.LossScale;
  updates: lossView.Point[];
  means: lossView.Point[];
}

export interface StageActions {
  seek(update: number): void;
  redraw(): void;
  aligned(plot: Box): void;
}

export class Stage {
  readonly loss: HTMLElement;
  readonly line: HTMLElement;
  private readonly lossFigure: Figure;
  private readonly lineFigure: Figure;
  private readonly lossNow = make("output", { class: "wrong", "data-readout": "loss" });
  private readonly lossUnit = make("span", { class: "aside" });
  private readonly perSample = make("span", { class: "aside per-sample" });
  private readonly wNow = make("output", { class: "model", "data-readout": "w" });
  private readonly bNow = make("output", { class: "model", "data-readout": "b" });
  private readonly batchNote = make("span", { class: "aside" });
  private palette: Palette | null = null;
  private prepared: Prepared | null = null;
  private log = true;
  private residuals = true;

  constructor(
    private readonly strings: Strings,
    scrubber: HTMLInputElement,
    private readonly actions: StageActions,
    private readonly signal: AbortSignal,
  ) {
    const resized = (): void => {
      this.prepared = null;
      actions.redraw();
    };
    this.lossFigure = new Figure(resized);
    this.lineFigure = new Figure(resized);
    const { views } = strings;
    this.loss = make(
      "section",
      { class: "panel loss" },
      make(
        "header",
        {},
        make("h2", {}, views.loss),
        this.lossNow,
        this.lossUnit,
        this.perSample,
        this.toggle(views.log, true, (on) => {
          this.log = on;
          this.prepared = null;
        }),
      ),
      this.lossFigure.box,
      scrubber,
    );
    this.line = make(
      "section",
      { class: "panel line" },
      make(
        "header",
        {},
        make("h2", {}, views.line),
        make("span", { class: "pair" }, make("i", { class: "model" }, "w"), " ", this.wNow),
        make("span", { class: "pair" }, make("i", { class: "model" }, "b"), " ", this.bNow),
        this.batchNote,
        this.toggle(views.residuals, true, (on) => {
          this.residuals = on;
        }),
      ),
      this.lineFigure.box,
    );
    this.scrubOnPress();
  }

  /** Colours or size may have changed. */
  invalidate(): void {
    this.palette = null;
    this.prepared = null;
  }

  draw(run: Run, moment: Moment): void {
    this.readouts(run, moment);
    const lossPen = this.lossFigure.pen();
    const linePen = this.lineFigure.pen();
    if (!lossPen || !linePen) return;
    const { views } = this.strings;
    this.palette ??= readPalette(this.line);
    const palette = this.palette;
    const prepared = this.prepared?.run === run ? this.prepared : this.prepare(run);
    lossView.draw(
      lossPen,
      {
        updates: prepared.updates,
        means: prepared.means,
        cursor: { update: moment.update, loss: moment.loss },
        diverges: run.divergence !== null,
        palette,
        words: views,
      },
      prepared.loss,
    );
    lineView.draw(
      linePen,
      {
        ...run.data,
        batch: moment.batchIndices,
        model: moment.model,
        truth: run.truth,
        leastSquares: run.leastSquares,
        residuals: this.residuals,
        palette,
        words: views,
      },
      prepared.line,
    );
  }

  /** What the pictures show, in words; set when the picture rests, not every frame. */
  describe(run: Run, moment: Moment): void {
    this.lineFigure.describe(describeLine(run, moment, this.strings));
    this.lossFigure.describe(describeLoss(run, moment, this.strings));
  }

  destroy(): void {
    this.lossFigure.destroy();
    this.lineFigure.destroy();
  }

  private prepare(run: Run): Prepared {
    const updates = lossView.trace(run.losses, this.lossFigure.size.width);
    const means = run.epochMeans();
    const loss = lossView.lossScale(this.lossFigure.size, run, [...updates, ...means], this.log, means);
    const line = lineView.lineScale(this.lineFigure.size, run.data.x, run.data.y);
    this.prepared = { run, updates, means, loss, line };
    this.actions.aligned(loss.plot);
    return this.prepared;
  }

  private readouts(run: Run, moment: Moment): void {
    const { views } = this.strings;
    const show = (output: HTMLOutputElement, value: number | null, text: string): void => {
      const exact = value === null ? "" : String(value);
      if (output.dataset.value === exact) return;
      output.dataset.value = exact;
      output.title = exact;
      output.textContent = text;
    };
    show(this.wNow, moment.model.w, numbers.parameter(moment.model.w));
    show(this.bNow, moment.model.b, numbers.parameter(moment.model.b));
    show(this.lossNow, moment.loss, numbers.loss(moment.loss));
    this.lossUnit.textContent = run.summed ? views.sum : views.mean;
    this.perSample.textContent =
      moment.epochLoss === null ? "" : fill(views.perSample, { loss: numbers.loss(moment.epochLoss) });
    const n = numbers.count(run.data.x.length);
    this.batchNote.textContent = moment.batchIndices
      ? fill(views.batch, { count: numbers.count(moment.batchIndices.length), n })
      : fill(views.noBatch, { n });
  }

  private toggle(text: string, on: boolean, set: (on: boolean) => void): HTMLLabelElement {
    const box = make("input", { type: "checkbox" });
    box.checked = on;
    box.addEventListener(
      "change",
      () => {
        set(box.checked);
        this.actions.redraw();
      },
      { signal: this.signal },
    );
    return make("label", { class: "toggle" }, box, make("span", {}, text));
  }

  /** The loss curve is a track: press or drag to move the cursor. The slider below does the same by keyboard. */
  private scrubOnPress(): void {
    const { canvas } = this.lossFigure;
    const { signal } = this;
    const seek = (event: PointerEvent): void => {
      if (this.prepared) this.actions.seek(Math.round(this.prepared.loss.x.invert(event.offsetX)));
    };
    canvas.addEventListener(
      "pointerdown",
      (event) => {
        canvas.setPointerCapture(event.pointerId);
        seek(event);
      },
      { signal },
    );
    canvas.addEventListener(
      "pointermove",
      (event) => {
        if (canvas.hasPointerCapture(event.pointerId)) seek(event);
      },
      { signal },
    );
  }
}
