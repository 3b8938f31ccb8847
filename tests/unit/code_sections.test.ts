/** Which lines of two listings of the same run belong beside each other, without a browser. */
import { beforeAll, describe, expect, test } from "vitest";
import type { FullModule, Settings } from "../../www/engine";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import type { Listing } from "../../www/views/code";
import { places, sections } from "../../www/views/code_sections";

let engine: FullModule;

beforeAll(async () => {
  engine = await engineInNode();
});

describe("two programs side by side", () => {
  const texts = ({ source }: Listing, lines: readonly number[]): string[] =>
    lines.map((line) => source[line]?.text.trim() ?? "");
  const pair = (settings: Settings): [Listing, Listing] => {
    const session = new engine.Session(settings);
    const twin = session.twin();
    return [
      { program: "by_hand", edited: false, source: session.source(), statements: session.statements() },
      { program: "torch", edited: false, source: twin.source(), statements: twin.statements() },
    ];
  };

  test("every line of both is there once and in order; loops and phases are seams", () => {
    const changes = [{ update: 20, set: { lr: 0.05, batch_size: 8, shuffle: true } }];
    for (const settings of [{}, { changes }]) {
      const [own, twin] = pair(settings);
      const cut = sections(own, twin);
      expect(cut.flatMap(({ own }) => own)).toEqual(own.source.map((_, line) => line));
      expect(cut.flatMap(({ twin }) => twin)).toEqual(twin.source.map((_, line) => line));
      const heads = cut.map((section) => [texts(own, section.own)[0], texts(twin, section.twin)[0]]);
      expect(heads.map((pair) => pair.map((text) => text?.split(/[ (]/)[0]))).toEqual([
        ["lr", "torch.manual_seed"],
        ["for", "for"],
        ["for", "for"],
        ["y_pred", "y_pred"],
        ["loss", "loss"],
        ["zero_grad", "optimizer.zero_grad"],
        ["loss.backward", "loss.backward"],
        ["w.data", "optimizer.step"],
      ]);
    }
  });

  test("a phase in another order is no seam, and moves no line", () => {
    const statements = [
      { op: "forward" },
      { op: "loss" },
      { op: "backward" },
      { op: "update", target: "w" },
      { op: "update", target: "b" },
      { op: "zero_grad" },
    ] as const;
    const [own, twin] = pair({ program: { base: "by_hand", statements } } as unknown as Settings);
    const cut = sections(own, twin);
    expect(cut.flatMap(({ own }) => own)).toEqual(own.source.map((_, line) => line));
    expect(cut.map((section) => texts(twin, section.twin).at(-1)).slice(-2)).toEqual([
      "loss.backward()",
      "optimizer.step()",
    ]);
  });

  test("sections begin on one row, and the last line of the shorter half has the rest of its rows", () => {
    const cut = [
      { own: [0, 1], twin: [0, 1, 2, 3] },
      { own: [2], twin: [4] },
    ];
    expect(places(cut, "own")).toEqual([
      { row: 1, rows: 1 },
      { row: 2, rows: 3 },
      { row: 5, rows: 1 },
    ]);
    expect(places(cut, "twin").map(({ row }) => row)).toEqual([1, 2, 3, 4, 5]);
  });
});
