/**
 * What is said to each answer, as the page has it before any script runs: folded away below the question, each feedback
 * under the option it belongs to. A broken program's own numbers are known by then and stand in their places.
 * Refuses to leave a number's place empty: where only the reader's run can tell it, a word stands for it.
 */
import type { BlockContent, List, Paragraph, Root, RootContent } from "mdast";
import type { ContainerDirective } from "mdast-util-directive";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import type { TextWords } from "./words";

/** A broken program: its listing as markup, and the numbers it comes to, by the names of their places. */
export interface Broken {
  listing: string;
  values: Readonly<Record<string, string>>;
}

/** Feedbacks that belong to no option, and stand for having done it. */
const DONE = ["right", "reached", "repaired"];

const isA = (node: RootContent, name: string): node is ContainerDirective =>
  node.type === "containerDirective" && node.name === name;

/** Done after the directives have their markup, and the options their names. */
export function answers(tree: Root, words: TextWords, broken: (id: string) => Broken): void {
  visit(tree, "containerDirective", (exercise) => {
    if (exercise.name !== "exercise") return;
    const options = exercise.children.find((child): child is List => child.type === "list");
    if (exercise.attributes?.kind === "repair") showProgram(exercise, broken(exercise.attributes.id ?? ""));
    const feedbacks = exercise.children.filter((child) => isA(child, "feedback"));
    for (const feedback of feedbacks) {
      const label = labelOf(feedback.attributes?.of ?? "", options, words);
      if (label) feedback.children.unshift(label);
    }
    const [first] = feedbacks;
    if (!first) return;
    const folded: ContainerDirective = {
      type: "containerDirective",
      name: "answers",
      children: [{ type: "html", value: `<summary>${words.answers}</summary>` }, ...feedbacks],
      data: { hName: "details", hProperties: { class: "answers" } },
    };
    const at = exercise.children.indexOf(first);
    const others = exercise.children.filter((child) => !isA(child, "feedback"));
    exercise.children = [...others.slice(0, at), folded, ...others.slice(at)];
  });
}

/** The option's own words, or that it is done; null for what has no name a reader knows. */
function labelOf(name: string, options: List | undefined, words: TextWords): Paragraph | null {
  const item = options?.children.find(({ data }) => optionOf(data) === name);
  const option = item?.children.find((child): child is Paragraph => child.type === "paragraph");
  const children: Paragraph["children"] = option
    ? structuredClone(option.children)
    : DONE.includes(name)
      ? [{ type: "text", value: words.right }]
      : [];
  if (children.length === 0) return null;
  return { type: "paragraph", children, data: { hProperties: { class: "feedback-of" } } };
}

function optionOf(data: { hProperties?: unknown } | undefined): unknown {
  const { hProperties } = data ?? {};
  return typeof hProperties === "object" && hProperties !== null && "data-option" in hProperties
    ? hProperties["data-option"]
    : undefined;
}

/** The program before the options, and its numbers in what is said to a prediction. */
function showProgram(exercise: ContainerDirective, { listing, values }: Broken): void {
  const program: BlockContent = { type: "html", value: `<div class="still-program">${listing}</div>` };
  const at = exercise.children.findIndex(({ type }) => type === "list");
  exercise.children.splice(at < 0 ? exercise.children.length : at, 0, program);
  visit(exercise, "textDirective", (place) => {
    const value = place.name === "value" ? values[textOf(place)] : undefined;
    if (value !== undefined) place.data = { ...place.data, hChildren: [{ type: "text", value }] };
  });
}
