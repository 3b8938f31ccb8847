/** The exercises of chapter 9: each bears the name of the broken program it repairs. */
import { BUG_IDS, type BugId } from "../../bench/bugs";
import type { RepairSpec } from "../kinds/repair";

type Repairs = Readonly<Record<BugId, { kind: "repair" } & RepairSpec>>;

export const exercises = Object.fromEntries(BUG_IDS.map((bug) => [bug, { kind: "repair", bug }])) as Repairs;
