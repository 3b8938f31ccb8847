/**
 * The texts there are: `content/<language>/`, one folder a language. A folder with a `words.json` is a language of the
 * course; nothing else names it.
 * Refuses to judge what a text says.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHAPTERS, type Chapter, fileOf } from "../chapters";
import type { TextWords } from "./words";

const CONTENT = join(process.cwd(), "www/lesson/content");

/** The page of what was done, which no text has: it lists the exercises there are. */
export const PROGRESS = "progress";

/** Pages beside the chapters that have a text, by the last part of their address. */
const EXTRAS = ["glossary", "teaching-notes"];

/** English first: it says which words there are. */
export function languages(): string[] {
  const found = readdirSync(CONTENT).filter((name) => existsSync(join(CONTENT, name, "words.json")));
  return ["en", ...found.filter((name) => name !== "en").sort()];
}

export const wordsOf = (language: string): TextWords =>
  JSON.parse(readFileSync(join(CONTENT, language, "words.json"), "utf8"));

/** A text; null if it is not written. */
export function textOf(language: string, file: string): string | null {
  const path = join(CONTENT, language, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The chapters that are written, in every language alike. */
export const chapters = (): readonly Chapter[] =>
  CHAPTERS.filter((chapter) => textOf("en", fileOf(chapter)) !== null);

/** The pages beside the chapters that are written. */
export const extras = (): readonly string[] => EXTRAS.filter((slug) => textOf("en", `${slug}.md`) !== null);
