/** The units of the clock, from the smallest to the largest. Refuses nothing. */
import type { KeyAction } from "./keyboard";

export const UNITS = ["statement", "batch", "epoch", "run"] as const;

export type Unit = (typeof UNITS)[number];

/** What Shift steps: the next larger unit. */
export const larger = (unit: Unit): Unit =>
  UNITS[Math.min(UNITS.indexOf(unit) + 1, UNITS.length - 1)] ?? "run";

/** What a key steps by, of the unit the reader has chosen, and whether forward or back; undefined if it does not step. */
export function stepOf(action: KeyAction, unit: Unit): readonly [Unit, 1 | -1] | undefined {
  const steps: Partial<Record<KeyAction, readonly [Unit, 1 | -1]>> = {
    step: [unit, 1],
    back: [unit, -1],
    larger: [larger(unit), 1],
    largerBack: [larger(unit), -1],
    start: ["run", -1],
    end: ["run", 1],
  };
  return steps[action];
}
