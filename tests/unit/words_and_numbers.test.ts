// How numbers are written, and that every template finds its values.
import { expect, test } from "vitest";
import { narrate } from "../../www/lab/narration";
import type { Moment } from "../../www/lab/run";
import * as numbers from "../../www/numbers";
import { en, fill, pieces } from "../../www/strings";
import { spread } from "../../www/views/labels";

test("losses are grouped with one decimal when large, and have three significant digits when small", () => {
  expect(numbers.loss(57242.90555196902)).toBe("57,242.9");
  expect(numbers.loss(12.345)).toBe("12.3");
  expect(numbers.loss(0.0123456)).toBe("0.0123");
  expect(numbers.loss(0)).toBe("0");
  expect(numbers.loss(1.7e10)).toBe("1.70 × 10¹⁰");
  expect(numbers.loss(2.5e-9)).toBe("2.50 × 10⁻⁹");
});

test("parameters have two decimals and a true minus, and never a negative zero", () => {
  expect(numbers.parameter(42.887112362029214)).toBe("42.89");
  expect(numbers.parameter(-1.005)).toBe("−1.00");
  expect(numbers.parameter(-0.001)).toBe("0.00");
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

const second: Moment = {
  update: 2,
  updates: 600,
  epoch: 1,
  batch: 2,
  batches: 6,
  batchIndices: null,
  model: { w: 1.8115774591636655, b: 1.0567821514734113 },
  before: { w: 0.5732839247263091, b: 0.18695136811402485 },
  loss: 57242.90555196902,
  epochLoss: 2861.5,
  done: false,
};

test("the narration says what the second update of the classic run did", () => {
  const plain = narrate(second, en).replaceAll("\u00a0", " ");
  expect(plain).toBe("Epoch 1, batch 2 of 6: loss 57,242.9 before the step, w 0.57 → 1.81, b 0.19 → 1.06");
});

test("no template of the narration keeps an empty place", () => {
  expect(narrate(second, en)).not.toContain("{");
  expect(narrate({ ...second, before: null }, en)).not.toContain("{");
});

test("labels are pushed apart in order and stay between their bounds", () => {
  expect(spread([50, 50, 50], 10, 0, 100)).toEqual([50, 60, 70]);
  expect(spread([98, 99], 10, 0, 100)).toEqual([90, 100]);
  expect(spread([70, 10, 12], 10, 0, 100)).toEqual([70, 10, 20]);
  expect(spread([-50, 200], 10, 0, 100)).toEqual([0, 100]);
});
