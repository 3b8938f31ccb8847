/** Shapes for the block's two small pictures, and their axes. Refuses styles: shapes carry classes. */
import type { ScaleContinuousNumeric } from "d3-scale";
import * as numbers from "../../numbers";

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Where a picture's data lie, in pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const MARGIN = { left: 58, right: 12, top: 10, bottom: 34 };

type Scale = ScaleContinuousNumeric<number, number>;

/** Ticks, grid lines and the names of both axes. */
export function axes(
  box: Box,
  x: Scale,
  y: Scale,
  names: { x: string; y: string },
  marks: number[],
): SVGGElement {
  const group = shape("g", { class: "axes" });
  for (const value of x.ticks(5))
    group.append(
      shape("line", { class: "grid", x1: x(value), x2: x(value), y1: box.top, y2: box.bottom }),
      shape("text", { x: x(value), y: box.bottom + 14, "text-anchor": "middle" }, numbers.tick(value)),
    );
  for (const value of marks)
    group.append(
      shape("line", { class: "grid", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }),
      shape("text", { x: box.left - 6, y: y(value) + 4, "text-anchor": "end" }, numbers.tick(value)),
    );
  group.append(
    shape("text", { class: "name", x: box.right, y: box.bottom + 29, "text-anchor": "end" }, names.x),
    shape("text", { class: "name", x: box.left + 4, y: box.top + 11 }, names.y),
  );
  return group;
}
