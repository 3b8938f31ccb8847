/**
 * The languages there are: one a folder of `lesson/content/` that holds words, named by its BCP 47 tag. Nothing else
 * names them. Which one suits a reader is decided here, for the lab and the pages alike.
 * Refuses to know what a language says.
 */
import type shell from "../lesson/content/en/words/shell.json";

/** What the lab's own frame says, a file for each language: the first picture waits for one of them. */
export const SHELLS = import.meta.glob<typeof shell>("../lesson/content/*/words/shell.json", {
  import: "default",
});

/** A BCP 47 tag that is the name of a folder. */
export type Language = string;

/** It says which words there are, and speaks where no other language suits. */
export const ENGLISH: Language = "en";

/** English first, the others in the order of their tags. */
export const LANGUAGES: readonly Language[] = Object.keys(SHELLS)
  .map((path) => path.split("/").at(-3) ?? "")
  .sort((a, b) => Number(b === ENGLISH) - Number(a === ENGLISH) || (a < b ? -1 : 1));

/**
 * Which of the languages on offer suits a reader of `wanted`: that one, or one it is a variety of, else another variety
 * of the same language, as zh-CN for zh-TW. Null if none does.
 */
export function lookUp(wanted: string, offered: readonly Language[]): Language | null {
  const subtags = wanted.toLowerCase().split("-");
  for (let length = subtags.length; length > 0; length -= 1) {
    const tag = subtags.slice(0, length).join("-");
    const found = offered.find((language) => language.toLowerCase() === tag);
    if (found !== undefined) return found;
  }
  return offered.find((language) => language.toLowerCase().split("-")[0] === subtags[0]) ?? null;
}

/** The language an HTML `lang` asks for, among those there are. */
export const languageOf = (lang: string): Language => lookUp(lang, LANGUAGES) ?? ENGLISH;
