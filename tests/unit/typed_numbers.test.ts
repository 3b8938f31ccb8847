// No number that comes out of a run is typed into a text: each is a fact, a live number or a value. What may be typed is
// listed here, with the reason; a word that acts may name the settings it sets.
import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { parse } from "../../www/lesson/build/markdown";
import { chapters, extras, textOf } from "../../www/lesson/build/texts";
import { chapterOf, fileOf } from "../../www/lesson/chapters";
import { LANGUAGES } from "../../www/strings";

/** By the text's file: the numbers that may be typed there, and why. The same in every language. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "01-data-with-a-known-answer.md": {
    3: "the bell curve's own measure",
    10: "the noise that an action goes back to, which the chapter opens with",
    100: "make_regression draws its slope from 0 to 100, whatever is asked",
  },
  "04-gradients-by-machine.md": { 2: "x squared, and the 2 of its derivative" },
  "05-batches.md": {
    2: "an option of whose-path",
    4: "a batch size that the exercise asks about",
    10: "a batch size that a branch is given by the action beside it",
    16: "a batch size that exercises ask about, and the argument in code",
    64: "a batch size whose spread is told",
  },
  "06-the-learning-rate.md": { 2: "of the formula 2(1 + μ)/λ" },
  "07-the-whole-loop.md": { 50: "an epoch in the question's story" },
  "08-the-same-in-pytorch.md": {
    24: "binary digits of a float32, by its definition",
    0.0001: "alpha as scikit-learn's signature has it, in code",
    0.1: "an alpha that the exercise asks about, in code",
    0.9: "an argument in code",
  },
  "09-broken-on-purpose.md": { "0.0": "a line of Python", 2: "an epoch of the exercise's output" },
  "10-your-data.md": {
    60: "a body mass index that the exercise asks about",
    0.05: "a learning rate to begin with, for a table nobody knows",
  },
  "glossary.md": { 16: "the batch size in examples of shapes, as code has them" },
  "teaching-notes.md": {
    2: "the 2 of a derivative, which students forget",
    16: "the batch size, and the shape of the mistake it makes",
    60: "the body mass index of an exercise of chapter 10",
    2000: "epochs that students may try",
  },
};

/** 0 and 1 are words of mathematics: a mean of 0, a bound, a place on an axis. */
const EVERYWHERE = ["0", "1"];

/** Names and places in the course, which are no numbers. */
const NAMES: readonly RegExp[] = [
  /float(32|64)/g,
  /\bL[12]\b/g,
  /[Cc]hapters? \d+((, | and )\d+)*/g,
  /第 \d+ (章|和第 \d+ 章)/g,
  // Teaching notes: a chapter's heading, and how long things take.
  /^\d+ · (?!\()/g,
  /\d+ (minutes|分钟)/g,
  /\d+ (to|for|with) (?=show|play|discuss|compare|the exercises|a table)/g,
];

/** Numbers whose text the build puts in. */
const FILLED = ["n", "live", "value"];

interface Typed {
  number: string;
  line: number;
  around: string;
}

const plain = (number: string): string => number.replace(/,(?=\d{3})/g, "");

/** What a link says of where it leads: the number of its chapter, or the settings of its lab. */
function settingsOf(url: string): string {
  const [, slug = "", state = ""] = /^(?:\.\.\/|#)([\w-]+)\/?(?:#(.*))?$/.exec(url) ?? [];
  return `${state} ${chapterOf(slug)?.number ?? ""}`;
}

/** Every number a text types in its prose and its inline code, but for what a word that acts says of its own settings. */
function typedIn(markdown: string): Typed[] {
  const found: Typed[] = [];
  const walk = (node: Nodes, parents: readonly Nodes[]): void => {
    if ("children" in node) for (const child of node.children) walk(child, [node, ...parents]);
    const directive = parents.find((parent) => parent.type === "textDirective");
    const name = directive?.type === "textDirective" ? directive.name : "";
    if (FILLED.includes(name)) return;
    if (parents.some((parent) => "name" in parent && parent.name === "sources")) return;
    if (node.type !== "text" && node.type !== "inlineCode") return;
    const link = parents.find((parent) => parent.type === "link");
    const own =
      directive?.type === "textDirective"
        ? Object.values(directive.attributes ?? {}).join(" ")
        : link?.type === "link"
          ? settingsOf(link.url)
          : "";
    const settings: readonly string[] = own.match(/\d+(\.\d+)?/g) ?? [];
    const text = NAMES.reduce((rest, pattern) => rest.replace(pattern, ""), node.value).replace(
      /^\{[\w-]+\}/,
      "",
    );
    for (const match of text.matchAll(/\d[\d,]*\d(\.\d+)?|\d(\.\d+)?/g)) {
      const number = plain(match[0]);
      if (EVERYWHERE.includes(number) || settings.includes(number)) continue;
      const around = text.slice(Math.max(0, match.index - 30), match.index + 30).replaceAll("\n", " ");
      found.push({ number, line: node.position?.start.line ?? 0, around });
    }
  };
  walk(parse(markdown), []);
  return found;
}

test("a typed number is found in prose, options and code, and none where the build or an action says it", () => {
  const numbers = (text: string): string[] => typedIn(`# T\n\n${text}`).map(({ number }) => number);
  expect(numbers("It ends at 42.89, after 1,200 updates, `w = 42.887112`.")).toEqual([
    "42.89",
    "1200",
    "42.887112",
  ]);
  expect(numbers("- {b16} 97 in 100")).toEqual(["97", "100"]);
  expect(numbers("It ends at :n[classic.w]{places=4}, :live[w], :value[w17].")).toEqual([]);
  expect(numbers(":try[Take 2,000 epochs]{ep=2000}, :try[then 30]{no=3}.")).toEqual(["30"]);
  expect(numbers("In chapter 7 and chapters 4 and 6, with float32 and an L2 penalty, from 0 to 1.")).toEqual(
    [],
  );
  expect(numbers("See [7](../the-whole-loop/), [7](../batches/), [lr = 1.2](../batches/#1&lr=1.2).")).toEqual(
    ["7"],
  );
});

const files = [...chapters().map(fileOf), ...extras().map((slug) => `${slug}.md`)];

test.each(files)("%s types no number but those listed, each for its reason", (file) => {
  const allowed = ALLOWED[file] ?? {};
  const used = new Set<string>();
  const refused: string[] = [];
  for (const language of LANGUAGES)
    for (const { number, line, around } of typedIn(textOf(language, file) ?? "")) {
      used.add(number);
      if (!(number in allowed)) refused.push(`${language}/${file}:${line}: ${number} in “${around}”`);
    }
  expect(refused).toEqual([]);
  // A reason outlived is taken off the list.
  expect(Object.keys(allowed).filter((number) => !used.has(number))).toEqual([]);
});
