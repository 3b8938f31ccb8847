/**
 * One frame of the lab: every picture in sight, and after them every word and number. In this order, since a letter drawn
 * on a canvas makes the browser lay out, at once, whatever was written before it: once a frame is enough.
 * Refuses to move the run, and to draw what is out of sight.
 */
import type { Palette } from "../views/pen";
import type { Caption } from "./caption";
import { readPalette } from "./figure";
import type { Notice } from "./notice";
import type { Panel, Scene } from "./panel";
import type { ShownPanels } from "./shown_panels";
import type { Transport } from "./transport";

/** A scene before it has its colours. */
export type Uncoloured = Omit<Scene, "palette">;

/** What a frame shows. */
export interface Shown {
  /** The lab's element, for its colours. */
  element: HTMLElement;
  transport: Transport;
  caption: Caption;
  notice: Notice;
  loss: Panel;
  panels: ShownPanels;
}

export class Drawing {
  private palette: Palette | null = null;

  constructor(
    private readonly shown: Shown,
    /** Runs what may trap. */
    private readonly guard: (work: () => void) => void,
  ) {}

  draw(scene: Uncoloured, now: number): void {
    const { element, transport, caption, notice, loss, panels } = this.shown;
    this.palette ??= readPalette(element);
    const coloured: Scene = { ...scene, palette: this.palette };
    const { run, moment, playing } = scene;
    const seen = [loss, ...panels.shown];
    for (const panel of seen) this.guard(() => panel.draw?.(coloured));
    for (const panel of seen) this.guard(() => panel.write?.(coloured));
    transport.show(moment, playing);
    caption.show(moment, playing, now, () => {
      for (const panel of seen) panel.describe?.(coloured);
    });
    notice.judge(run, moment);
  }

  /** Colours have changed. */
  recolour(): void {
    this.palette = null;
    for (const panel of this.all()) panel.invalidate();
  }

  destroy(): void {
    for (const panel of this.all()) panel.destroy();
  }

  private *all(): Iterable<Panel> {
    yield this.shown.loss;
    yield* this.shown.panels.all;
  }
}
