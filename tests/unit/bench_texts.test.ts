/** Chapter 9's text against its bench: what a kind can answer with, the text has a word for, in every language. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BUG_IDS, bugOf } from "../../www/lesson/bench/bugs";
import { exercises } from "../../www/lesson/exercises/specs/broken-on-purpose";
import { LANGUAGES } from "../../www/strings";

/** The exercises of a text: id, options and names of feedbacks. */
function exercisesOf(language: string): { id: string; options: string[]; feedbacks: string[] }[] {
  const file = new URL(`../../www/lesson/content/${language}/09-broken-on-purpose.md`, import.meta.url);
  const text = readFileSync(file, "utf8");
  return text
    .split(":::::exercise{#")
    .slice(1)
    .map((part) => ({
      id: /^[\w-]+/.exec(part)?.[0] ?? "",
      options: Array.from(part.matchAll(/^- \{([\w-]+)\}/gm), ([, name = ""]) => name),
      feedbacks: Array.from(part.matchAll(/^::::feedback\{of=([\w-]+)\}/gm), ([, name = ""]) => name),
    }));
}

describe.each(LANGUAGES)("chapter 9 in %s", (language) => {
  test("every broken program has its exercise, and every exercise its check", () => {
    const ids = exercisesOf(language).map(({ id }) => id);
    expect([...ids].sort()).toEqual([...BUG_IDS].sort());
    expect(Object.keys(exercises).sort()).toEqual([...ids].sort());
  });

  test("what happens is among the three options, and each option and outcome has its word", () => {
    for (const { id, options, feedbacks } of exercisesOf(language)) {
      const symptom = bugOf(id as (typeof BUG_IDS)[number]).symptom;
      expect([id, options.includes(symptom), options.length]).toEqual([id, true, 3]);
      expect([id, ...feedbacks]).toEqual([id, ...options, "repaired", "differs"]);
    }
  });

  test("the right option does not always stand in the same place", () => {
    const places = exercisesOf(language).map(({ id, options }) =>
      options.indexOf(bugOf(id as (typeof BUG_IDS)[number]).symptom),
    );
    for (const place of [0, 1, 2])
      expect(places.filter((at) => at === place).length).toBeGreaterThanOrEqual(3);
  });
});
