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
const number = /\{(\w+)\|([^|}]*)\|([^}]*)\}/g;

/** `{n|sample|samples}` is a word in the number of a value, for languages that have numbers. */
const inNumber = (template: string, values: Values): string =>
  template.replace(number, (_, name: string, one: string, many: string) =>
    values[name] === "1" ? one : many,
  );

/** Puts the values into a template. */
export function fill(template: string, values: Values): string {
  return inNumber(template, values).replace(place, (whole, name: string) => values[name] ?? whole);
}

/** The template in pieces: plain text, and values with their names, so that each can wear its colour. */
export function pieces(template: string, values: Values): { text: string; name: string | null }[] {
  return inNumber(template, values)
    .split(place)
    .map((part, index) => {
      const isValue = index % 2 === 1;
      return { text: isValue ? (values[part] ?? `{${part}}`) : part, name: isValue ? part : null };
    });
}
