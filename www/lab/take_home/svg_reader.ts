/**
 * Draws an SVG of the page again with a pen, as it looks now: lines, circles and texts in groups that are only moved,
 * with the colours, widths and dashes their styles give them.
 * Refuses all else an SVG can be: an element it does not know is an error, so that no part of a picture gets lost.
 */
import type { Palette, Pen } from "../../views/pen";

interface Offset {
  x: number;
  y: number;
}

const pixels = (length: string): number => Number.parseFloat(length) || 0;
const dashes = (list: string): number[] => (list === "none" ? [] : (list.match(/[\d.]+/g) ?? []).map(Number));
const ANCHORS: Readonly<Record<string, CanvasTextAlign>> = { start: "left", middle: "center", end: "right" };

export function drawSvg(pen: Pen, element: SVGSVGElement, palette: Palette): void {
  for (const child of element.children) draw(pen, child, { x: 0, y: 0 }, palette);
}

function draw(pen: Pen, element: Element, { x, y }: Offset, palette: Palette): void {
  const style = getComputedStyle(element);
  if (element instanceof SVGGElement) {
    const moved = element.transform.baseVal.consolidate()?.matrix;
    const to = { x: x + (moved?.e ?? 0), y: y + (moved?.f ?? 0) };
    for (const child of element.children) draw(pen, child, to, palette);
  } else if (element instanceof SVGLineElement) {
    const at = (length: SVGAnimatedLength): number => length.baseVal.value;
    pen.beginPath();
    pen.moveTo(x + at(element.x1), y + at(element.y1));
    pen.lineTo(x + at(element.x2), y + at(element.y2));
    stroke(pen, style);
  } else if (element instanceof SVGCircleElement) {
    pen.beginPath();
    pen.arc(x, y, element.r.baseVal.value, 0, 2 * Math.PI);
    if (style.fill !== "none") {
      pen.fillStyle = style.fill;
      pen.fill();
    }
    stroke(pen, style);
  } else if (element instanceof SVGTextElement) write(pen, element, style, { x, y }, palette);
  else throw new Error(`A picture with <${element.tagName}> cannot be drawn again.`);
}

function stroke(pen: Pen, style: CSSStyleDeclaration): void {
  if (style.stroke === "none") return;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = pixels(style.strokeWidth);
  pen.lineCap = "butt";
  pen.setLineDash(dashes(style.strokeDasharray));
  pen.stroke();
  pen.setLineDash([]);
}

function write(
  pen: Pen,
  element: SVGTextElement,
  style: CSSStyleDeclaration,
  { x, y }: Offset,
  { face }: Palette,
): void {
  const text = element.textContent.trim();
  if (text === "") return;
  const first = (list: SVGAnimatedLengthList): number =>
    list.baseVal.numberOfItems > 0 ? list.baseVal.getItem(0).value : 0;
  const at = [x + first(element.x), y + first(element.y) + first(element.dy)] as const;
  pen.font = `${style.fontWeight} ${pixels(style.fontSize)}px ${face}`;
  pen.textAlign = ANCHORS[style.textAnchor] ?? "left";
  pen.textBaseline = "alphabetic";
  if (style.stroke !== "none") {
    pen.strokeStyle = style.stroke;
    pen.lineWidth = pixels(style.strokeWidth);
    pen.lineJoin = "round";
    pen.strokeText(text, ...at);
  }
  pen.fillStyle = style.fill;
  pen.fillText(text, ...at);
}
