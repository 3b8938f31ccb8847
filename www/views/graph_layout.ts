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
  /** Of the picture: a number ends before it does. */
  width: number;
}

export const RADIUS = 14;
/** From the middle of a node to that of any other. */
const APART = 2 * RADIUS + 2;
/** Where rows are lower than that, a node that would lie on another is moved aside by steps of so much. */
const ASIDE = 4;

/** A parameter's number and its derivative below it: how far they reach from its middle, and about how wide they are. */
const NUMBERS = { above: 15, below: 11, from: RADIUS + 5, width: 44 } as const;
/** In a row with an input that could stand lower columns are narrower: its edge must pass by the nodes below. */
const NARROWER = 0.8;

/** More nodes than these cannot be read in the room there is. */
const MOST = 18;
const ZIGZAG = 22;
const MARGIN = { top: 22, bottom: 24, left: 34 };
/** To the right of the last column there is room for a derivative and its power of ten; in a wide picture for five digits. */
const rightMargin = (width: number): number => Math.max(84, Math.min(96, 0.26 * width));

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

  const isInput = (node: number): boolean => shown.every(([, to]) => to !== node);
  const lifted = lift(rows, nodes, isInput);
  const last = Math.max(0, ...nodes.map((node) => rows[node] ?? 0));
  const widest = Math.max(
    1,
    ...Array.from({ length: last + 1 }, (_, row) => nodes.filter((node) => rows[node] === row).length),
  );
  const [left, right] = [MARGIN.left, size.width - rightMargin(size.width)];
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
    const gap = own.some((node) => lifted.has(node)) ? NARROWER * columnWidth : columnWidth;
    const places = spread(wanted, gap, left, right);
    // To the left of the numbers of the node below, then back above it.
    const side = row % 2 === 1 ? -1 : 1;
    own.forEach((node, index) => {
      const y = foot - row * rowHeight + (last === 0 ? (index % 2 === 0 ? -ZIGZAG : ZIGZAG) : 0);
      const wish = { x: places[index] ?? left, y };
      const placed = [...at].map(([other, place]) => ({ ...place, hasNumbers: isInput(other) }));
      at.set(node, { x: clearOf(placed, wish, side, [left, right]), y });
    });
  }
  return { at, hidden: first, rowHeight, columnWidth, width: size.width };
}

/**
 * What nothing leads to can stand higher than it must: out of a row that is fuller than the one above it, so that the
 * columns are wide enough for the numbers. Changes the rows and tells which it lifted; refuses to add a row.
 */
function lift(
  rows: number[],
  nodes: readonly number[],
  isInput: (node: number) => boolean,
): ReadonlySet<number> {
  const lifted = new Set<number>();
  const inRow = (row: number): number[] => nodes.filter((node) => rows[node] === row);
  const top = Math.max(0, ...nodes.map((node) => rows[node] ?? 0));
  for (let row = 1; row < top; row += 1) {
    const inputs = inRow(row).filter(isInput);
    while (inputs.length > 0 && inRow(row).length > inRow(row + 1).length + 1) {
      const [input] = inputs.splice(0, 1);
      if (input === undefined) break;
      rows[input] = row + 1;
      lifted.add(input);
    }
  }
  return lifted;
}

/** A ring over the numbers beside another. */
const coversNumbers = (ring: Place, { x, y }: Place): boolean =>
  ring.y + RADIUS > y - NUMBERS.above &&
  ring.y - RADIUS < y + NUMBERS.below &&
  ring.x + RADIUS > x + NUMBERS.from &&
  ring.x - RADIUS < x + NUMBERS.from + NUMBERS.width;

/**
 * Where a node lies on none of the others, nor on a parameter's numbers if that can be: as near as can be to where it
 * should, rather on the side given.
 */
function clearOf(
  others: readonly (Place & { hasNumbers: boolean })[],
  { x, y }: Place,
  side: -1 | 1,
  [left, right]: readonly [number, number],
): number {
  const steps = Array.from({ length: Math.ceil((right - left) / ASIDE) }, (_, step) => step * side * ASIDE);
  const moved = steps
    .flatMap((step) => [x + step, x - step])
    .filter((place) => place >= left && place <= right);
  const apart = moved.filter((x) => others.every((other) => Math.hypot(x - other.x, y - other.y) >= APART));
  const free = apart.find((x) => !others.some((other) => other.hasNumbers && coversNumbers({ x, y }, other)));
  return free ?? apart[0] ?? x;
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
