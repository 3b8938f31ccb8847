/**
 * The chapters, as far as they do not depend on the language: their addresses, and the lab each one opens with. The text
 * of chapter n is `content/<language>/NN-slug.md`.
 * A slug is part of an address that later releases keep: refuses to be renamed.
 */

export interface Chapter {
  /** Counted from 0, as in the text's file name. */
  number: number;
  slug: string;
  /** What the lab opens with, as an address. */
  lab: string;
  /** The still picture's update: the run's end unless said otherwise. */
  still?: number;
  /** The run plays as soon as it is up, unless the reader asks for less motion. */
  plays?: boolean;
  /** The view that stands in front where several share a place. */
  view?: "surface" | "map" | "code" | "settings" | "graph";
}

export const CHAPTERS: readonly Chapter[] = [
  { number: 0, slug: "one-picture", lab: "1", plays: true },
  { number: 1, slug: "data-with-a-known-answer", lab: "1", view: "settings" },
  { number: 2, slug: "a-line-has-two-numbers", lab: "1", view: "surface" },
  { number: 3, slug: "how-wrong-is-a-line", lab: "1", view: "surface" },
  { number: 4, slug: "gradients-by-machine", lab: "1&p=parabola", view: "graph" },
  { number: 5, slug: "batches", lab: "1", view: "surface" },
  { number: 6, slug: "the-learning-rate", lab: "1", view: "map" },
  { number: 7, slug: "the-whole-loop", lab: "1&at=37", still: 37, view: "code" },
  { number: 8, slug: "the-same-in-pytorch", lab: "1", still: 0, view: "code" },
  { number: 9, slug: "broken-on-purpose", lab: "1", view: "code" },
  { number: 10, slug: "your-data", lab: "1", view: "settings" },
];

export const chapterOf = (slug: string): Chapter | undefined =>
  CHAPTERS.find((chapter) => chapter.slug === slug);

/** The text's file, without its folder. */
export const fileOf = ({ number, slug }: Chapter): string => `${String(number).padStart(2, "0")}-${slug}.md`;
