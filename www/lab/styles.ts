/**
 * Styles that a view brings when it is first looked at. As sheets the lab's tree adopts, and not as elements: a strict
 * content policy forbids those. Refuses to add one twice.
 */

const sheets = new Map<string, CSSStyleSheet>();

/** Adds a sheet to the tree inside `host`, or to the one it stands in. */
export function adopt(host: Element, css: string): void {
  const root = host.shadowRoot ?? host.getRootNode();
  if (!(root instanceof ShadowRoot || root instanceof Document)) return;
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
