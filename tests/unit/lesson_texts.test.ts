// The texts of the course: every language has every chapter, with the same structure, actions and exercises; each action
// can be read, each exercise has a check that fits, and every feedback that is named is there.
import { expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { readAction } from "../../www/lesson/actions";
import { renderText, type Text } from "../../www/lesson/build/markdown";
import { listing } from "../../www/lesson/build/python";
import { stillSurface } from "../../www/lesson/build/surface";
import { chapters, languages, textOf, wordsOf } from "../../www/lesson/build/texts";
import { fileOf } from "../../www/lesson/chapters";
import { specsOf } from "../../www/lesson/exercises/registry";
import { SHAPES } from "../../www/lesson/exercises/shapes";
import { writeFact } from "../../www/lesson/facts/fact";
import { factsOf } from "../../www/lesson/facts/index";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const engine = Engine.of(await engineInNode());
const known = factsOf(engine);

function read(language: string, file: string, lab: string): Text {
  return renderText(textOf(language, file) ?? "", {
    words: wordsOf(language),
    lab,
    fact: (name, format) => writeFact(known(name), format),
    live: (name) => name,
    listing: ({ of = "1", from, to }) => listing(engine, of, { from, to, flavour: "listing" }),
    surface: ({ of = lab }, description) => stillSurface(engine, of, description, language),
  });
}

const written = chapters().map((chapter) => [fileOf(chapter), chapter] as const);

test.each(written)("%s says the same, in the same order, in every language", (file, { lab }) => {
  const english = read("en", file, lab);
  for (const language of languages()) {
    const other = read(language, file, lab);
    expect(other.exercises.map(({ id, kind }) => [id, kind])).toEqual(
      english.exercises.map(({ id, kind }) => [id, kind]),
    );
    expect(other.actions).toEqual(english.actions);
    const frame = ({ structure }: Text): string[] => structure.filter((part) => part !== "paragraph");
    expect(frame(other)).toEqual(frame(english));
  }
});

test.each(written)(
  "%s has two exercises at least, each with a check of its kind, and actions that can be read",
  async (file, { lab, slug }) => {
    const { exercises, actions } = read("en", file, lab);
    const specs = await specsOf(slug);
    expect(exercises.length).toBeGreaterThanOrEqual(2);
    expect(Object.fromEntries(exercises.map(({ id, kind }) => [id, kind]))).toEqual(
      Object.fromEntries(Object.entries(specs).map(([id, { kind }]) => [id, kind])),
    );
    for (const action of actions) readAction(action, lab);
  },
);

test.each(written)(
  "every option and every named wrong number of %s has its feedback",
  async (file, { lab, slug }) => {
    const specs = await specsOf(slug);
    for (const language of languages()) {
      const { markup } = read(language, file, lab);
      for (const [id, spec] of Object.entries(specs)) {
        const part = markup.slice(markup.indexOf(`id="${id}"`)).split("</section>")[0] ?? "";
        const names = (attribute: string): string[] =>
          Array.from(part.matchAll(new RegExp(`${attribute}="([\\w-]+)"`, "g")), ([, name = ""]) => name);
        const feedback = names("data-of");
        const wanted =
          spec.kind === "choose"
            ? names("data-option")
            : spec.kind === "number"
              ? ["right", "other", ...Object.keys(spec.wrong ?? {})]
              : spec.kind === "curve"
                ? [...SHAPES]
                : [];
        expect(feedback).toEqual(expect.arrayContaining(wanted));
        if (spec.kind === "choose" && typeof spec.right === "string") expect(wanted).toContain(spec.right);
        expect(part).toContain('class="solution"');
      }
    }
  },
);

test("a text names no number of a run itself: an unknown fact, a directive nobody knows, a broken action are refused", () => {
  const context = {
    words: wordsOf("en"),
    lab: "1",
    fact: (name: string) => String(known(name)),
    live: (name: string) => name,
    listing: () => "",
    surface: () => "",
  };
  const render = (text: string): Text => renderText(`# Title\n\nLede.\n\n${text}`, context);
  expect(() => render("It ends at :n[classic.nothing].")).toThrow('not known: "classic.nothing"');
  expect(() => render("A :blink[word].")).toThrow('no directive ":blink"');
  expect(() => render(":::::exercise{kind=choose}\n### A\n:::::")).toThrow("needs an id");
  expect(() => readAction("try=lr%3Dfast", "1")).toThrow("nothing reads: lr=fast");
  expect(() => readAction("at=end", "1")).toThrow("no moment: end");
  expect(render("It ends at :n[classic.w].").markup).toContain("42.887112362029214");
});

test("formulas become MathML with the colours of their ideas and without inline styles", () => {
  const text = read("en", "07-the-whole-loop.md", "1");
  expect(text.markup).toContain('<mi class="model">w</mi>');
  expect(text.markup).not.toContain(" style=");
  expect(text.markup).toContain('<span class="row" data-statement="3">');
});
