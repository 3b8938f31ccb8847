/**
 * Zooming and panning of the line view: the wheel with Ctrl (or two fingers on a pad, which say the same) zooms about
 * the pointer, with Shift it pans, and 0 shows all again.
 * Refuses the plain wheel: it scrolls the page.
 */
import { type LineScale, withDomains } from "../../views/line";
import type { LabActions } from "../panel";

type Ends = readonly [number, number];

/** The view moves for so long after the last turn of the wheel, in milliseconds. */
const REST_MS = 160;

export class Zoom {
  /** What is shown, as parts of the whole: [0, 1] both ways is all. */
  private x: Ends = [0, 1];
  private y: Ends = [0, 1];
  private timer: number | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly lab: LabActions,
  ) {
    const { signal } = lab;
    canvas.addEventListener("wheel", (event) => this.turn(event), { signal, passive: false });
    signal.addEventListener("abort", () => this.timer !== null && window.clearTimeout(this.timer));
  }

  /** Whether the view has just moved, so that a coarse picture will do. */
  get moving(): boolean {
    return this.timer !== null;
  }

  apply(scale: LineScale): LineScale {
    if (this.x[0] === 0 && this.x[1] === 1 && this.y[0] === 0 && this.y[1] === 1) return scale;
    const part = (domain: readonly number[], [from, to]: Ends): Ends => {
      const [low = 0, high = 1] = domain;
      return [low + from * (high - low), low + to * (high - low)];
    };
    return withDomains(scale, part(scale.x.domain(), this.x), part(scale.y.domain(), this.y));
  }

  reset(): void {
    this.x = [0, 1];
    this.y = [0, 1];
    this.lab.redraw();
  }

  private turn(event: WheelEvent): void {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    const { clientWidth, clientHeight } = this.canvas;
    const at: [number, number] = [event.offsetX / clientWidth, 1 - event.offsetY / clientHeight];
    if (event.ctrlKey) {
      const factor = Math.exp(event.deltaY / 300);
      this.x = zoomed(this.x, at[0], factor);
      this.y = zoomed(this.y, at[1], factor);
    } else {
      const by = (event.deltaX || event.deltaY) / clientWidth;
      this.x = panned(this.x, by);
    }
    if (this.timer !== null) window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = null;
      this.lab.redraw();
    }, REST_MS);
    this.lab.redraw();
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
