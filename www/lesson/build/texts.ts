/**
 * The texts there are: `content/<language>/`, one folder a language, and the words the pages around them take.
 * Refuses to judge what a text says.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ENGLISH, LANGUAGES, type Language, loadWords } from "../../strings";
import { CHAPTERS, type Chapter, fileOf } from "../chapters";
import type { SiteWords, TextWords } from "./words";

const CONTENT = join(process.cwd(), "www/lesson/content");

/** The page of what was done, which no text has: it lists the exercises there are. */
export const PROGRESS = "progress";

/** Pages beside the chapters that have a text, by the last part of their address. */
const EXTRAS = ["glossary", "teaching-notes"];

/** The words of the pages around the text: the build's alone, so that no browser is told of them. */
const SITE = import.meta.glob<SiteWords>("../content/*/words/site.json", { eager: true, import: "default" });
const LESSON = new Map(
  await Promise.all(
    LANGUAGES.map(async (language) => [language, (await loadWords(language, "lesson")).lesson] as const),
  ),
);

export function wordsOf(language: Language): TextWords {
  const site = SITE[`../content/${language}/words/site.json`];
  const lesson = LESSON.get(language);
  if (!site || !lesson) throw new Error(`content/${language}/words: site.json or lesson.json is missing`);
  return { ...site, right: lesson.right };
}

/** A text; null if it is not written. */
export function textOf(language: string, file: string): string | null {
  const path = join(CONTENT, language, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The chapters that are written, in every language alike. */
export const chapters = (): readonly Chapter[] =>
  CHAPTERS.filter((chapter) => textOf(ENGLISH, fileOf(chapter)) !== null);

/** The pages beside the chapters that are written. */
export const extras = (): readonly string[] =>
  EXTRAS.filter((slug) => textOf(ENGLISH, `${slug}.md`) !== null);
