/** The words the page needs while it is read, as the site's build put them in: those of one language, in no script. */
import type { TextWords } from "./build/words";

export type PageWords = TextWords["page"];

export function pageWords(): PageWords {
  const found = document.querySelector("#words")?.textContent;
  if (!found) throw new Error("The page has no words.");
  return JSON.parse(found);
}
