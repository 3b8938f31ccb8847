/**
 * What a visit remembers from page to page: the lab of each chapter for as long as the window is open, and the reader's
 * language for good.
 * Refuses to fail where storage throws: a page then opens as its address says.
 */
import type { Lab } from "../lab/lab";
import { reveal } from "../reveal";
import { ofReader, ofWindow, store, stored } from "../storage";
import { lookUp } from "../strings";

const LANGUAGE = "first-descent.language";
const page = document.documentElement.dataset.page ?? "";
const LAB = `first-descent.lab.${page}`;

/** The lab as the reader left it in this chapter. */
export const keptLab = (): string | null => stored(ofWindow, LAB);

/** Keeps the lab's state whenever the reader leaves the page. */
export function keepLab(lab: Lab): void {
  const element = document.querySelector("first-descent");
  window.addEventListener("pagehide", () => element && store(ofWindow, LAB, element.getState()), {
    signal: lab.signal,
  });
}

const PLACE = `first-descent.place.${page}`;
/** The blocks of the text, those within a fold after the fold itself. */
const blocks = (): Element[] => [...document.querySelectorAll("#lesson > *, #lesson > .more > *")];
/** An open fold is read by its parts, a closed one has none to be seen. */
const isRead = (block: Element): boolean =>
  !block.matches(".more[open]") && block.closest(".more:not([open]) > *") === null;

/** Keeps where the reader is, by the block that is read: it has the same number in every language. */
export function keepPlace(): void {
  const sight = window.innerWidth < 1000 ? window.innerHeight / 2 : window.innerHeight / 4;
  const at = blocks().findIndex((block) => isRead(block) && block.getBoundingClientRect().bottom > sight);
  if (at > 0) store(ofWindow, PLACE, String(at));
}

/** Goes where the reader was, once. */
export function restorePlace(): void {
  const at = stored(ofWindow, PLACE);
  if (at === null) return;
  store(ofWindow, PLACE, "0");
  const block = at === "0" ? null : blocks()[Number(at)];
  if (block) reveal(block);
}

/**
 * Remembers the language of a page that names one, and gives, on the site's own address, the page in the reader's: the
 * one read last, otherwise the browser's. Null where the reader is right already.
 */
export function preferredPage(): string | null {
  const { lang } = document.documentElement;
  const named = new RegExp(`/${lang}/[^/]+/$`).test(window.location.pathname);
  if (named) {
    store(ofReader, LANGUAGE, lang);
    return null;
  }
  const offered = [...document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"][hreflang]')];
  const wanted = [stored(ofReader, LANGUAGE), ...navigator.languages].filter((language) => language !== null);
  for (const language of wanted) {
    const suits = lookUp(
      language,
      offered.map(({ hreflang }) => hreflang),
    );
    const link = offered.find(({ hreflang }) => hreflang === suits);
    if (!link) continue;
    return link.hreflang === lang ? null : `${link.href}${window.location.search}${window.location.hash}`;
  }
  return null;
}
