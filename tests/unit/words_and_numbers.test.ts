// How numbers are written, and that every template finds its values.
import { expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { narrate } from "../../www/lab/narration";
import { type Moment, Run } from "../../www/lab/run";
import { lineText, multiplied, ownNumber, RESULT } from "../../www/lesson/your_data/in_own_units";
import * as numbers from "../../www/numbers";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { fill, LANGUAGES, loadWords, pieces } from "../../www/strings";
import { spread } from "../../www/views/labels";

test("losses are grouped with one decimal when large, and have three significant digits when small", () => {
  expect(numbers.loss(57242.90555196902)).toBe("57,242.9");
  expect(numbers.loss(12.345)).toBe("12.3");
  expect(numbers.loss(0.0123456)).toBe("0.0123");
  expect(numbers.loss(0)).toBe("0");
  expect(numbers.loss(1.7e10)).toBe("1.70 × 10¹⁰");
  expect(numbers.loss(2.5e-9)).toBe("2.50 × 10⁻⁹");
});

test("numbers in the reader's own units have so many digits, grouped, and one sign between them", () => {
  expect(ownNumber(10.4237612)).toBe("10.424");
  expect(ownNumber(189.2731, RESULT)).toBe("189.3");
  expect(ownNumber(309912.4, RESULT)).toBe("309,912");
  expect(ownNumber(-1234.56)).toBe("−1,234.6");
  expect(ownNumber(2)).toBe("2");
  expect(ownNumber(0)).toBe("0");
  expect(ownNumber(-0.00004567)).toBe("−4.57 × 10⁻⁵");
  expect(ownNumber(3.1e9)).toBe("3.10 × 10⁹");
  expect(ownNumber(Number.NaN)).toBe("–");
  expect(lineText({ w: 10.42376, b: -123.3092 })).toBe("10.424 · x − 123.31");
  expect(lineText({ w: -2, b: 0.5 })).toBe("−2 · x + 0.5");
  expect(multiplied(-26.4)).toBe("(−26.4)");
});

test("parameters have two decimals and a true minus, and are 0 only where they are", () => {
  expect(numbers.parameter(42.887112362029214)).toBe("42.89");
  expect(numbers.parameter(-1.005)).toBe("−1.00");
  expect(numbers.parameter(-0)).toBe("0.00");
  expect(numbers.parameter(0.01)).toBe("0.01");
  expect(numbers.parameter(-0.004074)).toBe("−0.00407");
  expect(numbers.parameter(0.0004074)).toBe("4.07 × 10⁻⁴");
});

test("what is not finite is a dash, never a word", () => {
  for (const value of [Number.NaN, Infinity, -Infinity, null]) {
    expect(numbers.loss(value)).toBe("–");
    expect(numbers.parameter(value)).toBe("–");
  }
});

test("axis marks write far powers of ten as powers", () => {
  expect([0, 100, 10000, 1e8, 1e-6, -50].map(numbers.tick)).toEqual([
    "0",
    "100",
    "10,000",
    "10⁸",
    "10⁻⁶",
    "−50",
  ]);
});

test("a template keeps its text and gives each value with its name", () => {
  expect(pieces("loss {loss}, w {w}", { loss: "1", w: "2" })).toEqual([
    { text: "loss ", name: null },
    { text: "1", name: "loss" },
    { text: ", w ", name: null },
    { text: "2", name: "w" },
    { text: "", name: null },
  ]);
  expect(fill("{known} {unknown}", { known: "a" })).toBe("a {unknown}");
});

const { shell: en } = await loadWords("en", "shell");

/** The classic run at a moment, as the engine tells it. */
async function classicAt(update: number, statement = 0, settings: Settings = {}): Promise<Moment> {
  const engine = Engine.of(await engineInNode());
  const run = Run.open(engine, settings);
  run.seek({ update, statement });
  const { moment } = run;
  run.free();
  return moment;
}

const plain = (moment: Moment): string => narrate(moment, en).replaceAll("\u00a0", " ");

test("the narration says what the second update of the classic run did", async () => {
  expect(plain(await classicAt(2))).toBe(
    "Epoch 1, batch 2 of 6: loss 57,242.9 before the step, w 0.57 → 1.81, b 0.19 → 1.06",
  );
});

test("inside an update each statement has its sentence, with the numbers it made", async () => {
  const said = await Promise.all(
    [1, 2, 3, 4, 5].map(async (statement) => plain(await classicAt(37, statement))),
  );
  expect(said).toEqual([
    "Epoch 7, batch 2 of 6: the line predicts y for 16 samples",
    "Epoch 7, batch 2 of 6: the loss is 15,290.1",
    "Epoch 7, batch 2 of 6: the old gradients are cleared",
    "Epoch 7, batch 2 of 6: backward gives ∂L/∂w = −967, ∂L/∂b = −740",
    "Epoch 7, batch 2 of 6: the step leads to w = 23.74",
  ]);
});

test("backward gives this batch's gradient, also where .grad holds those of earlier ones", async () => {
  const statements = (["forward", "loss", "backward"] as const).map((op) => ({ op }));
  const program: Settings["program"] = {
    base: "by_hand",
    statements: [...statements, { op: "update", target: "w" }, { op: "update", target: "b" }],
  };
  const moment = await classicAt(37, 3, { program });
  expect(moment.gradW).toBeCloseTo(6768.7, 1);
  expect(plain(moment)).toBe("Epoch 7, batch 2 of 6: backward gives ∂L/∂w = −1,484, ∂L/∂b = −1,264");
});

test("the parabola speaks of x, and a program that stops says why", async () => {
  expect(plain(await classicAt(1, 0, { program: "parabola" }))).toBe(
    "Update 1: f(x) = 100.0 before the step, x 10.00 → 9.80",
  );
  expect(plain(await classicAt(37, 3, { program: "parabola" }))).toBe(
    "Update 38: backward gives df/dx = 9.47",
  );
  const broken: Settings = {
    program: { base: "by_hand", statements: [{ op: "forward" }, { op: "backward" }, { op: "loss" }] },
  };
  expect(plain(await classicAt(0, 2, broken))).toMatch(/^Python stops here with \w+: /);
});

test.each(LANGUAGES)("no template of the narration keeps an empty place, in %s", async (language) => {
  const { shell: strings } = await loadWords(language, "shell");
  for (const [update, statement] of [
    [0, 0],
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
    [2, 5],
  ] as const)
    for (const program of ["by_hand", "parabola"] as const)
      expect(narrate(await classicAt(update, Math.min(statement, 3), { program }), strings)).not.toContain(
        "{",
      );
});

test("labels are pushed apart in order and stay between their bounds", () => {
  expect(spread([50, 50, 50], 10, 0, 100)).toEqual([50, 60, 70]);
  expect(spread([98, 99], 10, 0, 100)).toEqual([90, 100]);
  expect(spread([70, 10, 12], 10, 0, 100)).toEqual([70, 10, 20]);
  expect(spread([-50, 200], 10, 0, 100)).toEqual([0, 100]);
  // With too little room they stand nearer, and none outside of it.
  expect(spread([50, 50, 50, 51], 10, 40, 55)).toEqual([40, 45, 50, 55]);
});
