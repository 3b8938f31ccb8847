// The owner of the module: refusals pass through, traps are told from them, and a restart brings a sound module.
import { expect, test } from "vitest";
import { Engine, type EngineModule, EngineTrap, isEngineError } from "../../www/engine";

function refusal(): Error {
  return Object.assign(new Error("lr is -1; it must be 0 or more"), { code: "out_of_range", field: "lr" });
}

/** A module whose every function throws what it is given. */
function throwing(error: Error): EngineModule {
  const fail = (): never => {
    throw error;
  };
  class Session {
    constructor() {
      fail();
    }
  }
  return { Session, leastSquares: fail, stabilityLimit: fail } as unknown as EngineModule;
}

const started = (module: EngineModule): Promise<Engine> => Engine.start(() => Promise.resolve(module));

test("a refused setting comes back as the engine's own error", async () => {
  const engine = await started(throwing(refusal()));
  expect(() => engine.open({ lr: -1 })).toThrow("lr is -1; it must be 0 or more");
});

test("where the data determine no line there is none, and where no limit is defined there is none", async () => {
  const nothing = { ...throwing(refusal()), leastSquares: () => ({ w: null, b: null, r2: null }) };
  const engine = await started(nothing);
  expect(engine.leastSquares(Float64Array.of(1), Float64Array.of(1))).toBeNull();
  expect(engine.stabilityLimit({})).toBeNull();
});

test("anything else that is thrown is a trap, with its cause", async () => {
  const cause = new WebAssembly.RuntimeError("unreachable");
  const engine = await started(throwing(cause));
  expect(() => engine.open({})).toThrow(EngineTrap);
  expect(() => engine.leastSquares(new Float64Array(0), new Float64Array(0))).toThrow(EngineTrap);
  expect(isEngineError(cause)).toBe(false);
});

test("after a restart calls go to the new module", async () => {
  const sound = { ...throwing(refusal()), leastSquares: () => ({ w: 1, b: 2, r2: 1 }) };
  const modules = [throwing(new WebAssembly.RuntimeError("unreachable")), sound];
  const engine = await Engine.start(() => Promise.resolve(modules.shift() ?? sound));
  const one = Float64Array.of(1);
  expect(() => engine.leastSquares(one, one)).toThrow(EngineTrap);
  await engine.restart();
  expect(engine.leastSquares(one, one)).toEqual({ w: 1, b: 2 });
});
