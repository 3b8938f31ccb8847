/**
 * Dragging by mouse, pen and touch: what lies under the pointer is picked once and follows until it is let go.
 * Refuses to take a touch that picks nothing: the page scrolls then.
 */

/** A place in CSS pixels from the surface's upper left corner. */
export interface Place {
  x: number;
  y: number;
}

export interface Drag<T> {
  /** What the pointer takes hold of; null for nothing. */
  pick(place: Place, event: PointerEvent | Touch): T | null;
  move(target: T, place: Place): void;
  /** The pointer has let go; `moved` says whether it went anywhere in between. */
  end?(target: T, moved: boolean): void;
  /** The pointer moves without holding anything; null when it has left. */
  hover?(place: Place | null): void;
}

/** A hand that trembles less than this has not dragged, in CSS pixels. */
const STILL = 3;

export function listenToDrags<T>(surface: HTMLElement, drag: Drag<T>, signal: AbortSignal): void {
  let held: { target: T; from: Place; moved: boolean } | null = null;
  const place = ({ clientX, clientY }: PointerEvent | Touch): Place => {
    const box = surface.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const options = { signal };
  surface.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0 || held !== null) return;
      const from = place(event);
      const target = drag.pick(from, event);
      if (target === null) return;
      held = { target, from, moved: false };
      surface.setPointerCapture(event.pointerId);
      surface.classList.add("dragging");
    },
    options,
  );
  surface.addEventListener(
    "pointermove",
    (event) => {
      const at = place(event);
      if (held === null) {
        if (event.pointerType !== "touch") drag.hover?.(at);
        return;
      }
      if (!held.moved && Math.hypot(at.x - held.from.x, at.y - held.from.y) < STILL) return;
      held.moved = true;
      drag.move(held.target, at);
    },
    options,
  );
  const release = (): void => {
    if (held === null) return;
    const { target, moved } = held;
    held = null;
    surface.classList.remove("dragging");
    drag.end?.(target, moved);
  };
  surface.addEventListener("pointerup", release, options);
  surface.addEventListener("pointercancel", release, options);
  // A finger that is lifted leaves, too, but it has not hovered: what it asked for stays.
  surface.addEventListener(
    "pointerleave",
    ({ pointerType }) => {
      if (pointerType !== "touch") drag.hover?.(null);
    },
    options,
  );
  // A touch that holds something must not scroll the page; one that does not, may.
  surface.addEventListener(
    "touchstart",
    (event) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      if (touch && drag.pick(place(touch), touch) !== null) event.preventDefault();
    },
    { signal, passive: false },
  );
}
