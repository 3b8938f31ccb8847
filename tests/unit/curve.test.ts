// The kind `curve`: what a drawn curve says about the run, and how a stroke of the pointer moves the rings.
import { expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { type CurveSpec, nearest, stroke } from "../../www/lesson/exercises/kinds/curve";
import { losses } from "../../www/lesson/exercises/kinds/curve_ground";
import { shapeOf } from "../../www/lesson/exercises/shapes";
import { exercises as chapter4 } from "../../www/lesson/exercises/specs/gradients-by-machine";
import { exercises as chapter6 } from "../../www/lesson/exercises/specs/the-learning-rate";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());

function curve(of: typeof chapter4, id: string): CurveSpec {
  const spec = of[id];
  if (spec?.kind !== "curve") throw new Error(`${id} is no curve`);
  return spec;
}
const parabola = curve(chapter4, "parabola-curve");
const nearLimit = curve(chapter6, "just-below-the-limit");

test("the parabola's own curve is the engine's: 100 · 0.98²ᵏ, and drawing it is right", () => {
  const { all, real } = losses(parabola, engine);
  expect(all).toHaveLength(500);
  for (const [index, place] of parabola.at.entries())
    expect(real[index]).toBeCloseTo(100 * 0.98 ** (2 * place), 9);
  expect(parabola.judge(real, real)).toEqual({ right: true, feedback: "like" });
  // A hand does not draw exactly.
  expect(parabola.judge([100, 45, 20, 6, 4, 2, 2, 1], real).right).toBe(true);
});

test.each([
  ["steady", "a straight line down", [100, 95, 88, 76, 60, 40, 20, 0]],
  ["steady", "still falling at the end", [100, 97, 93, 85, 75, 62, 50, 38]],
  ["high", "down, and at rest half-way", [100, 70, 55, 50, 50, 50, 50, 50]],
  ["high", "nothing drawn but a level line", [100, 100, 100, 100, 100, 100, 100, 100]],
  ["rises", "up and away", [100, 105, 112, 120, 130, 140, 150, 150]],
  ["zigzags", "up and down", [100, 40, 80, 20, 60, 10, 30, 0]],
  ["early", "at the bottom at once", [100, 2, 0, 0, 0, 0, 0, 0]],
])("on the parabola %s is what is said to: %s", (feedback, _, drawn) => {
  expect(parabola.judge(drawn, losses(parabola, engine).real)).toEqual({ right: false, feedback });
});

test("full batches just below the limit fall without a rise, though w jumps across the valley", () => {
  const { all, real } = losses(nearLimit, engine);
  expect(all).toHaveLength(30);
  expect(all.every((loss, index) => index === 0 || loss < (all[index - 1] ?? 0))).toBe(true);
  expect(nearLimit.judge(real, real)).toEqual({ right: true, feedback: "like" });
  const zigzag = real.map((loss, index) => loss * (index % 2 === 1 ? 1.4 : 0.8));
  expect(nearLimit.judge(zigzag, real)).toEqual({ right: false, feedback: "zigzags" });
  expect(
    nearLimit.judge(
      real.map((loss, index) => loss * 2 ** index),
      real,
    ).feedback,
  ).toBe("rises");
});

test("a shape does not depend on the loss's unit", () => {
  const { real } = losses(parabola, engine);
  const by = (unit: number): string =>
    shapeOf(
      [100, 70, 55, 50, 50, 50, 50, 50].map((loss) => loss * unit),
      real.map((loss) => loss * unit),
      parabola.at,
    );
  expect([by(1), by(1000), by(0.001)]).toEqual(["high", "high", "high"]);
});

test("a stroke gives the rings it passes over the height it passes them at, and no others; the first is given", () => {
  const at = [0, 10, 20, 30];
  const to = stroke([9, 9, 9, 9], at, { place: 5, loss: 4 }, { place: 25, loss: 0 });
  expect(to).toEqual([9, 3, 1, 9]);
  expect(stroke([9, 9, 9, 9], at, { place: 25, loss: 0 }, { place: 5, loss: 4 })).toEqual(to);
  expect(stroke([9, 9, 9, 9], at, { place: 2, loss: 4 }, { place: -2, loss: 4 })).toEqual([9, 9, 9, 9]);
});

test("the ring a stroke begins at is the nearest, never the given one", () => {
  expect([-5, 1, 14, 16, 99].map((place) => nearest([0, 10, 20, 30], place))).toEqual([1, 1, 1, 2, 3]);
});
