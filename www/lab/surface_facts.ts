/**
 * What a run says about the surface over (w, b) beside its bowl: the true line and the gradient, in the units the run trains
 * in. Of standardised samples the line is another, and a sum's gradient counts each sample.
 * Refuses to draw, and to say more than the moment knows.
 */
import type { Line } from "../engine";
import type { Gradient } from "../views/surface";
import type { Moment, Run } from "./run";

/** The true line in the units of training. */
export const truthOf = (run: Run): Line | null => run.truth && run.fromData(run.truth);

/** Whether this update's backward pass has run. SGDRegressor has none: its gradient comes with the update itself. */
function hasGradient({ statements }: Run, { statement }: Moment): boolean {
  const found = statements.findIndex(({ op }) => op === "backward");
  return found >= 0 && statement > found;
}

/**
 * The gradient of the batch that is lit, per sample, and the place where it was taken: a step moves the model away from
 * there. Null until backward has run in this update, at the start, and where PyTorch has none.
 */
export function gradientOf(run: Run, moment: Moment): Gradient | null {
  const { gradW, gradB, update, statement, batchIndices } = moment;
  if (statement > 0 && !hasGradient(run, moment)) return null;
  const taken = statement > 0 ? update : update - 1;
  if (taken < 0 || gradW === null || !Number.isFinite(gradW)) return null;
  // A sum over the batch is divided by its length; SGDRegressor's half of a square is doubled.
  const unit = run.program === "sgd_regressor" ? 2 : run.summed && batchIndices ? 1 / batchIndices.length : 1;
  return { at: run.after(taken), w: gradW * unit, b: (gradB ?? 0) * unit };
}
