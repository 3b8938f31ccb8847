/**
 * Templates of words, in which `{name}` marks a place for a value, and the way to the words themselves.
 * Refuses an unknown place: a template that names a value nobody gives stays visible and fails its test.
 */
import type { Words } from "./words";

export { ENGLISH, LANGUAGES, type Language, languageOf, lookUp } from "./languages";
export { loadWords, type Part, type Words } from "./words";

/** The words of the lab's shell. */
export type Strings = Words["shell"];

export type Values = Readonly<Record<string, string>>;

const place = /\{(\w+)\}/g;

/** Puts the values into a template. */
export function fill(template: string, values: Values): string {
  return template.replace(place, (whole, name: string) => values[name] ?? whole);
}

/** The template in pieces: plain text, and values with their names, so that each can wear its colour. */
export function pieces(template: string, values: Values): { text: string; name: string | null }[] {
  return template.split(place).map((part, index) => {
    const isValue = index % 2 === 1;
    return { text: isValue ? (values[part] ?? `{${part}}`) : part, name: isValue ? part : null };
  });
}
