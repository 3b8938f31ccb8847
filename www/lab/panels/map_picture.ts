/**
 * The map's two canvases: the pixels below, painted anew only when runs have come in, and above them all that is drawn.
 * The lower one has one pixel for each run, and the style draws it large; that costs a frame next to nothing.
 */

import type { Words } from "../../strings";
import { trace } from "../../views/loss_scale";
import { draw } from "../../views/map";
import { CARD, cardBox, cardIn, drawCard } from "../../views/map_card";
import { paint, type Rgb, ramp, readColour, type Span, spanOf } from "../../views/map_pixels";
import {
  bounded,
  type Cell,
  columnOf,
  type MapScale,
  mapScale,
  nearestCell,
  placeOf,
} from "../../views/map_scale";
import type { Box, Palette, Pen } from "../../views/pen";
import { make } from "../dom";
import { Figure } from "../figure";
import type { SettingWords } from "../refusal";
import type { Plan } from "./map_axes";
import type { Filling } from "./map_filling";
import { endText, valueTexts } from "./map_text";
import type { Trials } from "./map_trial";

/** Room for the button at the foot of the card. */
const BUTTON = 39;
/** Between the panel and a card beside it. */
const APART = 8;

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
  /** Holds the card beside a small map, over its neighbour: there it hides neither what is pointed at nor the limit. */
  readonly beside = make("div", { class: "card-beside", hidden: true });
  private readonly besideCanvas = make("canvas", { "aria-hidden": "true" });
  private readonly besidePen = this.besideCanvas.getContext("2d");
  /** Whether there is room beside the map. */
  private hasBeside = false;
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
      const { box } = this.figure;
      const lab = box.closest(".lab") ?? box;
      const room = box.getBoundingClientRect().left - lab.getBoundingClientRect().left;
      this.hasBeside = room >= CARD.width + 2 * APART;
      onResize();
    });
    this.figure.canvas.classList.add("figure");
    this.button = make("button", { type: "button", class: "load-run", hidden: true }, words.load);
    this.figure.box.prepend(this.ground);
    this.beside.append(this.besideCanvas);
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
    this.beside.hidden = !cell;
    // Where the card has a column it is never empty.
    const told = cell ?? (here && columnOf(this.scale(plan)) ? this.pixelOf(shown.filling, here) : null);
    if (told) this.card(pen, shown, told, palette, cell && byTouch ? BUTTON : 0);
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
    for (const canvas of [this.canvas, this.besideCanvas]) {
      canvas.width = 0;
      canvas.height = 0;
    }
  }

  private card(pen: Pen, { filling, trials }: Shown, cell: Cell, palette: Palette, foot: number): void {
    const { plan, grid } = filling;
    const { box, onto } = this.cardPlace(pen, this.scale(plan), cell, foot);
    const { style } = this.button;
    style.left = `${box.left + 7}px`;
    style.top = `${box.bottom - foot}px`;
    style.width = `${box.right - box.left - 14}px`;
    const losses = trials.losses(cell);
    const curve = losses && trace(losses, box.right - box.left);
    const end = endText(grid, cell, this.words);
    const values = valueTexts(plan, cell, this.names);
    drawCard(onto, { values, end, curve, updates: plan.updates, palette }, box, foot);
  }

  /** Where the card lies, and what it is drawn with; its button goes along. */
  private cardPlace(pen: Pen, scale: MapScale, cell: Cell, foot: number): { box: Box; onto: Pen } {
    const column = columnOf(scale);
    const { beside, besidePen, figure, button } = this;
    const within = column !== null || !this.hasBeside || !besidePen;
    beside.hidden ||= within;
    const home = within ? figure.box : beside;
    if (button.parentElement !== home) home.append(button);
    const place = placeOf(scale, cell);
    if (column) return { box: cardIn(column, foot), onto: pen };
    if (within) return { box: cardBox(scale.plot, place, foot), onto: pen };
    const [width, height] = [CARD.width, CARD.height + foot];
    const top = bounded(place.y - height / 2, 0, Math.max(0, figure.size.height - height));
    beside.style.transform = `translate(${-width - APART}px, ${Math.round(top)}px)`;
    const density = window.devicePixelRatio;
    this.besideCanvas.width = Math.round(width * density);
    this.besideCanvas.height = Math.round(height * density);
    this.besideCanvas.style.width = `${width}px`;
    this.besideCanvas.style.height = `${height}px`;
    besidePen.setTransform(density, 0, 0, density, 0, 0);
    return { box: { left: 0.5, top: 0.5, right: width - 0.5, bottom: height - 0.5 }, onto: besidePen };
  }

  private ramp(palette: Palette): Rgb[] {
    if (this.coloured?.palette !== palette) this.coloured = { palette, ramp: ramp(palette) };
    return this.coloured.ramp;
  }
}
