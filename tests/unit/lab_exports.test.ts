/**
 * What the lab asks of the package beside the contract: ellipses, gradients by differences, statements, the twin,
 * pictures of very many points. The engine's own tests are in Rust; this is the skin around them.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { PictureView } from "../../pkg/first_descent.js";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { thrownBy } from "./thrown_by";

const engine = await engineInNode();

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

describe("the loss at any line", () => {
  const mse = ({ x, y }: { x: Float64Array; y: Float64Array }, w: number, b: number): number =>
    x.reduce((sum, value, at) => sum + (w * value + b - (y[at] ?? 0)) ** 2, 0) / x.length;

  test("is the mean squared error over all samples, whatever the program makes of a batch", () => {
    for (const program of ["by_hand", "torch", "sgd_regressor"] as const) {
      const session = new engine.Session({ program });
      for (const [w, b] of [
        [0.1, 0],
        [42, 14],
        [-3, 100],
      ] as const)
        expect(session.lossAt(w, b)).toBeCloseTo(mse(session.data(), w, b), 8);
      const { w, b, least } = session.lossQuadratic();
      expect(session.lossAt(w ?? 0, b ?? 0)).toBeCloseTo(least, 9);
      session.free();
    }
  });

  test("of standardised samples has the x that the run trains on", () => {
    const session = new engine.Session({ data: { source: "norris" }, standardize: true, batch_size: 12 });
    const { x, y, mean, std } = session.data();
    const scaled = { x: x.map((value) => (value - (mean ?? 0)) / (std ?? 1)), y };
    expect(session.lossAt(200, 400)).toBeCloseTo(mse(scaled, 200, 400), 6);
    const found = session.lossQuadratic();
    const same = engine.lossQuadratic(scaled.x, y);
    expect(found.w).toBeCloseTo(same.w ?? 0, 9);
    expect(found.eigenvalues[0]).toBeCloseTo(2, 12);
    expect(found.eigenvalues[1]).toBeCloseTo(2, 12);
    session.free();
  });

  test("of the parabola is f, which has no samples to be a quadratic over", () => {
    const session = new engine.Session({ program: "parabola" });
    expect(session.lossAt(10, 0)).toBe(100);
    expect(thrownBy(() => session.lossQuadratic())).toMatchObject({ code: "out_of_range", field: "program" });
    session.free();
  });

  test("is null beyond the range of numbers, and refuses what is no number", () => {
    const session = new engine.Session();
    expect(session.lossAt(1e200, 0)).toBeNull();
    expect(thrownBy(() => session.lossAt(Number.NaN, 0))).toMatchObject({ code: "not_finite", field: "w" });
    expect(thrownBy(() => session.lossAt(0, "1" as unknown as number))).toMatchObject({
      code: "wrong_type",
      field: "b",
    });
    expect(session.lossAt(0.1, 0)).toBeGreaterThan(0);
    session.free();
  });
});

describe("two programs side by side", () => {
  test("statements are those an edited program would list, and the listing has their lines", () => {
    const session = new engine.Session();
    const statements = session.statements();
    expect(statements).toEqual([
      { op: "forward" },
      { op: "loss", reduction: "sum" },
      { op: "zero_grad" },
      { op: "backward" },
      { op: "update", target: "w" },
      { op: "update", target: "b" },
    ]);
    const source = session.source();
    for (const place of statements.keys()) {
      session.stepStatement();
      expect(session.state().line).toBe(source.findIndex(({ statement }) => statement === place));
    }
    session.free();
    const edited = new engine.Session({
      program: { base: "by_hand", statements: [{ op: "loss", reshape: false }, ...statements] },
    });
    expect(edited.statements()[0]).toEqual({ op: "loss", reduction: "sum", reshape: false });
    edited.free();
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

describe("the graph in part", () => {
  test("of a graph's nodes only so many values come as are asked for", () => {
    const session = new engine.Session();
    session.seek(0, 4);
    const all = session.graph().nodes;
    for (const [index, node] of session.graph(2).nodes.entries()) {
      expect(node.shape).toEqual(all[index]?.shape);
      expect(node.value).toEqual(all[index]?.value?.slice(0, 2));
      expect(node.grad).toEqual(all[index]?.grad?.slice(0, 2) ?? null);
    }
    expect(all.map(({ value }) => value?.length)).toEqual([1, 1, 16, 16, 16, 16, 16, 16, 16, 1]);
    expect(thrownBy(() => session.graph(0))).toMatchObject({ code: "out_of_range", field: "most" });
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
  const view = { x: [0, 2], y: [0, 2], width: 2, height: 2 } as PictureView;

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
