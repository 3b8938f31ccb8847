/**
 * Why a run's samples have no least-squares line, as a key of the words that say so. Refuses to find it out: where there
 * is none the engine has said, and the spread of x is its number too.
 */
import type { Run } from "../run";

export type NoFit = "one" | "equal" | "far";

/** Null where there is such a line, or it is not known yet. */
export function noFit({
  data,
  leastSquares,
  isTrained,
}: Pick<Run, "data" | "leastSquares" | "isTrained">): NoFit | null {
  if (leastSquares || !isTrained || data.x.length === 0) return null;
  if (data.x.length === 1) return "one";
  return data.std === null ? "equal" : "far";
}
