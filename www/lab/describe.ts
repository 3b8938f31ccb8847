/** What the pictures show, in words, for readers who do not see them. Refuses adjectives: numbers only. */
import type { Line } from "../engine";
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import type { Moment, Run } from "./run";

export function describeLine(
  { data, truth, leastSquares }: Run,
  { model }: Moment,
  { alt }: Strings,
): string {
  const valuesOf = ({ w, b }: Line) => ({ w: numbers.parameter(w), b: numbers.parameter(b) });
  // Of a line that there is not, as the truth of a reader's own samples, nothing is said.
  return fill(alt.line, {
    n: numbers.count(data.x.length),
    ...valuesOf(model),
    truth: truth ? fill(alt.truth, valuesOf(truth)) : "",
    fit: leastSquares ? fill(alt.fit, valuesOf(leastSquares)) : "",
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
