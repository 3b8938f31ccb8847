/**
 * Zooming and panning of the line view. The wheel with Ctrl (or two fingers on a pad, which say the same) and two
 * fingers on a screen zoom about where they are; with Shift the wheel pans. Buttons and, on them, arrows do the same from
 * the keyboard.
 * Refuses the plain wheel and the single finger on the whole: they scroll the page.
 */
import { type LineScale, withDomains } from "../../views/line_scale";
import type { Place } from "../drag";
import type { LabActions } from "../panel";

type Ends = readonly [number, number];

const WHOLE: Ends = [0, 1];
/** The view moves for so long after it was last turned, in milliseconds. */
const REST_MS = 160;
/** A turn of the wheel by so many pixels zooms by e. */
const TURN = 300;

export class Zoom {
  /** What is shown, as parts of the whole. */
  private x = WHOLE;
  private y = WHOLE;
  private shown: { whole: LineScale; scale: LineScale } | null = null;
  /** Where the plot lies on the canvas. */
  private plot: LineScale["plot"] = { left: 0, right: 1, top: 0, bottom: 1 };
  private timer: number | null = null;
  private readonly fingers = new Map<number, Place>();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly lab: Pick<LabActions, "signal" | "redraw">,
  ) {
    const { signal } = lab;
    canvas.addEventListener("wheel", (event) => this.turn(event), { signal, passive: false });
    canvas.addEventListener("pointerdown", (event) => this.finger(event, true), { signal });
    canvas.addEventListener("pointermove", (event) => this.pinch(event), { signal });
    for (const type of ["pointerup", "pointercancel"] as const)
      canvas.addEventListener(type, (event) => this.finger(event, false), { signal });
    // Two fingers are ours, so that the page does not scroll under them.
    canvas.addEventListener(
      "touchstart",
      (event) => {
        if (event.touches.length === 2) event.preventDefault();
      },
      { signal, passive: false },
    );
    signal.addEventListener("abort", () => this.timer !== null && window.clearTimeout(this.timer));
  }

  /** Whether the view has just moved, so that a coarse picture will do. */
  get moving(): boolean {
    return this.timer !== null;
  }

  get zoomed(): boolean {
    return this.x !== WHOLE || this.y !== WHOLE;
  }

  /** Whether two fingers are at work: what one of them has hold of stays where it is. */
  get pinching(): boolean {
    return this.fingers.size > 1;
  }

  /** What is shown of the whole; the same object as long as that is the same. */
  apply(whole: LineScale): LineScale {
    this.plot = whole.plot;
    if (!this.zoomed) return whole;
    if (this.shown?.whole === whole) return this.shown.scale;
    const part = (domain: readonly number[], [from, to]: Ends): Ends => {
      const [low = 0, high = 1] = domain;
      return [low + from * (high - low), low + to * (high - low)];
    };
    const scale = withDomains(whole, part(whole.x.domain(), this.x), part(whole.y.domain(), this.y));
    this.shown = { whole, scale };
    return scale;
  }

  whole(): void {
    this.set(WHOLE, WHOLE);
  }

  /** Zooms about the middle: in below 1, out above. */
  by(factor: number): void {
    this.set(zoomed(this.x, 0.5, factor), zoomed(this.y, 0.5, factor));
  }

  /** Moves what is shown with the pointer, from one place to another on the canvas. */
  drag(from: Place, to: Place, { plot }: LineScale): void {
    const right = (from.x - to.x) / (plot.right - plot.left);
    const up = (to.y - from.y) / (plot.bottom - plot.top);
    this.set(panned(this.x, right), panned(this.y, up));
  }

  /** Moves what is shown by parts of itself. */
  pan(right: number, up: number): void {
    this.set(panned(this.x, right), panned(this.y, up));
  }

  private set(x: Ends, y: Ends): void {
    const whole = (ends: Ends): Ends => (ends[1] - ends[0] >= 1 ? WHOLE : ends);
    [this.x, this.y] = [whole(x), whole(y)];
    this.shown = null;
    if (this.timer !== null) window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = null;
      this.lab.redraw();
    }, REST_MS);
    this.lab.redraw();
  }

  private turn(event: WheelEvent): void {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    if (event.ctrlKey) this.about({ x: event.offsetX, y: event.offsetY }, Math.exp(event.deltaY / TURN));
    else this.set(panned(this.x, (event.deltaX || event.deltaY) / this.canvas.clientWidth), this.y);
  }

  private about({ x, y }: Place, factor: number): void {
    const { left, right, top, bottom } = this.plot;
    const part = (at: number): number => Math.min(Math.max(at, 0), 1);
    this.set(
      zoomed(this.x, part((x - left) / (right - left)), factor),
      zoomed(this.y, part((bottom - y) / (bottom - top)), factor),
    );
  }

  private finger(event: PointerEvent, down: boolean): void {
    if (down && event.pointerType === "touch")
      this.fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    else this.fingers.delete(event.pointerId);
  }

  private pinch(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.offsetX, y: event.offsetY };
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (!other) return;
    const apart = (place: Place): number => Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
    this.about({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }, apart(before) / apart(now));
  }
}

/** Never wider than all there is, never finer than a thousandth of it. */
export function zoomed([from, to]: Ends, at: number, factor: number): Ends {
  const span = Math.max(1e-3, Math.min(1, (to - from) * factor));
  const fixed = from + at * (to - from);
  const start = Math.max(0, Math.min(1 - span, fixed - at * span));
  return [start, start + span];
}

export function panned([from, to]: Ends, by: number): Ends {
  const span = to - from;
  const start = Math.max(0, Math.min(1 - span, from + by * span));
  return [start, start + span];
}
