/**
 * Facts of the bench for the text: where each broken program ends, and the right one beside it. Each is worked out by
 * running the program when it is asked for.
 */
import type { Engine } from "../../engine";
import { BUG_IDS, bugOf } from "./bugs";
import { type Measured, measure, runOf, variantOf } from "./measure";

const QUESTIONS: Readonly<Record<string, (measured: Measured) => number | null | undefined>> = {
  w: ({ end }) => end.w,
  b: ({ end }) => end.b,
  loss: ({ loss }) => loss,
  updates: ({ updates }) => updates,
  /** Counted from 1, as the text does. */
  diverged: ({ diverged }) => (diverged === null ? null : diverged + 1),
  raised: ({ raised }) => (raised === null ? null : raised.update + 1),
  n: ({ n }) => n,
  seen: ({ seen }) => seen,
  unseen: ({ n, seen }) => n - seen,
  curve: ({ curve }) => curve?.at(-1),
};

/** `bug.<id>.<question>` of the broken program, `bug.<id>.right.<question>` of the right one. */
export function benchFacts(engine: Engine): Readonly<Record<string, () => number>> {
  const facts: Record<string, () => number> = {};
  for (const id of BUG_IDS) {
    const { broken, right, slot } = bugOf(id);
    for (const [place, work] of [
      ["", broken],
      ["right.", right],
    ] as const)
      for (const [name, question] of Object.entries(QUESTIONS))
        facts[`bug.${id}.${place}${name}`] = () =>
          question(measure(engine, runOf(work, slot), variantOf(work, slot))) ?? Number.NaN;
  }
  // How many times as steep the valley is across as it is along.
  facts["bug.x-unscaled.condition"] = () => {
    const { broken, slot } = bugOf("x-unscaled");
    const limit = engine.stabilityLimit(runOf(broken, slot));
    return limit ? limit.lambdaMax / limit.lambdaMin : Number.NaN;
  };
  return facts;
}
