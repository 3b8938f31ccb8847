/** What the pictures show, in words, for readers who do not see them. Refuses adjectives: numbers only. */
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import type { Moment, Run } from "./run";

export function describeLine(
  { data, truth, leastSquares }: Run,
  { model }: Moment,
  { alt }: Strings,
): string {
  return fill(alt.line, {
    n: numbers.count(data.x.length),
    w: numbers.parameter(model.w),
    b: numbers.parameter(model.b),
    trueW: numbers.parameter(truth?.w ?? null),
    trueB: numbers.parameter(truth?.b ?? null),
    fitW: numbers.parameter(leastSquares?.w ?? null),
    fitB: numbers.parameter(leastSquares?.b ?? null),
  });
}

export function describeLoss({ losses }: Run, moment: Moment, { alt }: Strings): string {
  return fill(alt.loss, {
    updates: numbers.count(moment.seen),
    update: numbers.count(moment.update),
    loss: numbers.loss(moment.loss),
    first: numbers.loss(losses[0] ?? null),
    last: numbers.loss(losses.at(-1) ?? null),
  });
}
