/**
 * The directives of the text, each turned into the markup the page knows. In a line: `:try[words]{lr=1.2}` and
 * `:go[words]{at=37 view=graph}` act on the lab, `:live[w]` follows the run, `:n[classic.w]{places=4}` is a fact that the
 * engine works out when the site is built, `:value[w]` waits for an exercise's answer, `:model[…] :wrong[…] :way[…]
 * :here[…]` wear the colour of their idea; `:tongue[学习率]{lang=zh-CN}` is a word of another language. On lines of their own:
 * exercises, feedback, solutions, asides, listings; parts of a page that links lead to, terms and the index of terms.
 * Refuses every other name, and attributes that nothing reads.
 */
import type { Root as Hast } from "hast";
import type { Heading, Root } from "mdast";
import type { ContainerDirective, LeafDirective, TextDirective } from "mdast-util-directive";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import type { TextWords } from "./words";

export type Directive = ContainerDirective | LeafDirective | TextDirective;
type Attributes = Readonly<Record<string, string>>;

/** What a directive asks of the page that is built. */
export interface Context {
  words: TextWords;
  /** The lab address the chapter opens with. */
  lab: string;
  /** A fact as it is written. Throws for one that is not known. */
  fact(name: string, format: Attributes): string;
  /** A number of the run in the still picture. */
  live(name: string): string;
  /** Markup of a listing. */
  listing(attributes: Attributes): string;
  /** Markup of a still picture of the loss surface. */
  surface(attributes: Attributes, description: string): string;
  /** Told each exercise, with its heading, and each action, in order. */
  exercise(id: string, kind: string, heading: Heading | undefined): void;
  action(action: string): void;
  /** Told each part and each term that a link can lead to. */
  anchor(id: string): void;
}

type Element = { tag: string; properties?: Record<string, string | boolean>; text?: string; markup?: string };
type Maker = (node: Directive, attributes: Attributes, context: Context) => Element;

const coloured =
  (idea: string): Maker =>
  () => ({ tag: "b", properties: { class: idea } });

function action(action: Record<string, string>, context: Context): Element {
  const text = new URLSearchParams(action).toString();
  context.action(text);
  // No button: browsers lay one out as a box, and these are words of a sentence, which break as it does. What they need to
  // be pressed they get with what they do (actions.ts).
  return { tag: "span", properties: { class: "act", "data-action": text } };
}

const INLINE: Record<string, Maker> = {
  model: coloured("model"),
  wrong: coloured("wrong"),
  way: coloured("way"),
  here: () => ({ tag: "mark" }),
  try: (_, { view, layer, unit, ...settings }, context) =>
    action(
      { try: query(settings), ...(unit && { unit }), ...(view && { view }), ...(layer && { layer }) },
      context,
    ),
  go: (_, attributes, context) => action({ ...attributes }, context),
  live: (node, { class: idea }, context) => {
    const name = textOf(node);
    return { tag: "b", properties: { "data-live": name, ...classed(idea) }, text: context.live(name) };
  },
  n: (node, { class: idea, ...format }, context) => ({
    tag: idea ? "b" : "span",
    properties: classed(idea),
    text: context.fact(textOf(node), format),
  }),
  tongue: (_, { lang = "" }) => ({ tag: "span", properties: { class: "tongue", lang } }),
  value: (node, { class: idea }, { words }) => ({
    tag: "b",
    properties: { "data-value": textOf(node), ...classed(idea) },
    text: words.value,
  }),
};

/** A number may wear the colour of its idea: `:live[w]{.model}`. */
const classed = (idea: string | undefined): Record<string, string> => (idea ? { class: idea } : {});

/** Settings by the keys of the lab's address. */
function query(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

function anchored(name: string): Maker {
  return (_, { id = "" }, context) => {
    context.anchor(id);
    return { tag: "section", properties: { class: name, id } };
  };
}

const BLOCKS: Record<string, Maker> = {
  exercise: (node, attributes, context) => {
    const { id = "", kind = "" } = attributes;
    const heading =
      "children" in node
        ? node.children.find((child): child is Heading => child.type === "heading")
        : undefined;
    context.exercise(id, kind, heading);
    return { tag: "section", properties: { class: "exercise", id, "data-kind": kind } };
  },
  more: () => ({ tag: "details", properties: { class: "more" } }),
  feedback: (_, { of = "" }) => ({ tag: "div", properties: { class: "feedback", "data-of": of } }),
  solution: () => ({ tag: "details", properties: { class: "solution" } }),
  aside: (_, { kind }) => ({ tag: "aside", properties: { class: kind ? `aside ${kind}` : "aside" } }),
  closing: () => ({ tag: "div", properties: { class: "closing" } }),
  sources: () => ({ tag: "section", properties: { class: "sources" } }),
  widget: (_, { kind = "" }) => ({ tag: "div", properties: { class: "widget", "data-widget": kind } }),
  part: anchored("part"),
  term: anchored("term"),
  index: () => ({ tag: "ul", properties: { class: "term-index" } }),
  surface: (node, attributes, context) => ({
    tag: "figure",
    properties: { class: "surface-still" },
    markup: context.surface(attributes, textOf(node)),
  }),
  listing: (_, attributes, context) => ({
    tag: "figure",
    properties: { class: "listing-box" },
    markup: context.listing(attributes),
  }),
};

/** Turns the directives into elements; with `remark-rehype` after it, they become markup. */
export function directives(context: Context): (tree: Root) => void {
  return (tree) => {
    visit(tree, (node) => {
      if (
        node.type !== "textDirective" &&
        node.type !== "leafDirective" &&
        node.type !== "containerDirective"
      )
        return;
      const maker = (node.type === "textDirective" ? INLINE : BLOCKS)[node.name];
      if (!maker) {
        const line = node.position?.start.line;
        throw new Error(`line ${line}: there is no directive ":${node.name}"`);
      }
      const attributes = Object.fromEntries(
        Object.entries(node.attributes ?? {}).map(([key, value]) => [key, value ?? ""]),
      );
      const element = maker(node, attributes, context);
      node.data = { ...node.data, hName: element.tag, hProperties: element.properties ?? {} };
      if (element.text !== undefined) node.data.hChildren = [{ type: "text", value: element.text }];
      // What is markup already passes as it is.
      if (element.markup !== undefined) {
        node.data.hChildren = [
          { type: "raw", value: element.markup },
        ] as unknown as Hast["children"] as never;
      }
    });
  };
}
