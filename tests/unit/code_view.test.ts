/**
 * The code view without a browser: what stands beside each line at a moment of a real run, how far two numbers agree, and
 * two programs in step.
 */
import { describe, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { LabModel } from "../../www/lab/model";
import { besides } from "../../www/lab/panels/code_twin";
import * as numbers from "../../www/numbers";
import { agreement } from "../../www/views/agreement";
import { type Reading, readings } from "../../www/views/code_readings";
import { engine, openListing } from "./opened_listing";

const words = { batch: "batch {batch} of {batches}", sample: "sample {batch}/{batches}", now: "now {value}" };

/** What is beside each line that has something, by the line's text. */
function beside(settings: Settings, update: number, statement: number): Record<string, Reading> {
  const { session, listing } = openListing(settings);
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
    const { session } = openListing({});
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
    const { session } = openListing(settings);
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
    const { session } = openListing({ program: "sgd_regressor" });
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

describe("two programs in step", () => {
  test("each phase by hand has its moment in PyTorch's program; both updates by hand are one", () => {
    const own = openListing({}).listing.statements;
    const other = openListing({ program: "torch" }).listing.statements;
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
