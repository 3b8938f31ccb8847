/**
 * One frame of the lab: every picture in sight, and after them every word and number. In this order, since a letter drawn
 * on a canvas makes the browser lay out, at once, whatever was written before it: once a frame is enough.
 * Refuses to move the run, and to draw what is out of sight.
 */
import type { Palette } from "../views/pen";
import type { Caption } from "./caption";
import { readPalette } from "./figure";
import type { Glide } from "./glide";
import type { Notices } from "./notices";
import type { Panel, Scene } from "./panel";
import type { ShownPanels } from "./shown_panels";
import type { Transport } from "./transport";

/** A scene before it is drawn. */
export type Uncoloured = Omit<Scene, "palette">;

/** Draws nearer than this to each other follow a hand, in milliseconds. */
const RESTLESS_MS = 60;
/** So long after the last of them the lab is at rest. */
const REST_MS = 100;

/** What a frame shows. */
export interface Shown {
  /** The lab's element, for its colours. */
  element: HTMLElement;
  transport: Transport;
  caption: Caption;
  notices: Notices;
  loss: Panel;
  panels: ShownPanels;
}

export class Drawing {
  private palette: Palette | null = null;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private settling: number | null = null;
  /** Once it is there: what is drawn on the way to another run. */
  private glide: Glide | null | undefined;
  /** Those whose pictures have a name by now; one without would be a riddle to a screen reader. */
  private readonly named = new WeakSet<Panel>();

  constructor(
    private readonly shown: Shown,
    /** Runs what may trap. */
    private readonly guard: (work: () => void) => void,
    /** Asks for one more frame. */
    private readonly redraw: () => void,
  ) {}

  /** Gives back the scene as it was drawn. */
  draw(scene: Uncoloured, now: number): Scene {
    const { element, transport, caption, notices, loss, panels } = this.shown;
    this.palette ??= readPalette(element);
    const { run, moment, playing } = scene;
    // A program without a line, or without a graph, has another arrangement of views.
    if (element.dataset.program !== run.program) element.dataset.program = run.program;
    // With the second picture: the first waits for nothing that it can do without.
    if (this.glide === undefined && this.drawnAt > 0) this.bring();
    const restless = playing || now - this.drawnAt < RESTLESS_MS;
    this.drawnAt = now;
    if (restless && !playing) this.settle();
    const coloured: Scene = { ...scene, restless, palette: this.palette };
    const seen = [loss, ...panels.shown];
    let gliding = coloured;
    this.guard(() => {
      gliding = this.glide?.take(coloured, now) ?? coloured;
    });
    for (const panel of seen) this.guard(() => panel.draw?.(panel.glides ? gliding : coloured));
    for (const panel of seen) this.guard(() => panel.write?.(coloured));
    transport.show(moment, playing);
    const name = (panel: Panel): void => {
      this.named.add(panel);
      panel.describe?.(coloured);
    };
    for (const panel of seen) if (!this.named.has(panel)) name(panel);
    caption.show(moment, restless, now, () => seen.forEach(name));
    notices.judge(run, moment);
    return coloured;
  }

  /** Colours have changed. */
  recolour(): void {
    this.palette = null;
    for (const panel of this.all()) panel.invalidate();
  }

  destroy(): void {
    if (this.settling !== null) window.clearTimeout(this.settling);
    for (const panel of this.all()) panel.destroy();
  }

  private bring(): void {
    this.glide = null;
    import("./glide").then(({ Glide }) => {
      this.glide = new Glide(this.redraw);
    }, console.error);
  }

  private settle(): void {
    this.settling ??= window.setTimeout(() => {
      this.settling = null;
      if (performance.now() - this.drawnAt < REST_MS) this.settle();
      else this.redraw();
    }, REST_MS);
  }

  private *all(): Iterable<Panel> {
    yield this.shown.loss;
    yield* this.shown.panels.all;
  }
}
