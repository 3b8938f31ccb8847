/**
 * What a bench keeps for as long as the window is open, in either language: what was predicted, the program as it was last
 * run and as it stands now, and whether that has been checked.
 * Refuses a state that is not wholly one of its own. Numbers are not kept: the programs run again.
 */
import type { Statement } from "../../engine";
import { ofWindow, type Shelf, store, stored } from "../../storage";
import type { Bug } from "./bugs";
import { KNOBS, type Work } from "./work";

export interface KeptBench {
  /** The name of the option chosen before the first run. */
  predicted: string;
  ran: Work;
  work: Work;
  checked: boolean;
}

const keyOf = (id: string): string => `first-descent.bench.${id}`;

/** What an edit can change; the samples and the rest are the exercise's own. */
function edits({ statements, settings, variant }: Work) {
  return { statements, knobs: Object.fromEntries(KNOBS.map((knob) => [knob, settings[knob]])), variant };
}

export const sameWork = (one: Work, other: Work): boolean =>
  one === other || JSON.stringify(edits(one)) === JSON.stringify(edits(other));

export function keepBench(id: string, state: KeptBench, shelf: Shelf = ofWindow): void {
  const { predicted, checked } = state;
  store(
    shelf,
    keyOf(id),
    JSON.stringify({ predicted, checked, ran: edits(state.ran), work: edits(state.work) }),
  );
}

export function keptBench(id: string, bug: Bug, shelf: Shelf = ofWindow): KeptBench | null {
  try {
    const state: unknown = JSON.parse(stored(shelf, keyOf(id)) ?? "null");
    if (!isFields(state) || typeof state.predicted !== "string" || typeof state.checked !== "boolean")
      return null;
    const [ran, work] = [workOf(state.ran, bug), workOf(state.work, bug)];
    return ran && work ? { predicted: state.predicted, checked: state.checked, ran, work } : null;
  } catch {
    // Not written here: the bench stands as new.
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The engine says whether it takes the statements. */
const isStatement = (value: unknown): value is Statement => isFields(value) && typeof value.op === "string";

function workOf(state: unknown, { broken, slot }: Bug): Work | null {
  if (!isFields(state) || !Array.isArray(state.statements) || !isFields(state.knobs)) return null;
  const { statements, knobs, variant } = state;
  const isVariant = typeof variant === "number" && slot.variants[variant] !== undefined;
  if (statements.length === 0 || !statements.every(isStatement) || !isVariant) return null;
  const set = KNOBS.flatMap((knob) => {
    const value = knobs[knob];
    return typeof value === (knob === "lr" ? "number" : "boolean") ? [[knob, value] as const] : [];
  });
  // A knob that the broken program sets and the reader's does not is one taken away.
  const others = Object.entries(broken.settings).filter(([name]) => !KNOBS.some((knob) => knob === name));
  return { base: broken.base, statements, settings: Object.fromEntries([...others, ...set]), variant };
}
