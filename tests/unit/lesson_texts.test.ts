// The texts of the course: every language has every chapter, with the same structure, actions and exercises; each action
// can be read, each exercise has a check that fits, and every feedback that is named is there. The pages beside the chapters
// likewise; and every link of every text leads somewhere.
import { expect, test, vi } from "vitest";
import { Engine } from "../../www/engine";
import { decode } from "../../www/lab/address";
import { readAction } from "../../www/lesson/actions";
import { BUG_IDS, bugOf } from "../../www/lesson/bench/bugs";
import { listingOf } from "../../www/lesson/bench/listing";
import { brokenProgram } from "../../www/lesson/build/broken";
import { checkOf } from "../../www/lesson/build/checks";
import { renderText, type Text } from "../../www/lesson/build/markdown";
import { listing } from "../../www/lesson/build/python";
import { stillSurface } from "../../www/lesson/build/surface";
import { chapters, extras, PROGRESS, textOf, wordsOf } from "../../www/lesson/build/texts";
import { CHAPTERS, fileOf } from "../../www/lesson/chapters";
import { specsOf } from "../../www/lesson/exercises/registry";
import { SHAPES } from "../../www/lesson/exercises/shapes";
import { writeFact } from "../../www/lesson/facts/fact";
import { factsOf } from "../../www/lesson/facts/index";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES, loadWords } from "../../www/strings";
import { rendered } from "./rendered_text";

const engine = Engine.of(await engineInNode());
const known = factsOf(engine);

// A text's facts are runs of the engine: on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000 });

const { surface: surfaceWords } = await loadWords("en", "surface");

/** Each text is rendered once. */
const texts = new Map<string, Text>();

function read(language: string, file: string, lab: string): Text {
  const key = `${language}/${file} ${lab}`;
  const before = texts.get(key);
  if (before) return before;
  const text = renderText(textOf(language, file) ?? "", {
    language,
    words: wordsOf(language),
    lab,
    fact: (name, format) => writeFact(known(name), format, wordsOf(language)),
    live: (name) => name,
    listing: ({ of = "1", from, to }) => listing(engine, of, { from, to, flavour: "listing" }),
    surface: ({ of = lab }, description) => stillSurface(engine, of, description, surfaceWords),
    given: (id, kind) => checkOf(file, id, kind).kind,
    broken: (id) => brokenProgram(engine, id),
  });
  texts.set(key, text);
  return text;
}

const written = chapters().map((chapter) => [fileOf(chapter), chapter] as const);

