/**
 * A canvas that stays sharp: follows its box and the screen's density, and hands out a pen in CSS pixels.
 * Refuses to decide what is drawn; it only says when its size has changed.
 */
import type { Palette, Pen, Size } from "../views/pen";
import { make } from "./dom";

const COLOURS = {
  ground: "--panel",
  ink: "--ink",
  quiet: "--quiet",
  grid: "--grid",
  dot: "--dot",
  modelMark: "--model-mark",
  modelText: "--model-text",
  wrongMark: "--wrong-mark",
  wrongText: "--wrong-text",
  wayMark: "--way-mark",
  wayText: "--way-text",
  here: "--here",
} as const satisfies Record<Exclude<keyof Palette, "face">, string>;

/** The colours in force at an element. A colour is read back from a probe, since a custom property is only text. */
export function readPalette(host: Element): Palette {
  const probe = make("span", { hidden: true });
  host.append(probe);
  const computed = getComputedStyle(probe);
  const read = (property: string): string => {
    probe.style.color = `var(${property})`;
    return computed.color;
  };
  const colours = Object.fromEntries(
    Object.entries(COLOURS).map(([name, property]) => [name, read(property)]),
  );
  const face = computed.fontFamily;
  probe.remove();
  return { ...colours, face } as Palette;
}

/** Where figures draw for once, to be taken home; null while they draw on their own canvas. */
export const elsewhere: { pen: ((figure: Figure) => Pen) | null } = { pen: null };

export class Figure {
  readonly canvas = make("canvas", { role: "img" });
  readonly box = make("div", { class: "canvas-box" }, this.canvas);
  size: Size = { width: 0, height: 0 };
  private readonly drawing: CanvasRenderingContext2D | null = this.canvas.getContext("2d");
  private readonly observer: ResizeObserver;

  constructor(onResize: () => void) {
    this.observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.box;
      if (width === this.size.width && height === this.size.height) return;
      this.size = { width, height };
      onResize();
    });
    this.observer.observe(this.box);
  }

  /** The pen, set to CSS pixels; null while the box has no size. */
  pen(): Pen | null {
    if (elsewhere.pen) return elsewhere.pen(this);
    const context = this.context();
    const density = window.devicePixelRatio;
    context?.setTransform(density, 0, 0, density, 0, 0);
    return context;
  }

  /** The canvas's context in its own pixels, at the box's size; null while that has none. */
  context(): CanvasRenderingContext2D | null {
    const { drawing, canvas, size } = this;
    if (!drawing || size.width === 0 || size.height === 0) return null;
    const width = Math.round(size.width * window.devicePixelRatio);
    const height = Math.round(size.height * window.devicePixelRatio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    drawing.setTransform(1, 0, 0, 1, 0, 0);
    return drawing;
  }

  describe(text: string): void {
    if (this.canvas.getAttribute("aria-label") !== text) this.canvas.setAttribute("aria-label", text);
  }

  destroy(): void {
    this.observer.disconnect();
    this.canvas.width = 0;
    this.canvas.height = 0;
  }
}
