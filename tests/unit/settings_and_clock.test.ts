// The one table of controls, and the clock that turns time into updates.
import { expect, test } from "vitest";
import { Clock, DEFAULT_SPEED, SPEEDS } from "../../www/lab/clock";
import { readNumber } from "../../www/lab/controls";
import { actionOf } from "../../www/lab/keyboard";
import { CONTROLS, classic, controlOfField, position, toSettings, valueAt } from "../../www/lab/settings";
import { en } from "../../www/strings";

const control = (name: string) => {
  const found = CONTROLS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`There is no control ${name}.`);
  return found;
};

test("the classic run is the handbook's: by hand, seed 0, noise 10, batches of 16, lr 0.01", () => {
  expect(toSettings(classic())).toEqual({
    program: "by_hand",
    data: { source: "make_regression", random_state: 0, noise: 10 },
    batch_size: 16,
    lr: 0.01,
  });
});

test("a setting the program does not use is left out, and comes with the program that does", () => {
  expect(toSettings({ ...classic(), momentum: 0.9 })).not.toHaveProperty("momentum");
  expect(toSettings({ ...classic(), program: "torch", momentum: 0.9 })).toHaveProperty("momentum", 0.9);
});

test("every control has its words and finds itself by the engine's field", () => {
  for (const { name, field } of CONTROLS) {
    expect(en.controls[name].label).not.toBe("");
    expect(controlOfField(field)?.name).toBe(name);
  }
  expect(controlOfField("epochs")).toBeUndefined();
});

test("the learning rate's slider is logarithmic and gives two significant digits", () => {
  const lr = control("lr");
  expect(position(lr, 0.001)).toBe(0);
  expect(position(lr, 2)).toBe(1);
  expect(valueAt(lr, position(lr, 0.01) ?? 0)).toBe(0.01);
  expect(String(valueAt(lr, 0.5)).length).toBeLessThanOrEqual(5);
  expect(position(lr, 5)).toBeNull();
  expect(position(lr, 0)).toBeNull();
});

test("a linear slider gives whole steps without binary dust", () => {
  expect(valueAt(control("momentum"), 0.3 / 0.99)).toBe(0.3);
  expect(valueAt(control("batch_size"), 0)).toBe(1);
});

test("at 20 updates a second a second of frames makes 20 updates, after the first at once", () => {
  const clock = new Clock(DEFAULT_SPEED);
  clock.restart();
  let updates = 0;
  for (let frame = 0; frame <= 60; frame += 1) updates += clock.due((frame * 1000) / 60, 6);
  expect(updates).toBe(21);
});

test("a slow clock waits, and a long pause is not made up for", () => {
  const [slowest] = SPEEDS;
  if (!slowest) throw new Error("There is no speed.");
  const clock = new Clock(slowest);
  clock.restart();
  expect([0, 250, 500, 750].map((now) => clock.due(now, 6))).toEqual([1, 0, 0, 0]);
  expect(clock.due(1000, 6)).toBe(1);
  expect(clock.due(3_600_000, 6)).toBe(0);
});

test("an epoch a frame makes as many updates as the epoch has batches", () => {
  const clock = new Clock({ name: "epoch", perSecond: null });
  clock.restart();
  expect([clock.due(0, 7), clock.due(16, 7)]).toEqual([7, 7]);
});

test("a number is read as people write it: a true minus, full-width digits, no other bases", () => {
  expect(["−1", "０．０５", " 1e-3 ", ".5", "5.", "-Infinity"].map(readNumber)).toEqual([
    -1,
    0.05,
    0.001,
    0.5,
    5,
    -Infinity,
  ]);
  expect(["0x10", "", "1 000", "0,5", "e5", "NaN"].map(readNumber)).toEqual(Array(6).fill(null));
});

test("keys: space, arrows, shift for epochs, home and end, and no others", () => {
  expect(actionOf(" ", false)).toBe("toggle");
  expect([actionOf("ArrowRight", false), actionOf("ArrowRight", true)]).toEqual(["update", "epoch"]);
  expect([actionOf("ArrowLeft", false), actionOf("ArrowLeft", true)]).toEqual(["back", "epochBack"]);
  expect([actionOf("Home", false), actionOf("End", false), actionOf("a", false)]).toEqual([
    "start",
    "end",
    null,
  ]);
});
