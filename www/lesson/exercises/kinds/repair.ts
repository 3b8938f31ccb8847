/**
 * Repair: a broken program on the bench. The reader says what will happen, runs it, sees where it ends, edits its
 * listing, and has the repair checked by what it does. It answers with the option's name, as a step on the way, and then
 * with `repaired` or `differs`.
 * Refuses to look at how a repair is written.
 */
import "../../bench/bench.css";
import { make } from "../../../lab/dom";
import { fill, type Words } from "../../../strings";
import { type BugId, bugOf } from "../../bench/bugs";
import { type Bench, Editor } from "../../bench/editor";
import { judge } from "../../bench/judge";
import { type Measured, measure, runOf, variantOf } from "../../bench/measure";
import { curvePlot } from "../../bench/plot";
import { endsTable, failureValues, summaryOf, trialsReport, valuesOf } from "../../bench/report";
import type { Mount, Option, Task } from "../task";

export interface RepairSpec {
  bug: BugId;
}

class Repair {
  private readonly bench: Bench;
  private readonly editor: Editor;
  private readonly right: Measured;
  private readonly run: HTMLButtonElement;
  private readonly check: HTMLButtonElement;
  private readonly watch: HTMLButtonElement;
  private readonly hint = make("p", { class: "hint", role: "status" });
  private readonly ends = make("div", { class: "bench-report" });
  private readonly summary = make("p", { class: "bench-summary", role: "status" });
  private readonly trials = make("div", { class: "bench-report", role: "status" });
  private readonly prediction: Prediction;
  private predicted = false;

  constructor(
    private readonly task: Task,
    { bug }: RepairSpec,
    words: Words["repair"],
  ) {
    const { engine, signal } = task;
    this.bench = { engine, bug: bugOf(bug), words, signal };
    const { right, slot } = this.bench.bug;
    this.right = measure(engine, runOf(right, slot), variantOf(right, slot));
    this.prediction = predictionOf(task.id, task.options, words.predict);
    this.editor = new Editor(this.bench, () => this.edited());
    const button = (text: string, act: () => void): HTMLButtonElement => {
      const made = make("button", { type: "button", class: "check" }, text);
      made.addEventListener("click", act, { signal });
      return made;
    };
    this.run = button(words.run, () => this.runIt());
    this.check = button(words.check, () => this.checkIt());
    this.watch = button(words.watch, () => task.lab.reveal());
    this.watch.classList.add("bench-watch");
    this.check.hidden = true;
    this.watch.hidden = true;
    task.place.append(
      make(
        "div",
        { class: "bench" },
        this.editor.element,
        this.prediction.element,
        make("div", { class: "bench-actions" }, this.run, this.check, this.watch),
        this.hint,
        this.summary,
        this.ends,
        this.trials,
      ),
    );
  }

  private runIt(): void {
    const { engine, bug, words } = this.bench;
    const chosen = this.prediction.inputs.find(({ checked }) => checked)?.value;
    this.hint.textContent = chosen === undefined ? words.predictFirst : "";
    if (chosen === undefined) return;
    const { work } = this.editor;
    const settings = runOf(work, bug.slot);
    const got = measure(engine, settings, variantOf(work, bug.slot));
    this.task.lab.load(settings);
    this.task.lab.playFromStart();
    const summary = summaryOf(got, words);
    this.summary.textContent = summary;
    this.ends.replaceChildren(endsTable(bug, got, this.right, words));
    if (got.curve && this.right.curve)
      this.ends.append(
        curvePlot(got.curve, this.right.curve, words.plot),
        make("p", { class: "bench-caption" }, words.plot),
      );
    this.ends.classList.remove("stale");
    this.editor.mark(got.warned, got.raised);
    if (this.predicted) return;
    this.predicted = true;
    const right = chosen === bug.symptom;
    this.summary.textContent = fill(right ? words.asExpected : words.otherwise, { summary });
    this.prediction.close(words.expected);
    this.editor.unlock();
    this.run.textContent = words.again;
    this.check.hidden = false;
    this.watch.hidden = false;
    this.task.answer({
      right,
      step: true,
      feedback: chosen,
      values: valuesOf(got, this.right),
    });
  }

  private checkIt(): void {
    const { engine, bug, words } = this.bench;
    const verdict = judge(engine, bug, this.editor.work);
    this.trials.replaceChildren(...trialsReport(bug, verdict, words));
    const failure = verdict.trials.find((trial) => trial.failure !== null)?.failure;
    this.task.answer({
      right: verdict.repaired,
      feedback: verdict.repaired ? "repaired" : "differs",
      values: failure ? failureValues(failure) : {},
    });
  }

  private edited(): void {
    this.trials.replaceChildren();
    if (this.ends.childElementCount === 0) return;
    this.ends.classList.add("stale");
    this.summary.textContent = this.bench.words.stale;
  }
}

interface Prediction {
  inputs: readonly HTMLInputElement[];
  element: HTMLFieldSetElement;
  /** Only the reader's own word stays, under that heading. */
  close(title: string): void;
}

function predictionOf(id: string, options: readonly Option[], title: string): Prediction {
  const inputs: HTMLInputElement[] = [];
  const labels = options.map(({ name, content }) => {
    const input = make("input", { type: "radio", name: `predict-${id}`, value: name });
    const text = make("span");
    text.append(content);
    inputs.push(input);
    return make("label", { class: "choice" }, input, text);
  });
  const legend = make("legend", {}, title);
  const element = make("fieldset", { class: "bench-predict" }, legend, ...labels);
  const close = (after: string): void => {
    element.disabled = true;
    legend.textContent = after;
  };
  return { inputs, element, close };
}

export const mount: Mount<RepairSpec, Words["repair"]> = (task, spec, own) => {
  new Repair(task, spec, own);
};
