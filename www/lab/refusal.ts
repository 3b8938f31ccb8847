/**
 * Why the engine refused a value, in the reader's words: its stable code chooses the sentence, its field, value and
 * range fill it. Refuses to guess: a code without a sentence keeps the engine's own message.
 */
import type { EngineError } from "../engine";
import { fill, type Strings } from "../strings";

/** The label of a setting; its path where there is no label. */
export function labelOf(path: string, strings: Strings): string {
  const labels: Readonly<Record<string, string>> = strings.controls;
  return labels[path] ?? path;
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
          field,
          value: typed ?? String(value),
          range: range ?? "",
        })
      : message;
  return `${reason} ${strings.kept}`;
}
