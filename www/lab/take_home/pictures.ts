/**
 * A view as a picture: its own panel draws it once more, on paper instead of its canvas, with everything the reader has
 * switched on or zoomed to. So a picture cannot differ from the view. On white in either theme.
 * Refuses a view that has nothing to show, and one that is not drawn in time.
 */

import { drawHatching } from "../../views/map";
import { type Box, font, type Palette, type Pen, type Size } from "../../views/pen";
import { elsewhere, type Figure, readPalette } from "../figure";
import type { Panel, PanelName, Scene } from "../panel";
import { MANY } from "../panels/line";
import { readListings } from "./listing_reader";
import { type Layer, type Paper, PngPaper, SvgPaper } from "./paper";
import type { TakenFrom } from "./sheet";
import { drawSvg } from "./svg_reader";

export const KINDS = ["png", "svg"] as const;
export type Kind = (typeof KINDS)[number];

/** The views that are pictures. */
const DRAWN: readonly PanelName[] = ["line", "loss", "surface", "graph", "code", "map"];

/** How long a view may take to come and to be drawn whole, in milliseconds. */
const PATIENCE = 10_000;

/** Those of the lab's views that can be taken as pictures, in the lab's order. */
export const drawnViews = (views: readonly PanelName[] = DRAWN): PanelName[] =>
  DRAWN.filter((name) => views.includes(name));

export class Empty extends Error {
  override name = "Empty";
}

export class Late extends Error {
  override name = "Late";
}

/** Brings the view into sight, waits until it is drawn, and draws it again as a file. */
export async function pictureOf(lab: TakenFrom, view: PanelName, kind: Kind): Promise<Blob> {
  const panel = await whenDrawn(lab, view);
  const scene = lab.scene();
  const size = sizeOf(panel);
  const live = readPalette(lab.element);
  panel.describe?.({ ...scene, palette: live });
  const description = panel.element.querySelector("[role=img], svg")?.getAttribute("aria-label") ?? "";
  const on = (size: Size, palette: Palette): Paper =>
    kind === "svg" ? new SvgPaper(size, palette) : new PngPaper(size, palette);
  const file = onWhite(lab.element, () => {
    const palette = readPalette(lab.element);
    if (view === "code") return listingOn(panel, palette, on);
    const paper = on(size, palette);
    return paper.file(layersOf(panel, view, { ...scene, palette }, paper), description);
  });
  redraw(panel, { ...scene, palette: live });
  return file;
}

/** A listing is as large as its lines, not as the view that scrolls over them. */
function listingOn(
  { element }: Panel,
  palette: Palette,
  on: (size: Size, palette: Palette) => Paper,
): Promise<Blob> {
  const { size, draw, description } = readListings(element, palette);
  const paper = on(size, palette);
  const layer = paper.layer();
  draw(layer.pen);
  return paper.file([layer], description);
}

function layersOf(panel: Panel, view: PanelName, scene: Scene, paper: Paper): Layer[] {
  const drawn = new Map<Figure, ReturnType<Paper["layer"]>>();
  elsewhere.pen = (figure) => {
    const layer = drawn.get(figure) ?? paper.layer();
    drawn.set(figure, layer);
    return layer.pen;
  };
  try {
    redraw(panel, scene);
  } finally {
    elsewhere.pen = null;
  }
  const layers: Layer[] = [...drawn.values()];
  const [lowest] = drawn.keys();
  if (!lowest) {
    const picture = panel.element.querySelector("svg");
    if (!picture) throw new Empty(view);
    const { pen } = addLayer(layers, paper);
    drawSvg(pen, picture, scene.palette);
  } else if (view === "map") {
    layers.unshift(...pixelsOf(panel, scene.palette, paper));
    drawTitles(addLayer(layers, paper).pen, panel, scene.palette);
  }
  // Very many samples are pixels, which the engine puts on the lower canvas; the axes are drawn with the pen.
  else if (view === "line" && scene.run.data.x.length > MANY)
    layers.splice(1, 0, paper.raster(lowest.canvas, boxOf(lowest.size), false));
  return layers;
}

