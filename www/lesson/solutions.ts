/**
 * Solutions an instructor hides: a page opened with `?solutions=hide` loses them as soon as its first script runs, and
 * its links take the wish along through the course.
 * Refuses to be a lock: a page read without scripts has its solutions, and so has the address without the wish.
 */

/** Takes the solutions out of the page, and writes the wish into its links. */
export function hideSolutions(): void {
  for (const solution of document.querySelectorAll(".solution")) solution.remove();
  // What is said to each answer would tell them; the exercises take it from here.
  for (const answers of document.querySelectorAll<HTMLElement>(".answers")) answers.hidden = true;
  const course = new URL(document.documentElement.dataset.root ?? "./", window.location.href).href;
  for (const link of document.querySelectorAll("a")) {
    if (!link.href.startsWith(course)) continue;
    const url = new URL(link.href);
    url.searchParams.set("solutions", "hide");
    link.href = url.href;
  }
}
