/**
 * A listing of the code view in pieces, without a browser: how a line is cut, which of its numbers are settings, and how far
 * a drag or a key takes one.
 */
import { describe, expect, test } from "vitest";
import type { Settings } from "../../www/engine";
import { dragged, nudged } from "../../www/lab/literal_steps";
import { type Setting, settingOf } from "../../www/lab/settings";
import { rows } from "../../www/views/code";
import { ideasOf, tokens } from "../../www/views/python";
import { openListing } from "./opened_listing";

describe("pieces of Python", () => {
  const kinds = (text: string, program = "by_hand"): string[] =>
    tokens(text, ideasOf(program))
      .filter(({ text }) => text.trim() !== "")
      .map(({ text, kind }) => `${text.trim()}:${kind}`);

  test("a comment has one colour, also behind a number in it that can be set", () => {
    const text =
      "    if no_better == 5:  # After 5 epochs in a row that do not lower the mean loss by 0.1, not in all";
    const behind = tokens(text, ideasOf("sgd_regressor"), text.indexOf(" epochs"), text.indexOf("0.1"));
    expect(behind).toEqual([
      { text: " epochs in a row that do not lower the mean loss by ", kind: "comment" },
    ]);
    const last = tokens(text, ideasOf("sgd_regressor"), text.indexOf(", not"));
    expect(last).toEqual([{ text: ", not in all", kind: "comment" }]);
    // Before the sign it is a program.
    expect(tokens("if x:  # if", ideasOf("by_hand"), 0, 2)).toEqual([{ text: "if", kind: "keyword" }]);
  });

  test("the ideas wear their colours, the rest is told apart by kind", () => {
    expect(kinds("w.data = w.data - lr * w.grad / len(xb)")).toEqual([
      "w:model",
      ".data =:plain",
      "w:model",
      ".data - lr *:plain",
      "w:model",
      ".:plain",
      "grad:way",
      "/:plain",
      "len:call",
      "(xb):plain",
    ]);
    expect(kinds("loss.backward()")).toEqual(["loss:wrong", ".:plain", "backward:way", "():plain"]);
    expect(kinds("for epoch in range(100):  # go")).toEqual([
      "for:keyword",
      "epoch:plain",
      "in:keyword",
      "range:call",
      "(:plain",
      "100:number",
      ")::plain",
      "# go:comment",
    ]);
  });

  test("strings hold no keywords, and numbers may have an exponent", () => {
    expect(kinds('print(f"for {w}", 1e-07)')).toEqual([
      "print:call",
      "(:plain",
      'f"for {w}":string',
      ",:plain",
      "1e-07:number",
      "):plain",
    ]);
  });

  test("x is the parameter of the parabola, and data elsewhere; an argument's name is no parameter", () => {
    expect(kinds("f = x ** 2", "parabola")[2]).toBe("x:model");
    expect(kinds("batches(x, y, 16)")).not.toContain("x:model");
    expect(kinds("make(b=1)")).toEqual(["make:call", "(b=:plain", "1:number", "):plain"]);
  });

  test("a listing's pieces put together are its lines, whatever is live", () => {
    const all: Settings[] = [
      {},
      { program: "torch", momentum: 0.9, nesterov: true, init: { w: -3, b: 1e-7 } },
      { program: "parabola" },
      { program: "sgd_regressor", penalty: "elasticnet", learning_rate: "optimal", average: true },
      { changes: [{ update: 20, set: { lr: 0.05, batch_size: 8, shuffle: true } }] },
    ];
    for (const settings of all)
      for (const live of [true, false]) {
        const { listing } = openListing(settings);
        const text = rows(listing, () => live).map(
          ({ indent, pieces }) => " ".repeat(indent) + pieces.map((piece) => piece.text).join(""),
        );
        expect(text).toEqual(listing.source.map((line) => line.text));
      }
  });
});

