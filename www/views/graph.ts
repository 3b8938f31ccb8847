/**
 * The graph view: what is drawn for each node and edge of the current batch's graph. Parameters are rings of the
 * model's colour, data dashed rings, operations grey; what forward has not reached is pale; after `backward()` edges are
 * green and carry the walk's order.
 * A pure function of what it is given. Refuses to write out a long value: its shape stands for it.
 */

import type { Graph, GraphNode } from "../engine";
import * as numbers from "../numbers";
import { type GraphPlaces, RADIUS } from "./graph_layout";
import { widthOf } from "./labels";

export type NodeKind = "parameter" | "data" | "operation" | "loss";

export interface NodeMark {
  node: number;
  x: number;
  y: number;
  kind: NodeKind;
  symbol: string;
  /** Not computed yet. */
  pale: boolean;
  /** A value, or the shape that stands for it. */
  value: string;
  /** Empty before backward has come by. */
  gradient: string;
  /** Empty unless it was asked for. */
  numeric: string;
  /** Its turn in the walk back; null outside of it. */
  turn: number | null;
}

export interface EdgeMark {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** A gradient has come back along it. */
  back: boolean;
  pale: boolean;
}

/** What stands in a node, by PyTorch's name of its operation. */
const SYMBOLS: Readonly<Record<string, string>> = {
  add: "+",
  sub: "−",
  mul: "×",
  div: "÷",
  neg: "−",
  pow: "( )²",
  square: "( )²",
  sum: "Σ",
  mean: "x̄",
  matmul: "@",
  linear: "lin",
  mse_loss: "mse",
  reshape: "⤓",
  to: "f32",
  relu: "relu",
  exp: "exp",
  log: "log",
};

/** Names that would not fit into their ring. */
const SHORT: Readonly<Record<string, string>> = { weight: "w", bias: "b" };

export const shapeText = (shape: readonly number[]): string =>
  shape.length === 0 ? "" : shape.length === 1 ? `${shape[0]}` : shape.join("×");

function symbolOf({ op, name, leaf }: GraphNode): string {
  if (leaf) return (name && (SHORT[name] ?? name)) || "•";
  return SYMBOLS[op] ?? op;
}

/** Between a node's ring and its numbers, and between those and the next ring. */
export const BESIDE = 5;

/** What a node's turn in the walk takes to the left of it. */
const TURN = 10;

/** Where the numbers beside a node stand, from its middle: one that stands alone, or above and below each other. */
const LINE = { alone: 0, value: -9, gradient: 5, numeric: 18 } as const;
const HALF_LINE = 6;

/** A number keeps so far from the picture's edge. */
const EDGE = 2;

/** As much of a line as a number may take: up to the next node that stands in its way, to that one's turn, to the edge. */
function roomBeside(
  index: number,
  { at, width }: GraphPlaces,
  line: number,
  hasTurn: (node: number) => boolean,
): number {
  const own = at.get(index);
  if (!own) return 0;
  // A ring that begins before the number does cannot end it.
  const start = own.x + RADIUS + BESIDE;
  const ends = [...at]
    .filter(([, { x, y }]) => x > start && Math.abs(y - own.y - line) < RADIUS + HALF_LINE)
    .map(([node, { x }]) => x - RADIUS - BESIDE - (hasTurn(node) ? TURN : 0));
  return Math.min(width - EDGE, ...ends) - start;
}

/** A number as Python writes powers of ten, for where it is long and room is short. */
const brief = (value: number, digits: number): string =>
  value
    .toExponential(digits - 1)
    .replace("e+", "e")
    .replaceAll("-", "−");

/** Smaller than this a number is not written with all its zeros. */
const SMALL = 1e-6;

/** With so many significant digits, but never less exact than to the unit: "−82", not "−80". */
function plain(value: number, digits: number): string[] {
  const size = Math.abs(value);
  if (!(size >= SMALL)) return [];
  return [numbers.decimals(value, Math.max(0, digits - 1 - Math.floor(Math.log10(size))))];
}

