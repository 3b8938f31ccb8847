/**
 * The code view without a browser: how a listing is cut into pieces, what stands beside each line at a moment of a real
 * run, how far two numbers agree, and how far a drag takes a number.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { Engine, type FullModule, type Settings } from "../../www/engine";
import { dragged, nudged } from "../../www/lab/literal_steps";
import { LabModel } from "../../www/lab/model";
import { besides } from "../../www/lab/panels/code_twin";
import { programOf, type Setting, settingOf } from "../../www/lab/settings";
import * as numbers from "../../www/numbers";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { agreement } from "../../www/views/agreement";
import { type Listing, rows } from "../../www/views/code";
import { type Reading, readings } from "../../www/views/code_readings";
import { ideasOf, tokens } from "../../www/views/python";

let engine: FullModule;

beforeAll(async () => {
  engine = await engineInNode();
});

const words = { batch: "batch {batch} of {batches}", sample: "sample {batch}/{batches}", now: "now {value}" };

function open(settings: Settings): { session: InstanceType<FullModule["Session"]>; listing: Listing } {
  const session = new engine.Session(settings);
  const source = session.source();
  const statements = session.statements();
  const edited = typeof settings.program === "object";
  return { session, listing: { program: programOf(settings), edited, source, statements } };
}

/** What is beside each line that has something, by the line's text. */
function beside(settings: Settings, update: number, statement: number): Record<string, Reading> {
  const { session, listing } = open(settings);
  session.seek(update, statement);
  const told = readings(listing, session.state(), session.values(), words);
  session.free();
  return Object.fromEntries(
    listing.source.flatMap(({ text }, line) => {
      const reading = told[line];
      return reading ? [[text.trim(), reading] as const] : [];
    }),
  );
}

const texts = (found: Record<string, Reading>): Record<string, string> =>
  Object.fromEntries(Object.entries(found).map(([line, { text }]) => [line, text]));

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
        const { listing } = open(settings);
        const text = rows(listing, () => live).map(
          ({ indent, pieces }) => " ".repeat(indent) + pieces.map((piece) => piece.text).join(""),
        );
        expect(text).toEqual(listing.source.map((line) => line.text));
      }
  });
});

