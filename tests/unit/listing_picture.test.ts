// A listing as a picture: its rows, the bar under the line executed last, and what is read beside each line.
import { expect, test } from "vitest";
import { drawListing, type ListedLine, listingSize, USUAL_LETTER } from "../../www/views/listing_picture";
import { palette, RecordingPen } from "./recording_pen";

const line = (text: string, change: Partial<ListedLine> = {}): ListedLine => ({
  owner: "",
  indent: 0,
  pieces: [{ text, colour: "ink" }],
  value: null,
  lit: false,
  ...change,
});
const lines: readonly ListedLine[] = [
  line("for xb, yb in batches:"),
  line("loss", { indent: 4, lit: true, value: { text: "653.5", colour: "wrong text" } }),
  line("step()", {
    indent: 4,
    pieces: [
      { text: "a", colour: "ink" },
      { text: " = 1", colour: "quiet", bold: true },
    ],
  }),
];
const look = { palette, codeFace: "code", letter: 8, bar: "bar", edge: "edge" };

function drawn(shown: readonly ListedLine[], place = { left: 0, width: 400 }): RecordingPen {
  const pen = new RecordingPen();
  drawListing(pen, shown, look, place);
  return pen;
}

test("rows are twenty pixels apart, and a line begins as many letters in as it is indented", () => {
  const pen = drawn(lines);
  expect(pen.text("for xb, yb in batches:")?.points).toEqual([[14, 18]]);
  expect(pen.text("loss")?.points).toEqual([[14 + 4 * 8, 38]]);
  expect(pen.text("a")?.points).toEqual([[14 + 4 * 8, 58]]);
  // The blank before it is kept as room.
  expect(pen.text("= 1")?.points).toEqual([[14 + 6 * 8, 58]]);
  expect(pen.text("= 1")?.colour).toBe("quiet");
});

test("the bar lies under the lit line alone, over the whole width, with its edge of three pixels", () => {
  const pen = drawn(lines, { left: 20, width: 380 });
  const corners = (colour: string) => pen.of(colour, "fill").map(({ points }) => [points[0], points[2]]);
  expect(corners("bar")).toEqual([
    [
      [20, 28],
      [400, 48],
    ],
  ]);
  expect(corners("edge")).toEqual([
    [
      [20, 28],
      [23, 48],
    ],
  ]);
  expect(drawn(lines.map((one) => ({ ...one, lit: false }))).of("bar")).toEqual([]);
});

test("what is read stands at the right edge, on its line's height", () => {
  const pen = drawn(lines);
  expect(pen.text("653.5")).toMatchObject({ colour: "wrong text", points: [[388, 38]] });
});

test("the picture is as wide as its widest line with what is read beside it, and as high as its rows", () => {
  expect(listingSize(lines, 8)).toEqual({ width: 14 + 22 * 8 + 12, height: 76 });
  const read = [line("x".repeat(30), { value: { text: "12.5", colour: "ink" } })];
  expect(listingSize(read, 8).width).toBe(Math.ceil(14 + 240 + 24 + 4 * USUAL_LETTER + 12));
  // Chinese takes more room.
  const chinese = [line("x".repeat(30), { value: { text: "轮次", colour: "ink" } })];
  expect(listingSize(chinese, 8).width).toBe(14 + 240 + 24 + 24 + 12);
});

test("where two programs stand in one list all lines make room for the owner's name", () => {
  const both = [line("w = 0", { owner: "by hand" }), line("w = 1")];
  const pen = drawn(both);
  expect(pen.text("by hand")?.points).toEqual([[14, 18]]);
  for (const text of ["w = 0", "w = 1"]) expect(pen.text(text)?.points[0]?.[0]).toBe(14 + 56);
  expect(listingSize(both, 8).width).toBe(14 + 56 + 40 + 12);
});
