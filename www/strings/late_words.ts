/**
 * Where the words lie that no first picture waits for: a list that grows with every language, and so comes in a file of its
 * own, after that picture. Refuses to load any: `words.ts` does.
 */
export const LATE = import.meta.glob<unknown>(
  [
    "../lesson/content/*/words/*.json",
    "!../lesson/content/*/words/shell.json",
    "!../lesson/content/*/words/site.json",
  ],
  { import: "default" },
);
