/**
 * Light or dark: the system's choice until the reader makes one, which is kept where the browser allows it.
 * Refuses to fail in a sandboxed frame, where storage throws: the choice then lasts as long as the page.
 */
import type { Strings } from "./strings";

type Theme = "light" | "dark";
const KEY = "first-descent.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // No storage here; the choice is still in force on the page.
  }
}

/** Wires the button; `onChange` is called after every change of colours, the system's too. */
export function themeSwitch(button: HTMLButtonElement, strings: Strings, onChange: () => void): void {
  let chosen = stored();
  const current = (): Theme => chosen ?? (dark.matches ? "dark" : "light");
  const show = (): void => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    const label = current() === "dark" ? strings.theme.light : strings.theme.dark;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    chosen = current() === "dark" ? "light" : "dark";
    store(chosen);
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
