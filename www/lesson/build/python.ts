/**
 * Python in the text: coloured when the site is built, by classes. Program listings are the engine's own, so that what is
 * read is what runs; each of their lines knows its statement.
 * Refuses a listing it has no lines for.
 */
import { createHighlighter } from "shiki";
import { type Engine, isEngineError, type SourceLine } from "../../engine";
import { decode } from "../../lab/address";
import { escapeMarkup } from "../../static/svg_pen";

/** Shiki asks for colours; these names of classes take their place, and the stylesheet has the colours. */
const CLASSES: readonly { scopes: string[]; name: string }[] = [
  { name: "comment", scopes: ["comment", "punctuation.definition.comment"] },
  { name: "string", scopes: ["string"] },
  { name: "number", scopes: ["constant.numeric"] },
  {
    name: "word",
    scopes: ["keyword.control", "keyword.operator.logical", "storage.type", "constant.language"],
  },
];

/** A colour that stands for the class of that index, and is never shown. */
const colour = (index: number): string => `#0000${(index + 1).toString(16).padStart(2, "0")}`;

const theme = {
  name: "classes",
  type: "light" as const,
  fg: "#000000",
  bg: "#ffffff",
  settings: CLASSES.map(({ scopes }, index) => ({ scope: scopes, settings: { foreground: colour(index) } })),
};

/** Blanks of one level, as the engine and the texts write them. */
const INDENT = 4;

const highlighter = await createHighlighter({ langs: ["python"], themes: [theme] });

/** The lines of a program, coloured. */
export function colourPython(text: string): string[] {
  const { tokens } = highlighter.codeToTokens(text, { lang: "python", theme: "classes" });
  return tokens.map((line) =>
    line
      .map(({ content, color }) => {
        const name = CLASSES[Number.parseInt((color ?? "").slice(5), 16) - 1]?.name;
        const safe = escapeMarkup(content);
        return name ? `<span class="py-${name}">${safe}</span>` : safe;
      })
      .join(""),
  );
}

/** A line that may go on in the next row, further in than it begins; blanks are Python's own and stay text. */
function line(markup: string, text: string, more = ""): string {
  const indent = text.length - text.trimStart().length;
  return `<span class="row in-${Math.floor(indent / INDENT)}"${more}>${markup}</span>`;
}

export function block(text: string): string {
  const lines = text.split("\n");
  const rows = colourPython(text).map((row, at) => line(row, lines[at] ?? ""));
  return `<pre class="listing" tabindex="0"><code>${rows.join("\n")}\n</code></pre>`;
}

/** Code of another language, without colours. */
export const plainBlock = (text: string): string =>
  `<pre class="listing" tabindex="0"><code>${escapeMarkup(text)}\n</code></pre>`;

/** What of a program is shown: the lines from one that holds `from` to one that holds `to`; all, if neither is named. */
export interface Part {
  from?: string | undefined;
  to?: string | undefined;
  flavour: "listing" | "script";
}

/** The engine's listing of the program that the settings at `address` run. */
export function listing(engine: Engine, address: string, part: Part): string {
  const { state, ignored } = decode(address);
  if (ignored.length > 0)
    throw new Error(`The listing of "${address}" has parts that nothing reads: ${ignored}`);
  const lines = linesOf(engine, state.settings, part.flavour);
  const begin = part.from === undefined ? 0 : lines.findIndex(({ text }) => text.includes(part.from ?? ""));
  const rest = lines.findIndex(({ text }, index) => index >= begin && text.includes(part.to ?? ""));
  const end = part.to === undefined ? lines.length : rest + 1;
  const shown = begin < 0 ? [] : lines.slice(begin, end);
  if (shown.length === 0)
    throw new Error(`The listing of "${address}" has no lines from "${part.from}" to "${part.to}".`);
  const indent = Math.min(
    ...shown.filter(({ text }) => text.trim()).map(({ text }) => text.length - text.trimStart().length),
  );
  const texts = shown.map(({ text }) => text.slice(indent));
  const coloured = colourPython(texts.join("\n"));
  const rows = shown.map(({ statement }, index) =>
    line(
      coloured[index] ?? "",
      texts[index] ?? "",
      statement === null ? "" : ` data-statement="${statement}"`,
    ),
  );
  return `<pre class="listing program" tabindex="0"><code>${rows.join("\n")}\n</code></pre>`;
}

function linesOf(engine: Engine, settings: object, flavour: Part["flavour"]): SourceLine[] {
  try {
    const session = engine.open(settings);
    try {
      return session.source(flavour);
    } finally {
      session.free();
    }
  } catch (error) {
    if (isEngineError(error)) throw new Error(`A listing in the text: ${error.message}`, { cause: error });
    throw error;
  }
}
