/** Makes elements: attributes, classes and children in one call. Refuses markup: text goes in as text. */

type Attributes = Readonly<Record<string, string | boolean>>;
type Child = Node | string;

const SVG = "http://www.w3.org/2000/svg";

function furnish<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return furnish(document.createElement(tag), attributes, children);
}

/** Outlines on a grid of 16 by 16. */
const ICONS = {
  reset: "M3 3v10M13 3.5v9L6 8z",
  back: "M11.5 3.5v9L4.5 8z",
  play: "M4.5 3v10l8.5-5z",
  pause: "M5 3.5v9M11 3.5v9",
  update: "M3.5 3.5v9L10.5 8zM13 3v10",
  branch: "M4 13V3M4 9c0-3 8-1.5 8-6M12 3v1",
  close: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 4L3 6.5 5.5 9",
  add: "M8 3.5v9M3.5 8h9",
  zoomIn: "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3L14 14M7 5v4M5 7h4",
  zoomOut: "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3L14 14M5 7h4",
  whole: "M6 2.5H2.5V6M10 2.5h3.5V6M6 13.5H2.5V10M10 13.5h3.5V10",
  small: "M6 2.5V6H2.5M10 2.5V6h3.5M6 13.5V10H2.5M10 13.5V10h3.5",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 4L13 6.5 10.5 9",
} as const;

export type IconName = keyof typeof ICONS;

/** Those that are lines and have no inside. */
const OPEN: readonly string[] = [
  "undo",
  "redo",
  "branch",
  "close",
  "add",
  "zoomIn",
  "zoomOut",
  "whole",
  "small",
];

export function icon(name: IconName): SVGSVGElement {
  const path = furnish(document.createElementNS(SVG, "path"), { d: ICONS[name] }, []);
  return furnish(
    document.createElementNS(SVG, "svg"),
    { viewBox: "0 0 16 16", class: OPEN.includes(name) ? "icon open" : "icon", "aria-hidden": "true" },
    [path],
  );
}