test.each(written)("%s says the same, in the same order, in every language", (file, { lab }) => {
  const english = read("en", file, lab);
  for (const language of LANGUAGES) {
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
  "in %s a run that plays after the unit was set to a statement says a larger one",
  (file, { lab }) => {
    // One statement a step would take minutes for a run.
    let unit: string | null = null;
    for (const text of read("en", file, lab).actions) {
      const action = readAction(text, lab);
      unit = action.unit ?? unit;
      const plays = action.state?.plays || action.act === "toggle";
      if (plays && unit !== null) expect([text, action.unit]).not.toEqual([text, null]);
    }
  },
);

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
    for (const language of LANGUAGES) {
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
  const render = (text: string): Text =>
    rendered(text, { fact: (name) => String(known(name)), live: (name) => name });
  expect(() => render("It ends at :n[classic.nothing].")).toThrow('not known: "classic.nothing"');
  expect(() => render("A :blink[word].")).toThrow('no directive ":blink"');
  expect(() => render(":::::exercise{kind=choose}\n### A\n:::::")).toThrow("needs an id");
  expect(() => readAction("try=lr%3Dfast", "1")).toThrow("nothing reads: lr=fast");
  expect(() => readAction("at=end", "1")).toThrow("no moment: end");
  expect(render("It ends at :n[classic.w].").markup).toContain("42.887112362029214");
});

test("an exercise that nothing checks, and one whose check is of another kind, fail the build by name", () => {
  const render = (id: string, kind: string): Text =>
    rendered(`:::::exercise{#${id} kind=${kind}}\n### A\n\nWhich?\n:::::`, {
      given: (id, kind) => `<i>${checkOf("07-the-whole-loop.md", id, kind).kind}</i>`,
    });
  expect(() => render("first-step", "number")).toThrow('nothing checks the exercise "first-step"');
  expect(() => render("first-update", "choose")).toThrow('kind "choose" here, "number" in its check');
  expect(render("first-update", "number").markup).toContain(
    '<div class="exercise-place"><i>number</i></div>',
  );
});

const beside = extras().map((slug) => [`${slug}.md`] as const);

test.each(beside)(
  "%s has the same parts, terms and links in every language, and no lab to act on",
  (file) => {
    const english = read("en", file, "1");
    expect(english.anchors.length).toBeGreaterThan(6);
    expect([english.actions, english.exercises]).toEqual([[], []]);
    for (const language of LANGUAGES) {
      const { structure, anchors, links, actions, exercises } = read(language, file, "1");
      expect(structure).toEqual(english.structure);
      expect({ anchors, links, actions, exercises }).toEqual({
        anchors: english.anchors,
        links: english.links,
        actions: [],
        exercises: [],
      });
    }
  },
);

test("the teaching notes have a part for each chapter, in order, under the chapter's own title", () => {
  for (const language of LANGUAGES) {
    const { markup, anchors } = read(language, "teaching-notes.md", "1");
    expect(anchors).toEqual(["in-class", ...CHAPTERS.map(({ slug }) => slug)]);
    for (const chapter of chapters()) {
      const { title } = read(language, fileOf(chapter), chapter.lab);
      expect(markup).toContain(`<h2>${chapter.number} · <a href="../${chapter.slug}/">${title}</a></h2>`);
    }
  }
});

/** Where a link of a text leads: a page, and on it a place, or a state of its lab; null if nowhere. */
function goalOf(link: string, slug: string): { slug: string; place: string; state: string } | null {
  const [, to = slug, hash = ""] = /^(?:\.\.\/([\w-]+)\/(?:\?[\w=&-]*)?)?(?:#(.*))?$/.exec(link) ?? [];
  if (link === "" || (!link.startsWith("../") && !link.startsWith("#"))) return null;
  const go = /&go=([\w-]+)/.exec(hash);
  if (!/^\d/.test(hash)) return { slug: to, place: hash, state: "" };
  return { slug: to, place: go?.[1] ?? "", state: hash.replace(go?.[0] ?? "", "") };
}

/** What is wrong with a link of the text at `slug`; empty if it leads to a page, to a place that is there or to a lab's state. */
function faultOf(link: string, slug: string, anchors: ReadonlyMap<string, readonly string[]>): string {
  if (/^https?:/.test(link)) return "";
  const goal = goalOf(link, slug);
  const known = [...chapters().map((chapter) => chapter.slug), ...extras(), PROGRESS];
  if (!goal || !known.includes(goal.slug)) return `${link}: no such page`;
  if (goal.place !== "" && !anchors.get(goal.slug)?.includes(goal.place)) return `${link}: no such place`;
  const chapter = CHAPTERS.some((candidate) => candidate.slug === goal.slug);
  if (goal.state !== "" && (!chapter || decode(goal.state).ignored.length > 0))
    return `${link}: no lab reads it`;
  return "";
}

test("every link of every text leads to a page, and there to a place that is there or to a state the lab can read", () => {
  for (const language of LANGUAGES) {
    const texts = new Map(
      [
        ...chapters().map((chapter) => [chapter.slug, fileOf(chapter), chapter.lab] as const),
        ...extras().map((slug) => [slug, `${slug}.md`, "1"] as const),
      ].map(([slug, file, lab]) => [slug, read(language, file, lab)]),
    );
    const anchors = new Map([...texts].map(([slug, text]) => [slug, text.anchors]));
    const faults = [...texts].flatMap(([slug, { links }]) =>
      links.map((link) => faultOf(link, slug, anchors)).filter((fault) => fault !== ""),
    );
    expect(faults).toEqual([]);
    const links = [...texts.values()].flatMap((text) => text.links);
    expect(links.length).toBeGreaterThan(200);
    for (const link of links)
      if (goalOf(link, "")?.state) engine.open(decode(link.split("#")[1] ?? "").state.settings).free();
  }
  const anchors = new Map([["the-whole-loop", ["first-update"]]]);
  expect(faultOf("../the-hole-loop/", "glossary", anchors)).toContain("no such page");
  expect(faultOf("the-whole-loop/", "glossary", anchors)).toContain("no such page");
  expect(faultOf("../the-whole-loop/#second-update", "glossary", anchors)).toContain("no such place");
  expect(faultOf("../the-whole-loop/#1&lr=fast", "glossary", anchors)).toContain("no lab reads it");
  expect(faultOf("../progress/#1&lr=0.1", "glossary", anchors)).toContain("no lab reads it");
  expect(faultOf("../the-whole-loop/?solutions=hide#first-update", "glossary", anchors)).toBe("");
});

test("a term has its word, the other language's beside it and a chapter, and the index lists all in the language's order", () => {
  const term = (id: string, word: string, chapters = "batches"): string =>
    `:::term{#${id} in="${chapters}"}\n### ${word} :tongue[x]{lang=en} $m$\nWords.\n:::\n\n`;
  const text = rendered(
    `::index\n\n${term("c", "轮次", "batches the-whole-loop")}${term("b", "`grad`")}${term("a", "更新")}`,
    { language: "zh-CN" },
  );
  const index = /<ul class="term-index">(.*?)<\/ul>/.exec(text.markup)?.[1] ?? "";
  expect(
    index
      .replace(/<[^>]*>/g, " ")
      .trim()
      .split(/\s+/),
  ).toEqual(["更新", "轮次", "grad"]);
  expect(text.markup).toContain('<section class="term" id="c">');
  expect(text.markup).toContain('<span class="tongue" lang="en">x</span>');
  expect(text.markup).toContain('<a href="../batches/">第 5 章</a> <a href="../the-whole-loop/">第 7 章</a>');
  expect(text.anchors).toEqual(["c", "b", "a"]);
  expect(() => rendered(term("a", "A") + term("a", "B"))).toThrow('two places "a"');
  expect(() => rendered(term("a", "A", "bunches"))).toThrow('no chapter that is known: "bunches"');
  expect(() => rendered(':::term{#a in="batches"}\n### A\n:::')).toThrow("beside it the other language");
  expect(() => rendered(":::part{}\n## A\n:::")).toThrow("needs an id");
});

test("formulas become MathML with the colours of their ideas and without inline styles", () => {
  const text = read("en", "07-the-whole-loop.md", "1");
  expect(text.markup).toContain('<mi class="model">w</mi>');
  expect(text.markup).not.toContain(" style=");
  expect(text.markup).toContain('<span class="row in-2" data-statement="3">');
});

const plain = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

test("each broken program stands in the text as the bench has it, and what is said to a prediction has its numbers", () => {
  const broken = CHAPTERS.find(({ slug }) => slug === "broken-on-purpose");
  if (!broken) throw new Error("There is no chapter of broken programs.");
  for (const language of LANGUAGES) {
    const { markup } = read(language, fileOf(broken), broken.lab);
    for (const id of BUG_IDS) {
      const part = markup.slice(markup.indexOf(`id="${id}"`)).split("</section>")[0] ?? "";
      const [, listed = ""] = /<div class="still-program"><pre[^>]*>(.*?)<\/pre>/s.exec(part) ?? [];
      const lines = listingOf(engine, bugOf(id), bugOf(id).broken).map(({ text }) => text);
      expect(plain(listed).trimEnd()).toBe(lines.join("\n"));
      expect(part.indexOf("still-program")).toBeLessThan(part.indexOf('class="options"'));
      const predictions = part.slice(part.indexOf('class="answers"'), part.indexOf('data-of="repaired"'));
      expect([id, predictions.includes(wordsOf(language).value)]).toEqual([id, false]);
    }
    const part = markup.slice(markup.indexOf('id="no-zero-grad"')).split("</section>")[0] ?? "";
    expect(part).toContain('<b data-value="w" class="model">23.81</b>');
    expect(part).toContain('<b data-value="rightW" class="model">42.89</b>');
  }
  expect(() => brokenProgram(engine, "no-fault")).toThrow('no broken program "no-fault"');
});

test("what is said to each answer is folded away, under the option's words, and no number's place is empty", () => {
  const { markup, anchors } = rendered(
    `## One\n\n:::::exercise{#ex kind=choose}\n### Which?\n\n- {a} The *first*, $w$.\n- {b} The second.\n\n::::feedback{of=b}\nYou have :value[n]{.model}.\n::::\n::::feedback{of=a}\nNo.\n::::\n::::feedback{of=reached}\nDone.\n::::\n::::feedback{of=other}\nElse.\n::::\n::::solution\nSo.\n::::\n:::::\n\n## Two`,
  );
  expect(markup).toContain('<details class="answers"><summary>What each answer means</summary>');
  expect(markup.indexOf("exercise-place")).toBeLessThan(markup.indexOf('class="answers"'));
  expect(markup.indexOf("</details>")).toBeLessThan(markup.indexOf('class="solution"'));
  const labels = Array.from(
    markup.matchAll(/data-of="(\w+)">(?:<p class="feedback-of">(.*?)<\/p>)?/g),
    ([, of, label]) => [of, plain(label ?? "")],
  );
  expect(labels.map(([of]) => of)).toEqual(["b", "a", "reached", "other"]);
  expect(labels[0]).toEqual(["b", "The second."]);
  expect(labels[1]?.[1]).toMatch(/^The first, .*w.*\.$/);
  expect(labels.slice(2).map(([, label]) => label)).toEqual(["Right.", ""]);
  expect(markup).toContain('You have <b data-value="n" class="model">‹number›</b>.');
  expect(markup).toContain('<h2 id="s1">One</h2>');
  expect(markup).toContain('<h2 id="s2">Two</h2>');
  expect(anchors).toEqual(["s1", "s2", "ex"]);
});
