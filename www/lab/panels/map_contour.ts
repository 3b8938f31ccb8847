/**
 * Where a height over the map's pixels is 0, as lines: places are asked for one by one, a coarse grid first; between two
 * of different sign the crossing is halved in, and from there the line is followed from cell to cell.
 * Refuses to guess: a place without a height has no line beside it, and a line that slips through the coarse grid is missed.
 */
import type { Cell } from "../../views/map_scale";

export interface Height {
  /** Above 0 on one side of the line, below on the other; −∞ is below it, NaN is not known. */
  value: number;
  exact: boolean;
}

export interface ContourLine {
  kind: "exact" | "guide";
  /** Pixels with fractions: 1.5 is between the second and the third. */
  points: Cell[];
}

/** Pixels between two places. */
const STEP = 2;
/** Places between two of the coarse grid. */
const COARSE = 6;

interface Segment {
  kind: ContourLine["kind"];
  /** The edges it leads from and to. */
  ends: readonly [number, number];
}

/** Every so manieth number below `count`, and the last one. */
function spaced(count: number, step: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < count - 1; at += step) found.push(at);
  return [...found, count - 1];
}

export class Contour {
  /** Pixels of the places. */
  private readonly x: readonly number[];
  private readonly y: readonly number[];
  private readonly heights = new Map<number, Height>();
  private readonly seen = new Set<number>();
  private readonly crossings = new Map<number, Cell>();
  private readonly segments: Segment[] = [];

  constructor(columns: number, rows: number) {
    this.x = spaced(columns, STEP);
    this.y = spaced(rows, STEP);
  }

  /** The pixels whose height it needs, each once; it is sent the height of each. */
  *ask(): Generator<Cell, void, Height> {
    const [across, up] = [spaced(this.x.length, COARSE), spaced(this.y.length, COARSE)];
    for (const y of up) for (const x of across) yield* this.height(x, y);
    for (const [j, y] of up.entries())
      for (const [i, x] of across.entries()) {
        const [right, above] = [across[i + 1], up[j + 1]];
        if (right !== undefined) yield* this.halve(x, right, (at) => ({ x: at, y }), 1);
        if (above !== undefined) yield* this.halve(y, above, (at) => ({ x, y: at }), 0);
      }
  }

  /** Whether all heights that are known have this sign. */
  isAll(side: "above" | "below"): boolean {
    const known = [...this.heights.values()].filter(({ value }) => !Number.isNaN(value));
    return known.length > 0 && known.every((height) => isAbove(height) === (side === "above"));
  }

  /** What has been found of the lines. */
  lines(): ContourLine[] {
    return (["guide", "exact"] as const).flatMap((kind) => this.chains(kind));
  }

  private *height(x: number, y: number): Generator<Cell, Height, Height> {
    const key = this.key(x, y);
    const known = this.heights.get(key);
    if (known) return known;
    const height = yield { column: this.x[x] ?? 0, row: this.y[y] ?? 0 };
    this.heights.set(key, height);
    return height;
  }

