/**
 * A broken program of the bench as the text shows it before the bench is up: the bench's own lines, and where the program
 * and the right one end, from running both when the site is built.
 * Refuses an exercise that no broken program belongs to.
 */
import type { Engine } from "../../engine";
import { BUG_IDS, bugOf } from "../bench/bugs";
import { listingOf } from "../bench/listing";
import { measure, runOf, variantOf } from "../bench/measure";
import { valuesOf } from "../bench/report";
import type { Broken } from "./answers";
import { block } from "./python";

/** Each is run once: every page that shows it, in every language, shows the same. */
const known = new Map<string, Broken>();

export function brokenProgram(engine: Engine, id: string): Broken {
  const before = known.get(id);
  if (before) return before;
  const found = BUG_IDS.find((bug) => bug === id);
  if (found === undefined) throw new Error(`There is no broken program "${id}".`);
  const bug = bugOf(found);
  const [got, right] = [bug.broken, bug.right].map((work) =>
    measure(engine, runOf(work, bug.slot), variantOf(work, bug.slot)),
  );
  if (!got || !right) throw new Error(`The program "${id}" was not run.`);
  const lines = listingOf(engine, bug, bug.broken).map(({ text }) => text);
  const program = { listing: block(lines.join("\n")), values: valuesOf(got, right) };
  known.set(id, program);
  return program;
}
