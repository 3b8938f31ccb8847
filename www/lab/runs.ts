/**
 * The runs that lie over each other, as a row of chips: the main one, and each branch named by what differs, to be made
 * the main one or dropped. Hidden while there is only one.
 * The settings' names in the reader's language come with the first branch. Refuses to name two runs alike: a difference in several settings lists them all.
 */
import * as numbers from "../numbers";
import { fill, type Language, loadWords, type Strings } from "../strings";
import { icon, make } from "./dom";
import type { LabModel, TimedChange } from "./model";
import { settingOf, valueIn } from "./settings";

/** How a setting and its value are called. */
export interface Names {
  label(path: string): string;
  value(value: unknown): string;
}

export interface RunsActions {
  readonly language: Language;
  /** The names have come. */
  renamed(): void;
  promote(index: number): void;
  drop(index: number): void;
}

/** As the code has it. */
const CODE: Names = { label: (path) => path, value: String };

/** The settings in force at an update, among those that change. */
function inForce(changes: readonly TimedChange[], update: number): Record<string, unknown> {
  return Object.assign({}, ...changes.filter((change) => change.update <= update).map(({ set }) => set));
}

/** How a run differs from the main one: "lr 0.01 → 0.05 after update 120". Updates count from 1 in what is read. */
export function nameOf(
  model: Pick<LabModel, "state">,
  index: number,
  strings: Strings,
  { label, value }: Names,
): string {
  const { runs, main, settings } = model.state;
  if (index === main) return strings.runs.main;
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
      return from === to ? [] : [`${label(path)} ${value(from)} → ${value(to)}`];
    });
    const template = update > 0 ? strings.runs.differs : strings.runs.differsAtOnce;
    if (differing.length > 0)
      return fill(template, { what: differing.join(strings.list), update: numbers.count(update) });
  }
  return strings.runs.same;
}

export class Runs {
  readonly element = make("div", { class: "runs", role: "group", hidden: true });

  private coming: Promise<void> | null = null;
  names = CODE;

  constructor(
    private readonly strings: Strings,
    private readonly actions: RunsActions,
    private readonly signal: AbortSignal,
  ) {
    this.element.setAttribute("aria-label", strings.runs.label);
  }

  show(model: Pick<LabModel, "state">): void {
    const { runs, main } = model.state;
    const shown = runs.length < 2 ? [] : runs;
    // One run, as before: at every step of a drag.
    if (shown.length === 0 && this.element.hidden) return;
    this.element.hidden = shown.length === 0;
    if (shown.length > 0) this.coming ??= this.bring().catch(console.error);
    this.element.replaceChildren(
      ...shown.map((_, index) =>
        this.chip(nameOf(model, index, this.strings, this.names), index, index === main),
      ),
    );
  }

  private async bring(): Promise<void> {
    const [{ namesIn }, { settings }] = await Promise.all([
      import("./refusal"),
      loadWords(this.actions.language, "settings"),
    ]);
    this.names = namesIn(settings);
    this.actions.renamed();
  }

  private chip(name: string, index: number, main: boolean): HTMLElement {
    const { runs: words } = this.strings;
    const label = make("span", { class: "name" }, name);
    if (main) return make("span", { class: "chip main" }, label);
    const promote = make(
      "button",
      { type: "button", class: "plain", title: words.promote, "aria-label": `${words.promote}: ${name}` },
      label,
    );
    promote.addEventListener("click", () => this.actions.promote(index), { signal: this.signal });
    const drop = make(
      "button",
      { type: "button", class: "plain", title: words.drop, "aria-label": `${words.drop}: ${name}` },
      icon("close"),
    );
    drop.addEventListener("click", () => this.actions.drop(index), { signal: this.signal });
    return make("span", { class: `chip ghost ghost-${index % 6}` }, promote, drop);
  }
}
