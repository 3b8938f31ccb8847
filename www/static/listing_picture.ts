/**
 * The code view as a still picture: the run's own listing, with what its lines read at the moment. Refuses the program
 * beside it in PyTorch, and numbers to take hold of: those need the page.
 */
import type { Moment, Run } from "../lab/run";

import { type Listing, rows } from "../views/code";
import { type CodeWords, readings } from "../views/code_readings";
import {
  drawListing,
  type Inked,
  type ListedLine,
  type Look,
  listingSize,
  USUAL_LETTER,
} from "../views/listing_picture";

import type { Size } from "../views/pen";
import type { Kind } from "../views/python";
import { cssPalette, type SvgPen } from "./svg_pen";

const { ink, quiet, modelText, wrongText, wayText } = cssPalette;

const COLOURS: Record<Kind, string> = {
  keyword: ink,
  number: ink,
  string: quiet,
  comment: quiet,
  call: ink,
  plain: ink,
  model: modelText,
  wrong: wrongText,
  way: wayText,
};

const LOOK: Look = {
  palette: cssPalette,
  codeFace: "var(--code-face)",
  letter: USUAL_LETTER,
  bar: "var(--here-soft)",
  edge: cssPalette.here,
};

/** The lines of the run's program at a moment, for a picture of them. */
export function listedLines(run: Run, moment: Moment, words: CodeWords): ListedLine[] {
  const listing: Listing = {
    program: run.program,
    edited: typeof run.settings.program === "object",
    source: run.ask((session) => session.source()),
    statements: run.statements,
  };
  const names = moment.line === null ? [] : run.ask((session) => session.values());
  const told = readings(listing, moment, names, words);
  return rows(listing, () => false).map(({ indent, pieces }, index) => {
    const reading = told[index];
    const lit = moment.line === index;
    const value: Inked | null = reading
      ? { text: reading.text, colour: reading.idea ? COLOURS[reading.idea] : lit ? ink : quiet }
      : null;
    return {
      owner: "",
      indent,
      pieces: pieces.map(({ text, kind }) => ({ text, colour: COLOURS[kind], bold: kind === "keyword" })),
      value,
      lit,
    };
  });
}

/** As large as the listing takes. */
export function drawStillListing(pen: SvgPen, run: Run, moment: Moment, words: CodeWords): Size {
  const lines = listedLines(run, moment, words);
  const size = listingSize(lines, USUAL_LETTER);
  drawListing(pen, lines, LOOK, { left: 0, width: size.width });
  return size;
}
