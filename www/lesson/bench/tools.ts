/**
 * What can be done with the line that is picked: move it, take it out, make it another, put one below it, change its
 * number. Each choice is shown as the lines it would give.
 * Refuses to change anything itself: it hands the new program over.
 */
import { make } from "../../lab/dom";
import type { Bench } from "./editor";
import { type Handle, insertions, type Line, type Offer, offersFor } from "./listing";
import { block } from "./tokens";
import { turned, type Work } from "./work";

export interface Hands {
  take(work: Work): boolean;
  move(by: 1 | -1): void;
  remove(): void;
  /** A program with a new statement at that place. */
  insert(work: Work, at: number): void;
}

export function toolsFor(
  bench: Bench,
  work: Work,
  lines: readonly Line[],
  handle: Handle,
  hands: Hands,
): HTMLElement[] {
  const { engine, bug, words, signal } = bench;
  const made: HTMLElement[] = [];
  const button = (text: string, key: string, act: () => void, disabled = false): HTMLButtonElement => {
    const element = make("button", { type: "button", "data-focus": key, disabled }, text);
    element.addEventListener("click", act, { signal });
    return element;
  };
  if (handle.kind === "statement") {
    const { at } = handle;
    const last = work.statements.length - 1;
    made.push(
      make(
        "div",
        { class: "bench-moves" },
        button(`↑ ${words.up}`, "up", () => hands.move(-1), at === 0),
        button(`↓ ${words.down}`, "down", () => hands.move(1), at === last),
        button(`× ${words.remove}`, "remove", () => hands.remove(), last === 0),
      ),
    );
  }
  if (handle.kind === "settings" && handle.rate !== null) made.push(rate(bench, work, handle.rate, hands));
  const choices = offersFor(engine, bug, work, lines, handle);
  if (choices.length > 0)
    made.push(offers(bench, words.change, choices, true, ({ work: to }) => hands.take(to)));
  if (handle.kind === "statement") {
    const { at } = handle;
    const below = insertions(engine, bug, work, lines, at);
    const list = offers(bench, words.insert, below, false, ({ work: to }) => hands.insert(to, at + 1));
    made.push(make("details", { class: "bench-insert" }, make("summary", {}, words.insert), list));
  }
  return made;
}

function offers(
  { bug, words, signal }: Bench,
  title: string,
  choices: readonly Offer[],
  isChange: boolean,
  take: (offer: Offer) => void,
): HTMLElement {
  const buttons = choices.map((offer) => {
    const { added, gone } = offer;
    const code = block(added.length > 0 ? added : gone, bug.right.base);
    const button = make("button", { type: "button", class: "bench-offer" });
    // Lines that are put in or taken out where others stay say so; a line changed in its place need not.
    const sign = added.length === 0 ? words.drop : gone.length === 0 && isChange ? words.add : null;
    if (sign !== null) button.append(make("span", { class: "bench-sign" }, sign));
    button.append(code);
    button.addEventListener("click", () => take(offer), { signal });
    return make("li", {}, button);
  });
  return make(
    "div",
    { class: "bench-offers", role: "group", "aria-label": title },
    make("p", { class: "bench-hint" }, title),
    make("ul", { role: "list" }, ...buttons),
  );
}

function rate({ words, signal }: Bench, work: Work, now: string, hands: Hands): HTMLElement {
  const input = make("input", { type: "text", inputmode: "decimal", "data-focus": "lr", value: now });
  input.addEventListener(
    "change",
    () => {
      // A decimal comma is a habit of half the world.
      const value = Number(input.value.trim().replace(",", "."));
      if (input.value.trim() === "" || !hands.take(turned(work, "lr", value))) input.value = now;
    },
    { signal },
  );
  return make("label", { class: "bench-rate" }, make("span", {}, words.lr), input);
}