describe("settings in the code", () => {
  const live = (settings: Settings, isLive = (path: string) => settingOf(path) !== undefined): string[] =>
    rows(open(settings).listing, isLive).flatMap(({ pieces }) =>
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

describe("values beside the lines", () => {
  test("when backward is lit, the lines up to it show theirs and those after it none yet", () => {
    const found = beside({}, 37, 4);
    expect(texts(found)).toEqual({
      "for epoch in range(100):": "epoch = 6",
      "lr = 0.01": "now 0.01",
      "w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)": "now 23.14",
      "b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)": "now 8.35",
      "for xb, yb in batches(x, y, 16):": "batch 2 of 6 · xb 16×1: −0.895 … 1.95 · yb 16: −32.2 … 101.3",
      "y_pred = w * xb + b": "16×1: −12.4 … 53.5",
      "loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()": "15,290.1",
      "zero_grad(w, b)": "0, 0",
      "loss.backward()": "→ −967, −740",
    });
    const { session } = open({});
    session.seek(37, 4);
    const { gradW, gradB } = session.state();
    expect(found["loss.backward()"]).toMatchObject({ exact: `${gradW} ${gradB}`, idea: "way" });
    const predicted = session.values().find(({ name }) => name === "y_pred")?.values ?? [];
    expect(found["y_pred = w * xb + b"]).toMatchObject({
      exact: `${Math.min(...predicted)} ${Math.max(...predicted)}`,
      whole: [{ name: "y_pred", shape: [16, 1], values: predicted }],
    });
    const handed = found["for xb, yb in batches(x, y, 16):"]?.whole;
    expect(handed?.map(({ name, values }) => [name, values.length])).toEqual([
      ["xb", 16],
      ["yb", 16],
    ]);
  });

  test("lr, w and b say what they are now, beside the lines that made them", () => {
    const changes = [{ update: 20, set: { lr: 0.05 } }];
    expect(beside({ changes }, 20, 0)["lr = 0.01"]?.text).toBe("now 0.01");
    expect(beside({ changes }, 20, 1)["lr = 0.01"]?.text).toBe("now 0.05");
    const torch = beside({ program: "torch" }, 1, 0);
    expect(torch["model = nn.Linear(1, 1)"]?.text).toBe("now 0.67, 0.96");
    const start = beside({ program: "torch", init: { w: 2, b: 3 } }, 0, 1);
    expect(start["nn.init.constant_(model.weight, 2.0)"]?.text).toBe("now 2.00");
    expect(start["nn.init.constant_(model.bias, 3.0)"]?.text).toBe("now 3.00");
    expect(start["model = nn.Linear(1, 1)"]).toBeUndefined();
  });

  test("a statement that raises has no value; the lines before it keep theirs", () => {
    const statements = [
      { op: "forward" },
      { op: "loss" },
      { op: "zero_grad" },
      { op: "update", target: "w" },
      { op: "update", target: "b" },
    ] as const;
    const settings = { program: { base: "by_hand", statements } } as unknown as Settings;
    const { session } = open(settings);
    session.seek(0, 4);
    expect(session.state().raised?.type).toBe("TypeError");
    const found = beside(settings, 0, 4);
    expect(found["w.data = w.data - lr * w.grad / len(xb)"]).toBeUndefined();
    expect(found["loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()"]?.text).toMatch(/^\d/);
    expect(beside({}, 0, 5)["w.data = w.data - lr * w.grad / len(xb)"]?.text).toBe("w = 0.57");
  });

  test("nothing is told before the first statement", () => {
    for (const program of ["by_hand", "torch", "parabola", "sgd_regressor"] as const)
      expect(beside({ program }, 0, 0)).toEqual({});
  });

  test("a cleared gradient is what the program leaves: none the first time and with PyTorch, else zero", () => {
    expect(beside({}, 0, 3)["zero_grad(w, b)"]?.text).toBe("None, None");
    expect(beside({}, 0, 4)["zero_grad(w, b)"]?.text).toBe("None, None");
    expect(beside({}, 1, 0)["zero_grad(w, b)"]?.text).toBe("None, None");
    expect(beside({}, 1, 3)["zero_grad(w, b)"]?.text).toBe("0, 0");
    expect(beside({}, 2, 0)["zero_grad(w, b)"]?.text).toBe("0, 0");
    for (const statement of [3, 4])
      expect(beside({ program: "torch" }, 9, statement)["optimizer.zero_grad()"]?.text).toBe("None, None");
  });

  test("by hand w moves before b; PyTorch's step moves both", () => {
    const first = beside({}, 0, 5);
    expect(first["w.data = w.data - lr * w.grad / len(xb)"]).toEqual({
      text: "w = 0.57",
      exact: "0.5732839247263091",
      idea: "model",
    });
    expect(first["b.data = b.data - lr * b.grad / len(xb)"]).toBeUndefined();
    expect(beside({}, 1, 0)["b.data = b.data - lr * b.grad / len(xb)"]?.text).toBe("b = 0.19");
    expect(beside({ program: "torch" }, 1, 0)["optimizer.step()"]?.text).toBe("weight = 0.67, bias = 0.96");
  });

  test("the parabola and SGDRegressor tell their own names", () => {
    expect(texts(beside({ program: "parabola" }, 1, 0))).toEqual({
      "lr = 0.01": "now 0.01",
      "x = torch.tensor(10.0, dtype=torch.float64, requires_grad=True)": "now 9.80",
      "for update in range(500):": "update = 0",
      "f = x ** 2": "100.0",
      "zero_grad(x)": "None",
      "x.data = x.data - lr * x.grad": "x = 9.80",
      "f.backward()": "→ 20",
    });
    const found = texts(beside({ program: "sgd_regressor" }, 1, 0));
    const { session } = open({ program: "sgd_regressor" });
    session.seek(1, 0);
    const value = (name: string): number =>
      session.values().find((named) => named.name === name)?.values[0] ?? Number.NaN;
    expect(found["for x, y in shuffled(samples, random_state=0):"]).toBe(
      `sample 1/100 · x ${numbers.loss(value("x"))} · y ${numbers.loss(value("y"))}`,
    );
    expect(found["eta = 0.01 / t ** 0.25"]).toBe("0.01");
    expect(found["step = eta * (p - y)"]).toBe(numbers.setting(0.01 * (value("p") - value("y"))));
    expect(found["coef *= max(0.0, 1 - eta * 0.0001)"]).toBe("coef = 0.00");
    expect(found["t += 1"]).toBe("2");
    expect(found["coef, intercept, t = 0.0, 0.0, 1"]).toBe("now 0.42, 0.44");
    expect(found["coef, intercept = coef - step * x, intercept - step"]).toBe(
      "coef = 0.42, intercept = 0.44",
    );
  });

  test("between two updates the last line is lit and all of the last batch is told", () => {
    expect(Object.keys(beside({}, 600, 0))).toHaveLength(11);
    expect(beside({}, 600, 0)["for epoch in range(100):"]?.text).toBe("epoch = 99");
  });
});

describe("how far two numbers agree", () => {
  test("the printed digits they share, and where each goes on", () => {
    expect(agreement(8.347232135906195, 8.347232135906193)).toEqual({
      digits: 15,
      shared: "8.34723213590619",
      rests: ["5", "3"],
    });
    expect(agreement(-1.5, -1.25)).toEqual({ digits: 0, shared: "−1.", rests: ["5", "25"] });
  });

  test("the same number agrees in all its digits", () => {
    expect(agreement(0.1, 0.1)).toEqual({ digits: 17, shared: "0.1", rests: ["", ""] });
  });

  test("one unit in the last place apart, doubles agree in 15 digits at least and never in 17", () => {
    for (const value of [0.1, 1, 42.887112362029214, 1e-9, 123456.789]) {
      const next = value + Number.EPSILON * value;
      const { digits, shared, rests } = agreement(value, next);
      expect(digits).toBeGreaterThanOrEqual(15);
      expect(digits).toBeLessThan(17);
      expect([shared + rests[0], shared + rests[1]]).toEqual(
        [value, next].map((number) => String(number).replaceAll("-", "−")),
      );
    }
  });

  test("numbers on both sides of a round one are alike though their texts are not", () => {
    expect(agreement(0.25, 0.24999999)).toMatchObject({ digits: 7, shared: "0.2" });
  });

  test("what is no number agrees in nothing and is not printed", () => {
    expect(agreement(Number.NaN, 1)).toEqual({ digits: 0, shared: "", rests: ["–", "1"] });
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

describe("two programs in step", () => {
  test("each phase by hand has its moment in PyTorch's program; both updates by hand are one", () => {
    const own = open({}).listing.statements;
    const other = open({ program: "torch" }).listing.statements;
    const at = [0, 1, 2, 3, 4, 5].map((statement) => besides({ update: 7, statement }, own, other));
    expect(at).toEqual([
      ...[0, 1, 2, 3, 4].map((statement) => ({ update: 7, statement })),
      { update: 8, statement: 0 },
    ]);
  });

  test("a step by phases takes both updates at once, forward and back", async () => {
    const model = new LabModel(Engine.of(engine));
    model.stepByPhase(true);
    const walk = (direction: 1 | -1, steps: number): string[] =>
      Array.from({ length: steps }, () => {
        model.step("statement", direction);
        return `${model.run.cursor.update}.${model.run.cursor.statement}`;
      });
    expect(walk(1, 6)).toEqual(["0.1", "0.2", "0.3", "0.4", "1.0", "1.1"]);
    expect(walk(-1, 7)).toEqual(["1.0", "0.4", "0.3", "0.2", "0.1", "0.0", "0.0"]);
    model.stepByPhase(false);
    expect(walk(1, 6).slice(4)).toEqual(["0.5", "1.0"]);
    model.seek({ update: 3, statement: 5 });
    model.stepByPhase(true);
    expect(model.run.cursor).toEqual({ update: 4, statement: 0 });
    model.destroy();
  });
});
