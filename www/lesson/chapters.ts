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
  /** What the reader looks at first, as parts of an address: the last view is in front where all share one place. */
  look?: string;
}

export const CHAPTERS: readonly Chapter[] = [
  { number: 0, slug: "one-picture", lab: "1", plays: true },
  { number: 1, slug: "data-with-a-known-answer", lab: "1", still: 0, look: "v=settings,line" },
  { number: 2, slug: "a-line-has-two-numbers", lab: "1" },
  { number: 3, slug: "how-wrong-is-a-line", lab: "1&iw=20&ib=40", still: 0 },
  { number: 4, slug: "gradients-by-machine", lab: "1&p=parabola", look: "v=surface" },
  { number: 5, slug: "batches", lab: "1" },
  { number: 6, slug: "the-learning-rate", lab: "1" },
  { number: 7, slug: "the-whole-loop", lab: "1&at=37", still: 37 },
  { number: 8, slug: "the-same-in-pytorch", lab: "1", still: 0 },
  { number: 9, slug: "broken-on-purpose", lab: "1" },
  { number: 10, slug: "your-data", lab: "1", look: "v=settings,line" },
];

export const chapterOf = (slug: string): Chapter | undefined =>
  CHAPTERS.find((chapter) => chapter.slug === slug);

/** The text's file, without its folder. */
export const fileOf = ({ number, slug }: Chapter): string => `${String(number).padStart(2, "0")}-${slug}.md`;
