/**
 * Repair: a broken program on the bench. The reader says what will happen, runs it, sees where it ends, edits its
 * listing, and has the repair checked by what it does. It answers with the option's name, as a step on the way, and then
 * with `repaired` or `differs`. What was done stays on the bench while the window is open.
 * Refuses to look at how a repair is written.
 */
import "../../bench/bench.css";
import { make } from "../../../lab/dom";
import { fill, type Words } from "../../../strings";
import { type BugId, bugOf } from "../../bench/bugs";
import { type Bench, Editor } from "../../bench/editor";
import { judge } from "../../bench/judge";
import { keepBench, keptBench, sameWork } from "../../bench/kept";
import { type Measured, measure, runOf, variantOf } from "../../bench/measure";
import { curvePlot } from "../../bench/plot";
import { endsTable, failureValues, summaryOf, trialsReport, valuesOf } from "../../bench/report";
import type { Work } from "../../bench/work";
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
  /** The option chosen before the first run; null until then. */
  private predicted: string | null = null;
  /** The program whose end the table shows, and what was measured. */
  private ran: Work;
  private got: Measured | null = null;
  private checked = false;

  constructor(
    private readonly task: Task,
    { bug }: RepairSpec,
    words: Words["repair"],
  ) {
    const { engine, signal } = task;
    this.bench = { engine, bug: bugOf(bug), words, signal };
    const { right, broken, slot } = this.bench.bug;
    this.ran = broken;
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
    this.restore();
  }

  private runIt(): void {
    const { words } = this.bench;
    this.live(true);
    const chosen = this.predicted ?? this.prediction.chosen();
    this.hint.textContent = chosen === null ? words.predictFirst : "";
    if (chosen === null) return;
    const { work } = this.editor;
    const got = this.showEnd(work);
    this.showInLab(work);
    if (this.predicted === null) this.open(chosen, got);
    this.keep();
  }

  private showInLab(work: Work): void {
    this.task.lab.load(runOf(work, this.bench.bug.slot));
    this.task.lab.playFromStart();
  }

  /** Where a program ends, beside the right one. */
  private showEnd(work: Work): Measured {
    const { engine, bug, words } = this.bench;
    const got = measure(engine, runOf(work, bug.slot), variantOf(work, bug.slot));
    this.ran = work;
    this.got = got;
    this.ends.replaceChildren(endsTable(bug, got, this.right, words));
    if (got.curve && this.right.curve)
      this.ends.append(
        curvePlot(got.curve, this.right.curve, words.plot),
        make("p", { class: "bench-caption" }, words.plot),
      );
    this.sayEnd(got);
    return got;
  }

  private sayEnd(got: Measured): void {
    this.ends.classList.remove("stale");
    this.summary.textContent = summaryOf(got, this.bench.words);
    this.editor.mark(got.warned, got.raised);
  }

  /** After the first run: says how the prediction was, and lets the program be edited. */
  private open(chosen: string, got: Measured, again = false): void {
    const { bug, words } = this.bench;
    const right = chosen === bug.symptom;
    const summary = summaryOf(got, words);
    this.predicted = chosen;
    this.summary.textContent = fill(right ? words.asExpected : words.otherwise, { summary });
    this.prediction.close(words.expected);
    this.editor.unlock();
    this.run.textContent = words.again;
    this.check.hidden = false;
    this.watch.hidden = false;
    this.task.answer({ right, step: true, again, feedback: chosen, values: valuesOf(got, this.right) });
  }

  private checkIt(): void {
    this.live(true);
    const repaired = this.judgeIt(false);
    this.checked = true;
    if (repaired) {
      const { work } = this.editor;
      if (!sameWork(work, this.ran)) this.showInLab(work);
      this.showEnd(work);
    }
    this.keep();
  }

  private judgeIt(again: boolean): boolean {
    const { engine, bug, words } = this.bench;
    const verdict = judge(engine, bug, this.editor.work);
    this.trials.replaceChildren(...trialsReport(bug, verdict, words));
    const failure = verdict.trials.find((trial) => trial.failure !== null)?.failure;
    this.task.answer({
      right: verdict.repaired,
      again,
      feedback: verdict.repaired ? "repaired" : "differs",
      values: failure ? failureValues(failure) : {},
    });
    return verdict.repaired;
  }

  private edited(): void {
    this.trials.replaceChildren();
    this.checked = false;
    if (this.predicted === null) return;
    this.live(true);
    if (this.got && sameWork(this.editor.work, this.ran)) this.sayEnd(this.got);
    else {
      this.ends.classList.add("stale");
      this.summary.textContent = this.bench.words.stale;
    }
    this.keep();
  }

  // ------------------------------------------------------------------ from visit to visit

  private keep(): void {
    const { predicted, ran, checked } = this;
    if (predicted !== null) keepBench(this.task.id, { predicted, ran, work: this.editor.work, checked });
  }

  /** As the reader left it, without a word: nothing was done just now, and the lab comes back by itself. */
  private restore(): void {
    const { bug } = this.bench;
    const before = keptBench(this.task.id, bug);
    if (!before || !this.prediction.choose(before.predicted)) return;
    this.live(false);
    this.open(before.predicted, this.showEnd(bug.broken), true);
    if (!sameWork(before.ran, bug.broken) && this.editor.take(before.ran)) this.showEnd(before.ran);
    if (!sameWork(before.work, this.editor.work)) this.editor.take(before.work);
    this.live(false);
    if (before.checked && sameWork(before.work, this.editor.work)) {
      this.judgeIt(true);
      this.checked = true;
    }
    this.keep();
  }

  /** Whether what changes is read out. */
  private live(on: boolean): void {
    for (const element of [this.summary, this.trials])
      element.setAttribute("aria-live", on ? "polite" : "off");
  }
}

interface Prediction {
  element: HTMLFieldSetElement;
  /** The name of the option that is chosen. */
  chosen(): string | null;
  /** False where there is no such option. */
  choose(name: string): boolean;
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
  const chosen = (): string | null => inputs.find(({ checked }) => checked)?.value ?? null;
  const choose = (name: string): boolean => {
    const input = inputs.find(({ value }) => value === name);
    if (input) input.checked = true;
    return input !== undefined;
  };
  return { element, chosen, choose, close };
}

export const mount: Mount<RepairSpec, Words["repair"]> = (task, spec, own) => {
  new Repair(task, spec, own);
};
