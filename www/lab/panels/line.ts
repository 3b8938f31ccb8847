/**
 * The line panel: the samples with this batch lit, the model's line and its rivals. Holds the scales between frames.
 * Refuses to move anything itself: what is dragged is asked of the lab.
 */
import * as numbers from "../../numbers";
import { fill } from "../../strings";
import * as lineView from "../../views/line";
import { describeLine } from "../describe";
import { make } from "../dom";
import { Figure } from "../figure";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";

class LinePanel implements Panel {
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly figure: Figure;
  private readonly w = make("output", { class: "model", "data-readout": "w" });
  private readonly b = make("output", { class: "model", "data-readout": "b" });
  private readonly batch = make("span", { class: "aside" });
  private prepared: { run: Run; scale: lineView.LineScale } | null = null;
  private residuals = true;

  constructor(private readonly lab: LabActions) {
    const { views } = lab.strings;
    this.figure = new Figure(() => {
      this.prepared = null;
      lab.redraw();
    });
    const pair = (name: string, value: HTMLElement): HTMLElement =>
      make("span", { class: "pair" }, make("i", { class: "model" }, name), " ", value);
    this.tools = make(
      "div",
      { class: "tools-row" },
      pair("w", this.w),
      pair("b", this.b),
      this.batch,
      toggle(views.residuals, this.residuals, lab, (on) => {
        this.residuals = on;
      }),
    );
    this.element = make("div", { class: "view line" }, this.figure.box);
  }

  draw({ run, moment, palette }: Scene): void {
    this.readings({ run, moment });
    const pen = this.figure.pen();
    if (!pen) return;
    const { data, truth, leastSquares } = run;
    if (this.prepared?.run !== run)
      this.prepared = { run, scale: lineView.lineScale(this.figure.size, data.x, data.y) };
    const { batchIndices: batch, model } = moment;
    const { residuals } = this;
    const words = this.lab.strings.views;
    lineView.draw(
      pen,
      { x: data.x, y: data.y, batch, model, truth, leastSquares, residuals, palette, words },
      this.prepared.scale,
    );
  }

  describe({ run, moment }: Scene): void {
    this.figure.describe(describeLine(run, moment, this.lab.strings));
  }

  invalidate(): void {
    this.prepared = null;
  }

  destroy(): void {
    this.figure.destroy();
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
  }
}

export const makeLinePanel: MakePanel = (lab) => new LinePanel(lab);
