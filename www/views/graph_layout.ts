/**
 * Where the nodes of a computational graph stand: in rows, each one row above the nodes that use it, the loss at the
 * foot. The same graph has the same places, whatever its values.
 * Refuses to draw without end: of a graph that grows with every update the nodes nearest to the loss are kept.
 */
import { spread } from "./labels";
import type { Size } from "./pen";

export interface GraphShape {
  /** How many nodes there are. */
  count: number;
  /** From input to result. */
  edges: readonly (readonly [number, number])[];
}

interface Place {
  x: number;
  y: number;
}

export interface GraphPlaces {
  /** Places of the nodes that are drawn, by number. */
  at: ReadonlyMap<number, Place>;
  /** How many earlier nodes are left out. */
  hidden: number;
  rowHeight: number;
  columnWidth: number;
}

export const RADIUS = 14;
/** From the middle of a node to that of any other. */
const APART = 2 * RADIUS + 2;
/** Where rows are lower than that, a node that would lie on another is moved aside by steps of so much. */
const ASIDE = 4;

/** More nodes than these cannot be read in the room there is. */
const MOST = 18;
const ZIGZAG = 22;
const MARGIN = { top: 22, bottom: 24, left: 34, right: 62 };

export function graphPlaces({ count, edges }: GraphShape, size: Size): GraphPlaces {
  const first = Math.max(0, count - MOST);
  const shown = edges.filter(([from, to]) => from >= first && to >= first);
  // A node stands a row above the highest of those that use it: inputs have smaller numbers than results.
  const rows = new Array<number>(count).fill(0);
  const users: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of shown) users[from]?.push(to);
  for (let node = count - 1; node >= first; node -= 1)
    for (const user of users[node] ?? []) rows[node] = Math.max(rows[node] ?? 0, (rows[user] ?? 0) + 1);
  const nodes = Array.from({ length: count - first }, (_, index) => first + index);
  // What nobody uses, as a batch before its first statement, stands at the top of what there is.
  const deepest = Math.max(0, ...nodes.map((node) => rows[node] ?? 0));
  for (const node of nodes)
    if ((users[node] ?? []).length === 0 && node !== count - 1)
      rows[node] = Math.max(rows[node] ?? 0, deepest);

  const last = Math.max(0, ...nodes.map((node) => rows[node] ?? 0));
  const widest = Math.max(
    1,
    ...Array.from({ length: last + 1 }, (_, row) => nodes.filter((node) => rows[node] === row).length),
  );
  const [left, right] = [MARGIN.left, size.width - MARGIN.right];
  const columnWidth = (right - left) / Math.max(1, widest - 1);
  const rowHeight = last === 0 ? 0 : (size.height - MARGIN.top - MARGIN.bottom) / last;
  // Before anything is computed there is one row; it stands in the middle, in a zigzag that leaves room for the values.
  const foot = last === 0 ? (size.height + MARGIN.top - MARGIN.bottom) / 2 : size.height - MARGIN.bottom;
  const at = new Map<number, Place>();
  for (let row = 0; row <= last; row += 1) {
    const own = nodes.filter((node) => rows[node] === row);
    const wanted = own.map((node) =>
      wantedX(node, users[node] ?? [], shown, at, (left + right) / 2, columnWidth),
    );
    const places = spread(wanted, columnWidth, left, right);
    // To the left of the numbers of the node below, then back above it.
    const side = row % 2 === 1 ? -1 : 1;
    own.forEach((node, index) => {
      const y = foot - row * rowHeight + (last === 0 ? (index % 2 === 0 ? -ZIGZAG : ZIGZAG) : 0);
      const wish = { x: places[index] ?? left, y };
      at.set(node, { x: clearOf([...at.values()], wish, side, [left, right]), y });
    });
  }
  return { at, hidden: first, rowHeight, columnWidth };
}

/** Where a node lies on none of the others: as near as can be to where it should, rather on the side given. */
function clearOf(
  others: readonly Place[],
  { x, y }: Place,
  side: -1 | 1,
  [left, right]: readonly [number, number],
): number {
  for (let step = 0; step * ASIDE < right - left; step += 1)
    for (const moved of [x + step * side * ASIDE, x - step * side * ASIDE]) {
      const free = others.every((other) => Math.hypot(moved - other.x, y - other.y) >= APART);
      if (free && moved >= left && moved <= right) return moved;
    }
  return x;
}

/** Above its users; where one has two inputs, the first to the left and the second to the right of it. */
function wantedX(
  node: number,
  users: readonly number[],
  edges: GraphShape["edges"],
  at: GraphPlaces["at"],
  middle: number,
  columnWidth: number,
): number {
  const wishes = users.map((user) => {
    const inputs = edges.filter(([, to]) => to === user).map(([from]) => from);
    const side = inputs.length < 2 ? 0 : inputs.indexOf(node) / (inputs.length - 1) - 0.5;
    return (at.get(user)?.x ?? middle) + side * columnWidth;
  });
  return wishes.length === 0 ? middle : wishes.reduce((sum, wish) => sum + wish, 0) / wishes.length;
}
