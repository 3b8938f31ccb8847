// A piece of a chapter's text made into a page, for tests of what the text itself becomes: facts, listings and pictures are
// left out unless a test gives them.
import { renderText, type Text } from "../../www/lesson/build/markdown";
import { wordsOf } from "../../www/lesson/build/texts";

type Context = Parameters<typeof renderText>[1];

/** Below a title and a lede, as every text begins. */
export function rendered(markdown: string, given: Partial<Context> = {}): Text {
  const language = given.language ?? "en";
  return renderText(`# Title\n\nLede.\n\n${markdown}`, {
    language,
    words: wordsOf(language),
    lab: "1",
    fact: () => "",
    live: () => "",
    surface: () => "",
    listing: () => "",
    given: () => "",
    broken: () => ({ listing: "", values: {} }),
    ...given,
  });
}
