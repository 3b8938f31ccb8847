/**
 * A run's numbers as CSV: commas, a point for decimals, one line feed a row. Every number has as many digits as give the
 * same double back. A number that does not exist (`.grad` of None, before the first update) is an empty field.
 * Refuses rows that the page does not show: a run that diverges ends before it does.
 */
import type { Line } from "../../engine";
import type { Run } from "../run";

/** Rows joined at once: a million of them in one string would be doubled in memory. */
const CHUNK = 20_000;

type Cell = number | null | undefined;

const field = (value: Cell): string =>
  value === null || value === undefined || Number.isNaN(value) ? "" : String(value);

function table(header: readonly string[], rows: number, row: (index: number) => readonly Cell[]): string[] {
  const parts = [`${header.join(",")}\n`];
  for (let from = 0; from < rows; from += CHUNK) {
    let part = "";
    for (let index = from; index < Math.min(rows, from + CHUNK); index += 1)
      part += `${row(index).map(field).join(",")}\n`;
    parts.push(part);
  }
  return parts;
}

/** The samples as the run uses them, edits and all, before x is standardised. In parts, to be joined. */
export function samplesTable({ data }: Pick<Run, "data">): string[] {
  return table(["x", "y"], data.x.length, (index) => [data.x[index], data.y[index]]);
}

/**
 * One row for each update that can be seen, after one for the start; the update is how many are completed, the epoch
 * counts from 1, and w and b are those after the update. In parts, to be joined.
 * Where x is standardised, w, b and their gradients belong to the scaled x: two more columns, w_data and b_data, have the
 * same line for x as the table of samples has it.
 */
export function historyTable(
  run: Pick<Run, "history" | "seen" | "program" | "settings" | "start" | "after" | "inData">,
): string[] {
  const { history, seen } = run;
  const { init } = history;
  if (run.program === "parabola") {
    const { loss, w, gradW } = history;
    return table(["update", "f", "x", "gradX"], seen + 1, (update) =>
      update === 0 ? [0, null, init.w, null] : [update, loss[update - 1], w[update - 1], gradW[update - 1]],
    );
  }
  const { loss, w, b, gradW, gradB, epochLoss, epochEnds } = history;
  const scaled = run.settings.standardize === true;
  const header = ["update", "epoch", "loss", "w", "b", "gradW", "gradB", "epochLoss"];
  if (scaled) header.push("w_data", "b_data");
  const own = (line: Line): Cell[] => {
    if (!scaled) return [];
    const { w, b } = run.inData(line);
    return [w, b];
  };
  let epoch = 0;
  return table(header, seen + 1, (update) => {
    if (update === 0) return [0, null, null, init.w, init.b, null, null, null, ...own(run.start)];
    const at = update - 1;
    while (epoch < epochEnds.length && (epochEnds[epoch] ?? 0) <= at) epoch += 1;
    const known = [update, epoch + 1, loss[at], w[at], b[at], gradW[at], gradB[at], epochLoss[at]];
    return [...known, ...own(run.after(update))];
  });
}
