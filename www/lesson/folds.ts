/**
 * What the text folds away: opened for an address that names a place in it, and for paper.
 * Refuses to remember: a fold is closed again on the next visit.
 */
import { isState } from "../lab/address_bar";
import { reveal, unfold } from "../reveal";

export function wireFolds(lesson: HTMLElement, signal: AbortSignal): void {
  /** Browsers that open the fold themselves have done so by now, and have scrolled. */
  const follow = (): void => {
    const { hash } = window.location;
    const place = isState(hash) ? null : document.getElementById(hash.slice(1));
    if (place && unfold(place)) reveal(place);
  };
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("hashchange", follow, { signal });
  window.addEventListener(
    "beforeprint",
    () => {
      opened = [...lesson.querySelectorAll<HTMLDetailsElement>(".more:not([open])")];
      for (const fold of opened) fold.open = true;
    },
    { signal },
  );
  window.addEventListener(
    "afterprint",
    () => {
      for (const fold of opened) fold.open = false;
      opened = [];
    },
    { signal },
  );
  follow();
}
