/**
 * The site's pages: a chapter and a language each, the pages beside the chapters, and the site's own address, which is
 * the first chapter in English. `index.html` is the shell they all share; this puts into it what each page has.
 * Refuses to build a page with a place left empty.
 */
import { version } from "../../../package.json";
import { Engine, type FullModule } from "../../engine";
import { decode } from "../../lab/address";
import type { Moment, Run } from "../../lab/run";
import * as numbers from "../../numbers";
import { exercisePicture } from "../../static/exercise_picture";
import { type BesideWords, picture, pictureForLine, picturesBeside, type Still } from "../../static/pictures";
import { StillFiles } from "../../static/still_files";
import { escapeMarkup } from "../../static/svg_pen";
import { fill, LANGUAGES, loadWords, type Strings, type Words } from "../../strings";
import { type Chapter, fileOf } from "../chapters";
import { ofRun, writeFact } from "../facts/fact";
import { factsOf } from "../facts/index";
import { liveNumbers } from "../live";
import { brokenProgram } from "./broken";
import { checkOf } from "./checks";
import { type Exercise, parse, renderText, type Text } from "./markdown";
import { minutesOf } from "./minutes";
import { listing } from "./python";
import { stillSurface } from "./surface";
import { CONTENTS, chapters, extras, PROGRESS, textOf, wordsOf } from "./texts";
import type { TextWords } from "./words";

export { StillFiles };

export interface Page {
  /** Its file in the site. */
  path: string;
  language: string;
  /** The last part of its address. */
  slug: string;
  /** Null for the pages beside the chapters. */
  chapter: Chapter | null;
}

/** Every page of the site. */
export function sitePages(): Page[] {
  const pages: Page[] = [];
  for (const language of LANGUAGES) {
    for (const chapter of chapters())
      pages.push({ path: pathOf(language, chapter.slug), language, slug: chapter.slug, chapter });
    for (const slug of [CONTENTS, ...extras(), PROGRESS])
      pages.push({ path: pathOf(language, slug), language, slug, chapter: null });
  }
  const [first] = pages;
  return first ? [{ ...first, path: "index.html" }, ...pages] : [];
}

const pathOf = (language: string, slug: string): string => `${addressOf(language, slug)}index.html`;

/** From a page to the site's root, as its links are written. */
const up = ({ path }: Page): string => "../".repeat(path.split("/").length - 1) || "./";

/** What the building of a page works with. */
interface Desk {
  page: Page;
  engine: Engine;
  strings: Strings;
  surface: Words["surface"];
  /** What the still pictures say beside that. */
  pictured: PictureWords;
  /** Where pictures with files of their own are put. */
  stills: StillFiles;
  words: TextWords;
  known: (name: string) => number;
}

type PictureWords = BesideWords & Pick<Words, "place" | "curve">;

/** The lab's words by language, loaded with this file: later the loader of the site's build is closed. */
const SPOKEN = new Map(
  await Promise.all(
    LANGUAGES.map(
      async (language) =>
        [
          language,
          await loadWords(language, "shell", "surface", "code", "map", "settings", "place", "curve"),
        ] as const,
    ),
  ),
);

/** A page with everything in its place. Its pictures with files of their own are put into `stills`. */
export function buildPage(shell: string, page: Page, module: FullModule, stills: StillFiles): string {
  const engine = Engine.of(module);
  const spoken = SPOKEN.get(page.language);
  if (!spoken) throw new Error(`The language "${page.language}" has no words.`);
  const { shell: strings, surface, ...pictured } = spoken;
  const desk: Desk = {
    page,
    engine,
    strings,
    surface,
    pictured,
    stills,
    words: wordsOf(page.language),
    known: factsOf(engine),
  };
  const places = page.chapter ? chapterPlaces(desk, page.chapter) : extraPlaces(desk);
  const filled = shell.replace(/<!-- page: (\w+) -->/g, (whole, name: string) => {
    const part =
      name === "nav"
        ? navigation(desk)
        : name === "skip"
          ? `<a class="skip" href="#lesson">${desk.words.skip}</a><p class="bare">${desk.words.fromDisk}</p>`
          : places[name as keyof Places];
    if (part === undefined) throw new Error(`index.html: nothing to put into ${whole}`);
    return part;
  });
  const root = `<html lang="${page.language}" data-root="${up(page)}" data-page="${page.slug}" data-letters="${desk.words.letters}">`;
  return filled.replace('<html lang="en">', root);
}

