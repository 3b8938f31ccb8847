/**
 * The map's two canvases: the pixels below, painted anew only when runs have come in, and above them all that is drawn.
 * The lower one has one pixel for each run, and the style draws it large; that costs a frame next to nothing.
 */

import type { Words } from "../../strings";
import { trace } from "../../views/loss_scale";
import { draw } from "../../views/map";
import { cardBox, drawCard } from "../../views/map_card";
import { paint, type Rgb, ramp, readColour, type Span, spanOf } from "../../views/map_pixels";
import { type Cell, type MapScale, mapScale, nearestCell, placeOf } from "../../views/map_scale";
import type { Palette, Pen } from "../../views/pen";
import { make } from "../dom";
import { Figure } from "../figure";
import type { SettingWords } from "../refusal";
import type { Plan } from "./map_axes";
import type { Filling } from "./map_filling";
import { endText, valueTexts } from "./map_text";
import type { Trials } from "./map_trial";

/** Room for the button at the foot of the card. */
const BUTTON = 39;

/** A map on the screen. */
export interface Shown {
  filling: Filling;
  trials: Trials;
  /** The least-squares loss; 0 where there is none that all runs share. */
  least: number;
}

/** What is marked on it. */
export interface Marked {
  /** The lab's run. */
  here: { x: number; y: number } | null;
  /** The pixel looked at. */
  cell: Cell | null;
  /** It is looked at by touch: its card holds a button. */
  byTouch: boolean;
}

export class MapPicture {
  readonly figure: Figure;
  /** Loads the run looked at; in its card, where no pointer hovers. */
  readonly button: HTMLButtonElement;
  private readonly canvas = make("canvas", { "aria-hidden": "true" });
  private readonly ground = make("div", { class: "pixels" }, this.canvas);
  private readonly context = this.canvas.getContext("2d");
  private image: ImageData | null = null;
  private prepared: { plan: Plan; scale: MapScale } | null = null;
  private coloured: { palette: Palette; ramp: Rgb[] } | null = null;

  constructor(
    private readonly words: Words["map"],
    private readonly names: SettingWords,
    onResize: () => void,
  ) {
    this.figure = new Figure(() => {
      this.prepared = null;
      onResize();
    });
    this.figure.canvas.classList.add("figure");
    this.button = make("button", { type: "button", class: "load-run", hidden: true }, words.load);
    this.figure.box.prepend(this.ground);
  }

  /** Whether there is room to draw. */
  get hasRoom(): boolean {
    return this.figure.size.width > 0 && this.figure.size.height > 0;
  }

  scale(plan: Plan): MapScale {
    if (this.prepared?.plan !== plan)
      this.prepared = { plan, scale: mapScale(this.figure.size, plan.x, plan.y) };
    return this.prepared.scale;
  }

  /** Paints the runs known so far. */
  paint({ filling, least }: Shown, palette: Palette): void {
    const { plan, grid } = filling;
    const { plot } = this.scale(plan);
    const { columns, rows } = grid;
    if (!this.context) return;
    if (this.image?.width !== columns || this.image.height !== rows) {
      this.image = new ImageData(columns, rows);
      this.canvas.width = columns;
      this.canvas.height = rows;
    }
    const { style } = this.ground;
    style.left = `${plot.left}px`;
    style.top = `${plot.top}px`;
    style.width = `${plot.right - plot.left}px`;
    style.height = `${plot.bottom - plot.top}px`;
    const picture = new Uint32Array(this.image.data.buffer);
    paint(picture, grid, spanOf(grid, least), this.ramp(palette), readColour(palette.ground));
    this.context.putImageData(this.image, 0, 0);
  }

  /** Draws what lies over the pixels, the card of the pixel looked at on top. */
  mark(shown: Shown, { here, cell, byTouch }: Marked, palette: Palette): void {
    const pen = this.figure.pen();
    if (!pen) return;
    this.button.hidden = !(cell && byTouch);
    const { plan, grid, limit } = shown.filling;
    const span: Span | null = spanOf(grid, shown.least);
    const { words } = this;
    draw(pen, { span, ramp: this.ramp(palette), limit, here, cell, palette, words }, this.scale(plan));
    if (cell) this.card(pen, shown, cell, palette, byTouch ? BUTTON : 0);
  }

  /** The pixel of the lab's run, or the nearest. */
  pixelOf({ plan }: Filling, here: Marked["here"]): Cell {
    const scale = this.scale(plan);
    return here
      ? nearestCell(scale, { x: scale.x.at(here.x), y: scale.y.at(here.y) })
      : { column: 0, row: 0 };
  }

  destroy(): void {
    this.figure.destroy();
    this.canvas.width = 0;
    this.canvas.height = 0;
  }

  private card(pen: Pen, { filling, trials }: Shown, cell: Cell, palette: Palette, foot: number): void {
    const { plan, grid } = filling;
    const scale = this.scale(plan);
    const box = cardBox(scale.plot, placeOf(scale, cell), foot);
    const { style } = this.button;
    style.left = `${box.left + 7}px`;
    style.top = `${box.bottom - foot}px`;
    style.width = `${box.right - box.left - 14}px`;
    const losses = trials.losses(cell);
    const curve = losses && trace(losses, box.right - box.left);
    const end = endText(grid, cell, this.words);
    const values = valueTexts(plan, cell, this.names);
    drawCard(pen, { values, end, curve, updates: plan.updates, palette }, box, foot);
  }

  private ramp(palette: Palette): Rgb[] {
    if (this.coloured?.palette !== palette) this.coloured = { palette, ramp: ramp(palette) };
    return this.coloured.ramp;
  }
}
