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

describe("two programs side by side", () => {
  test("statements say their phase, their parameter and their line", () => {
    const session = new engine.Session();
    const statements = session.statements();
    expect(statements.map((statement) => statement.phase)).toEqual([
      "forward",
      "loss",
      "zero",
      "backward",
      "update",
      "update",
    ]);
    expect(statements.map((statement) => statement.target)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "w",
      "b",
    ]);
    for (const { line } of statements) {
      session.stepStatement();
      expect(session.state().line).toBe(line);
    }
    session.free();
  });

  test("a shuffled run and its twin see the same batches and end in the same place", () => {
    const byHand = new engine.Session({ shuffle: true, seed: 3 });
    const twin = byHand.twin();
    byHand.seek(250);
    twin.seek(250);
    expect(twin.state().batchIndices).toEqual(byHand.state().batchIndices);
    expect(twin.state().w).toBeCloseTo(byHand.state().w, 10);
    expect(twin.settings()).toMatchObject({ program: "torch", dtype: "float64", init: { w: 0.1, b: 0 } });
    byHand.free();
    expect(twin.step(350)).toBe(350);
    twin.free();
  });

  test("a run with PyTorch's parts has no twin", () => {
    const session = new engine.Session({ program: "torch" });
    expect(thrownBy(() => session.twin())).toMatchObject({ code: "out_of_range", field: "program" });
    session.free();
  });
});

describe("gradients by central differences", () => {
  test("they stand beside the graph's nodes and agree with backward", () => {
    const session = new engine.Session();
    session.seek(0, 4);
    const { nodes } = session.graph();
    const { values, step } = session.numericGradient();
    expect(values).toHaveLength(nodes.length);
    expect(step).toBe(1 / 1024);
    nodes.forEach((node, k) => {
      expect(values[k]?.length ?? null).toBe(node.grad?.length ?? null);
      node.grad?.forEach((gradient, i) => {
        expect(values[k]?.[i]).toBeCloseTo(gradient, 6);
      });
    });
    session.free();
  });

  test("before the loss all are null, and a step that is none is refused", () => {
    const session = new engine.Session();
    expect(session.numericGradient().values.every((values) => values === null)).toBe(true);
    for (const step of [0, -1, Number.NaN, "1", null]) {
      expect(thrownBy(() => session.numericGradient(step as number))).toMatchObject({ field: "step" });
    }
    session.free();
  });
});

/** What a canvas would be given: Node has none. */
class Image {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

describe("pictures of very many points", () => {
  const put: { image: Image; left: number; top: number }[] = [];
  const context = {
    // A canvas copies the pixels before the call ends; what is left of them afterwards is the engine's.
    putImageData: (image: Image, left: number, top: number) =>
      put.push({ image: new Image(image.data.slice(), image.width, image.height), left, top }),
  } as unknown as CanvasRenderingContext2D;
  const view = { x: [0, 2], y: [0, 2], width: 2, height: 2 } as engine.PictureView;

  beforeAll(() => {
    Object.assign(globalThis, { ImageData: Image });
  });

  test("a picture is put where it is asked for, from doubles and floats alike", () => {
    for (const type of [Float64Array, Float32Array]) {
      const picture = new engine.PointPicture(type.of(0.5, 1.5), type.of(0.5, 1.5));
      expect(picture.extent()).toEqual({ x: [0.5, 1.5], y: [0.5, 1.5] });
      picture.draw(context, { ...view, left: 7, top: 3 }, [9, 8, 7], 0.5);
      const { image, left, top } = put.pop() as (typeof put)[number];
      expect([left, top, image.width, image.height]).toEqual([7, 3, 2, 2]);
      expect([...image.data].filter((_, i) => i % 4 === 3)).toEqual([0, 255, 255, 0]);
      expect([...image.data].slice(4, 8)).toEqual([9, 8, 7, 255]);
      picture.free();
    }
  });

  test("a session's picture shows its points and finds them again", () => {
    const session = new engine.Session();
    const { x, y } = session.data();
    const picture = session.picture();
    session.free();
    expect(picture.extent()).toEqual({
      x: [Math.min(...x), Math.max(...x)],
      y: [Math.min(...y), Math.max(...y)],
    });
    expect(picture.nearest(x[17] ?? 0, (y[17] ?? 0) + 1, 100, 2, 5)).toBe(17);
    expect(picture.nearest(1000, 1000, 100, 2, 5)).toBe(-1);
    picture.free();
  });

  test("what cannot be drawn is named, and the picture can be used afterwards", () => {
    const picture = new engine.PointPicture(Float64Array.of(1), Float64Array.of(1));
    const draw = (changed: object, colour: unknown = [0, 0, 0], radius: unknown = 1, coarse?: unknown) =>
      thrownBy(() =>
        picture.draw(context, { ...view, ...changed }, colour as never, radius as never, coarse as never),
      );
    expect(draw({ x: [1, 1] })).toMatchObject({ code: "out_of_range", field: "view.x[1]" });
    expect(draw({ y: [0] })).toMatchObject({ code: "length_mismatch", field: "view.y" });
    expect(draw({ width: 1.5 })).toMatchObject({ field: "view.width" });
    expect(draw({ height: undefined })).toMatchObject({ code: "missing", field: "view.height" });
    expect(draw({ depth: 1 })).toMatchObject({ code: "unknown_setting", field: "view.depth" });
    expect(draw({}, [0, 0, 256])).toMatchObject({ code: "out_of_range", field: "colour" });
    expect(draw({}, [0, 0])).toMatchObject({ code: "length_mismatch", field: "colour" });
    expect(draw({}, [0, 0, 0], 17)).toMatchObject({ code: "out_of_range", field: "radius" });
    expect(draw({}, [0, 0, 0], 1, "yes")).toMatchObject({ code: "wrong_type", field: "coarse" });
    expect(thrownBy(() => picture.nearest(0, Number.NaN, 1, 1, 1))).toMatchObject({ field: "y" });
    expect(thrownBy(() => new engine.PointPicture([1] as never, Float64Array.of(1)))).toMatchObject({
      code: "wrong_type",
      field: "x",
    });
    expect(put).toHaveLength(0);
    picture.draw(context, view, [0, 0, 0], 1, true);
    expect(put.pop()).toBeDefined();
    picture.free();
  });
});
