/**
 * The keys of the lab: space plays, arrows step (with Shift an epoch), Home and End jump.
 * Refuses keys that belong to a control: text fields, lists, radio buttons and sliders of settings keep theirs; a
 * button, a link and a checkbox only their space, so that after pressing one the arrows still step.
 */

export type KeyAction = "toggle" | "update" | "back" | "epoch" | "epochBack" | "start" | "end";

export function actionOf(key: string, shift: boolean): KeyAction | null {
  switch (key) {
    case " ":
      return "toggle";
    case "ArrowRight":
      return shift ? "epoch" : "update";
    case "ArrowLeft":
      return shift ? "epochBack" : "back";
    case "Home":
      return "start";
    case "End":
      return "end";
    default:
      return null;
  }
}

/** Controls that use the arrows, Home and End themselves. */
const KEEPS_ALL = 'input:not([type="checkbox"]), select, textarea';
const KEEPS_SPACE = "button, a, summary, input";

function keepsKey(target: EventTarget | null, key: string, scrubber: HTMLElement): boolean {
  if (!(target instanceof HTMLElement) || target === scrubber) return false;
  return target.matches(KEEPS_ALL) || (key === " " && target.matches(KEEPS_SPACE));
}

/** Listens wherever on the page the focus is. */
export function listenToKeys(
  scrubber: HTMLElement,
  act: (action: KeyAction) => void,
  signal: AbortSignal,
): void {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const action = actionOf(event.key, event.shiftKey);
      if (action === null || keepsKey(event.target, event.key, scrubber)) return;
      event.preventDefault();
      // A space held down would start and stop the run many times a second.
      if (action === "toggle" && event.repeat) return;
      act(action);
    },
    { signal },
  );
}
