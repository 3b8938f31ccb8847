/** The few controls the block is made of, each with its label. Refuses to listen past the end of the signal. */
import { make } from "../../lab/dom";

let made = 0;

/** A name for a control and its label, unlike any other on the page. */
export function freshId(): string {
  made += 1;
  return `your-data-${made}`;
}

/** A part of the block, under a heading of its own. */
export function part(name: string, title: string, ...children: (Node | string)[]): HTMLElement {
  const id = freshId();
  return make(
    "section",
    { class: `part ${name}`, "aria-labelledby": id },
    make("h3", { id }, title),
    ...children,
  );
}

export function button(text: string, act: () => void, signal: AbortSignal): HTMLButtonElement {
  const element = make("button", { type: "button", class: "plain-button" }, text);
  element.addEventListener("click", act, { signal });
  return element;
}

export function labelled(text: string, control: HTMLElement): HTMLElement {
  control.id = control.id || freshId();
  return make("div", { class: "field" }, make("label", { for: control.id }, text), control);
}

export function tick(text: string, change: (on: boolean) => void, signal: AbortSignal) {
  const box = make("input", { type: "checkbox" });
  box.addEventListener("change", () => change(box.checked), { signal });
  return { box, element: make("label", { class: "tick" }, box, make("span", {}, text)) };
}

export interface Choice {
  element: HTMLElement;
  select: HTMLSelectElement;
  /** Replaces what there is to choose from, and chooses. */
  show(options: readonly { value: string; text: string }[], chosen: string): void;
}

export function choice(label: string, change: (value: string) => void, signal: AbortSignal): Choice {
  const select = make("select");
  select.addEventListener("change", () => change(select.value), { signal });
  return {
    element: labelled(label, select),
    select,
    show(options, chosen) {
      select.replaceChildren(...options.map(({ value, text }) => make("option", { value }, text)));
      select.value = chosen;
    },
  };
}

/** Writes a text only when it is another, so that a screen reader does not repeat itself. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
