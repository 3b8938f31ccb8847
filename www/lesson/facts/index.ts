/** Every fact the text may name. Refuses a name that is not known, and one that two files give. */
import type { Engine } from "../../engine";
import { benchFacts } from "../bench/facts";
import { yourDataFacts } from "../your_data/facts";
import { classicFacts } from "./classic";
import type { Facts } from "./fact";
import { pytorchFacts } from "./pytorch";
import { wholeLoopFacts } from "./whole_loop";

const SOURCES: readonly ((engine: Engine) => Facts)[] = [
  classicFacts,
  wholeLoopFacts,
  pytorchFacts,
  yourDataFacts,
  benchFacts,
];

export function factsOf(engine: Engine): (name: string) => number {
  const all: Record<string, () => number> = {};
  for (const facts of SOURCES.map((source) => source(engine)))
    for (const [name, fact] of Object.entries(facts)) {
      if (name in all) throw new Error(`There are two facts called "${name}".`);
      all[name] = fact;
    }
  const known = new Map<string, number>();
  return (name) => {
    const fact = all[name];
    if (!fact) throw new Error(`The text names a fact that is not known: "${name}".`);
    const value = known.get(name) ?? fact();
    known.set(name, value);
    return value;
  };
}
