/**
 * Why the engine refused a value, in the reader's words: its stable code chooses the sentence, its field, value and
 * range fill it. Refuses to guess: a code without a sentence keeps the engine's own message.
 */
import type { EngineError } from "../engine";
import * as numbers from "../numbers";
import { fill, type Language } from "../strings";
import { choices } from "./choices.words";
import { words } from "./refusal.words";
import type { Names } from "./runs";
import { changeOf, settingOf } from "./settings";

/** A setting's name without its place: of a change in mid-run what it sets, of the samples that they are data. */
export const nameOf = (path: string): string =>
  changeOf(path)?.leaf ?? (settingOf(path) ? path : (path.split(/[.[]/)[0] ?? path));

/** The label of a setting, or of what it is a part of. */
export function labelOf(path: string, language: Language): string {
  const labels: Readonly<Record<string, string>> = words[language].controls;
  const name = nameOf(path);
  return labels[name] ?? labels[`${name}.source`] ?? labels[`${name}.w`] ?? name;
}

/** A setting's value in the lab's own words; a dash for none. */
export function valueText(value: unknown, language: Language): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "number"
    ? numbers.setting(value)
    : (choices[language][String(value)] ?? String(value));
}

/** For the names of branches. */
export function namesIn(language: Language): Names {
  const short: Readonly<Record<string, string>> = words[language].short;
  return {
    label: (path) => short[path] ?? labelOf(path, language),
    value: (value) => valueText(value, language),
  };
}

/** `typed` is what the reader wrote, where that is known better than by the engine. */
export function explain(
  { code, field, value, range, message }: Pick<EngineError, "code" | "field" | "value" | "range" | "message">,
  language: Language,
  typed?: string,
): string {
  const templates: Readonly<Record<string, string>> = words[language].refused;
  const template = templates[code];
  const reason =
    template && field
      ? fill(template, {
          label: labelOf(field, language),
          field: nameOf(field),
          value: typed ?? String(value),
          range: range ?? "",
        })
      : message;
  return `${reason} ${words[language].kept}`;
}