  /** Between two places of different sign along one axis the crossing, and the line on from there. */
  private *halve(
    from: number,
    to: number,
    place: (at: number) => { x: number; y: number },
    across: 0 | 1,
  ): Generator<Cell, void, Height> {
    let [low, high] = [from, to];
    const at = (index: number) => {
      const { x, y } = place(index);
      return this.height(x, y);
    };
    const first = yield* at(low);
    if (!differ(first, yield* at(high))) return;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const found = yield* at(middle);
      if (Number.isNaN(found.value)) return;
      if (differ(first, found)) high = middle;
      else low = middle;
    }
    const { x, y } = place(low);
    yield* this.follow([
      [x, y],
      [x - (1 - across), y - across],
    ]);
  }

  /** Goes through cells, named by their lower left place, as long as the line leads on. */
  private *follow(cells: [number, number][]): Generator<Cell, void, Height> {
    for (let next = cells.pop(); next; next = cells.pop()) {
      const [x, y] = next;
      const key = this.key(x, y);
      if (x < 0 || y < 0 || x >= this.x.length - 1 || y >= this.y.length - 1 || this.seen.has(key)) continue;
      this.seen.add(key);
      const a = yield* this.height(x, y);
      const b = yield* this.height(x + 1, y);
      const c = yield* this.height(x + 1, y + 1);
      const d = yield* this.height(x, y + 1);
      const crossed = [
        this.cross(x, y, 0, a, b) && { edge: 2 * key, beyond: [x, y - 1] as [number, number] },
        this.cross(x + 1, y, 1, b, c) && { edge: 2 * (key + 1) + 1, beyond: [x + 1, y] as [number, number] },
        this.cross(x, y + 1, 0, d, c) && {
          edge: 2 * this.key(x, y + 1),
          beyond: [x, y + 1] as [number, number],
        },
        this.cross(x, y, 1, a, d) && { edge: 2 * key + 1, beyond: [x - 1, y] as [number, number] },
      ].filter((found) => found !== false);
      cells.push(...crossed.map(({ beyond }) => beyond));
      const kind = [a, b, c, d].every(({ exact }) => exact) ? "exact" : "guide";
      const [first, second, third, fourth] = crossed.map(({ edge }) => edge);
      if (first === undefined || second === undefined) continue;
      if (third === undefined || fourth === undefined) {
        this.segments.push({ kind, ends: [first, second] });
        continue;
      }
      // A saddle: its middle goes with one pair of corners.
      const middle = { value: a.value + b.value + c.value + d.value, exact: false };
      const pairs = differ(a, middle) ? [first, fourth, second, third] : [first, second, third, fourth];
      const [e = 0, f = 0, g = 0, h = 0] = pairs;
      this.segments.push({ kind, ends: [e, f] }, { kind, ends: [g, h] });
    }
  }

  /** Whether the line crosses the edge that leads right (0) or up (1) from a place; keeps where. */
  private cross(x: number, y: number, up: 0 | 1, from: Height, to: Height): boolean {
    if (!differ(from, to)) return false;
    const part = Number.isFinite(from.value - to.value) ? from.value / (from.value - to.value) : 0.5;
    const [column = 0, row = 0] = [this.x[x], this.y[y]];
    const right = up ? 0 : (this.x[x + 1] ?? column) - column;
    const above = up ? (this.y[y + 1] ?? row) - row : 0;
    this.crossings.set(2 * this.key(x, y) + up, { column: column + part * right, row: row + part * above });
    return true;
  }

  private key(x: number, y: number): number {
    return y * this.x.length + x;
  }

  private chains(kind: ContourLine["kind"]): ContourLine[] {
    const left = new Set(this.segments.filter((segment) => segment.kind === kind));
    const at = new Map<number, Segment[]>();
    for (const segment of left)
      for (const end of segment.ends) at.set(end, [...(at.get(end) ?? []), segment]);
    const walk = (start: Segment, from: number): number[] => {
      const edges = [from];
      let segment: Segment | undefined = start;
      while (segment) {
        left.delete(segment);
        const [first, second]: Segment["ends"] = segment.ends;
        const next: number = first === edges.at(-1) ? second : first;
        edges.push(next);
        segment = at.get(next)?.find((other) => left.has(other));
      }
      return edges;
    };
    const found: number[][] = [];
    // Lines with an end from there; what is then left goes round.
    for (const [end, [only, ...more]] of at)
      if (only && more.length === 0 && left.has(only)) found.push(walk(only, end));
    for (const segment of left) if (left.has(segment)) found.push(walk(segment, segment.ends[0]));
    return found.map((edges) => ({ kind, points: edges.flatMap((edge) => this.crossings.get(edge) ?? []) }));
  }
}

const isAbove = ({ value }: Height): boolean => value >= 0;

function differ(a: Height, b: Height): boolean {
  return !Number.isNaN(a.value) && !Number.isNaN(b.value) && isAbove(a) !== isAbove(b);
}
