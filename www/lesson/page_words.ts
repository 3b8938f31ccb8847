/** The words the page needs while it is read, of its own language alone: each language's come as a file of their own. */
import type { TextWords } from "./build/words";

export type PageWords = TextWords["page"];

const LOADERS = import.meta.glob<PageWords>("./content/*/words.json", { import: "page" });

export async function pageWords(): Promise<PageWords> {
  const { lang } = document.documentElement;
  const load = LOADERS[`./content/${lang}/words.json`];
  if (!load) throw new Error(`The page is in "${lang}", which has no words.`);
  return load();
}
