/**
 * A chapter's Markdown as markup. The first heading is the title and the first paragraph the lede; a list whose items
 * begin with `{name}` holds an exercise's options.
 * Refuses what a reader would stumble over: a directive nobody knows, an exercise without a name or one twice.
 */
import type { Heading, List, PhrasingContent, Root } from "mdast";
import { toString as textOf } from "mdast-util-to-string";
import rehypeStringify from "rehype-stringify";
import remarkDirective from "remark-directive";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { answers, type Broken } from "./answers";
import { type Context, directives } from "./directives";
import { folds } from "./folds";
import { maths } from "./maths";
import { block, colourPython, plainBlock } from "./python";
import { terms, wordsIn } from "./terms";

export interface Exercise {
  id: string;
  kind: string;
  title: string;
  /** Folded away, for those who want more. */
  more: boolean;
}

export interface Text {
  title: string;
  markup: string;
  /** In the text's order. */
  exercises: readonly Exercise[];
  /** The actions on the lab, in the text's order. */
  actions: readonly string[];
  /** What links can lead to: sections, exercises, parts and terms. */
  anchors: readonly string[];
  /** The addresses the text links to, in its order; of the terms last. */
  links: readonly string[];
  /** How headings, paragraphs, formulas, listings and the rest follow each other: two languages must agree. */
  structure: readonly string[];
}

export interface TextContext extends Omit<Context, "exercise" | "action" | "anchor"> {
  /** The text's language. */
  language: string;
  /** Markup of what an exercise shows without scripts, where its controls will be. Throws for one that nothing checks. */
  given(id: string, kind: string): string;
  /** The broken program that an exercise of that name repairs. */
  broken(id: string): Broken;
}

export const parse = (markdown: string): Root =>
  unified().use(remarkParse).use(remarkDirective).use(remarkMath).parse(markdown) as Root;

export function renderText(markdown: string, context: TextContext): Text {
  const found: { id: string; kind: string; heading: Heading }[] = [];
  const actions: string[] = [];
  const anchors: string[] = [];
  const anchor = (id: string): void => {
    if (id === "") throw new Error("A part or a term needs an id.");
    if (anchors.includes(id)) throw new Error(`There are two places "${id}".`);
    anchors.push(id);
  };
  const whole: Context = {
    ...context,
    exercise: (id, kind, heading) => {
      if (id === "" || kind === "" || !heading)
        throw new Error(`An exercise needs an id, a kind and a heading: "${id}", "${kind}".`);
      anchor(id);
      found.push({ id, kind, heading });
    },
    action: (action) => actions.push(action),
    anchor,
  };
  const tree = parse(markdown);
  const [heading] = tree.children;
  if (heading?.type !== "heading" || heading.depth !== 1)
    throw new Error("A chapter begins with its title: # …");
  const structure = structureOf(tree);
  options(tree);
  inseparable(tree);
  sections(tree, anchor);
  formulasAndCode(tree);
  lede(tree);
  directives(whole)(tree);
  answers(tree, context.words, context.broken);
  frames(tree, context);
  const folded = folds(tree, context.words);
  const links = [...linksIn(tree), ...terms(tree, context.language, context.words)];
  const markup = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeStringify, {
    allowDangerousHtml: true,
  });
  const html = markup.stringify(markup.runSync(tree) as never);
  // Only now do the headings' directives have their words.
  const exercises = found.map(({ id, kind, heading }) => ({
    id,
    kind,
    title: wordsIn(heading),
    more: folded.has(id),
  }));
  return { title: textOf(heading), markup: String(html), exercises, actions, anchors, links, structure };
}

/** Formulas and code, as markup of their own. */
function formulasAndCode(tree: Root): void {
  visit(tree, (node, index, parent) => {
    if (index === undefined || !parent) return;
    const raw = markupOf(node as { type: string; value?: string; lang?: string | null });
    if (raw !== null) parent.children[index] = { type: "html", value: raw };
  });
}

function markupOf({
  type,
  value = "",
  lang,
}: {
  type: string;
  value?: string;
  lang?: string | null;
}): string | null {
  if (type === "inlineMath") return maths(value, false);
  if (type === "math") return `<div class="formula">${maths(value, true)}</div>`;
  if (type === "code") return lang === "python" || !lang ? block(value) : plainBlock(value);
  if (type === "inlineCode") return `<code>${colourPython(value).join("\n")}</code>`;
  return null;
}

/**
 * Keeps on one line what a browser would part, since it may end a line after any formula: a name and its number, and the
 * stop or comma that follows.
 */
