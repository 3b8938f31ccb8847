/** What the exercises' own controls are made of. */

/**
 * The controls of an answer: Enter in a field, or the button, answers. No form, as a sandboxed frame may not send one and
 * then says nothing at all.
 */
export function form(answer: () => void, signal: AbortSignal): HTMLElement {
  const element = document.createElement("div");
  element.className = "answer-form";
  element.setAttribute("role", "group");
  element.addEventListener(
    "click",
    ({ target }) => {
      if (target instanceof Element && target.closest(".check")) answer();
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      answer();
    },
    { signal },
  );
  return element;
}

export function checkButton(text: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "check";
  button.textContent = text;
  return button;
}

/** Where a control says what is missing. */
export function hint(): HTMLElement {
  const element = document.createElement("p");
  element.className = "hint";
  element.setAttribute("role", "status");
  return element;
}