function redraw(panel: Panel, scene: Scene): void {
  panel.invalidate();
  panel.draw?.(scene);
  panel.write?.(scene);
  panel.drawNow?.();
}

function addLayer(layers: Layer[], paper: Paper): ReturnType<Paper["layer"]> {
  const layer = paper.layer();
  layers.push(layer);
  return layer;
}

/** The map's runs, one pixel each, and below them the hatching that shows through where a run diverged. */
function pixelsOf(panel: Panel, palette: Palette, paper: Paper): Layer[] {
  const canvas = panel.element.querySelector<HTMLCanvasElement>(".pixels canvas");
  const ground = canvas?.parentElement;
  if (!canvas || !ground || canvas.width === 0) throw new Empty("map");
  const [left, top] = [ground.offsetLeft, ground.offsetTop];
  const [width, height] = [ground.offsetWidth, ground.offsetHeight];
  const hatching = paper.layer();
  const box = { left, top, right: left + width, bottom: top + height };
  drawHatching(hatching.pen, box, palette);
  return [hatching, paper.raster(canvas, box, true)];
}

/** The names of the map's axes, which on the page are lists to choose from. */
function drawTitles(pen: Pen, { element }: Panel, palette: Palette): void {
  const box = element.querySelector(".canvas-box")?.getBoundingClientRect();
  if (!box) return;
  pen.font = font(palette, 600);
  pen.fillStyle = palette.ink;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  for (const title of element.querySelectorAll(".axis")) {
    const { left, top, height } = title.getBoundingClientRect();
    const setting = title.querySelector("select")?.selectedOptions[0]?.text ?? "";
    const arrow = title.querySelector("span")?.textContent ?? "";
    pen.fillText(`${arrow} ${setting}`, left - box.left, top - box.top + height / 2);
  }
}

const boxOf = ({ width, height }: Size): Box => ({ left: 0, top: 0, right: width, bottom: height });

/** The size of what is drawn: a canvas's box, or the SVG. */
function sizeOf({ element }: Panel): Size {
  const drawn = element.querySelector(".canvas-box") ?? element;
  return { width: drawn.clientWidth, height: drawn.clientHeight };
}

/** Works in the light theme, whose panels are white; back in the reader's own before anything is painted. */
function onWhite<T>(lab: HTMLElement, work: () => T): T {
  const root = lab.getRootNode();
  if (!(root instanceof ShadowRoot)) return work();
  const { host } = root;
  const own = host.getAttribute("theme");
  host.setAttribute("theme", "light");
  try {
    return work();
  } finally {
    if (own === null) host.removeAttribute("theme");
    else host.setAttribute("theme", own);
  }
}

/** The view's panel, in sight and drawn to its end. */
async function whenDrawn(lab: TakenFrom, view: PanelName): Promise<Panel> {
  const seen = (): Panel | undefined => (view === "loss" ? lab.loss : lab.panels.inSight(view));
  if (!seen()) lab.show(view);
  const until = performance.now() + PATIENCE;
  for (;;) {
    await twoFrames();
    const panel = seen();
    if (panel && isDrawn(panel)) {
      if (isEmpty(panel)) throw new Empty(view);
      return panel;
    }
    if (lab.signal.aborted || performance.now() > until) throw new Late(view);
  }
}

const isEmpty = ({ element }: Panel): boolean =>
  element.classList.contains("refused") || element.querySelector(".waiting:not([hidden])") !== null;

function isDrawn(panel: Panel): boolean {
  if (isEmpty(panel)) return true;
  const { width, height } = sizeOf(panel);
  return width > 0 && height > 0 && panel.drawNow?.() !== false && isFitted(panel);
}

/** A view that has just come is drawn when its figures have learnt their size, which takes the browser a frame or two. */
function isFitted({ element }: Panel): boolean {
  const canvases = [...element.querySelectorAll<HTMLCanvasElement>(".canvas-box > canvas")];
  const density = window.devicePixelRatio;
  if (canvases.length === 0) return element.querySelector("svg, .code-rows > li") !== null;
  return canvases.every(({ width, clientWidth }) => width === Math.round(clientWidth * density));
}

const twoFrames = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