function inseparable(tree: Root): void {
  visit(tree, "text", (text, index, parent) => {
    if (index === undefined || !parent) return;
    const before = parent.children[index - 1];
    if (before?.type !== "inlineMath") return;
    const kept: PhrasingContent[] = [before];
    const after = parent.children[index + 1];
    if (/^ [=≈] $/.test(text.value) && after?.type === "textDirective") {
      kept.push({ ...text }, after);
      text.value = "";
    } else {
      const [end = ""] = /^(?: [=≈] [\w.−]+)?[.,;:!?)。，；：、！？）”]*/.exec(text.value) ?? [];
      if (end === "") return;
      kept.push({ type: "text", value: end });
      text.value = text.value.slice(end.length);
    }
    const data = { hName: "span", hProperties: { class: "whole" } };
    const taken = kept.length === 3 ? 3 : 2;
    parent.children.splice(index - 1, taken, { type: "emphasis", data, children: kept }, text);
    return index + 1;
  });
}

function lede(tree: Root): void {
  const first = tree.children.find(({ type }) => type === "paragraph");
  if (first) first.data = { ...first.data, hProperties: { class: "lede" } };
}

/** A chapter's sections can be linked to by their order, in every language alike: `#s2` is the second. */
function sections(tree: Root, anchor: (id: string) => void): void {
  const headings = tree.children.filter(
    (node): node is Heading => node.type === "heading" && node.depth === 2,
  );
  headings.forEach((heading, index) => {
    const id = `s${index + 1}`;
    anchor(id);
    heading.data = { ...heading.data, hProperties: { id } };
  });
}

/** `- {steeper} It grows steeper.` */
function options(tree: Root): void {
  visit(tree, "list", (list: List) => {
    const names = list.children.map((item) => /^\{([\w-]+)\}\s*/.exec(textOf(item))?.[1]);
    if (names.every((name) => name === undefined)) return;
    list.data = { ...list.data, hProperties: { class: "options" } };
    list.children.forEach((item, index) => {
      const name = names[index];
      const [paragraph] = item.children;
      const text = paragraph?.type === "paragraph" ? paragraph.children[0] : undefined;
      if (name === undefined || text?.type !== "text")
        throw new Error(`Every option of a list begins with {name}: "${textOf(item)}".`);
      text.value = text.value.replace(/^\{[\w-]+\}\s*/, "");
      item.data = { ...item.data, hProperties: { "data-option": name } };
      list.spread = false;
      item.spread = false;
    });
  });
}

/** What an exercise, a solution and an aside carry besides their text: the kind's name, the summary, a label. */
function frames(tree: Root, { words, given }: TextContext): void {
  visit(tree, "containerDirective", (node) => {
    const kind = node.attributes?.kind ?? "";
    const before = (markup: string): void => {
      node.children.unshift({ type: "html", value: markup });
    };
    if (node.name === "exercise") {
      const name = words.kinds[kind as keyof typeof words.kinds];
      if (name === undefined) throw new Error(`There is no kind of exercise "${kind}".`);
      before(`<p class="exercise-kind">${words.exercise} · ${name}</p>`);
      // Controls come after the question, before what is said to an answer.
      const at = node.children.findIndex(
        (child) => child.type === "containerDirective" && ["answers", "solution"].includes(child.name),
      );
      const shown = given(node.attributes?.id ?? "", kind);
      const place = { type: "html" as const, value: `<div class="exercise-place">${shown}</div>` };
      node.children.splice(at < 0 ? node.children.length : at, 0, place);
    } else if (node.name === "solution") before(`<summary>${words.solution}</summary>`);
    else if (node.name === "aside" && kind === "mistake")
      before(`<p class="aside-label">${words.mistake}</p>`);
  });
}

function linksIn(tree: Root): string[] {
  const links: string[] = [];
  visit(tree, "link", ({ url }) => {
    links.push(url);
  });
  return links;
}

function structureOf(tree: Root): string[] {
  const structure: string[] = [];
  visit(tree, (node) => {
    if (node.type === "heading") structure.push(`heading ${node.depth}`);
    else if (node.type === "paragraph") structure.push("paragraph");
    else if (node.type === "math") structure.push("formula");
    else if (node.type === "code") structure.push(`code ${node.value}`);
    else if (node.type === "list") structure.push(`list of ${node.children.length}`);
    else if (node.type === "containerDirective" || node.type === "leafDirective")
      structure.push(`${node.name} ${JSON.stringify(node.attributes ?? {})}`);
  });
  return structure;
}
