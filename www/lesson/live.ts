/**
 * Ties the prose to the lab: numbers in the text that follow the run, and words that set it.
 * Refuses to hold numbers of its own: each comes from the run, at the cursor.
 */
import { write } from "../lab/dom";
import type { Lab } from "../lab/lab";
import type { Moment, Run } from "../lab/run";
import { settingOf } from "../lab/settings";
import * as numbers from "../numbers";

/** The numbers the prose may name with `data-live`. */
export function liveNumbers(run: Run, moment: Moment): Readonly<Record<string, string>> {
  const { truth, leastSquares, start, settings, data } = run;
  return {
    n: numbers.count(data.x.length),
    trueW: numbers.parameter(truth?.w ?? null),
    trueB: numbers.parameter(truth?.b ?? null),
    fitW: numbers.parameter(leastSquares?.w ?? null),
    fitB: numbers.parameter(leastSquares?.b ?? null),
    startW: numbers.parameter(start.w),
    startB: numbers.parameter(start.b),
    w: numbers.parameter(moment.model.w),
    b: numbers.parameter(moment.model.b),
    loss: numbers.loss(moment.loss),
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

/** "lr=1.2" as the classic settings with that one change, so that tries do not add up; "classic" as they are. */
function trySettings(lab: Lab, text: string): void {
  const [path = "", value] = text.split("=");
  const taken = lab.load({});
  if (taken && value !== undefined && settingOf(path)) lab.set(path, Number(value));
}

/** Wakes the buttons in the prose: `data-set` sets the lab and plays from the start, `data-act` moves the cursor. */
export function wireActions(root: ParentNode, lab: Lab): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-act], button[data-set]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const { act, set } = button.dataset;
      lab.reveal();
      if (act === "step" || act === "larger" || act === "start") lab.act(act);
      if (set === undefined) return;
      trySettings(lab, set);
      lab.playFromStart();
    });
  }
}
