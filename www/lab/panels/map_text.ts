/** What the map says: under it, on its card, and to readers who do not see it. Refuses adjectives: numbers only. */
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import type { Grid } from "../../views/map_pixels";
import type { Cell } from "../../views/map_scale";
import { labelOf, type SettingWords } from "../refusal";
import { programOf } from "../settings";
import { type Axis, type Plan, sharesLeast, valuesAt } from "./map_axes";
import type { Filling } from "./map_filling";
import type { LimitSays } from "./map_limit";

const named = ({ setting }: Axis, value: number, names: SettingWords): string =>
  `${labelOf(setting.path, names)} ${numbers.setting(value)}`;

/** What a pixel is, what the line over them is, and where there is none. */
export function noteText(
  { plan, mostBatches, says }: Pick<Filling, "plan" | "mostBatches" | "says">,
  words: Words["map"],
): string {
  const kind =
    programOf(plan.settings) === "parabola" ? "noteParabola" : sharesLeast(plan) ? "note" : "noteLoss";
  let note = fill(words[kind], { updates: numbers.count(plan.updates) });
  if (says) note = fill(words.limits[says.case], { note, ...limitValues(says) });
  return mostBatches === null ? note : fill(words.noLimit, { note, batches: numbers.count(mostBatches) });
}

function limitValues(says: NonNullable<LimitSays>): Record<string, string> {
  if ("rate" in says) return { rate: numbers.setting(says.rate) };
  return "schedule" in says ? { schedule: says.schedule } : {};
}

/** "Learning rate 0.05", "Batch size 16". */
export function valueTexts(plan: Plan, cell: Cell, names: SettingWords): [string, string] {
  const [x, y] = valuesAt(plan, cell);
  return [named(plan.x, x, names), named(plan.y, y, names)];
}

export function endText({ values, columns }: Grid, { column, row }: Cell, words: Words["map"]): string {
  const loss = values[row * columns + column] ?? Number.NaN;
  if (Number.isNaN(loss)) return words.waiting;
  return Number.isFinite(loss) ? fill(words.ends, { loss: numbers.loss(loss) }) : words.endsDiverged;
}

export function cellText(
  plan: Plan,
  grid: Grid,
  cell: Cell,
  words: Words["map"],
  names: SettingWords,
): string {
  const [x, y] = valueTexts(plan, cell, names);
  return fill(words.value, { x, y, end: endText(grid, cell, words) });
}

export function describeMap(
  { plan, grid }: Pick<Filling, "plan" | "grid">,
  here: { x: number; y: number } | null,
  words: Words["map"],
  names: SettingWords,
): string {
  const { values, columns } = grid;
  let best = 0;
  let diverged = 0;
  values.forEach((loss, index) => {
    if (loss === Infinity) diverged += 1;
    if (loss < (values[best] ?? Number.NaN) || Number.isNaN(values[best])) best = index;
  });
  const [x, y] = valueTexts(plan, { column: best % columns, row: Math.floor(best / columns) }, names);
  const ends = ({ setting, values: along }: Axis) => ({
    label: labelOf(setting.path, names),
    first: numbers.setting(along[0] ?? Number.NaN),
    last: numbers.setting(along.at(-1) ?? Number.NaN),
  });
  const [across, up] = [ends(plan.x), ends(plan.y)];
  return fill(words.alt, {
    count: numbers.count(values.length),
    updates: numbers.count(plan.updates),
    xLabel: across.label,
    xFirst: across.first,
    xLast: across.last,
    yLabel: up.label,
    yFirst: up.first,
    yLast: up.last,
    loss: numbers.loss(values[best] ?? null),
    best: fill(words.pair, { x, y }),
    diverged: numbers.count(diverged),
    here: here
      ? fill(words.altHere, { x: named(plan.x, here.x, names), y: named(plan.y, here.y, names) })
      : "",
  }).trim();
}