/** What the shell has places for. */
interface Places {
  head: string;
  lab: string;
  text: string;
}

function chapterPlaces(desk: Desk, chapter: Chapter): Places {
  const { page, strings, words } = desk;
  return withRun(desk, chapter, (run, moment) => {
    const text = read(desk, fileOf(chapter), chapter.lab, liveNumbers(run, moment));
    const kicker = fill(words.chapter, { number: String(chapter.number) });
    const length = sayLength(desk, chapter, text);
    const still = fill(words.still, { update: numbers.count(moment.update) });
    const light = chapter.number === 0;
    const stills: Still = { engine: desk.engine, run, moment, strings, surface: desk.surface, light };
    const line = pictureForLine(stills);
    const look = chapter.look ? ` look="${chapter.look}"` : "";
    return {
      head: head(desk, `${text.title} · ${words.title}`),
      lab: `<first-descent id="lab" class="lab-place" dock state="${escapeMarkup(chapter.lab)}"${chapter.plays ? " autoplay" : ""}${look}>
        <div class="still">
          <p class="still-words">${still}</p>
          <noscript><p class="still-words">${words.noScript}</p></noscript>
          <figure class="panel loss"><figcaption>${strings.views.loss}</figcaption><div class="canvas-box">${picture("loss", stills)}</div></figure>
          <figure class="panel line"><figcaption>${line.name}</figcaption><div class="canvas-box">${line.markup}</div></figure>
          ${beside(desk, stills)}
        </div>
      </first-descent>`,
      text: `<p class="kicker">${kicker}</p>\n${text.markup.replace("</h1>", `</h1>\n<p class="length">${length}</p>`)}\n${neighbours(page, chapter, words)}`,
    };
  });
}

/** The other views, for readers without scripts: in files of their own, which nobody else fetches. */
function beside({ page, pictured, stills }: Desk, still: Still): string {
  const figures = picturesBeside(still, pictured).map(
    ({ name, ...drawn }) =>
      `<figure class="panel"><figcaption>${name}</figcaption>${stills.add(drawn, up(page))}</figure>`,
  );
  return `<noscript><div class="others">${figures.join("")}</div></noscript>`;
}

/** What an exercise shows before it is answered, for the same readers. Throws for one that nothing checks. */
function given({ page, engine, pictured, stills }: Desk, file: string, id: string, kind: string): string {
  const drawn = exercisePicture(checkOf(file, id, kind), engine, pictured);
  return drawn ? `<noscript>${stills.add(drawn, up(page))}</noscript>` : "";
}

function extraPlaces(desk: Desk): Places {
  const { page, words } = desk;
  const place = (title: string, markup: string): Places => ({
    head: head(desk, `${title} · ${words.title}`),
    lab: "",
    text: `${markup}\n<p class="about"><a href="${up(page)}licences.txt">${fill(words.licences, { version })}</a></p>`,
  });
  if (page.slug === PROGRESS) return place(words.progress, progressText(desk));
  if (page.slug === CONTENTS) return place(words.contents, contentsText(desk));
  const text = read(desk, `${page.slug}.md`, "1", {});
  if (text.actions.length + text.exercises.length > 0)
    throw new Error(
      `content/${page.language}/${page.slug}.md: this page has no lab for actions and exercises.`,
    );
  return place(text.title, text.markup);
}

/** The chapters, each with how it begins and how long it takes, and the pages beside them. */
function contentsText(desk: Desk): string {
  const { page, words } = desk;
  const link = (slug: string, title: string): string =>
    `<a href="${up(page)}${addressOf(page.language, slug)}">${escapeMarkup(title)}</a>`;
  const items = chapters().map((chapter) => {
    const { title, exercises, markup } = readChapter(desk, chapter);
    const more = exercises.filter((exercise) => exercise.more).length;
    const minutes = sayLength(desk, chapter, { exercises });
    const count = fill(words.exercises, { count: String(exercises.length - more) });
    const facts = [minutes, count, ...(more > 0 ? [fill(words.more, { count: String(more) })] : [])];
    const lede = /<p class="lede">(.*?)<\/p>/s.exec(markup)?.[1];
    if (lede === undefined) throw new Error(`content/${page.language}/${fileOf(chapter)} has no lede.`);
    return `<li><h2 data-number="${chapter.number}">${link(chapter.slug, title)}</h2><p>${lede}</p><p class="length">${facts.join(" · ")}</p></li>`;
  });
  const others = [
    ...extras().map((slug) => link(slug, titleOf(page.language, `${slug}.md`))),
    link(PROGRESS, words.progress),
  ];
  return `<h1>${words.contents}</h1><p class="lede">${words.tagline}</p>
    <ol class="contents">${items.join("\n")}</ol>
    <ul class="beside">${others.map((other) => `<li>${other}</li>`).join("")}</ul>`;
}

