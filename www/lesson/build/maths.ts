/**
 * Formulas: TeX in the text becomes MathML when the site is built, so that a reader needs no script and no stylesheet of
 * a typesetter. `\model{w}`, `\wrong{L}` and `\way{g}` wear the colour of their idea.
 * Refuses a formula it cannot read, and inline styles, which a strict content policy would drop.
 */
import temml from "temml";

const MACROS = Object.fromEntries(
  ["model", "wrong", "way"].map((idea) => [`\\${idea}`, `\\class{${idea}}{#1}`]),
);

/** What Temml writes as styles and the page's own stylesheet says by class (`style/maths.css`). */
const STYLES = / style="(?:display:block math|math-depth:\s*0|padding-left:0em;padding-right:0em);?"/g;

export function maths(tex: string, display: boolean): string {
  const markup = temml
    .renderToString(tex, { displayMode: display, trust: true, throwOnError: true, macros: { ...MACROS } })
    .replace(STYLES, "");
  if (markup.includes(" style=")) throw new Error(`The formula ${tex} would need an inline style: ${markup}`);
  return markup;
}
