/**
 * Light or dark: the system's choice until the reader makes one, which is kept where the browser allows it.
 * Refuses to fail in a sandboxed frame, where storage throws: the choice then lasts as long as the page.
 */
import { ofReader, store, stored } from "./storage";
import type { Strings } from "./strings";

type Theme = "light" | "dark";
const KEY = "first-descent.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function kept(): Theme | null {
  const value = stored(ofReader, KEY);
  return value === "light" || value === "dark" ? value : null;
}

/** Wires the button; `onChange` is called after every change of colours, the system's too. */
export function themeSwitch(button: HTMLButtonElement, strings: Strings, onChange: () => void): void {
  let chosen = kept();
  const current = (): Theme => chosen ?? (dark.matches ? "dark" : "light");
  const show = (): void => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    const label = current() === "dark" ? strings.theme.light : strings.theme.dark;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    chosen = current() === "dark" ? "light" : "dark";
    store(ofReader, KEY, chosen);
    show();
    onChange();
  });
  dark.addEventListener("change", () => {
    show();
    onChange();
  });
  show();
  button.hidden = false;
}
