/**
 * The map as a still picture: every run of it is trained when the site is built. Runs that end alike lie in one path, so
 * that a hundred by a hundred of them stay a small file.
 * Refuses settings that no two of which could vary, as the map on the page does.
 */
import type { Engine } from "../engine";
import { type Plan, sharesLeast, standing, sweepable } from "../lab/panels/map_axes";
import { Filling } from "../lab/panels/map_filling";
import { Planner } from "../lab/panels/map_plan";
import { describeMap } from "../lab/panels/map_text";
import { labelOf, type SettingWords } from "../lab/refusal";
import type { Run } from "../lab/run";
import type { Words } from "../strings";
import { draw, drawHatching } from "../views/map";
import { type Rgb, ramp, spanOf, strength } from "../views/map_pixels";
import { type MapScale, mapScale } from "../views/map_scale";
import { font, type Size } from "../views/pen";

import { colourOf, type Theme } from "./still_files";
import { cssPalette, SvgPen } from "./svg_pen";

/** Steps of colour: with more nobody sees a difference, and the file grows. */
const STEPS = 24;

/** A map whose runs are all trained. */
export interface StillMap {
  filling: Filling;
  here: { x: number; y: number } | null;
  least: number;
}

/** Each is filled once: every page that shows it, in every language, shows the same. */
const known = new Map<string, StillMap | null>();

/** The map a run's panel begins with; null if no two of the settings span one. */
export function stillMap(engine: Engine, run: Run): StillMap | null {
  const key = JSON.stringify(run.settings);
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = fill(engine, run);
  known.set(key, made);
  return made;
}

function fill(engine: Engine, { settings, data, planned, start, bowl }: Run): StillMap | null {
  const [x, y] = sweepable(engine, settings);
  if (!x || !y) return null;
  const samples = data.x.length;
  const plan = new Planner().plan({ settings, samples, planned, pair: [x, y] });
  const filling = new Filling(engine, plan, samples, start);
  while (!filling.complete) filling.work(Number.POSITIVE_INFINITY);
  const [across, up] = [standing(settings, plan.x, start), standing(settings, plan.y, start)];
  return {
    filling,
    here: across === null || up === null ? null : { x: across, y: up },
    least: sharesLeast(plan) ? (bowl?.least ?? 0) : 0,
  };
}

/** What the map says. */
type Said = Pick<Words, "map" | "settings">;

export const describeStill = ({ filling, here }: StillMap, { map, settings }: Said): string =>
  describeMap(filling, here, map, settings);

export function drawStillMap(
  { filling, here, least }: StillMap,
  size: Size,
  theme: Theme,
  { map: words, settings: names }: Said,
): string {
  const { plan, grid, limit } = filling;
  const scale = mapScale(size, plan.x, plan.y);
  const span = spanOf(grid, least);
  const mixed = (name: string): string => rgb(hex(colourOf(name, theme)));
  const colours = ramp({ ground: mixed("--panel"), wrongMark: mixed("--wrong-mark"), ink: mixed("--ink") });
  const pen = new SvgPen();
  drawHatching(pen, scale.plot, cssPalette);
  const paths = new Map<string, string>();
  const { columns, rows, values } = grid;
  const [across, up] = [
    (scale.plot.right - scale.plot.left) / columns,
    (scale.plot.bottom - scale.plot.top) / rows,
  ];
  const inkOf = (row: number, column: number): string => {
    const loss = values[row * columns + column] ?? Number.NaN;
    if (!span || !Number.isFinite(loss)) return "";
    const step = Math.round(strength(loss, span) * (STEPS - 1));
    return rgb(colours[Math.round((step / (STEPS - 1)) * (colours.length - 1))] ?? [0, 0, 0]);
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; ) {
      const ink = inkOf(row, column);
      const from = column;
      while (column < columns && inkOf(row, column) === ink) column += 1;
      if (ink) paths.set(ink, (paths.get(ink) ?? "") + bar(from, column, row));
    }
  }
  // In whole cells, counted from the upper left corner; a cell is as large as on the page.
  function bar(from: number, to: number, row: number): string {
    return `M${from} ${rows - 1 - row}h${to - from}v1h${from - to}z`;
  }
  const pixels = [...paths].map(([ink, path]) => `<path fill="${ink}" d="${path}"/>`).join("");
  const cells = `<g transform="translate(${scale.plot.left} ${scale.plot.top}) scale(${across} ${up})" shape-rendering="crispEdges">${pixels}</g>`;
  const over = new SvgPen();
  draw(over, { span, ramp: colours, limit, here, cell: null, palette: cssPalette, words }, scale);
  drawTitles(over, plan, scale, names);
  return `${pen.markup}${cells}${over.markup}`;
}

/** The names of the axes, which on the page are lists to choose from. */
function drawTitles(pen: SvgPen, { x, y }: Plan, { plot }: MapScale, names: SettingWords): void {
  pen.font = font(cssPalette, 600);
  pen.fillStyle = cssPalette.ink;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.fillText(`↑ ${labelOf(y.setting.path, names)}`, 8, plot.top / 2);
  pen.textAlign = "right";
  pen.fillText(`→ ${labelOf(x.setting.path, names)}`, plot.right, plot.top / 2);
}

const hex = (colour: string): Rgb => {
  const [red = "0", green = "0", blue = "0"] = colour.match(/[\da-f]{2}/gi) ?? [];
  return [red, green, blue].map((part) => Number.parseInt(part, 16)) as unknown as Rgb;
};
const rgb = (colour: Rgb): string => `rgb(${colour.map(Math.round).join(", ")})`;
