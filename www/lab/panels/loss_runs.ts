/**
 * Runs over each other in one picture of losses: the unit they share, and what of another run is not the main one's
 * past. Refuses to draw.
 */
import { type Point, trace } from "../../views/loss_scale";
import type { Run } from "../run";

/** The unit where runs share none of their own: the mean of the squared residuals. */
export const PER_SAMPLE = 1;

/** The unit in which all runs tell their loss; null where they differ, or one changes it in mid-run. */
export function commonUnit(runs: readonly Run[]): number | null {
  const [first, ...rest] = runs.map(({ unit }) => unit);
  return first !== undefined && rest.every((unit) => unit === first) ? first : null;
}

/** The first update that two runs do not share: up to it they are one and the same. */
export function parting(run: Run, other: Run): number {
  const [own, theirs] = [run.settings.changes ?? [], other.settings.changes ?? []];
  const only = (changes: typeof own, others: typeof own): number[] => {
    const known = new Set(others.map((change) => JSON.stringify(change)));
    return changes.filter((change) => !known.has(JSON.stringify(change))).map(({ update }) => update);
  };
  return Math.min(...only(own, theirs), ...only(theirs, own), run.seen, other.seen);
}

/**
 * Another run from where it parts: its epochs' means where there are some, else each of its updates. It starts on the
 * main run's own curve.
 */
export function ghostOf(run: Run, other: Run, unit: number, columns: number): Point[] {
  const from = parting(run, other);
  const [own, theirs] = [run.curves(unit), other.curves(unit)];
  const means = theirs.means.filter(({ update }) => update > from);
  const points = means.length > 1 ? means : trace(theirs.updates.subarray(from), columns, from);
  const curve = means.length > 1 ? own.means : trace(own.updates.subarray(0, from), columns);
  const start = at(curve, from);
  return start === null ? points : [{ update: from, loss: start }, ...points];
}

/** A curve's height between two of its points; null before the first. */
function at(curve: readonly Point[], update: number): number | null {
  const after = curve.find((point) => point.update >= update);
  const before = curve.findLast((point) => point.update <= update);
  if (!before) return null;
  if (!after || after.update === before.update) return before.loss;
  const part = (update - before.update) / (after.update - before.update);
  return before.loss + part * (after.loss - before.loss);
}
