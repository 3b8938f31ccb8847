/**
 * What the lab asks of the package beside the contract: ellipses, gradients by differences, statements, the twin,
 * pictures of very many points. The engine's own tests are in Rust; this is the skin around them.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { EngineError } from "../../pkg/first_descent.js";
import * as engine from "../../pkg/first_descent.js";

beforeAll(() => {
  const module = readFileSync(new URL("../../pkg/first_descent_bg.wasm", import.meta.url));
  engine.initSync({ module });
});

/** Calls with arguments that the types forbid, as plain JavaScript can. */
function thrownBy(call: () => unknown): EngineError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return error as EngineError;
  }
  throw new Error("nothing was thrown");
}

describe("the loss as a quadratic", () => {
  test("a step along either semi-axis of a level set has that level's loss", () => {
    const session = new engine.Session();
    const { x, y } = session.data();
    const found = engine.lossQuadratic(x, y);
    expect([found.w, found.b]).toEqual([engine.leastSquares(x, y).w, engine.leastSquares(x, y).b]);
    expect(found.bottom).toEqual([found.w, found.b]);
    const level = found.least + 1000;
    found.axes.forEach(([alongW, alongB], k) => {
      const length = Math.sqrt((2 * 1000) / (found.eigenvalues[k] ?? 0));
      const [w, b] = [found.bottom[0] + length * alongW, found.bottom[1] + length * alongB];
      expect(engine.lossSurface(x, y, [w, w, 1], [b, b, 1])[0]).toBeCloseTo(level, 8);
    });
    session.free();
  });

  test("one point has a valley and no best line", () => {
    const found = engine.lossQuadratic(Float64Array.of(0), Float64Array.of(3));
    expect(found).toEqual({
      w: null,
      b: null,
      bottom: [0, 3],
      least: 0,
      hessian: [0, 0, 2],
      eigenvalues: [2, 0],
      axes: [
        [0, 1],
        [-1, 0],
      ],
    });
  });

  test("points that do not fit are named", () => {
    const three = Float64Array.of(1, 2, 3);
    expect(thrownBy(() => engine.lossQuadratic(three, Float64Array.of(1)))).toMatchObject({
      code: "length_mismatch",
      field: "y",
    });
    expect(thrownBy(() => engine.lossQuadratic(three, Float64Array.of(1, 2, Number.NaN)))).toMatchObject({
      code: "not_finite",
    });
  });
});
