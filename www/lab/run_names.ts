/**
 * How runs that lie over each other are called: each by what differs from the main one.
 * Refuses to name two runs alike: a difference in several settings lists them all.
 */
import * as numbers from "../numbers";
import { fill, type Words } from "../strings";
import type { LabModel, TimedChange } from "./model";
import { settingOf, valueIn } from "./settings";

/** How a setting and its value are called. */
export interface Names {
  label(path: string): string;
  value(value: unknown): string;
}

/** The settings in force at an update, among those that change. */
function inForce(changes: readonly TimedChange[], update: number): Record<string, unknown> {
  return Object.assign({}, ...changes.filter((change) => change.update <= update).map(({ set }) => set));
}

/**
 * The names of a run, from the one in full, "lr 0.01 → 0.05 at update 120", to the shortest, "lr 0.05". The update is the
 * one the cursor stood at: so many were complete. What differs from the start was never anything else: it has the short
 * name alone, also because "batch size 1 → 100" reads as numbers of batches.
 */
export function namesOf(
  { runs, main, settings }: LabModel["state"],
  index: number,
  words: Words["runs"],
  { label, value }: Names,
): readonly [string, ...string[]] {
  if (index === main) return [words.main];
  const own = runs[index] ?? [];
  const others = runs[main] ?? [];
  const updates = [...new Set([...own, ...others].map(({ update }) => update))].sort((a, b) => a - b);
  for (const update of updates) {
    const mine = inForce(own, update);
    const theirs = inForce(others, update);
    const differing = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].flatMap((path) => {
      const setting = settingOf(path);
      const base = setting ? valueIn(settings, setting) : null;
      const [from, to] = [theirs[path] ?? base, mine[path] ?? base];
      return from === to ? [] : [{ name: label(path), from: value(from), to: value(to) }];
    });
    if (differing.length === 0) continue;
    const brief = differing.map(({ name, to }) => `${name} ${to}`).join(words.list);
    if (update === 0) return [brief];
    const what = differing.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(words.list);
    return [fill(words.differs, { what, update: numbers.count(update) }), what, brief];
  }
  return [words.same];
}
