/**
 * What the notice says of a run that diverges or will, or will raise, and the ways back.
 * Refuses to offer a way that leads nowhere: a learning rate above the limit is none.
 */
import * as numbers from "../numbers";
import { fill, type Words } from "../strings";
import type { LabActions } from "./panel";
import { labelOf, nameOf, type SettingWords } from "./refusal";
import { wellBelow } from "./rounding";
import type { Run } from "./run";
import { settingOf } from "./settings";

export type Verdict = "diverged" | "willDiverge" | "tooShort" | "willRaise";

/** A button of the notice. */
export interface Way {
  text: string;
  go(): void;
}

export function explainRun(run: Run, verdict: Verdict, notice: Words["notice"]): string {
  const { divergence, limit } = run;
  const rates = {
    lr: numbers.setting(run.rate ?? Number.NaN),
    limit: numbers.setting(limit?.lr ?? Number.NaN),
  };
  if (verdict === "willRaise" && run.raised)
    return fill(notice[verdict], {
      update: numbers.count(run.raised.update + 1),
      type: run.raised.type,
      message: run.raised.message,
    });
  if (!divergence) return fill(notice.tooShort, { ...rates, updates: numbers.count(run.planned) });
  const loss = run.history.loss[divergence.update];
  // The parabola has no line, and its w is called x.
  const said = run.program === "parabola" ? notice.parabola : notice;
  const what = fill(verdict === "diverged" ? said.diverged : said.willDiverge, {
    update: numbers.count(divergence.update + 1),
    what: Number.isFinite(loss) ? said.huge : said.notFinite,
    w: numbers.parameter(divergence.w),
    x: numbers.parameter(divergence.w),
    b: numbers.parameter(divergence.b),
  });
  const why = reason(run);
  return why ? `${what}${notice.between}${fill(notice[why], rates)}` : what;
}

/** What the limit says about the learning rate; null if the cause lies elsewhere, or nobody knows. */
function reason({ limit, rate }: Run): "over" | "overGuide" | "under" | null {
  if (!limit || rate === null) return null;
  if (rate > limit.lr) return limit.kind === "exact" ? "over" : "overGuide";
  return limit.kind === "guide" ? "under" : null;
}

/**
 * If the learning rate drove the run out: the usual one, or where that is above the limit too, one well below it, or x
 * scaled so that the limit is higher. Else the classic run.
 */
export function waysBack(
  run: Run,
  lab: Pick<LabActions, "set" | "load" | "strings">,
  notice: Words["notice"],
  names: SettingWords,
): Way[] {
  const why = reason(run);
  const usual = settingOf(run.ratePath)?.defaults[run.program];
  if (!run.limit || (why !== "over" && why !== "overGuide") || typeof usual !== "number")
    return [{ text: lab.strings.settings.classic, go: () => lab.load({}) }];
  const rate = usual < run.limit.lr ? usual : wellBelow(run.limit.lr);
  // As the code has it.
  const name = nameOf(run.ratePath);
  const text = fill(notice[rate === usual ? "back" : "below"], { name, lr: numbers.setting(rate) });
  const back: Way = { text, go: () => lab.set(run.ratePath, rate) };
  if (rate === usual || run.settings.standardize !== false) return [back];
  return [back, { text: labelOf("standardize", names), go: () => lab.set("standardize", true) }];
}
