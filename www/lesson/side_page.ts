/**
 * A page beside the chapters: it has no lab, so the reader's progress comes by itself.
 * Refuses a page with a lab: `lesson.ts` is for those.
 */
import { carryProgress, Progress } from "./progress";

export function startSidePage(lesson: HTMLElement): void {
  const progress = new Progress();
  carryProgress(progress);
  if (document.documentElement.dataset.page === "progress")
    void import("./progress_page").then(({ showProgress }) => showProgress(lesson, progress));
}
