/**
 * The style sheet of a view that loads later, adopted by the tree its element stands in. Refuses `<style>` elements: a
 * strict content policy would.
 */

const sheets = new Map<string, CSSStyleSheet>();

/** Adopts the text once for each tree, as soon as `element` stands in one. */
export function adopt(element: HTMLElement, css: string): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot || root instanceof Document)) {
    requestAnimationFrame(() => {
      if (element.isConnected) adopt(element, css);
    });
    return;
  }
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
