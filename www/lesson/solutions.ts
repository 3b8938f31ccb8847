/**
 * Solutions an instructor hides: a page opened with `?solutions=hide` loses them before any exercise is set up, and its
 * links take the wish along through the course.
 * Refuses to be a lock: a page read without scripts has its solutions, and so has the address without the wish.
 */
const PART = "solutions";
const HIDE = "hide";

/** Takes the solutions out of the page if its address wishes so. */
export function hideSolutions(): void {
  if (new URLSearchParams(window.location.search).get(PART) !== HIDE) return;
  for (const solution of document.querySelectorAll(".solution")) solution.remove();
  const course = new URL(document.documentElement.dataset.root ?? "./", window.location.href).href;
  for (const link of document.querySelectorAll("a")) {
    if (!link.href.startsWith(course)) continue;
    const url = new URL(link.href);
    url.searchParams.set(PART, HIDE);
    link.href = url.href;
  }
}
