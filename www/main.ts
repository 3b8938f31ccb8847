/**
 * Start-up and wiring of the page: the lab's element with its address, the numbers and words of the prose, the theme.
 * Until the engine is up the still picture stays; if it never comes, it stays with a word about it.
 */
import "./lab/element";
import { AddressBar } from "./lab/address_bar";
import type { MomentEvent } from "./lab/element";
import { liveNumbers, showLive, wireActions } from "./lesson/live";
import { en } from "./strings";
import { themeSwitch } from "./theme";

function find<T extends Element>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** While the run plays or is dragged the prose, which moves when a number in it does, follows so often. */
const BETWEEN_MS = 100;

const lesson = find<HTMLElement>("#lesson");
const element = find<HTMLElementTagNameMap["first-descent"]>("first-descent");
if (window.location.hash) element.setState(window.location.hash);
themeSwitch(find<HTMLButtonElement>("#theme"), en, () => element.lab?.recolour());
element.addEventListener("fd-ready", () => {
  if (!element.lab) return;
  wireActions(lesson, element.lab);
  new AddressBar(element.lab, element.lab.signal);
});
let shownAt = 0;
element.addEventListener("fd-state", (event) => {
  const { run, moment, restless } = (event as MomentEvent).detail;
  const now = performance.now();
  if (restless && now - shownAt < BETWEEN_MS) return;
  shownAt = now;
  showLive(lesson, liveNumbers(run, moment));
});