/** The numbers are bold, or nearly all digits, which are wider than letters are on the whole. */
const WIDE = 1.15;

/** A number as exact as there is room for, after its sign; in powers of ten only where that is shorter. Null if none fits. */
function inRoom(text: string, value: number, room: number, sign = ""): string | null {
  const forms = [text, ...[3, 2, 1].flatMap((digits) => [...plain(value, digits), brief(value, digits)])];
  return forms.find((form) => WIDE * widthOf(sign + form) <= room) ?? null;
}

/** What stands before a derivative, and before its estimate. */
export const SIGN = { gradient: "∂ ", numeric: "≈ " } as const;

/** So high at least is a row in which a third number stands, clear of what is beside the next row's nodes. */
const THREE_ROWS = 36;

/** Whether a node is one number. Its shape says so: of many numbers only the first may have been asked for. */
export const isOne = ({ shape }: GraphNode): boolean => shape.every((size) => size === 1);

/** One number as such; more by their shape, where there is room for it. */
function valueText(node: GraphNode, room: number, crowded: boolean): string {
  const many = shapeText(node.shape);
  if (!node.value || !isOne(node)) return !crowded && widthOf(many) <= room ? many : "";
  const [number = Number.NaN] = node.value;
  return inRoom(numbers.loss(number), number, room) ?? "";
}

export interface GraphView {
  graph: Graph;
  places: GraphPlaces;
  /** Central differences by node; null unless asked for. */
  numeric: readonly (ArrayLike<number> | null)[] | null;
  /** The walk back has just been made: its order is shown. */
  walking: boolean;
}

/** The order in which backward visits the nodes: from the loss up, each after all that use it. */
export function walkOrder({ nodes }: Graph): number[] {
  return nodes
    .map((node, index) => ({ node, index }))
    .filter(({ node }) => node.requiresGrad && node.grad !== null)
    .map(({ index }) => index)
    .reverse();
}

export function nodeMarks({ graph, places, numeric, walking }: GraphView): NodeMark[] {
  const order = walking ? walkOrder(graph) : [];
  const last = graph.nodes.length - 1;
  const crowded = numeric !== null && places.rowHeight < THREE_ROWS;
  return graph.nodes.flatMap((node, index) => {
    const place = places.at.get(index);
    if (!place) return [];
    const kind = node.leaf
      ? node.requiresGrad
        ? "parameter"
        : "data"
      : index === last
        ? "loss"
        : "operation";
    const estimate = node.leaf ? numeric?.[index] : null;
    const room = (line: keyof typeof LINE): number =>
      roomBeside(index, places, LINE[line], (other) => order.includes(other));
    const derivative = (of: keyof typeof SIGN, values: ArrayLike<number> | null | undefined): string => {
      const value = values?.length === 1 ? values[0] : undefined;
      return value === undefined ? "" : (inRoom(numbers.gradient(value), value, room(of), SIGN[of]) ?? "");
    };
    const gradient = derivative("gradient", isOne(node) ? node.grad : null);
    const difference = derivative("numeric", estimate);
    return [
      {
        node: index,
        ...place,
        kind,
        symbol: symbolOf(node),
        pale: node.value === null,
        value: valueText(node, room(gradient || difference ? "value" : "alone"), crowded),
        gradient,
        numeric: difference,
        turn: order.includes(index) ? order.indexOf(index) + 1 : null,
      },
    ];
  });
}

export function edgeMarks({ graph, places }: GraphView): EdgeMark[] {
  return graph.edges.flatMap(([from, to]) => {
    const [a, b] = [places.at.get(from), places.at.get(to)];
    if (!a || !b) return [];
    const [input, result] = [graph.nodes[from], graph.nodes[to]];
    return [
      {
        from: a,
        to: b,
        back: Boolean(input?.requiresGrad && input.grad && result?.grad),
        pale: result?.value === null,
      },
    ];
  });
}
