/**
 * Brings a place of the page into sight: what it is folded away in is opened first. Browsers do as much for an address that
 * names the place, but some only since 2025, and none for a place that a script goes to.
 */

/** Opens all that the place is folded away in; says whether anything was closed. */
export function unfold(place: Element): boolean {
  let closed = false;
  for (let at = place.parentElement; at; at = at.parentElement) {
    if (!(at instanceof HTMLDetailsElement) || at.open) continue;
    at.open = true;
    closed = true;
  }
  return closed;
}

export function reveal(place: Element): void {
  unfold(place);
  place.scrollIntoView();
}
