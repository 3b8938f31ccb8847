/**
 * Every word the lab's shell shows, in one typed table a language, and templates in which `{name}` marks a place for a
 * value. Panels that load later bring their own words (`lab/panels/*.words.ts`).
 * Refuses an unknown place: a template that names a value nobody gives stays visible and fails its test.
 */
import { en } from "./en";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

export type Words<T> = T extends string ? string : { [K in keyof T]: Words<T[K]> };

/** What a language must provide. */
export type Strings = Words<typeof en>;

const TABLES: Record<Language, () => Promise<Strings>> = {
  en: async () => en,
  "zh-CN": async () => (await import("./zh-CN")).zhCN,
};

/** The strings of a language; English is always there, another is fetched when first asked for. */
export async function stringsOf(language: Language): Promise<Strings> {
  return TABLES[language]();
}

/** The language an HTML `lang` asks for: English for all but Chinese. */
export const languageOf = (lang: string): Language => (/^zh\b/i.test(lang) ? "zh-CN" : "en");

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

export { en };
