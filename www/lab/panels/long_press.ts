/**
 * A finger that stays where it is, and one that only taps. Refuses mouse and pen: they have other ways.
 */
import type { Place } from "../drag";

export interface Press {
  held(place: Place): void;
  tapped(place: Place): void;
}

/** How long a finger must stay, in milliseconds, and how far it may tremble, in pixels. */
const LONG_MS = 500;
const STILL = 8;

export function listenToLongPress(
  surface: HTMLElement,
  counts: (place: Place) => boolean,
  press: Press,
  signal: AbortSignal,
): void {
  let down: { place: Place; timer: number } | null = null;
  const forget = (): void => {
    if (down) window.clearTimeout(down.timer);
    down = null;
  };
  const place = ({ offsetX: x, offsetY: y }: PointerEvent): Place => ({ x, y });
  surface.addEventListener(
    "pointerdown",
    (event) => {
      const at = place(event);
      const second = down !== null;
      forget();
      if (event.pointerType !== "touch" || second || !counts(at)) return;
      const timer = window.setTimeout(() => {
        forget();
        press.held(at);
      }, LONG_MS);
      down = { place: at, timer };
    },
    { signal },
  );
  surface.addEventListener(
    "pointermove",
    (event) => {
      const at = place(event);
      if (down && Math.hypot(at.x - down.place.x, at.y - down.place.y) > STILL) forget();
    },
    { signal },
  );
  surface.addEventListener(
    "pointerup",
    () => {
      if (down) press.tapped(down.place);
      forget();
    },
    { signal },
  );
  surface.addEventListener("pointercancel", forget, { signal });
  // A long press would open the browser's own menu.
  surface.addEventListener(
    "contextmenu",
    (event) => {
      if (down || ("pointerType" in event && event.pointerType === "touch")) event.preventDefault();
    },
    { signal },
  );
  signal.addEventListener("abort", forget);
}
