/** The kinds of exercise there are, each loaded when an exercise of it comes near, and what a chapter's exercises hold. */
import type { ChooseSpec } from "./kinds/choose";
import type { GoalSpec } from "./kinds/goal";
import type { NumberSpec } from "./kinds/number";
import type { RepairSpec } from "./kinds/repair";
import type { Mount } from "./task";

/** The language-free half of an exercise: its kind, and what the engine is asked. */
export type Spec =
  | ({ kind: "choose" } & ChooseSpec)
  | ({ kind: "number" } & NumberSpec)
  | ({ kind: "goal" } & GoalSpec)
  | ({ kind: "repair" } & RepairSpec);

export type Specs = Readonly<Record<string, Spec>>;

/** A kind's module. Its own spec is what `Spec` says for its name. */
interface Kind {
  mount: Mount<never>;
}

const KINDS: Record<Spec["kind"], () => Promise<Kind>> = {
  choose: () => import("./kinds/choose"),
  number: () => import("./kinds/number"),
  goal: () => import("./kinds/goal"),
  repair: () => import("./kinds/repair"),
};

/** Loads a kind, ready for a spec of it. */
export async function kindOf(spec: Spec): Promise<Mount<Spec>> {
  const { mount } = await KINDS[spec.kind]();
  return mount as Mount<Spec>;
}

const MODULES = import.meta.glob<{ exercises: Specs }>("./specs/*.ts");

/** The exercises of a chapter, by name; none for a page that is no chapter. */
export async function specsOf(slug: string): Promise<Specs> {
  const load = MODULES[`./specs/${slug}.ts`];
  return load ? (await load()).exercises : {};
}