describe("settings in the code", () => {
  const live = (settings: Settings, isLive = (path: string) => settingOf(path) !== undefined): string[] =>
    rows(openListing(settings).listing, isLive).flatMap(({ pieces }) =>
      pieces.flatMap(({ text, setting }) => (setting ? [`${setting}=${text}`] : [])),
    );

  test("every number and choice of the classic program is the value of its setting", () => {
    expect(live({})).toEqual([
      "lr=0.01",
      "init.w=0.1",
      "dtype=float64",
      "init.b=0.0",
      "dtype=float64",
      "epochs=100",
      "batch_size=16",
    ]);
  });

  test("flags are live where the listing has them", () => {
    expect(live({ program: "torch", nesterov: true, momentum: 0.9 })).toEqual([
      "seed=0",
      "batch_size=16",
      "shuffle=True",
      "lr=0.01",
      "momentum=0.9",
      "nesterov=True",
      "epochs=100",
    ]);
    expect(live({ drop_last: false })).toContain("drop_last=False");
  });

  test("what a change in mid-run sets, and its update, are the change's own values, not the settings'", () => {
    const changes = [{ update: 20, set: { nesterov: true, lr: 0.5, batch_size: 8 } }];
    expect(
      live({ program: "torch", momentum: 0.9, changes }).filter((text) => /changes|nesterov/.test(text)),
    ).toEqual([
      "changes[0].set.batch_size=8",
      "changes[0].update=20",
      "changes[0].set.lr=0.5",
      "changes[0].set.nesterov=True",
    ]);
    const shuffled = live({ changes: [{ update: 20, set: { shuffle: true } }] });
    expect(shuffled.filter((text) => text.includes("shuffle"))).toEqual([
      "shuffle=False",
      "changes[0].set.shuffle=True",
    ]);
  });

  test("what may not be changed here is plain text", () => {
    expect(live({ program: "torch" }, (path) => path === "lr")).toEqual(["lr=0.01"]);
    expect(live({ program: "sgd_regressor" })).toContain("power_t=0.25");
  });
});

describe("a drag and a nudge", () => {
  const setting = (path: string): Setting => {
    const found = settingOf(path);
    if (!found) throw new Error(`There is no setting ${path}.`);
    return found;
  };

  test("on a logarithmic scale equal ways multiply, to two significant digits", () => {
    const lr = setting("lr");
    expect(dragged(lr, 0.01, 0)).toBe(0.01);
    expect(dragged(lr, 0.001, 360)).toBe(2);
    expect(dragged(lr, 0.01, 60) / 0.01).toBeCloseTo(2000 ** (1 / 6), 0);
    expect(dragged(lr, 0.01, -1000)).toBe(0.001);
  });

  test("on a linear scale they add whole steps, and counts stay whole", () => {
    expect(dragged(setting("batch_size"), 16, 36)).toBe(26);
    expect(dragged(setting("batch_size"), 16, -1000)).toBe(1);
    expect(dragged(setting("init.w"), 0.1, 3)).toBe(0.4);
  });

  test("a nudge on a logarithmic scale moves the second digit, across a power of ten too", () => {
    const lr = setting("lr");
    expect(nudged(lr, 0.01, 1)).toBe(0.011);
    expect(nudged(lr, 0.01, -1)).toBe(0.0099);
    expect(nudged(lr, 0.01, 10)).toBe(0.02);
    expect(nudged(lr, 0.099, 2)).toBe(0.11);
    expect(nudged(lr, 0.001, -1)).toBe(0.001);
  });

  test("a number outside its slider comes back into it, and is not thrown there", () => {
    expect(nudged(setting("lr"), 5, -1)).toBe(4.9);
    expect(nudged(setting("lr"), 5, 1)).toBe(5);
    expect(nudged(setting("lr"), 0, 1)).toBe(0.001);
    expect(dragged(setting("lr"), 0, 0)).toBe(0);
  });
});
