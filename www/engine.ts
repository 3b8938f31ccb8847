/**
 * Owns the engine, the WebAssembly module in `pkg/`: starts it once, opens sessions, tells a refused setting from a
 * broken engine, and starts the module afresh after a trap.
 * Refuses: settings it cannot judge. They go to the engine as they are, and its error comes back as it is.
 */
import type * as Wasm from "../pkg/first_descent.js";
import glue from "../pkg/first_descent.js?url";
import wasmFile from "../pkg/first_descent_bg.wasm?url";

export type {
  BatchGradients,
  Change,
  Data,
  Edit,
  EngineError,
  History,
  LossQuadratic,
  Session,
  Settings,
  State,
  Statement,
} from "../pkg/first_descent.js";

import type { EngineError, Session, Settings } from "../pkg/first_descent.js";

/** What the page uses of the module. */
export type EngineModule = typeof Wasm;

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

/** A setting was refused: the engine says which, and what it would take. */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** Brings a module that no call has broken yet; `start` counts the times it was asked before. */
export type Load = (start: number) => Promise<EngineModule>;

/**
 * Fetches and starts the module; the page's own loader. A module starts only once in its life, so after a trap the
 * browser is asked for another one, under another address.
 */
export const loadModule: Load = async (start) => {
  if (start === 0) {
    const wasm = await import("../pkg/first_descent.js");
    await wasm.default();
    return wasm;
  }
  const another: typeof Wasm = await import(/* @vite-ignore */ `${glue}?${start}`);
  await another.default({ module_or_path: wasmFile });
  return another;
};

/** A running engine. Every call into the module passes through `call`. */
export class Engine {
  private starts = 0;

  private constructor(
    private module: EngineModule,
    private readonly load: Load,
  ) {}

  static async start(load: Load = loadModule): Promise<Engine> {
    return new Engine(await load(0), load);
  }

  /** The whole module, for what is not a session's. */
  get whole(): EngineModule {
    return this.module;
  }

  /** Whether all of it is there, or only what the first picture needs. */
  readonly isComplete: boolean = true;

  /** Resolves when everything the engine can do is there. */
  complete(): Promise<void> {
    return Promise.resolve();
  }

  /** A new session; the caller frees it. Throws the engine's own error when it refuses a setting. */
  open(settings: Settings): Session {
    return this.call(() => new this.module.Session(settings));
  }

  /** Null where the data do not determine a line: one point, or constant x. */
  leastSquares(x: Float64Array, y: Float64Array): Line | null {
    const { w, b } = this.call(() => this.module.leastSquares(x, y));
    return w === null || b === null ? null : { w, b };
  }

  /** Null where no limit is defined for the settings. */
  stabilityLimit(settings: Settings): Limit | null {
    return this.orNull(() => this.module.stabilityLimit(settings));
  }

  /** Runs one piece of work in the engine. What is neither a result nor a refusal is a trap. */
  call<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (isEngineError(error)) throw error;
      throw new EngineTrap("The engine stopped in the middle of a call.", { cause: error });
    }
  }

  /** After a trap: a sound module. Sessions opened before are lost and must not be used, nor freed. */
  async restart(): Promise<void> {
    this.starts += 1;
    this.module = await this.load(this.starts);
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
