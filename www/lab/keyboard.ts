/**
 * The keys of the lab: space plays, arrows step (with Shift an epoch), Home and End jump.
 * Refuses keys that belong to a control: text fields, lists and sliders of settings keep theirs, a button its space.
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

function keepsKey(target: EventTarget | null, key: string, scrubber: HTMLElement): boolean {
  if (!(target instanceof HTMLElement) || target === scrubber) return false;
  if (target.matches("input, select, textarea")) return true;
  return key === " " && target.matches("button, a, summary");
}

/** Listens while nothing else on the page has the focus, or something inside the lab has. */
export function listenToKeys(
  lab: HTMLElement,
  scrubber: HTMLElement,
  act: (action: KeyAction) => void,
  signal: AbortSignal,
): void {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      const ours = target === document.body || (target instanceof Node && lab.contains(target));
      const action = actionOf(event.key, event.shiftKey);
      if (!ours || action === null || keepsKey(target, event.key, scrubber)) return;
      event.preventDefault();
      act(action);
    },
    { signal },
  );
}
