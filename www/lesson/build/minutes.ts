/**
 * How long a chapter takes: its prose read, its actions pressed and looked at, its exercises done. What is folded away for
 * more practice is left out, and so is what nobody reads in passing: solutions and sources.
 * Refuses to be exact: these are a steady reader's times, kept in one place.
 */
import type { Nodes, Parent, Root } from "mdast";

/**
 * Words and Chinese characters a minute, silently, of a text with something to understand in it. M. Brysbaert's review of
 * 2019 found 238 words of English non-fiction; its 260 Chinese words are about 400 characters.
 */
const SPEED = { words: 238, characters: 400 };

/** Seconds, besides what is read. */
const TIMES = {
  /** To press a word and see what the prose says there is to see: a run is watched, a place only looked at. */
  try: 8,
  go: 4,
  /** A line of code says more than a line of prose, and a formula on a line of its own is read twice. */
  codeLine: 3,
  formula: 6,
  /** A listing or a picture, which the prose then goes through. */
  figure: 8,
  /** To think and to answer, rightly at the first or second try: a choice; a drawing or a point; a sum on paper; settings
      to be found; a program to be run, edited and checked. */
  exercise: { choose: 20, curve: 30, place: 30, number: 45, goal: 60, repair: 180 } as Readonly<
    Record<string, number>
  >,
  /** A block that the page brings to life, tried once. */
  widget: 60,
};

const HAN = /\p{Script=Han}/gu;
const WORD = /[\p{L}\p{N}]+(?:['’.,−-][\p{L}\p{N}]+)*/gu;

/** Seconds to read so much text. */
function reading(text: string): number {
  const characters = text.match(HAN)?.length ?? 0;
  const words = text.replace(HAN, " ").match(WORD)?.length ?? 0;
  return 60 * (characters / SPEED.characters + words / SPEED.words);
}

/** Minutes, from the parsed text. */
export const minutesOf = (tree: Root): number => seconds(tree) / 60;

const sum = (nodes: readonly Nodes[]): number => nodes.reduce((total, node) => total + seconds(node), 0);

function seconds(node: Nodes): number {
  switch (node.type) {
    case "text":
      return reading(node.value);
    // Short as they are, a formula and a name in code are a word each at least.
    case "inlineMath":
    case "inlineCode":
      return 60 / SPEED.words;
    case "math":
      return TIMES.formula;
    case "code":
      return TIMES.codeLine * node.value.split("\n").length;
    case "textDirective":
      return sum(node.children) + (node.name === "try" || node.name === "go" ? TIMES[node.name] : 0);
    case "leafDirective":
      return TIMES.figure;
    case "containerDirective":
      return block(node.name, node.attributes?.kind ?? "", node.children);
    default:
      return "children" in node ? sum((node as Parent).children) : 0;
  }
}

function block(name: string, kind: string, children: readonly Nodes[]): number {
  if (["more", "solution", "sources"].includes(name)) return 0;
  if (name === "widget") return TIMES.widget;
  if (name !== "exercise") return sum(children);
  const isFeedback = (node: Nodes): boolean => node.type === "containerDirective" && node.name === "feedback";
  const feedback = children.filter(isFeedback);
  // One answer is given and read; in a repair there is a prediction before it.
  const answers = kind === "repair" ? 2 : 1;
  const said = feedback.length === 0 ? 0 : (answers * sum(feedback)) / feedback.length;
  const time = TIMES.exercise[kind];
  if (time === undefined) throw new Error(`How long an exercise of kind "${kind}" takes is not known.`);
  return sum(children.filter((node) => !isFeedback(node))) + said + time;
}
