/**
 * A listing as a picture: its lines in the colours the page gives them, the bar under those executed last, and beside each
 * what is read there. For files and for readers without scripts; on the page a listing is text.
 * Refuses to wrap: the picture is as wide as its longest line.
 */
import { type Box, DASH, type Palette, type Pen, type Size, TEXT_SIZE } from "./pen";

export interface Inked {
  text: string;
  colour: string;
  bold?: boolean;
}

export interface ListedLine {
  /** Whose line it is, where two programs stand in one list. */
  owner: string;
  /** Blanks before the text. */
  indent: number;
  pieces: readonly Inked[];
  value: Inked | null;
  /** Executed last. */
  lit: boolean;
}

export interface Look {
  palette: Pick<Palette, "ink" | "quiet" | "face">;
  /** A face whose letters are all alike wide, and how wide, in pixels. */
  codeFace: string;
  letter: number;
  /** Under the lines that are lit. */
  bar: string;
  /** At the bar's edge. */
  edge: string;
}

const ROW = 20;
const PAD = { left: 14, right: 12, top: 8 };
const BAR = 3;
/** A letter's width in most faces for code, for whoever cannot measure it. */
export const USUAL_LETTER = 0.6 * TEXT_SIZE;
/** Between a line and what is read beside it. */
const GAP = 24;
const OWNER = 56;

/** A reading is in the other face, whose letters are of no one width: figures and Latin letters are about so wide, others more. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? TEXT_SIZE : USUAL_LETTER), 0);
const lettersOf = ({ indent, pieces }: ListedLine): number =>
  pieces.reduce((sum, { text }) => sum + text.length, indent);
const ownersOf = (lines: readonly ListedLine[]): number => (lines.some(({ owner }) => owner) ? OWNER : 0);

/** What the listing takes. */
export function listingSize(lines: readonly ListedLine[], letter: number): Size {
  const widths = lines.map(
    (line) => lettersOf(line) * letter + (line.value ? GAP + widthOf(line.value.text) : 0),
  );
  return {
    width: Math.ceil(PAD.left + ownersOf(lines) + Math.max(0, ...widths) + PAD.right),
    height: lines.length * ROW + 2 * PAD.top,
  };
}

/** Draws the lines in a box whose upper left corner is at `left`. */
export function drawListing(
  pen: Pen,
  lines: readonly ListedLine[],
  { palette, codeFace, letter, bar, edge }: Look,
  { left, width }: { left: number; width: number },
): void {
  const begin = left + PAD.left + ownersOf(lines);
  pen.setLineDash(DASH.solid);
  pen.textBaseline = "middle";
  for (const [index, line] of lines.entries()) {
    const top = PAD.top + index * ROW;
    const middle = top + ROW / 2;
    if (line.lit) {
      const bottom = top + ROW;
      box(pen, { left, top, right: left + width, bottom }, bar);
      box(pen, { left, top, right: left + BAR, bottom }, edge);
    }
    pen.textAlign = "left";
    if (line.owner) {
      pen.font = `400 11px ${palette.face}`;
      pen.fillStyle = palette.quiet;
      pen.fillText(line.owner, left + PAD.left, middle);
    }
    let at = begin + line.indent * letter;
    for (const { text, colour, bold } of line.pieces) {
      pen.font = `${bold ? 600 : 400} ${TEXT_SIZE}px ${codeFace}`;
      pen.fillStyle = colour;
      // Blanks at either end would be lost in a file.
      const blanks = text.length - text.trimStart().length;
      if (text.trim()) pen.fillText(text.trim(), at + blanks * letter, middle);
      at += text.length * letter;
    }
    if (line.value) {
      pen.textAlign = "right";
      pen.font = `${line.lit ? 600 : 400} ${TEXT_SIZE}px ${palette.face}`;
      pen.fillStyle = line.value.colour;
      pen.fillText(line.value.text, left + width - PAD.right, middle);
    }
  }
}

function box(pen: Pen, { left, top, right, bottom }: Box, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(right, top);
  pen.lineTo(right, bottom);
  pen.lineTo(left, bottom);
  pen.closePath();
  pen.fill();
}
