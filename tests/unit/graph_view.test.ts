// The graph view with the engine's own graphs: what stands in a node, what is pale, what is green, and no overlaps.
import { beforeAll, describe, expect, test } from "vitest";
import type { Settings, Statement } from "../../www/engine";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { BESIDE, edgeMarks, nodeMarks, SIGN, walkOrder } from "../../www/views/graph";
import { graphPlaces, RADIUS } from "../../www/views/graph_layout";

let engine: Awaited<ReturnType<typeof engineInNode>>;
beforeAll(async () => {
  engine = await engineInNode();
});

const size = { width: 325, height: 250 };
/** In the small lab of a phone, upright and on its side, and of a smaller one. */
const SMALL = [
  { width: 364, height: 219 },
  { width: 398, height: 182 },
  { width: 334, height: 172 },
];

function viewAt(settings: Settings, update: number, statement: number, check = false, room = size) {
  const session = new engine.Session(settings);
  session.seek(update, statement);
  const graph = session.graph();
  const numeric = check ? session.numericGradient().values : null;
  session.free();
  const places = graphPlaces({ count: graph.nodes.length, edges: graph.edges }, room);
  return { graph, places, numeric, walking: statement === 4 };
}

const of = (view: ReturnType<typeof viewAt>, symbol: string) => {
  const mark = nodeMarks(view).find((candidate) => candidate.symbol === symbol);
  if (!mark) throw new Error(`No node shows ${symbol}.`);
  return mark;
};

describe("the hand-written program", () => {
  test("before forward only the leaves have values; after it the predictions do, and the loss comes with its statement", () => {
    const before = viewAt({}, 37, 0);
    expect(nodeMarks(before).filter(({ kind }) => kind === "parameter")).toHaveLength(2);
    const forward = viewAt({}, 37, 1);
    expect(of(forward, "+").pale).toBe(false);
    expect(of(forward, "+").value).toBe("16×1");
    // The parameters still hold the last update's gradients: nothing has cleared them.
    const others = nodeMarks(forward).filter(({ kind }) => kind !== "parameter");
    expect(others.map(({ gradient }) => gradient).join("")).toBe("");
    const loss = viewAt({}, 37, 2);
    expect(of(loss, "Σ")).toMatchObject({ kind: "loss", value: "15,290.1", gradient: "" });
  });

  test("after backward the parameters have their gradients, the walk starts at the loss, and only its edges are green", () => {
    const view = viewAt({}, 37, 4);
    expect(of(view, "w")).toMatchObject({ kind: "parameter", gradient: "−967" });
    expect(of(view, "b").gradient).toBe("−740");
    expect(of(view, "xb")).toMatchObject({ kind: "data", gradient: "", turn: null });
    expect(of(view, "Σ").turn).toBe(1);
    const order = walkOrder(view.graph);
    for (const [from, to] of view.graph.edges)
      if (order.includes(from)) expect(order.indexOf(from)).toBeGreaterThan(order.indexOf(to));
    const green = edgeMarks(view).filter(({ back }) => back);
    expect(green).toHaveLength(6);
  });

  test("the numeric derivative stands beside the automatic one, and agrees with it", () => {
    const view = viewAt({}, 37, 4, true);
    expect(of(view, "w").numeric).toBe("−967");
    expect(of(view, "b").numeric).toBe("−740");
  });

  test("the same graph has the same places at every moment", () => {
    const places = (statement: number) => [...viewAt({}, 12, statement).places.at.entries()];
    expect(places(4)).toEqual(places(2));
  });
});

/** The program by hand with other fields in one of its statements. */
const by = (at: number, change: Partial<Statement>): Settings => {
  const statements: Statement[] = [
    { op: "forward" },
    { op: "loss" },
    { op: "zero_grad" },
    { op: "backward" },
    { op: "update", target: "w" },
    { op: "update", target: "b" },
  ];
  return {
    program: {
      base: "by_hand",
      statements: statements.map((statement, index) =>
        index === at ? { ...statement, ...change } : statement,
      ),
    },
  };
};

