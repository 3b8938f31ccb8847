/** What the exercises' own controls are made of. */

/** A form that answers instead of being sent. */
export function form(answer: () => void, signal: AbortSignal): HTMLFormElement {
  const element = document.createElement("form");
  element.className = "answer-form";
  element.noValidate = true;
  element.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      answer();
    },
    { signal },
  );
  return element;
}

export function checkButton(text: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "submit";
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
