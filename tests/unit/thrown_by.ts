// Calls with arguments that the types forbid, as plain JavaScript can.
import { expect } from "vitest";
import type { EngineError } from "../../pkg/first_descent.js";

/** What the call throws; it must throw an error. */
export function thrownBy(call: () => unknown): EngineError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return error as EngineError;
  }
  throw new Error("nothing was thrown");
}
