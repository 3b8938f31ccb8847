/**
 * Start-up and wiring of a page: the lab's element with its address, the theme, and after the first picture the lesson.
 * Until the engine is up the still picture stays; if it never comes, it stays with a word about it.
 */
import { AddressBar, goToPlace, isState } from "./lab/address_bar";
import { FirstDescent } from "./lab/element";
import { keepLab, keptLab, preferredPage } from "./lesson/visit";
import { languageOf, loadWords } from "./strings";
import { themeSwitch } from "./theme";

customElements.define("first-descent", FirstDescent);

const elsewhere = preferredPage();
if (elsewhere) window.location.replace(elsewhere);

const lesson = document.querySelector<HTMLElement>("#lesson");
const element = document.querySelector("first-descent");
const button = document.querySelector<HTMLButtonElement>("#theme");
if (!lesson || !button) throw new Error("The page has no lesson.");

// An instructor's wish.
if (/[?&]solutions=hide\b/.test(window.location.search))
  void import("./lesson/solutions").then(({ hideSolutions }) => hideSolutions());
void loadWords(languageOf(document.documentElement.lang), "shell").then(({ shell }) =>
  themeSwitch(button, shell, () => element?.lab?.recolour()),
);
if (element) {
  goToPlace();
  const state = isState(window.location.hash) ? window.location.hash : keptLab();
  if (state) element.setState(state);
  element.addEventListener("fd-ready", () => {
    const { lab } = element;
    if (!lab) return;
    new AddressBar(lab, element.getAttribute("state") ?? "1", lab.signal);
    keepLab(lab);
    element.addEventListener(
      "fd-state",
      async () => {
        const { startLesson } = await import("./lesson/lesson");
        if (!lab.signal.aborted) startLesson(lesson, element, lab);
      },
      { once: true },
    );
  });
}

if (!element) void import("./lesson/side_page").then(({ startSidePage }) => startSidePage(lesson));
