/**
 * Why the engine refused a value, in the reader's words: its stable code chooses the sentence, its field, value and
 * range fill it. Refuses to guess: a code without a sentence keeps the engine's own message.
 */
import type { EngineError } from "../engine";
import { fill, type Strings } from "../strings";
import { changeOf, settingOf } from "./settings";

/** A setting's name without its place: of a change in mid-run what it sets, of the samples that they are data. */
export const nameOf = (path: string): string =>
  changeOf(path)?.leaf ?? (settingOf(path) ? path : (path.split(/[.[]/)[0] ?? path));

/** The label of a setting, or of what it is a part of. */
export function labelOf(path: string, strings: Strings): string {
  const labels: Readonly<Record<string, { label: string }>> = strings.controls;
  const name = nameOf(path);
  if (name === "update") return strings.views.update;
  return (labels[name] ?? labels[`${name}.source`] ?? labels[`${name}.w`])?.label ?? name;
}

/** `typed` is what the reader wrote, where that is known better than by the engine. */
export function explain(
  { code, field, value, range, message }: Pick<EngineError, "code" | "field" | "value" | "range" | "message">,
  strings: Strings,
  typed?: string,
): string {
  const templates: Readonly<Record<string, string>> = strings.refused;
  const template = templates[code];
  const reason =
    template && field
      ? fill(template, {
          label: labelOf(field, strings),
          field: nameOf(field),
          value: typed ?? String(value),
          range: range ?? "",
        })
      : message;
  return `${reason} ${strings.kept}`;
}
