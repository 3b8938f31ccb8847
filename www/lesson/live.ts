/**
 * Numbers in the text that follow the run.
 * Refuses to hold numbers of its own: each comes from the run, at the cursor.
 */
import { write } from "../lab/dom";
import { noFit } from "../lab/panels/no_fit";
import type { Moment, Run } from "../lab/run";
import * as numbers from "../numbers";
import type { Words } from "../strings";

/**
 * The numbers the prose may name with `data-live`. Where a line is not defined the words say so, and why, as soon as
 * they are there.
 */
export function liveNumbers(
  run: Run,
  moment: Moment,
  words: Words["lesson"]["live"] | null = null,
): Readonly<Record<string, string>> {
  const { truth, leastSquares, start, settings, data } = run;
  const why = noFit(run);
  const unknown = words && data.x.length > 0 ? words.unknown : numbers.NONE;
  return {
    n: numbers.count(data.x.length),
    trueW: truth ? numbers.parameter(truth.w) : unknown,
    trueB: truth ? numbers.parameter(truth.b) : unknown,
    fitW: words && why ? words.noFit[why] : numbers.parameter(leastSquares?.w ?? null),
    fitB: words && why ? words.none : numbers.parameter(leastSquares?.b ?? null),
    startW: numbers.parameter(start.w),
    startB: numbers.parameter(start.b),
    w: numbers.parameter(moment.model.w),
    b: numbers.parameter(moment.model.b),
    loss: numbers.loss(moment.loss),
    epochLoss: numbers.loss(moment.epochLoss),
    gradW: numbers.gradient(moment.gradW),
    gradB: numbers.gradient(moment.gradB),
    epoch: numbers.count(moment.epoch + 1),
    batch: numbers.count(moment.batch + 1),
    update: numbers.count(moment.update),
    updates: numbers.count(run.planned),
    batches: numbers.count(moment.batches),
    batchSize: numbers.count(settings.batch_size ?? Number.NaN),
    lr: numbers.setting(settings.lr ?? Number.NaN),
    limit: numbers.setting(run.limit?.lr ?? Number.NaN),
  };
}

/** Writes the live numbers that have changed. */
export function showLive(root: ParentNode, values: Readonly<Record<string, string>>): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-live]")) {
    const text = values[element.dataset.live ?? ""];
    if (text !== undefined) write(element, text);
  }
}
