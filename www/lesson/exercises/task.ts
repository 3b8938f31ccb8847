/**
 * What an exercise is to the page, and the page to an exercise. The text owns the question, the options, what each answer
 * would have meant and the solution; a kind owns the controls and finds out, with the engine, what the reader's answer
 * comes to; the frame (`frame.ts`) shows the feedback, counts tries and keeps progress.
 * Refuses words of its own: a kind answers with the name of a feedback that the text holds, in every language.
 */
import type { Engine } from "../../engine";
import type { Lab } from "../../lab/lab";
import type { Words } from "../../strings";

/** What an answer comes to. */
export interface Outcome {
  right: boolean;
  /** Only a step on the way, as a prediction before a repair: its feedback is shown, but it is no try and nothing is done. */
  step?: boolean;
  /** An answer of before, shown again to a reader who has come back: it is no new try, and nothing is read out. */
  again?: boolean;
  /** The text's feedback to show, by the name it carries there (`:::feedback{of=name}`). */
  feedback: string;
  /** Numbers the feedback has places for (`:value[name]`), already written for the reader. */
  values?: Readonly<Record<string, string>>;
}

/** The frame says it at the exercise, with every answer. */
export const ANSWERED = "fd-answered";

/** An option the text offers, e.g. `- {steeper} It grows steeper.` */
export interface Option {
  name: string;
  /** Its words, as the text has them; to be moved into a control. */
  content: DocumentFragment;
}

export interface Task {
  readonly id: string;
  /** Where the kind puts its controls; empty. */
  readonly place: HTMLElement;
  /** In the text's order. */
  readonly options: readonly Option[];
  /** Complete: the full module is there. */
  readonly engine: Engine;
  /** The lab beside the lesson. */
  readonly lab: Lab;
  /** The words of the page's own controls. */
  readonly words: Words["lesson"];
  /** Ends every listener. */
  readonly signal: AbortSignal;
  answer(outcome: Outcome): void;
  /** What was answered about is no longer so: an answer that was not right says that it is of before. */
  outdate(): void;
}

/**
 * A kind of exercise: puts its controls into the task's place. `spec` is the language-free half of the exercise, `own` are
 * the words that only this kind says.
 */
export type Mount<Spec, Own = void> = (task: Task, spec: Spec, own: Own) => void;
