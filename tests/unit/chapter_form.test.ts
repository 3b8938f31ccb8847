// The form of a chapter: how long it takes, what it folds away, and how a language writes what is written differently in each.
import { describe, expect, test } from "vitest";
import { BUG_IDS } from "../../www/lesson/bench/bugs";
import { parse } from "../../www/lesson/build/markdown";
import { minutesOf } from "../../www/lesson/build/minutes";
import { chapters, textOf, wordsOf } from "../../www/lesson/build/texts";
import { fileOf } from "../../www/lesson/chapters";
import { writeFact } from "../../www/lesson/facts/fact";
import { LANGUAGES } from "../../www/strings";
import { rendered } from "./rendered_text";

const minutes = (text: string): number => minutesOf(parse(text));
const LONGEST = 10;

describe("minutes", () => {
  test.each(
    LANGUAGES.flatMap((language) => chapters().map((chapter) => [language, fileOf(chapter)] as const)),
  )("%s/%s takes ten at most", (language, file) => {
    const found = minutes(textOf(language, file) ?? "");
    expect(found).toBeLessThanOrEqual(LONGEST);
    expect(found).toBeGreaterThan(3);
  });

  test("238 English words are one minute, 400 Chinese characters too, and a number is a word", () => {
    expect(minutes("word ".repeat(238))).toBeCloseTo(1, 9);
    expect(minutes("字，".repeat(400))).toBeCloseTo(1, 9);
    expect(minutes("It’s −3.5 here. $w$ `lr`")).toBeCloseTo(5 / 238, 9);
  });

  test("an action, a line of code and an exercise take their time besides their words", () => {
    expect(60 * minutes(":try[word]{lr=1}")).toBeCloseTo(8 + 60 / 238, 9);
    expect(60 * minutes("```python\na = 1\nb = 2\n```")).toBeCloseTo(6, 9);
    const options = "- {a} one\n- {b} two\n";
    const said = "::::feedback{of=a}\none two three\n::::\n::::feedback{of=b}\none\n::::\n";
    const exercise = (kind: string): number =>
      60 *
      minutes(
        `:::::exercise{#x kind=${kind}}\n### Which\n\n${options}\n${said}\n::::solution\nlong words\n::::\n:::::`,
      );
    // The heading, two options with their names, and one feedback of the two: 1 + 4 + 2 words. A repair is answered twice.
    expect(exercise("choose")).toBeCloseTo(20 + (60 * 7) / 238, 9);
    expect(exercise("repair")).toBeCloseTo(180 + (60 * 9) / 238, 9);
    expect(() => exercise("essay")).toThrow('"essay"');
  });

  test("what is folded away takes none, and neither do solutions and sources", () => {
    expect(minutes("::::more\n:::exercise{#x kind=choose}\n### Which\n:::\n::::")).toBe(0);
    expect(minutes(":::sources\nMany names.\n:::")).toBe(0);
  });
});

describe("folds", () => {
  const exercise = (id: string, title: string): string =>
    `:::::exercise{#${id} kind=choose}\n### ${title}\n\n- {a} one\n:::::\n\n`;

  test("a fold counts its exercises and names them, and only they are for practice", () => {
    const text = `${exercise("first", "One")}::::::more\n${exercise("second", "The `a < b`")}${exercise("third", "Three")}::::::`;
    const { markup, exercises, anchors } = rendered(text);
    expect(markup).toContain(
      '<details class="more"><summary><h3>For practice: 2 more</h3> <span class="more-names">',
    );
    expect(markup).toContain("<span>Three</span></span></summary>");
    expect(markup.indexOf('id="first"')).toBeLessThan(markup.indexOf('class="more"'));
    expect(markup.indexOf('class="more"')).toBeLessThan(markup.indexOf('id="second"'));
    expect(exercises.map(({ id, more }) => [id, more])).toEqual([
      ["first", false],
      ["second", true],
      ["third", true],
    ]);
    expect(anchors).toEqual(["first", "second", "third"]);
    expect(rendered(text, { language: "zh-CN" }).markup).toContain("<h3>想多练：还有 2 个</h3>");
    expect(() => rendered("::::::more\nWords.\n::::::")).toThrow("no exercises");
  });

  test("chapter 9 has two programs open, so that it stays within its ten minutes, and all twenty in the text", () => {
    for (const language of LANGUAGES) {
      const text = textOf(language, "09-broken-on-purpose.md") ?? "";
      const groups = text.split(/^## /m).slice(2);
      const open = groups.map((group) => [
        ...(group.split("::::::more")[0] ?? "").matchAll(/exercise\{#([\w-]+)/g),
      ]);
      expect(open.map((found) => found.map(([, id]) => id))).toEqual([
        ["no-zero-grad"],
        [],
        ["missing-reshape"],
        [],
      ]);
      expect(text.match(/exercise\{#/g)?.length).toBe(BUG_IDS.length);
    }
  });
});

test("a percentage is written as its language writes it", () => {
  expect(writeFact(0.78651, { as: "percent" }, wordsOf("en"))).toBe("78.7%");
  expect(writeFact(0.78651, { as: "percent" }, wordsOf("zh-CN"))).toBe("78.7%");
});
