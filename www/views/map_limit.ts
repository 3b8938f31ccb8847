/**
 * The stability limit over the map: with the learning rate on an axis the limit along the other one, else the lines on
 * which the limit is the run's own rate. Solid where exact, dashed where a guide, with a word on it.
 * Refuses to draw a limit outside the axes, or to join two that are not neighbours.
 */
import { dot, inset, label } from "./map_labels";
import { type Cell, type MapScale, type Placed, placeOf, within } from "./map_scale";
import { DASH, type Palette, type Pen, TEXT_SIZE } from "./pen";

/** The limit at one place of the other axis: its index there, and the learning rate. */
export interface LimitPoint {
  index: number;
  rate: number;
  kind: "exact" | "guide";
}

/** In order of their index, and which axis has the learning rate; or lines over pixels and fractions of them. */
export type LimitView =
  | { along: "x" | "y"; points: readonly LimitPoint[] }
  | { along: null; lines: readonly { kind: LimitPoint["kind"]; points: readonly Cell[] }[] };

/** What of the map's view the limit's drawing takes. */
interface Drawn {
  limit: LimitView | null;
  here: { x: number; y: number } | null;
  palette: Palette;
  words: { exact: string; guide: string };
}

/** Where along the limit its label may stand. */
const LABEL_AT = [0.5, 0.25, 0.75];

/** A part of the limit's line. */
export interface Stretch {
  kind: LimitPoint["kind"];
  points: Placed[];
}

/** The limit in stretches of one kind, in order. From a guide to an exact value leads a guide; outside the axes nothing. */
export function stretches(limit: LimitView, scale: MapScale): Stretch[] {
  if (limit.along === null)
    return limit.lines.map(({ kind, points }) => ({ kind, points: points.map((at) => placeOf(scale, at)) }));
  const { along, points } = limit;
  const { plot } = scale;
  const found: Stretch[] = [];
  let joined = false;
  for (const { index, rate, kind } of points) {
    const centre = placeOf(scale, { column: index, row: index });
    const at = along === "x" ? { x: scale.x.at(rate), y: centre.y } : { x: centre.x, y: scale.y.at(rate) };
    const before = joined ? found.at(-1) : undefined;
    joined = within(at.x, plot.left, plot.right) && within(at.y, plot.bottom, plot.top);
    if (!joined) continue;
    if (before?.kind === kind) {
      before.points.push(at);
      continue;
    }
    const last = before?.points.at(-1);
    if (before?.kind === "guide") before.points.push(at);
    found.push({ kind, points: kind === "guide" && last ? [last, at] : [at] });
  }
  return found;
}

export function drawLimit(pen: Pen, view: Drawn, scale: MapScale): void {
  const { limit, palette, words } = view;
  if (!limit) return;
  const found = stretches(limit, scale);
  for (const { kind, points } of found) {
    const [first] = points;
    if (points.length === 1 && first) {
      dot(pen, first, 3, palette.ink, palette.ground);
      continue;
    }
    for (const rim of [true, false]) {
      pen.strokeStyle = rim ? palette.ground : palette.ink;
      pen.lineWidth = rim ? 4 : 1.75;
      pen.setLineDash(rim || kind === "exact" ? DASH.solid : DASH.dashed);
      pen.beginPath();
      for (const [index, { x, y }] of points.entries()) index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y);
      pen.stroke();
    }
  }
  pen.setLineDash([]);
  for (const kind of ["exact", "guide"] as const) {
    const longest = found
      .filter((stretch) => stretch.kind === kind)
      .sort((a, b) => b.points.length - a.points.length)[0];
    const at = longest && clearPlace(longest.points, view, scale);
    if (!at) continue;
    // Beside a line that climbs, below one that crosses.
    const below = climbs(longest.points) ? 0 : TEXT_SIZE + 2;
    label(pen, view, scale, words[kind], inset({ x: at.x, y: at.y + below }, scale), 10);
  }
}

/** Of a few places along a line the one farthest from the mark of this run, which has a label too. */
function clearPlace(points: readonly Placed[], { here }: Drawn, scale: MapScale): Placed | undefined {
  const found = LABEL_AT.flatMap((part) => points[Math.floor(part * points.length)] ?? []);
  if (!here) return found[0];
  const [x, y] = [scale.x.at(here.x), scale.y.at(here.y)];
  const away = (at: Placed): number => Math.max(Math.abs(at.x - x) / 4, Math.abs(at.y - y));
  return found.sort((a, b) => away(b) - away(a))[0];
}

/** Whether a line goes up rather than across. */
function climbs(points: readonly Placed[]): boolean {
  const span = (of: (at: Placed) => number): number => {
    const all = points.map(of);
    return Math.max(...all) - Math.min(...all);
  };
  return span(({ y }) => y) >= span(({ x }) => x);
}