/** Every exercise of the course by chapter, to be marked by what the browser knows. */
function progressText(desk: Desk): string {
  const { page, words } = desk;
  const sections = chapters().map((chapter) => {
    const { title, exercises } = readChapter(desk, chapter);
    const href = `${up(page)}${addressOf(page.language, chapter.slug)}`;
    const item = ({ id, title: name, more }: Exercise): string =>
      `<li data-exercise="${id}"${more ? " data-more" : ""}><a href="${href}#${id}">${escapeMarkup(name)}</a> <span class="done-mark"></span></li>`;
    const list = (all: readonly Exercise[]): string => `<ul class="exercises">${all.map(item).join("")}</ul>`;
    const more = exercises.filter((exercise) => exercise.more);
    const practice = more.length > 0 ? `<h3>${words.practice}</h3>${list(more)}` : "";
    const proper = list(exercises.filter((exercise) => !exercise.more));
    return `<h2>${chapter.number} · ${escapeMarkup(title)}</h2>${proper}${practice}`;
  });
  const button = (name: string, label: string): string =>
    `<button type="button" class="check" data-progress="${name}" disabled>${label}</button>`;
  return `<h1>${words.progress}</h1><p class="lede" data-count></p><p>${words.progressLede}</p>
    <p class="name-line">${words.name_line}</p>${sections.join("\n")}
    <p class="answer-row">${button("print", words.print)} ${button("forget", words.forget)}</p>`;
}

const readChapter = (desk: Desk, chapter: Chapter): Text =>
  withRun(desk, chapter, (run, moment) => read(desk, fileOf(chapter), chapter.lab, liveNumbers(run, moment)));

/** The chapter's run, at the moment of its still picture. */
function withRun<T>({ engine }: Desk, chapter: Chapter, use: (run: Run, moment: Moment) => T): T {
  const { state } = decode(chapter.lab);
  const changes = state.runs[state.main] ?? [];
  return ofRun(
    engine,
    { ...state.settings, ...(changes.length > 0 ? { changes: [...changes] } : {}) },
    (run) => {
      run.seek({ update: chapter.still ?? run.seen, statement: 0 });
      return use(run, run.moment);
    },
  );
}

