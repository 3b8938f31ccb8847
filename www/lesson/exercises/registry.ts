/** The kinds of exercise there are, each loaded when an exercise of it comes near, and what a chapter's exercises hold. */

import { type Language, loadWords } from "../../strings";
import type { ChooseSpec } from "./kinds/choose";
import type { CurveSpec } from "./kinds/curve";
import type { GoalSpec } from "./kinds/goal";
import type { NumberSpec } from "./kinds/number";
import type { PlaceSpec } from "./kinds/place";
import type { RepairSpec } from "./kinds/repair";
import type { Mount } from "./task";

/** The language-free half of an exercise: its kind, and what the engine is asked. */
export type Spec =
  | ({ kind: "choose" } & ChooseSpec)
  | ({ kind: "number" } & NumberSpec)
  | ({ kind: "goal" } & GoalSpec)
  | ({ kind: "curve" } & CurveSpec)
  | ({ kind: "place" } & PlaceSpec)
  | ({ kind: "repair" } & RepairSpec);

export type Specs = Readonly<Record<string, Spec>>;

/** How the controls of a kind are made; its own spec is what `Spec` says for its name. */
type Kind = Mount<never>;

const KINDS: Record<Spec["kind"], (language: Language) => Promise<Kind>> = {
  choose: async () => (await import("./kinds/choose")).mount,
  number: async () => (await import("./kinds/number")).mount,
  goal: async () => (await import("./kinds/goal")).mount,
  curve: async (language) => {
    const coming = loadWords(language, "curve");
    const [{ mount }, { curve }] = await Promise.all([import("./kinds/curve"), coming]);
    return (task, spec) => mount(task, spec, curve);
  },
  place: async (language) => {
    const coming = loadWords(language, "place");
    const [{ mount }, { place }] = await Promise.all([import("./kinds/place"), coming]);
    return (task, spec) => mount(task, spec, place);
  },
  repair: async (language) => {
    const coming = loadWords(language, "repair");
    const [{ mount }, { repair }] = await Promise.all([import("./kinds/repair"), coming]);
    return (task, spec) => mount(task, spec, repair);
  },
};

/** Loads a kind with its words, ready for a spec of it. */
export async function kindOf(spec: Spec, language: Language): Promise<Mount<Spec>> {
  return (await KINDS[spec.kind](language)) as Mount<Spec>;
}

const MODULES = import.meta.glob<{ exercises: Specs }>("./specs/*.ts");

/** The exercises of a chapter, by name; none for a page that is no chapter. */
export async function specsOf(slug: string): Promise<Specs> {
  const load = MODULES[`./specs/${slug}.ts`];
  return load ? (await load()).exercises : {};
}
