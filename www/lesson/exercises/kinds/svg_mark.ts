/**
 * A part of an SVG as plain data, so that the same picture can stand on a page and in a file. Refuses styles: a mark has a
 * class, and the kind's style sheet says how it looks.
 */

export type Attributes = Readonly<Record<string, string | number>>;

export interface Mark {
  tag: string;
  attributes: Attributes;
  children: readonly (Mark | string)[];
}

export const mark = (tag: string, attributes: Attributes, ...children: (Mark | string)[]): Mark => ({
  tag,
  attributes,
  children,
});

const SVG = "http://www.w3.org/2000/svg";

export function elementOf({ tag, attributes, children }: Mark): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.map((child) => (typeof child === "string" ? child : elementOf(child))));
  return element;
}