function read(desk: Desk, file: string, lab: string, live: Readonly<Record<string, string>>): Text {
  const { page, engine, words, surface, known } = desk;
  const source = textOf(page.language, file);
  try {
    if (source === null) throw new Error("the text is missing");
    return renderText(source, {
      language: page.language,
      words,
      lab,
      fact: (name, format) => writeFact(known(name), format, words),
      live: (name) => {
        const text = live[name];
        if (text === undefined) throw new Error(`no live number is called "${name}"`);
        return text;
      },
      listing: ({ of = "1", from, to, flavour = "listing" }) => {
        if (flavour !== "listing" && flavour !== "script")
          throw new Error(`a program is shown as listing or script, not as "${flavour}"`);
        return listing(engine, of, { from, to, flavour });
      },
      surface: ({ of = lab }, description) => stillSurface(engine, of, description, surface),
      given: (id, kind) => given(desk, file, id, kind),
      broken: (id) => brokenProgram(engine, id),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`content/${page.language}/${file}: ${why}`, { cause: error });
  }
}

/** Title, description, and the same page in other languages. */
function head({ page, words }: Desk, title: string): string {
  const other = LANGUAGES.map(
    (language) =>
      `<link rel="alternate" hreflang="${language}" href="${up(page)}${addressOf(language, page.slug)}" />`,
  );
  const own = `<link rel="canonical" href="${up(page)}${addressOf(page.language, page.slug)}" />`;
  const description = `<meta name="description" content="${escapeMarkup(words.tagline)}" />`;
  // Pages without a lab have no first picture to wait for, and are read without scripts too.
  const style = '<link rel="stylesheet" href="/www/style/text.css" />';
  // A chapter's come with its lesson; a reader without scripts has them at once (vite.config.ts names the built file).
  const styles = [page.chapter ? `<noscript>${style.replace(" ", " vite-ignore ")}</noscript>` : style];
  return [...styles, `<title>${escapeMarkup(title)}</title>`, description, own, ...other].join("\n    ");
}

function addressOf(language: string, slug: string): string {
  return slug === CONTENTS ? `${language}/` : `${language}/${slug}/`;
}

/** The chapters to go to, the other languages, and the colours. */
function navigation({ page, words }: Desk): string {
  const here = page.chapter ? `${page.chapter.number} · ` : "";
  const to = (slug: string): string => `${up(page)}${addressOf(page.language, slug)}`;
  const current = (slug: string): string => (slug === page.slug ? ' aria-current="page"' : "");
  const entry = (slug: string, title: string): string =>
    `<a href="${to(slug)}"${current(slug)}>${escapeMarkup(title)}</a>`;
  const minutes = (chapter: Chapter): string =>
    fill(words.minutesShort, { count: lengthOf(page.language, fileOf(chapter)) });
  const list = chapters().map(
    (chapter) =>
      `<li value="${chapter.number}">${entry(chapter.slug, titleOf(page.language, fileOf(chapter)))} <small>${minutes(chapter)}</small></li>`,
  );
  const others = extras().map((slug) => `<li>${entry(slug, titleOf(page.language, `${slug}.md`))}</li>`);
  const tongues = LANGUAGES.filter((language) => language !== page.language).map(
    (language) =>
      `<a class="language" lang="${language}" hreflang="${language}" href="${up(page)}${addressOf(language, page.slug)}">${wordsOf(language).name}</a>`,
  );
  return `<a class="brand" href="${to(chapters()[0]?.slug ?? "")}">${words.title}</a>
      <details class="chapters">
        <summary>${here}${escapeMarkup(titleOfPage(page, words))}</summary>
        <nav aria-label="${words.chapters}"><ol>${list.join("")}</ol><ul><li>${entry(CONTENTS, words.contents)}</li>${others.join("")}<li>${entry(PROGRESS, words.progress)}</li></ul></nav>
      </details>
      ${page.chapter ? labTools(words) : ""}
      ${tongues.join(" ")}`;
}

/** The way back and what was changed, always at hand. */
const labTools = (words: TextWords): string => {
  const tool = (name: string, title: string, label: string): string =>
    `<button type="button" class="quiet" data-lab="${name}" title="${title}" hidden>${label}</button>`;
  return `${tool("changed", words.changed, `<span class="long">${words.changed}</span><span class="short">${words.changedShort}</span>`)}
      ${tool("reset", words.resetHelp, words.reset)}
      <dialog id="changes"></dialog>`;
};

function titleOfPage({ chapter, slug, language }: Page, words: TextWords): string {
  if (slug === PROGRESS) return words.progress;
  if (slug === CONTENTS) return words.contents;
  return titleOf(language, chapter ? fileOf(chapter) : `${slug}.md`);
}

/** A text's title: its first line. */
function titleOf(language: string, file: string): string {
  const title = /^# (.+)$/m.exec(textOf(language, file) ?? "")?.[1];
  if (title === undefined) throw new Error(`content/${language}/${file} does not begin with a title.`);
  return title.trim();
}

/** How long a chapter takes, and where something is folded away for practice, that it is left out. */
function sayLength({ page, words }: Desk, chapter: Chapter, { exercises }: Pick<Text, "exercises">): string {
  const template = exercises.some(({ more }) => more) ? words.minutesOpen : words.minutes;
  return fill(template, { count: lengthOf(page.language, fileOf(chapter)) });
}

/** How long a text takes, in whole minutes; counted once, as every page's list of chapters has it. */
const lengths = new Map<string, string>();

function lengthOf(language: string, file: string): string {
  const key = `${language}/${file}`;
  const length =
    lengths.get(key) ?? String(Math.max(1, Math.round(minutesOf(parse(textOf(language, file) ?? "")))));
  lengths.set(key, length);
  return length;
}

/** The chapters before and after. */
function neighbours(page: Page, chapter: Chapter, words: TextWords): string {
  const all = chapters();
  const at = all.indexOf(chapter);
  const link = (other: Chapter | undefined, rel: "prev" | "next", label: string): string =>
    other
      ? `<a rel="${rel}" href="${up(page)}${addressOf(page.language, other.slug)}"><small>${label}</small>${escapeMarkup(titleOf(page.language, fileOf(other)))}</a>`
      : "<span></span>";
  return `<nav class="neighbours" aria-label="${words.chapters}">${link(all[at - 1], "prev", words.previous)}${link(all[at + 1], "next", words.next)}</nav>`;
}
