// What a test knows of a chapter, once for all languages: the words that act in it, in order, and for each exercise every
// wrong answer with what is said to it, and the right one. Written by hand: nothing here asks the code that judges.
import type { Page } from "playwright-core";

/** The numbers a feedback shows, by their names: what the test's own engine has for them, or a word. */
export type Values = Readonly<Record<string, number | string>>;

/** An answer, and the numbers it is told: of the run that the lab then holds, or known beforehand. */
export interface Try<By> {
  by: By;
  values?: Values | ((lab: string) => Values);
}

/** Wrong answers by the name of what is said to each, in the order they are given. */
type Wrong<By> = Readonly<Record<string, Try<By>>>;

export interface Choose {
  kind: "choose";
  wrong: readonly string[];
  right: string;
}

/** Numbers as a reader types them. The right one is told "right". */
export interface Compute {
  kind: "number";
  wrong: Readonly<Record<string, string>>;
  right: string;
}

/** What a reader does in the lab, or in a block beside the exercise. */
export type Doing = (page: Page) => Promise<void>;

export interface Goal {
  kind: "goal";
  wrong: Wrong<Doing>;
  right: Try<Doing> & { of: string };
}

/** Heights from left to right, as parts of the picture's. */
export interface Curve {
  kind: "curve";
  wrong: Wrong<readonly number[]>;
  right: Try<readonly number[]> & { of: string };
}

export type Point = readonly [w: number, b: number];

export interface Place {
  kind: "place";
  plane: { w: Point; b: Point };
  wrong: Wrong<Point>;
  right: Try<Point>;
}

/** An edit on the bench: a line by a part of its text, and what is done with it. */
export type Edit = { line: string } & (
  | { keys: readonly string[] }
  | { button: "up" | "down" | "remove" }
  /** One of the choices for the line, by the lines it shows. */
  | { change: readonly string[] }
  | { insert: string }
  | { rate: string }
);

export interface Repair {
  kind: "repair";
  /** The broken program and the right one, as addresses of the lab; what is plotted is not in them. */
  broken: string;
  repaired: string;
  /** Predictions, the right one last. */
  predict: readonly string[];
  /** Numbers that are not in the two runs: what is plotted. */
  plotted?: Values;
  /** An edit that is no repair; then all is put back. */
  wrong: readonly Edit[];
  right: readonly Edit[];
}

export type Answers = Choose | Compute | Goal | Curve | Place | Repair;

export interface ChapterAnswers {
  slug: string;
  /** The lab as the chapter opens it. */
  lab: string;
  /** The actions of the text and the questions, in order. */
  words: readonly string[];
  /** Those that come with feedback and solutions, in any order. */
  told: readonly string[];
  /** In the order of the text. */
  exercises: Readonly<Record<string, Answers>>;
}

export const choose = (right: string, ...wrong: string[]): Choose => ({ kind: "choose", wrong, right });
