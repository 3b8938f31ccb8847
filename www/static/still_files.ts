/**
 * Still pictures that stand in files of their own, for readers without scripts: a browser with scripts fetches none of
 * them. Each is made in both themes, with the page's colours written out, as a file knows no style sheet of the page.
 * Refuses a colour that the page does not name, and styles: a strict host would not let a picture have them.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Size, TEXT_SIZE } from "../views/pen";
import { escapeMarkup } from "./svg_pen";

const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Below the site's root. */
export const FOLDER = "stills";

const css = readFileSync(join(process.cwd(), "www/style/colours.css"), "utf8");

const COLOURS: Readonly<Record<Theme, ReadonlyMap<string, string>>> = { light: named(0), dark: named(1) };

/** Every custom property of the style sheet, as a theme has it. */
function named(side: 0 | 1): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of css.matchAll(/(--[\w-]+):\s*([^;]+);/g)) {
    if (found.has(name)) continue;
    const [, light, dark] = /^light-dark\((#\w+), (#\w+)\)$/.exec(value) ?? [];
    found.set(name, (side === 0 ? light : dark) ?? value.replace(/\s+/g, " "));
  }
  return found;
}

/** A colour of the page by its name in the style sheet. */
export function colourOf(name: string, theme: Theme): string {
  const colour = COLOURS[theme].get(name);
  if (colour === undefined) throw new Error(`The page has no colour "${name}".`);
  return colour;
}

/** Custom properties in markup, as a theme has them. */
const writtenOut = (markup: string, theme: Theme): string =>
  markup.replace(/var\((--[\w-]+)\)/g, (_, name: string) => escapeMarkup(colourOf(name, theme)));

/** A picture to be put into files: what is drawn in a theme, without a root. */
export interface Drawn {
  size: Size;
  draw(theme: Theme): string;
  /** For those who do not see it. */
  description: string;
}

/** What a site's files are collected in, by their path. */
export class StillFiles {
  readonly files = new Map<string, string>();

  /** Makes the files, and the markup that shows them on a page that is `up` from the site's root. */
  add({ size, draw, description }: Drawn, up: string): string {
    const { width, height } = size;
    const [light = "", dark = ""] = THEMES.map((theme) => this.file(size, draw(theme), theme));
    const stem = createHash("sha256").update(light).update(dark).digest("hex").slice(0, 8);
    this.files.set(`${FOLDER}/${stem}.svg`, light);
    this.files.set(`${FOLDER}/${stem}d.svg`, dark);
    const path = `${up}${FOLDER}/${stem}`;
    return (
      `<picture><source media="(prefers-color-scheme: dark)" srcset="${path}d.svg" vite-ignore>` +
      `<img src="${path}.svg" width="${width}" height="${height}" alt="${escapeMarkup(description)}" vite-ignore></picture>`
    );
  }

  private file({ width, height }: Size, markup: string, theme: Theme): string {
    const text =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` font-family="var(--face)" font-size="${TEXT_SIZE}">` +
      `<rect width="${width}" height="${height}" fill="var(--panel)"/>${markup}</svg>\n`;
    return writtenOut(text, theme);
  }
}
