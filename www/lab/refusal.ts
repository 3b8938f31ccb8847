/**
 * Why the engine refused a value, in the reader's words: its stable code chooses the sentence, its field, value and
 * range fill it. Refuses to guess: a code without a sentence keeps the engine's own message.
 */
import type { EngineError } from "../engine";
import * as numbers from "../numbers";
import { fill, type Words } from "../strings";
import type { Names } from "./run_names";
import { changeOf, settingOf } from "./settings";

/** The names of the settings and of what can be chosen, and why a value is refused. */
export type SettingWords = Words["settings"];

/** A setting's name without its place: of a change in mid-run what it sets, of the samples that they are data. */
export const nameOf = (path: string): string =>
  changeOf(path)?.leaf ?? (settingOf(path) ? path : (path.split(/[.[]/)[0] ?? path));

/** The label of a setting, or of what it is a part of. */
export function labelOf(path: string, words: SettingWords): string {
  const labels: Readonly<Record<string, string>> = words.labels;
  const name = nameOf(path);
  return labels[name] ?? labels[`${name}.source`] ?? labels[`${name}.w`] ?? name;
}

/** A setting's value in the lab's own words; a dash for none. */
export function valueText(value: unknown, words: SettingWords): string {
  if (value === null || value === undefined) return "–";
  const choices: Readonly<Record<string, string>> = words.choices;
  return typeof value === "number" ? numbers.setting(value) : (choices[String(value)] ?? String(value));
}

/** For the names of branches. */
export function namesIn(words: SettingWords): Names {
  const short: Readonly<Record<string, string>> = words.short;
  return {
    label: (path) => short[path] ?? labelOf(path, words),
    value: (value) => valueText(value, words),
  };
}

/** `typed` is what the reader wrote, where that is known better than by the engine. */
export function explain(
  { code, field, value, range, message }: Pick<EngineError, "code" | "field" | "value" | "range" | "message">,
  words: SettingWords,
  typed?: string,
): string {
  const templates: Readonly<Record<string, string>> = words.refused;
  const template = templates[code];
  const reason =
    template && field
      ? fill(template, {
          label: labelOf(field, words),
          field: nameOf(field),
          value: typed ?? String(value),
          range: range ?? "",
        })
      : message;
  return `${reason}${words.between}${words.kept}`;
}
