/**
 * The code view as a picture: its listing is text on the page, so what stands there now is read and drawn again, with the
 * colours its styles give it. Two programs side by side stay so.
 * Refuses to break lines: the picture is as wide as the longest.
 */
import {
  drawListing,
  type Inked,
  type ListedLine,
  type Look,
  listingSize,
} from "../../views/listing_picture";
import { type Palette, type Pen, type Size, TEXT_SIZE } from "../../views/pen";
import { make } from "../dom";

/** A listing that was read, and where it stands. */
interface Placed {
  lines: ListedLine[];
  left: number;
  width: number;
}

export interface ReadListings {
  size: Size;
  draw(pen: Pen): void;
  /** What the listings are. */
  description: string;
}

const isBold = (weight: string): boolean => Number(weight) >= 600;

function inked(element: Element): Inked {
  const { color, fontWeight } = getComputedStyle(element);
  return { text: element.textContent ?? "", colour: color, bold: isBold(fontWeight) };
}

function lineOf(row: Element): ListedLine {
  const value = row.querySelector(".value");
  return {
    owner: row.querySelector(".owner")?.textContent ?? "",
    indent: row.querySelector(".indent")?.textContent?.length ?? 0,
    pieces: Array.from(row.querySelectorAll(".line > :not(.indent)"), inked),
    value: value?.textContent ? inked(value) : null,
    lit: row.hasAttribute("aria-current"),
  };
}

/** How wide a letter is in a face in which all are. */
function letterOf(face: string): number {
  const pen = make("canvas").getContext("2d");
  if (!pen) throw new Error("The browser has no canvas to measure a letter on.");
  pen.font = `400 ${TEXT_SIZE}px ${face}`;
  return pen.measureText("0").width;
}

/** What a code view shows now. */
export function readListings(view: Element, palette: Palette): ReadListings {
  const listings = [...view.querySelectorAll(".code-listing")];
  const [first] = listings;
  if (!first) throw new Error("The code view has no listing.");
  const codeFace = getComputedStyle(first.querySelector(".code-rows") ?? first).fontFamily;
  const letter = letterOf(codeFace);
  const bar = getComputedStyle(first.querySelector(".code-bar") ?? first).backgroundColor;
  const look: Look = { palette, codeFace, letter, bar, edge: palette.here };
  const placed: Placed[] = [];
  let size: Size = { width: 0, height: 0 };
  for (const listing of listings) {
    const lines = Array.from(listing.querySelectorAll(".code-rows > li"), lineOf);
    const own = listingSize(lines, letter);
    placed.push({ lines, left: size.width, width: own.width });
    size = { width: size.width + own.width, height: Math.max(size.height, own.height) };
  }
  return {
    size,
    description: listings.map((listing) => listing.getAttribute("aria-label") ?? "").join(", "),
    draw: (pen) => {
      for (const { lines, ...place } of placed) drawListing(pen, lines, look, place);
    },
  };
}
