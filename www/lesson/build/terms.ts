/**
 * The terms of the glossary: `:::term{#loss in="one-picture how-wrong-is-a-line"}` closes with links to the chapters it is
 * met in, and `::index` lists all terms in the language's own order.
 * Refuses a term without a heading, without the other language's word beside it, or of a chapter nobody knows.
 */
import type { Heading, Nodes, PhrasingContent, Root } from "mdast";
import { visit } from "unist-util-visit";
import { escapeMarkup } from "../../static/svg_pen";
import { fill } from "../../strings";
import { chapterOf } from "../chapters";
import type { TextWords } from "./words";

interface Term {
  id: string;
  /** Its own word, without what stands beside it. */
  word: string;
}

/** Done after the directives have their markup. Gives the addresses of the chapters that the terms link to. */
export function terms(tree: Root, language: string, words: TextWords): string[] {
  const found: Term[] = [];
  const links: string[] = [];
  visit(tree, "containerDirective", (node) => {
    if (node.name !== "term") return;
    const id = node.attributes?.id ?? "";
    const heading = node.children.find((child): child is Heading => child.type === "heading");
    if (!heading) throw new Error(`The term "${id}" has no heading.`);
    found.push({ id, word: wordOf(heading, id) });
    const chapters = (node.attributes?.in ?? "").split(" ").map((slug) => {
      const chapter = chapterOf(slug);
      if (!chapter) throw new Error(`The term "${id}" is of no chapter that is known: "${slug}".`);
      const address = `../${slug}/`;
      links.push(address);
      return `<a href="${address}">${fill(words.chapter, { number: String(chapter.number) })}</a>`;
    });
    node.children.push({ type: "html", value: `<p class="term-chapters">${chapters.join(" ")}</p>` });
  });
  const { compare } = new Intl.Collator(language);
  const items = found
    .sort((a, b) => compare(a.word, b.word))
    .map(({ id, word }) => `<li><a href="#${id}">${escapeMarkup(word)}</a></li>`);
  visit(tree, "leafDirective", (node) => {
    if (node.name !== "index") return;
    node.data = { ...node.data, hChildren: [{ type: "raw", value: items.join("") }] as never };
  });
  return links;
}

/** What stands in the heading before the other language's word. */
function wordOf({ children }: Heading, id: string): string {
  const other = (child: PhrasingContent): boolean =>
    child.type === "textDirective" && child.name === "tongue";
  const end = children.findIndex(other);
  const word = children.slice(0, Math.max(end, 0)).map(wordsIn).join("").trim();
  if (word === "") throw new Error(`The term "${id}" needs its word and beside it the other language's.`);
  return word;
}

/** A text in plain words, with what its directives put there. */
export function wordsIn(node: Nodes): string {
  const put = node.data && "hChildren" in node.data ? node.data.hChildren : undefined;
  if (put) return put.map((child) => ("value" in child ? child.value : "")).join("");
  if ("children" in node) return node.children.map(wordsIn).join("");
  // Formulas and code are markup by now: their words without it.
  return "value" in node ? node.value.replace(/<[^>]*>/g, "") : "";
}
