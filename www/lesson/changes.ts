/**
 * "What did I change?" and the way back: the lab against what the chapter opens it with, in the lab's own words.
 * Refuses to list the cursor: moving it changes nothing.
 */
import type { Data, Settings } from "../engine";
import { decode } from "../lab/address";
import type { Lab } from "../lab/lab";
import type { LabState } from "../lab/model";
import { labelOf, valueText } from "../lab/refusal";
import { applies, programOf, SETTINGS, valueIn } from "../lab/settings";
import * as numbers from "../numbers";
import { fill, type Strings, type Words } from "../strings";

type ChangeWords = Pick<Words, "lesson" | "settings">;

/** What differs, one line each; nothing if the lab stands as the chapter opens it. */
export function changesOf(
  now: LabState,
  opened: LabState,
  strings: Strings,
  { lesson: words, settings: names }: ChangeWords,
): string[] {
  const lines: string[] = [];
  const change = (label: string, from: string, to: string): void => {
    if (from !== to) lines.push(fill(words.changedFrom, { label, from, to }));
  };
  const name = (settings: Settings): string => {
    const program = strings.programs[programOf(settings)];
    return typeof settings.program === "object" ? `${program} (${words.edited})` : program;
  };
  change(labelOf("program", names), name(opened.settings), name(now.settings));
  const same = name(opened.settings) === name(now.settings);
  for (const setting of SETTINGS) {
    // The program and the data have lines of their own.
    if (!applies(now.settings, setting) || ["program", "data.source"].includes(setting.path)) continue;
    // Of another program's settings only those count that are not that program's own defaults.
    const before = same ? opened.settings : { program: programOf(now.settings) };
    change(
      labelOf(setting.path, names),
      valueText(valueIn(before, setting), names),
      valueText(valueIn(now.settings, setting), names),
    );
  }
  const [edits, before] = [editsOf(now.settings.data), editsOf(opened.settings.data)];
  if (edits !== before) lines.push(fill(words.movedSamples, { count: numbers.count(edits) }));
  const source = ({ data }: Settings): string => valueText(data?.source ?? "make_regression", names);
  change(words.data, source(opened.settings), source(now.settings));
  if (now.runs.length > 1) lines.push(fill(words.branches, { count: numbers.count(now.runs.length - 1) }));
  return lines;
}

const editsOf = (data: Data | undefined): number => (data && "edits" in data ? (data.edits?.length ?? 0) : 0);

/** Wires the two buttons in the page's head. */
export function wireChanges(lab: Lab, opened: string, spoken: ChangeWords): void {
  const { lesson: words } = spoken;
  const { signal } = lab;
  const button = (name: string): HTMLButtonElement | null =>
    document.querySelector<HTMLButtonElement>(`button[data-lab="${name}"]`);
  const [reset, changed] = [button("reset"), button("changed")];
  const dialog = document.querySelector<HTMLDialogElement>("#changes");
  if (!reset || !changed || !dialog) throw new Error("The page has no buttons for what was changed.");
  const setUp = (): void => {
    dialog.close();
    lab.readAddress(opened);
    lab.resetLayers();
  };
  const list = document.createElement("ul");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = words.close;
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = words.reset;
  const title = document.createElement("h2");
  title.textContent = words.changed;
  const row = document.createElement("div");
  row.className = "answer-row";
  row.append(back, close);
  dialog.replaceChildren(title, list, row);
  close.addEventListener("click", () => dialog.close(), { signal });
  back.addEventListener("click", setUp, { signal });
  reset.addEventListener("click", setUp, { signal });
  changed.addEventListener(
    "click",
    () => {
      const lines = changesOf(lab.model.state, decode(opened).state, lab.strings, spoken);
      list.replaceChildren(
        ...(lines.length > 0 ? lines : [words.nothing]).map((line) => {
          const item = document.createElement("li");
          item.textContent = line;
          return item;
        }),
      );
      dialog.showModal();
    },
    { signal },
  );
  reset.hidden = false;
  changed.hidden = false;
}
