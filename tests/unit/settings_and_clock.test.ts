// The one table of controls, and the clock that turns time into updates.
import { expect, test } from "vitest";
import { Clock, DEFAULT_SPEED, FULL_SPEED, SPEEDS } from "../../www/lab/clock";
import { actionOf } from "../../www/lab/keyboard";
import { readNumber, readSetting } from "../../www/lab/panels/field";
import { labelOf } from "../../www/lab/refusal";
import { PROGRAMS, SETTINGS, type Setting, settingOf, valueAt } from "../../www/lab/settings";
import { position, type Slider, sliderOf, sliderValue } from "../../www/lab/sliders";
import { larger, UNITS } from "../../www/lab/units";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES, loadWords } from "../../www/strings";

const setting = (path: string): Setting & { slider: Slider } => {
  const found = settingOf(path);
  const slider = sliderOf({ path });
  if (!found || !slider) throw new Error(`There is no slider for ${path}.`);
  return { ...found, slider };
};

test("the table's defaults are the engine's, for every program", async () => {
  const engine = await engineInNode();
  for (const program of PROGRAMS) {
    const session = new engine.Session({ program });
    const whole = session.settings();
    session.free();
    for (const { path, programs, defaults } of SETTINGS) {
      const own = valueAt(whole, path);
      // PyTorch draws its first parameters: `init` is "torch" then.
      if (program === "torch" && path.startsWith("init.")) continue;
      expect([program, path, own]).toEqual([
        program,
        path,
        programs.includes(program) ? defaults[program] : undefined,
      ]);
    }
  }
});

test.each(LANGUAGES)(
  "every setting has its words in %s, and finds itself by the engine's path",
  async (language) => {
    const { settings, settings_help } = await loadWords(language, "settings", "settings_help");
    for (const { path } of SETTINGS) {
      expect(settingOf(path)?.path).toBe(path);
      expect(labelOf(path, settings)).not.toBe(path);
      expect(settings_help.help).toHaveProperty([path]);
    }
    expect(settingOf("nothing")).toBeUndefined();
  },
);

test("the learning rate's slider is logarithmic and gives two significant digits", () => {
  const { slider } = setting("lr");
  expect(position(slider, 0.001)).toBe(0);
  expect(position(slider, 2)).toBe(1);
  expect(sliderValue(slider, position(slider, 0.01) ?? 0)).toBe(0.01);
  expect(String(sliderValue(slider, 0.5)).length).toBeLessThanOrEqual(5);
  expect(position(slider, 5)).toBeNull();
  expect(position(slider, 0)).toBeNull();
});

test("a linear slider gives whole steps without binary dust", () => {
  expect(sliderValue(setting("momentum").slider, 0.3 / 0.99)).toBe(0.3);
  expect(sliderValue(setting("batch_size").slider, 0)).toBe(1);
});

test("at 20 steps a second a second of frames makes 20 steps, after the first at once", () => {
  const clock = new Clock(DEFAULT_SPEED);
  clock.restart();
  let updates = 0;
  for (let frame = 0; frame <= 60; frame += 1) updates += clock.due((frame * 1000) / 60);
  expect(updates).toBe(21);
});

test("a slow clock waits, and a long pause is not made up for", () => {
  const [slowest] = SPEEDS;
  if (!slowest) throw new Error("There is no speed.");
  const clock = new Clock(slowest);
  clock.restart();
  expect([0, 250, 500, 750].map((now) => clock.due(now))).toEqual([1, 0, 0, 0]);
  expect(clock.due(1000)).toBe(1);
  expect(clock.due(3_600_000)).toBe(0);
});

test("at full speed a step is due each frame", () => {
  const clock = new Clock(FULL_SPEED);
  clock.restart();
  expect([clock.due(0), clock.due(16)]).toEqual([1, 1]);
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

test("keys: space, arrows, shift for larger steps, home and end, undo and redo, and no others", () => {
  const press = (key: string, shiftKey = false, ctrlKey = false) =>
    actionOf({ key, shiftKey, ctrlKey, metaKey: false });
  expect(press(" ")).toBe("toggle");
  expect([press("ArrowRight"), press("ArrowRight", true)]).toEqual(["step", "larger"]);
  expect([press("ArrowLeft"), press("ArrowLeft", true)]).toEqual(["back", "largerBack"]);
  expect([press("Home"), press("End"), press("?", true), press("a")]).toEqual(["start", "end", "help", null]);
  expect([press("z", false, true), press("Z", true, true), press("y", false, true)]).toEqual([
    "undo",
    "redo",
    "redo",
  ]);
  expect([press("ArrowRight", false, true), press(" ", false, true)]).toEqual([null, null]);
});

test("the unit a step is, and the larger one that Shift takes", () => {
  expect(UNITS.map(larger)).toEqual(["batch", "epoch", "run", "run"]);
});

test("a typed seed keeps all its 64 bits, and None is a value only where there can be none", () => {
  const means = (path: string, text: string) => {
    const found = settingOf(path);
    if (!found) throw new Error(`There is no ${path}.`);
    return readSetting(found, text, { none: "无" });
  };
  expect(means("seed", "18446744073709551615")).toBe(2n ** 64n - 1n);
  expect(means("seed", "42")).toBe(42);
  expect([means("tol", "None"), means("tol", "1e-4")]).toEqual([null, 0.0001]);
  // As Python writes it, or in the reader's language.
  expect([means("tol", "NULL"), means("tol", "无"), means("tol", "nichts")]).toEqual([null, null, undefined]);
  expect([means("lr", "None"), means("lr", "")]).toEqual([undefined, undefined]);
});
