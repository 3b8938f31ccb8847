/**
 * The lesson beside the lab, once the first run is drawn: the numbers that follow the run, the words that act on it, the
 * exercises, the reader's progress.
 * Refuses to hold up the lab: everything here comes after its first picture.
 */
import { decode, encode } from "../lab/address";
import type { FirstDescent } from "../lab/element";
import type { Lab } from "../lab/lab";
import { languageOf, loadWords, type Words } from "../strings";
import { wireActions } from "./actions";
import { wireChanges } from "./changes";
import { type Desk, mountExercise, prepare } from "./exercises/frame";
import { specsOf } from "./exercises/registry";
import { wireFolds } from "./folds";
import { liveNumbers, showLive } from "./live";
import "../style/text.css";
import { carryProgress, Progress } from "./progress";
import { keepPlace, restorePlace } from "./visit";

/** An exercise's controls come when it is this near to be seen. */
const NEAR = "600px";

/** While the run plays or is dragged the prose, which moves when a number in it does, follows so often. */
const BETWEEN_MS = 100;

export function startLesson(lesson: HTMLElement, element: FirstDescent, lab: Lab): void {
  const { page: slug = "" } = document.documentElement.dataset;
  const opened = element.getAttribute("state") ?? "1";
  const progress = new Progress();
  let shownAt = 0;
  let live: Words["lesson"]["live"] | null = null;
  element.addEventListener(
    "fd-state",
    () => {
      const { run } = lab.model;
      const now = performance.now();
      if (lab.restless && now - shownAt < BETWEEN_MS) return;
      shownAt = now;
      showLive(lesson, liveNumbers(run, run.moment, live));
    },
    { signal: lab.signal },
  );
  showLive(lesson, liveNumbers(lab.model.run, lab.model.run.moment));
  wireActions(lesson, lab, opened);
  const waiting = new Map(
    Array.from(lesson.querySelectorAll<HTMLElement>(".exercise"), (root) => [root as Element, prepare(root)]),
  );
  wireFolds(lesson, lab.signal);
  carryProgress(progress);
  const home = encode(decode(opened).state);
  // The other language opens with this lab, at this place of the text.
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.language"))
    link.addEventListener(
      "click",
      () => {
        const state = element.getState();
        link.hash = state === home ? "" : state;
        keepPlace();
      },
      { signal: lab.signal },
    );
  restorePlace();
  void withWords(lesson, { slug, opened, lab, progress, waiting }).then((words) => {
    live = words.live;
    if (!lab.signal.aborted) showLive(lesson, liveNumbers(lab.model.run, lab.model.run.moment, live));
  }, console.error);
}

interface Visit {
  slug: string;
  opened: string;
  lab: Lab;
  progress: Progress;
  waiting: Map<Element, ReturnType<typeof prepare>>;
}

/** What speaks to the reader. */
async function withWords(
  lesson: HTMLElement,
  { slug, opened, lab, progress, waiting }: Visit,
): Promise<Words["lesson"]> {
  const language = languageOf(document.documentElement.lang);
  const words = await loadWords(language, "lesson", "settings");
  const desk: Desk = { engine: lab.engine, lab, language, words: words.lesson, progress, signal: lab.signal };
  wireChanges(lab, opened, words);
  void exercises(waiting, slug, desk);
  void yourData(lesson, desk);
  return words.lesson;
}

async function exercises(waiting: Visit["waiting"], slug: string, desk: Desk): Promise<void> {
  if (waiting.size === 0) return;
  const [specs] = await Promise.all([specsOf(slug), desk.engine.complete()]);
  for (const [id, spec] of Object.entries(specs)) {
    const root = spec.kind === "curve" && spec.covers ? document.getElementById(id) : null;
    if (root && spec.kind === "curve") void (await import("./exercises/cover")).coverLoss(root, spec, desk);
  }
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const parts = waiting.get(target);
        if (!isIntersecting || !parts) continue;
        near.unobserve(target);
        waiting.delete(target);
        const spec = specs[target.id];
        if (!spec) throw new Error(`Nothing checks the exercise "${target.id}".`);
        void mountExercise(parts, spec, desk);
      }
    },
    { rootMargin: NEAR },
  );
  for (const root of waiting.keys()) near.observe(root);
  desk.signal.addEventListener("abort", () => near.disconnect());
}

/** The block for the reader's own points, where the text has one. */
async function yourData(lesson: HTMLElement, desk: Desk): Promise<void> {
  const place = lesson.querySelector<HTMLElement>('[data-widget="your-data"]');
  if (!place) return;
  const [{ mountYourData }, { your_data }] = await Promise.all([
    import("./your_data/your_data"),
    loadWords(desk.language, "your_data"),
    desk.engine.complete(),
  ]);
  mountYourData(place, desk, your_data);
}
