/**
 * A parameter's readout that can also be set: arrows change it by a step, Enter or a press opens a field to type in.
 * Refuses to keep a value: it hands on what the reader wants, and shows what the run then has.
 */
import { make } from "../dom";
import type { LabActions } from "../panel";
import { readNumber } from "./field";

export interface ParameterActions {
  /** `typed` is a value as the reader wrote it, not one a step away. */
  set(value: number, typed: boolean): void;
  step(): number;
  settle(): void;
}

/** With Shift so many steps. */
const LONG = 10;

/** So often a value that goes on changing is told to assistive technology. */
const TELL_MS = 250;

export function makeSettable(
  readout: HTMLElement,
  label: string,
  lab: Pick<LabActions, "signal">,
  actions: ParameterActions,
): void {
  const { signal } = lab;
  const current = (): number => Number(readout.dataset.value);
  for (const [name, value] of Object.entries({
    role: "spinbutton",
    tabindex: "0",
    "aria-label": label,
    "data-keys": "own",
  }))
    readout.setAttribute(name, value);
  readout.classList.add("settable");
  const announce = (): void => {
    if (Number.isFinite(current())) readout.setAttribute("aria-valuenow", String(current()));
  };
  announce();
  // While the run plays the value changes with every frame; it is told a few times a second.
  let timer: number | null = null;
  const observer = new MutationObserver(() => {
    timer ??= window.setTimeout(() => {
      timer = null;
      announce();
    }, TELL_MS);
  });
  observer.observe(readout, { attributes: true, attributeFilter: ["data-value"] });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    if (timer !== null) window.clearTimeout(timer);
  });
  readout.addEventListener("focus", announce, { signal });
  readout.addEventListener("click", () => type(), { signal });
  readout.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
      if (direction !== undefined)
        actions.set(current() + direction * actions.step() * (event.shiftKey ? LONG : 1), false);
      else if (event.key === "Enter") type();
      else return;
      event.preventDefault();
      announce();
    },
    { signal },
  );
  readout.addEventListener("keyup", () => actions.settle(), { signal });

  function type(): void {
    if (readout.hidden || readout.getAttribute("aria-disabled") === "true") return;
    const field = make("input", {
      type: "text",
      class: "model typed",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": label,
    });
    field.value = readout.dataset.value ?? "";
    let open = true;
    const close = (take: boolean): void => {
      if (!open) return;
      open = false;
      const value = take ? readNumber(field.value) : null;
      const hadFocus = field.matches(":focus");
      readout.hidden = false;
      field.remove();
      if (hadFocus) readout.focus();
      if (value === null || value === current()) return;
      actions.set(value, true);
      actions.settle();
    };
    field.addEventListener("blur", () => close(true), { signal });
    field.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Enter" || event.key === "Escape") close(event.key === "Enter");
      },
      { signal },
    );
    readout.hidden = true;
    readout.after(field);
    field.focus();
    field.select();
  }
}
