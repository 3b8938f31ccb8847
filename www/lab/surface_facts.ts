/**
 * What a run says about the surface over (w, b) beside its bowl: the true line and the gradient, in the units the run trains
 * in. Of standardised samples the line is another.
 * Refuses to draw, and to say more than the moment knows.
 */
import type { Line } from "../engine";
import type { Gradient } from "../views/surface";
import type { Moment, Run } from "./run";

/** The true line in the units of training. */
export const truthOf = (run: Run): Line | null => run.truth && run.fromData(run.truth);

/**
 * The gradient of the batch that is lit, per sample, and the place where it was taken: a step of a right program moves the
 * model away from there. Null until backward has run in this update, at the start, and where PyTorch has none.
 */
export function gradientOf(run: Run, { gradW, update, statement }: Moment): Gradient | null {
  const found = gradW === null ? null : run.batchGradient;
  if (!found) return null;
  const [w, b] = found;
  return { at: run.after(statement > 0 ? update : update - 1), w, b };
}
