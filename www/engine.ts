/**
 * Owns the engine, two WebAssembly modules made from one source: the lean one in `pkg/lean/`, which is fetched first
 * and draws the first picture, and the full one in `pkg/`, which takes its place once it is there. Starts them, opens
 * sessions, tells a refused setting from a broken engine, and brings a sound module after a trap.
 * Refuses: settings it cannot judge. They go to the engine as they are, and its error comes back as it is.
 */
import type * as Wasm from "../pkg/first_descent.js";
import glue from "../pkg/first_descent.js?url";
import wasmFile from "../pkg/first_descent_bg.wasm?url";
import * as lean from "../pkg/lean/first_descent_lean.js";

export type {
  BatchGradients,
  Change,
  Data,
  Edit,
  EngineError,
  Graph,
  GraphNode,
  History,
  LossQuadratic,
  NamedValue,
  PointPicture,
  Session,
  Settings,
  SourceLine,
  State,
  Statement,
} from "../pkg/first_descent.js";

import type { EngineError, Session, Settings } from "../pkg/first_descent.js";

/** What the page uses of either module. The two give the same bits; what only the full one can do, the lean refuses. */
export type LeanModule = Pick<typeof Wasm, "Session" | "leastSquares">;

/** The full module, with all that the engine can do. */
export type FullModule = typeof Wasm;

/** A straight line: the model's, the true or the least-squares one. */
export interface Line {
  w: number;
  b: number;
}

export type Limit = ReturnType<typeof Wasm.stabilityLimit>;

/** The engine broke in mid-call. Its sessions are lost; `Engine.restart` brings a sound one back. */
export class EngineTrap extends Error {
  override name = "EngineTrap";
}

/** Something was asked for that only the full module can do, before `Engine.complete` had brought it. */
export class EngineIncomplete extends Error {
  override name = "EngineIncomplete";
}

/** A setting was refused: the engine says which, and what it would take. */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** The lean module was asked for what only the full one can do: no refusal, the setting itself is right. */
export function isNotInThisBuild(error: unknown): boolean {
  return isEngineError(error) && error.code === "not_in_this_build";
}

/** Brings the modules. `full` is told how often it was asked before: each time it brings one that nothing has broken. */
export interface Load {
  lean(): Promise<LeanModule>;
  full(asked: number): Promise<FullModule>;
}

/**
 * The page's own loader. The lean module's glue comes with the page's script, so that its wasm file is fetched at once.
 * A module starts only once in its life: after the first, the browser is asked for one under another address.
 */
export const loadModules: Load = {
  lean: async () => {
    await lean.default();
    return lean;
  },
  full: async (asked) => {
    if (asked === 0) {
      const wasm = await import("../pkg/first_descent.js");
      await wasm.default();
      return wasm;
    }
    const another: typeof Wasm = await import(/* @vite-ignore */ `${glue}?${asked}`);
    await another.default({ module_or_path: wasmFile });
    return another;
  },
};

/** The search for a limit is asked to the end here, in calls of so many milliseconds. */
const SLICE = 1000;

/** A running engine. Every call into a module passes through `call`. */
export class Engine {
  private full: FullModule | null = null;
  private completion: Promise<void> | null = null;
  private asked = 0;
  private limits: InstanceType<FullModule["LimitSearch"]> | null = null;

  private constructor(
    private readonly lean: LeanModule,
    private readonly load: Load,
  ) {}

  /** Starts the lean module. Until `complete` has brought the full one, the engine runs right programs only. */
  static async start(load: Load = loadModules): Promise<Engine> {
    return new Engine(await load.lean(), load);
  }

  /** An engine that is complete from the start, outside a browser. */
  static of(module: FullModule): Engine {
    const there = (): Promise<FullModule> => Promise.resolve(module);
    const engine = new Engine(module, { lean: there, full: there });
    engine.full = module;
    return engine;
  }

  /**
   * Resolves when the full module is there; the first call fetches it, and so does one after a failure. Sessions opened
   * before stay valid, each in its own module: whoever wants of them what only the full one can do opens them anew.
   */
  complete(): Promise<void> {
    this.completion ??= this.bring();
    return this.completion;
  }

  get isComplete(): boolean {
    return this.full !== null;
  }

  /** The full module. Throws `EngineIncomplete` while it is not there. */
  get whole(): FullModule {
    if (this.full === null)
      throw new EngineIncomplete("The full engine is not there yet: wait for complete().");
    return this.full;
  }

  /**
   * A new session; the caller frees it. It shares the samples that the one `beside` it has, if both are of the full
   * module. Throws the engine's own error when it refuses a setting.
   */
  open(settings: Settings, beside?: Session): Session {
    const { full } = this;
    const shares = full !== null && beside instanceof full.Session;
    return this.call(() => (shares ? beside.withSettings(settings) : new this.module.Session(settings)));
  }

  /** Null where the data do not determine a line: one point, or constant x. */
  leastSquares(x: Float64Array, y: Float64Array): Line | null {
    const { w, b } = this.call(() => this.module.leastSquares(x, y));
    return w === null || b === null ? null : { w, b };
  }

  /** Null where no limit is defined for the settings, and for as long as the full module is not there. */
  stabilityLimit(settings: Settings): Limit | null {
    return this.isComplete ? this.orNull(() => this.searchLimit(settings)) : null;
  }

  /** Runs one piece of work in the engine. What is neither a result nor a refusal is a trap. */
  call<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (isEngineError(error) || error instanceof EngineIncomplete) throw error;
      throw new EngineTrap("The engine stopped in the middle of a call.", { cause: error });
    }
  }

  /**
   * After a trap: a sound module, the full one. Sessions opened before may be lost and must not be used, nor freed.
   */
  async restart(): Promise<void> {
    // One that is on its way has not been called yet, so it is sound.
    if (this.isComplete) this.completion = null;
    await this.complete();
  }

  /** One search for all: what two settings share, as samples mostly are, it works out once. */
  private searchLimit(settings: Settings): Limit | null {
    this.limits ??= new this.whole.LimitSearch();
    this.limits.ask(settings);
    while (!this.limits.run(SLICE));
    return this.limits.found();
  }

  private get module(): LeanModule {
    return this.full ?? this.lean;
  }

  private async bring(): Promise<void> {
    const asked = this.asked;
    this.asked += 1;
    try {
      this.full = await this.load.full(asked);
      // The one there was is lost with its module.
      this.limits = null;
    } catch (error) {
      this.completion = null;
      throw error;
    }
  }

  private orNull<T>(work: () => T): T | null {
    try {
      return this.call(work);
    } catch (error) {
      if (isEngineError(error)) return null;
      throw error;
    }
  }
}
