/** The exercises of chapter 9: each bears the name of the broken program it repairs. */
import { BUG_IDS } from "../../bench/bugs";
import type { Specs } from "../registry";

export const exercises: Specs = Object.fromEntries(
  BUG_IDS.map((bug) => [bug, { kind: "repair", bug } as const]),
);
