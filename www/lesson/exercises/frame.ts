/**
 * The frame every exercise stands in: it takes the options and what is said to each answer from the page, lets the kind
 * put its controls in, shows what an answer comes to, and opens the solution after two tries or a right answer.
 * Refuses an answer the text has no feedback for.
 */
import type { Engine } from "../../engine";
import type { Lab } from "../../lab/lab";
import { fill, type Language, type Words } from "../../strings";
import type { Progress } from "../progress";
import { kindOf, type Spec } from "./registry";
import { ANSWERED, type Option, type Outcome } from "./task";

/** Tries after which the solution can be opened. */
const TRIES = 2;

export interface Desk {
  engine: Engine;
  lab: Lab;
  language: Language;
  words: Words["lesson"];
  progress: Progress;
  signal: AbortSignal;
}

/** The parts of an exercise as the page has them. */
interface Parts {
  root: HTMLElement;
  place: HTMLElement;
  feedback: Map<string, HTMLElement>;
  solution: HTMLDetailsElement | null;
  /** Where feedback is shown, and read out. */
  answer: HTMLElement;
  mark: HTMLElement;
}

/** Hides what comes only after an answer. Done at once, before any kind is loaded. */
export function prepare(root: HTMLElement): Parts {
  const place = root.querySelector<HTMLElement>(".exercise-place");
  if (!place) throw new Error(`The exercise "${root.id}" has no place for its controls.`);
  const feedback = new Map<string, HTMLElement>();
  for (const part of root.querySelectorAll<HTMLElement>(".feedback")) {
    feedback.set(part.dataset.of ?? "", part);
    part.querySelector(".feedback-of")?.remove();
    part.remove();
  }
  root.querySelector(".answers")?.remove();
  const answer = document.createElement("div");
  answer.className = "answer";
  answer.setAttribute("role", "status");
  place.after(answer);
  const solution = root.querySelector<HTMLDetailsElement>("details.solution");
  if (solution) solution.hidden = true;
  const mark = document.createElement("span");
  mark.className = "done-mark";
  root.querySelector(".exercise-kind")?.append(" ", mark);
  root.classList.add("live");
  return { root, place, feedback, solution, answer, mark };
}

/** Puts the kind's controls in and answers with the text's feedback. */
export async function mountExercise(parts: Parts, spec: Spec, desk: Desk): Promise<void> {
  const { root, place } = parts;
  if (root.dataset.kind !== spec.kind)
    throw new Error(
      `The exercise "${root.id}" is of kind ${root.dataset.kind} in the text, ${spec.kind} in its check.`,
    );
  const mount = await kindOf(spec, desk.language);
  if (desk.signal.aborted) return;
  root.querySelector(".still-program")?.remove();
  const options = takeOptions(root);
  mount(
    {
      id: root.id,
      place,
      options,
      engine: desk.engine,
      lab: desk.lab,
      words: desk.words,
      signal: desk.signal,
      answer: (outcome) => show(parts, outcome, desk),
      outdate: () => outdate(parts, desk),
    },
    spec,
  );
  showDone(parts, desk);
}

function takeOptions(root: HTMLElement): Option[] {
  const list = root.querySelector("ul.options");
  const options = Array.from(list?.querySelectorAll<HTMLElement>("[data-option]") ?? [], (item) => {
    const content = document.createDocumentFragment();
    // A paragraph inside a label would stand on lines of its own.
    const [only] = item.children;
    const inner = item.children.length === 1 && only?.tagName === "P" ? only : item;
    content.append(...inner.childNodes);
    return { name: item.dataset.option ?? "", content };
  });
  list?.remove();
  return options;
}

function show(parts: Parts, outcome: Outcome, desk: Desk): void {
  const { right, step = false, again = false, feedback, values = {} } = outcome;
  const said = parts.feedback.get(feedback);
  if (!said) throw new Error(`The exercise "${parts.root.id}" has no feedback "${feedback}".`);
  for (const place of said.querySelectorAll<HTMLElement>("[data-value]"))
    place.textContent = values[place.dataset.value ?? ""] ?? "–";
  const verdict = document.createElement("p");
  verdict.className = "verdict";
  verdict.textContent = right ? desk.words.right : desk.words.notYet;
  parts.answer.setAttribute("aria-live", again ? "off" : "polite");
  // A step on the way is neither right nor wrong as an answer; the kind says how it went.
  parts.answer.replaceChildren(...(step ? [] : [verdict]), said);
  parts.answer.classList.toggle("right", right);
  parts.answer.classList.remove("outdated");
  parts.root.dispatchEvent(new Event(ANSWERED));
  if (!step && !again) desk.progress.record(parts.root.id, right);
  showDone(parts, desk);
}

function outdate({ answer }: Parts, { words }: Desk): void {
  const stands = answer.childElementCount > 0 && !answer.classList.contains("right");
  if (!stands || answer.classList.contains("outdated")) return;
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = words.outdated;
  answer.classList.add("outdated");
  answer.prepend(note);
}

function showDone({ root, solution, mark }: Parts, { progress, words }: Desk): void {
  const { right, tries } = progress.of(root.id);
  mark.textContent = right ? words.done : tries > 0 ? fill(words.tries, { tries: String(tries) }) : "";
  root.classList.toggle("done", right);
  if (solution) solution.hidden = !right && tries < TRIES;
}
