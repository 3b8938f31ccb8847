// The owner of the modules: refusals pass through, traps are told from them, the full module takes the lean one's
// place, and a restart brings a sound one.
import { expect, test } from "vitest";
import {
  Engine,
  EngineIncomplete,
  EngineTrap,
  type FullModule,
  isEngineError,
  type Load,
} from "../../www/engine";

function refusal(): Error {
  return Object.assign(new Error("lr is -1; it must be 0 or more"), { code: "out_of_range", field: "lr" });
}

const trap = (): Error => new WebAssembly.RuntimeError("unreachable");

/** A module whose every function throws what it is given. */
function throwing(error: Error): FullModule {
  const fail = (): never => {
    throw error;
  };
  class Session {
    constructor() {
      fail();
    }
  }
  const LimitSearch = class {
    ask = fail;
  };
  return { Session, LimitSearch, leastSquares: fail, stabilityLimit: fail } as unknown as FullModule;
}

/** A module whose least-squares line tells it from others. */
function sound(w: number): FullModule {
  return { ...throwing(refusal()), leastSquares: () => ({ w, b: 0, r2: 1 }) };
}

/** Brings `lean`, then each of `full` in turn; an error among them is a fetch that fails. */
function load(lean: FullModule, ...full: (FullModule | Error)[]): Load & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    lean: () => Promise.resolve(lean),
    full: (times) => {
      asked.push(times);
      const next = full.shift() ?? new Error("no module is left");
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  };
}

const one = Float64Array.of(1);
const slope = (engine: Engine) => engine.leastSquares(one, one)?.w;

test("a refused setting comes back as the engine's own error", async () => {
  const engine = await Engine.start(load(throwing(refusal())));
  expect(() => engine.open({ lr: -1 })).toThrow("lr is -1; it must be 0 or more");
});

test("where the data determine no line there is none, and where no limit is defined there is none", async () => {
  const nothing = { ...throwing(refusal()), leastSquares: () => ({ w: null, b: null, r2: null }) };
  const engine = await Engine.start(load(nothing, nothing));
  await engine.complete();
  expect(engine.leastSquares(one, one)).toBeNull();
  expect(engine.stabilityLimit({})).toBeNull();
});

test("anything else that is thrown is a trap, with its cause", async () => {
  const cause = trap();
  const engine = await Engine.start(load(throwing(cause), throwing(cause)));
  await engine.complete();
  expect(() => engine.open({})).toThrow(EngineTrap);
  expect(() => engine.leastSquares(one, one)).toThrow(EngineTrap);
  expect(() => engine.stabilityLimit({})).toThrow(EngineTrap);
  expect(isEngineError(cause)).toBe(false);
});

test("starting fetches the lean module alone, and a call goes to the full one once that is there", async () => {
  const loading = load(sound(1), sound(2));
  const engine = await Engine.start(loading);
  expect([slope(engine), engine.isComplete, loading.asked]).toEqual([1, false, []]);
  await engine.complete();
  expect([slope(engine), engine.isComplete, loading.asked]).toEqual([2, true, [0]]);
});

test("a session is opened beside one of the same full module, and alone beside any other", async () => {
  const withSessions = (name: string): FullModule => {
    class Session {
      constructor(readonly made = `${name}, alone`) {}
      withSettings = () => new Session(`${name}, beside`);
    }
    // Settings, which the real one takes, say nothing here.
    const Opened = new Proxy(Session, { construct: () => new Session() });
    return { ...sound(1), Session: Opened } as unknown as FullModule;
  };
  const made = (session: object): string => ("made" in session ? String(session.made) : "");
  const engine = await Engine.start(load(withSessions("lean"), withSessions("full"), withSessions("next")));
  const early = engine.open({});
  expect(made(engine.open({}, early))).toBe("lean, alone");
  await engine.complete();
  const first = engine.open({}, early);
  expect(made(first)).toBe("full, alone");
  expect(made(engine.open({}, first))).toBe("full, beside");
  await engine.restart();
  expect(made(engine.open({}, first))).toBe("next, alone");
});

test("the full module is fetched once, however often it is asked for", async () => {
  const loading = load(sound(1), sound(2));
  const engine = await Engine.start(loading);
  await Promise.all([engine.complete(), engine.complete()]);
  await engine.complete();
  expect(loading.asked).toEqual([0]);
});

test("what needs the full module says so while it is not there, and a limit is not known yet", async () => {
  const limit = { lr: 1, kind: "exact" as const, lambdaMax: 1, lambdaMin: 1 };
  const LimitSearch = class {
    ask(): void {}
    run = (): boolean => true;
    found = () => limit;
  };
  const engine = await Engine.start(load(sound(1), { ...sound(2), LimitSearch } as unknown as FullModule));
  expect(engine.stabilityLimit({})).toBeNull();
  expect(() => engine.whole).toThrow(EngineIncomplete);
  expect(() => engine.call(() => engine.whole.stabilityLimit({}))).toThrow(EngineIncomplete);
  await engine.complete();
  expect(engine.stabilityLimit({})).toEqual(limit);
});

test("a full module that could not be fetched leaves the lean one working, and is fetched anew when asked for", async () => {
  const loading = load(sound(1), new Error("offline"), sound(2));
  const engine = await Engine.start(loading);
  await expect(engine.complete()).rejects.toThrow("offline");
  expect([slope(engine), engine.isComplete]).toEqual([1, false]);
  await engine.complete();
  expect([slope(engine), loading.asked]).toEqual([2, [0, 1]]);
});

test("after a trap of the lean module calls go to the full one", async () => {
  const loading = load(throwing(trap()), sound(2));
  const engine = await Engine.start(loading);
  expect(() => slope(engine)).toThrow(EngineTrap);
  await engine.restart();
  expect([slope(engine), loading.asked]).toEqual([2, [0]]);
});

test("a restart takes the full module that is on its way", async () => {
  const loading = load(throwing(trap()), sound(2));
  const engine = await Engine.start(loading);
  const completion = engine.complete();
  await engine.restart();
  await completion;
  expect([slope(engine), loading.asked]).toEqual([2, [0]]);
});

test("after a trap of the full module calls go to a new one", async () => {
  const loading = load(sound(1), throwing(trap()), sound(3));
  const engine = await Engine.start(loading);
  await engine.complete();
  expect(() => slope(engine)).toThrow(EngineTrap);
  await engine.restart();
  expect([slope(engine), loading.asked]).toEqual([3, [0, 1]]);
});
