/**
 * Start-up and wiring: the engine, the lab in its place, the numbers and words of the prose, the theme.
 * Until the engine is up the static picture stays; if it never comes, it stays with a word about it.
 */
import { Engine } from "./engine";
import { Lab } from "./lab/lab";
import { liveNumbers, showLive, wireActions } from "./lesson/live";
import { en } from "./strings";
import { themeSwitch } from "./theme";

function find<T extends Element>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

async function start(): Promise<void> {
  let lab: Lab | null = null;
  themeSwitch(find<HTMLButtonElement>("#theme"), en, () => lab?.recolour());
  const host = find<HTMLElement>("#lab");
  const status = find<HTMLElement>("#status");
  status.textContent = en.notice.starting;
  try {
    const engine = await Engine.start();
    const lesson = find<HTMLElement>("#lesson");
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const opened = new Lab(host, engine, en, {
      autoplay: !calm,
      onMoment: (run, moment) => showLive(lesson, liveNumbers(run, moment)),
    });
    lab = opened;
    wireActions(lesson, opened);
    // The lab draws in the coming frame, before this; what only the full engine knows is asked for after.
    requestAnimationFrame(() => void engine.complete().then(() => opened.set({}), console.error));
  } catch (error) {
    status.textContent = en.notice.failed;
    console.error(error);
  }
}

void start();
