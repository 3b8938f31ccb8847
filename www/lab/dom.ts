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
  take: "M8 3v7M4.5 6.5L8 10l3.5-3.5M3 13.5h10",
  close: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  whole: "M6 2.5H2.5V6M10 2.5h3.5V6M6 13.5H2.5V10M10 13.5h3.5V10",
  small: "M6 2.5V6H2.5M10 2.5V6h3.5M6 13.5V10H2.5M10 13.5V10h3.5",
} as const;

export type IconName = keyof typeof ICONS;

/** Those that are lines and have no inside. */
const OPEN: readonly string[] = ["branch", "take", "close", "whole", "small"];

export const icon = (name: IconName): SVGSVGElement => outline(ICONS[name], OPEN.includes(name));

/** An icon by its outline; an open one has no inside. */
export function outline(d: string, open = true): SVGSVGElement {
  const path = furnish(document.createElementNS(SVG, "path"), { d }, []);
  return furnish(
    document.createElementNS(SVG, "svg"),
    { viewBox: "0 0 16 16", class: open ? "icon open" : "icon", "aria-hidden": "true" },
    [path],
  );
}

/** `aria-disabled` instead of `disabled`: a button keeps the focus when there is nothing more to do for it. */
export function enable(element: Element, enabled: boolean): void {
  if (enabled !== element.hasAttribute("aria-disabled")) return;
  if (enabled) element.removeAttribute("aria-disabled");
  else element.setAttribute("aria-disabled", "true");
}

/** Sets an element's text where it differs, in the text node there is: a new one costs the browser twice the work. */
export function write(element: Element, text: string): void {
  const { firstChild } = element;
  if (firstChild instanceof Text && firstChild === element.lastChild) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (text !== "" || firstChild) element.textContent = text;
}
