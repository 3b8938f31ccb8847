/**
 * The page of what was done: it marks the exercises that were answered rightly, counts them, prints, and forgets on
 * request. Refuses to grade.
 */
import { fill, languageOf, loadWords, type Words } from "../strings";
import type { Progress } from "./progress";

/** How many are done; those for more practice are counted apart, once one of them is. */
function counted(items: readonly HTMLElement[], words: Words["lesson"]): string {
  const count = (of: readonly HTMLElement[]): Record<"right" | "all", string> => ({
    right: String(of.filter((item) => item.classList.contains("done")).length),
    all: String(of.length),
  });
  const isMore = (item: HTMLElement): boolean => item.dataset.more !== undefined;
  const more = count(items.filter(isMore));
  const done = fill(words.doneOf, count(items.filter((item) => !isMore(item))));
  return more.right === "0" ? done : fill(words.doneMore, { ...more, done });
}

export async function showProgress(root: HTMLElement, progress: Progress): Promise<void> {
  const { lesson: words } = await loadWords(languageOf(document.documentElement.lang), "lesson");
  const items = [...root.querySelectorAll<HTMLElement>("[data-exercise]")];
  const count = root.querySelector<HTMLElement>("[data-count]");
  const show = (): void => {
    for (const item of items) {
      const { right, tries } = progress.of(item.dataset.exercise ?? "");
      item.classList.toggle("done", right);
      const mark = item.querySelector(".done-mark");
      if (!mark) throw new Error("An exercise on the page of progress has no place for its mark.");
      const tried = tries > 0 ? fill(words.tries, { tries: String(tries) }) : words.open;
      mark.textContent = right ? `${words.done} (${tried})` : tried;
    }
    if (count) count.textContent = counted(items, words);
  };
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-progress]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      if (button.dataset.progress === "print") window.print();
      else if (window.confirm(words.forgetSure)) progress.clear();
      show();
    });
  }
  show();
}