test.each<[string, Settings, number, number]>([
  ["by hand", {}, 5, 4],
  ["PyTorch", { program: "torch" }, 5, 4],
  ["the parabola", { program: "parabola" }, 5, 3],
  ["a detached parameter", by(0, { detach: "w" }), 0, 4],
  ["a missing reshape", by(1, { reshape: false }), 1, 4],
  ["an update in the graph", by(4, { in_graph: true }), 0, 4],
])("%s: every node is inside the picture, and none lies on another", (_, settings, update, statement) => {
  for (const room of [size, ...SMALL]) {
    const view = viewAt(settings, update, statement, false, room);
    const marks = nodeMarks(view);
    expect(marks).toHaveLength(view.graph.nodes.length);
    for (const [index, a] of marks.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(RADIUS);
      expect(a.x).toBeLessThanOrEqual(room.width - RADIUS);
      expect(a.y).toBeGreaterThanOrEqual(RADIUS);
      expect(a.y).toBeLessThanOrEqual(room.height - RADIUS);
      for (const b of marks.slice(index + 1)) {
        const pair = `${a.symbol} and ${b.symbol}, ${room.height} pixels high`;
        expect(Math.hypot(a.x - b.x, a.y - b.y), pair).toBeGreaterThan(2 * RADIUS);
      }
    }
  }
});

test("where nodes are near each other a shape is left out rather than written over the next", () => {
  for (const room of [{ width: 240, height: 330 }, ...SMALL]) {
    const marks = nodeMarks(viewAt({ program: "torch" }, 5, 4, false, room));
    for (const a of marks.filter(({ value }) => value.includes("×")))
      for (const b of marks.filter(({ x, y }) => x > a.x && Math.abs(y - a.y) < RADIUS))
        expect(a.x + RADIUS + BESIDE + 6.8 * a.value.length, `${a.symbol}: ${a.value}`).toBeLessThan(
          b.x - RADIUS,
        );
  }
});

test("in the small lab of a phone w and the loss have their numbers in full, and a check has the room of the shapes", () => {
  for (const room of SMALL.slice(0, 2)) {
    const checked = viewAt({}, 37, 4, true, room);
    expect(of(checked, "w")).toMatchObject({ value: "23.1", gradient: "−967", numeric: "−967" });
    expect(of(checked, "b").value).toBe("8.35");
    expect(of(checked, "Σ").value).toBe("15,290.1");
    expect(nodeMarks(checked).filter(({ value }) => value.includes("×"))).toEqual([]);
    expect(of(viewAt({}, 37, 4, false, room), "+").value).toBe("16×1");
  }
});

test("of a graph that has grown long the nodes nearest to the loss are kept, and the rest is counted", () => {
  const edges = Array.from({ length: 59 }, (_, index) => [index, index + 1] as const);
  const { at, hidden } = graphPlaces({ count: 60, edges }, size);
  expect(hidden).toBe(42);
  expect([...at.keys()].at(-1)).toBe(42);
  expect(at.has(59)).toBe(true);
});

test("a program whose first statement raises leaves one row of leaves, in the middle, none over another", () => {
  const op = (name: Statement["op"]): Statement => ({ op: name });
  const program = {
    base: "torch" as const,
    statements: [
      { op: "forward" as const, cast: false },
      op("loss"),
      op("zero_grad"),
      op("backward"),
      op("update"),
    ],
  };
  const marks = nodeMarks(viewAt({ program }, 0, 0));
  expect(marks.map(({ symbol }) => symbol).sort()).toEqual(["b", "w", "xb", "yb"]);
  for (const { y } of marks) expect(Math.abs(y - size.height / 2)).toBeLessThan(30);
  const [first, second] = [...marks].sort((a, b) => a.x - b.x);
  expect(Math.abs((first?.y ?? 0) - (second?.y ?? 0))).toBeGreaterThan(RADIUS);
});

/** About the width of a bold digit at the size the graph writes in, in pixels: as measured in Chromium. */
const DIGIT = 7.7;

test("the numbers of a run that diverges are shortened before they reach the next node", () => {
  const marks = nodeMarks(viewAt({ lr: 1.2 }, 46, 4));
  const w = marks.find(({ symbol }) => symbol === "w");
  expect(w?.gradient).toMatch(/^−?\d\.\d\de\d$/);
  for (const a of marks)
    for (const text of [a.value, a.gradient && SIGN.gradient + a.gradient])
      for (const b of marks.filter(({ x, y }) => x > a.x && Math.abs(y - a.y) < RADIUS))
        expect(a.x + RADIUS + BESIDE + DIGIT * text.length, `${a.symbol}: ${text}`).toBeLessThan(
          b.x - RADIUS,
        );
});
