/**
 * The keys of the lab: space plays, arrows step one unit (with Shift the next larger one), Home and End jump, ? helps.
 * With several labs on a page the keys belong to the one that was used last.
 * Refuses keys that belong to a control: text fields, lists, radio buttons and sliders of settings keep theirs; a
 * button, a link and a checkbox only their space, so that after pressing one the arrows still step.
 */

export type KeyAction =
  | "toggle"
  | "step"
  | "back"
  | "larger"
  | "largerBack"
  | "start"
  | "end"
  | "undo"
  | "redo"
  | "help";

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

export function actionOf({ key, shiftKey, ctrlKey, metaKey }: Press): KeyAction | null {
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
    return key.toLowerCase() === "y" ? "redo" : null;
  }
  switch (key) {
    case " ":
      return "toggle";
    case "ArrowRight":
      return shiftKey ? "larger" : "step";
    case "ArrowLeft":
      return shiftKey ? "largerBack" : "back";
    case "Home":
      return "start";
    case "End":
      return "end";
    case "?":
      return "help";
    default:
      return null;
  }
}

/** Controls that use the arrows, Home and End themselves; so do the handles and tabs of the views. */
const KEEPS_ALL =
  'input:not([type="checkbox"]):not(.scrubber), select, textarea, [role="tab"], [role="slider"]:not(.scrubber), [data-keys="own"]';
const KEEPS_SPACE = "button, a, summary, input";

/** Where text is typed, undo belongs to the text. */
const TYPED_IN = 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea';

function keepsKey(target: EventTarget | null, key: string, action: KeyAction): boolean {
  if (!(target instanceof Element)) return false;
  if (action === "undo" || action === "redo") return target.matches(TYPED_IN);
  return target.matches(KEEPS_ALL) || (key === " " && target.matches(KEEPS_SPACE));
}

const labs: HTMLElement[] = [];

/** Listens wherever on the page the focus is, as long as `host` is the lab used last. */
export function listenToKeys(host: HTMLElement, act: (action: KeyAction) => void, signal: AbortSignal): void {
  labs.push(host);
  const use = (): void => {
    labs.splice(labs.indexOf(host), 1);
    labs.unshift(host);
  };
  host.addEventListener("pointerdown", use, { signal, capture: true });
  host.addEventListener("focusin", use, { signal });
  signal.addEventListener("abort", () => labs.splice(labs.indexOf(host), 1));
  document.addEventListener(
    "keydown",
    (event) => {
      if (labs[0] !== host || event.altKey || event.defaultPrevented) return;
      const action = actionOf(event);
      if (action === null || keepsKey(event.composedPath()[0] ?? null, event.key, action)) return;
      event.preventDefault();
      // A space held down would start and stop the run many times a second.
      if (action === "toggle" && event.repeat) return;
      act(action);
    },
    { signal },
  );
}
