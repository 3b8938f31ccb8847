// The reader's own table, from text to points: separators, decimal marks, names, missing values, limits, encodings.
import { expect, test } from "vitest";
import { decode } from "../../www/lesson/your_data/file";
import { DataProblem, MAX_BYTES, MAX_ROWS } from "../../www/lesson/your_data/limits";
import { decimalMarkOf, readNumber } from "../../www/lesson/your_data/numbers_read";
import { readRecords, separatorOf } from "../../www/lesson/your_data/records";
import { sayFlaw, sayLimits, sayProblem } from "../../www/lesson/your_data/says";
import { likelyColumns, pointsOf, tableOf } from "../../www/lesson/your_data/table";
import { loadWords } from "../../www/strings";

const { your_data: words } = await loadWords("en", "your_data");

const read = async (text: string) => tableOf(await readRecords(text, separatorOf(text)));

/** The points of the likely columns. */
async function points(text: string) {
  const table = await read(text);
  return pointsOf(table, likelyColumns(table));
}

async function problemOf(work: () => Promise<unknown>): Promise<DataProblem["problem"]> {
  const thrown = await work().catch((error: unknown) => error);
  if (thrown instanceof DataProblem) return thrown.problem;
  throw new Error("No problem was found.");
}

test("a comma, a semicolon, a tab, a bar, blanks and a Chinese comma each separate, and all give the same points", async () => {
  for (const separator of [",", ";", "\t", "|", " ", "，", "；"]) {
    const text =
      ["x", "y"].join(separator) + ["\n1.5", "2"].join(separator) + ["\n-3", "4e2"].join(separator);
    expect(separatorOf(text)).toBe(separator);
    expect((await points(text)).points, separator).toEqual([
      { row: 2, x: 1.5, y: 2 },
      { row: 3, x: -3, y: 400 },
    ]);
  }
});

test("a semicolon goes before a comma and a tab before both, so that decimal commas are read", async () => {
  const table = await read("size;price\n1,5;10,25\n2;3,5\n");
  expect(table.mark).toBe(",");
  expect(pointsOf(table, { x: 0, y: 1 }).points).toEqual([
    { row: 2, x: 1.5, y: 10.25 },
    { row: 3, x: 2, y: 3.5 },
  ]);
  expect(separatorOf("a;b\t1")).toBe("\t");
});

test("runs of blanks separate where no other separator makes as many rows of numbers, and rows keep their places", async () => {
  // As NIST lays its tables out: in columns, with blanks before them, and prose above.
  const nist = [
    "Dataset Name:  Norris (Norris.dat)",
    "Reference:     Norris, J., NIST; calibration of ozone monitors",
    "",
    "Data:       y          x",
    "           0.1        0.2   ",
    "         338.8      337.4",
    "\t118.1 \t     118.2",
    "",
    "         888.0      884.6",
  ].join("\r\n");
  expect(separatorOf(nist)).toBe(" ");
  const table = tableOf(await readRecords(nist, " "), { hasNames: false });
  const found = pointsOf(table, { x: 1, y: 0 });
  expect(found.points).toEqual([
    { row: 5, x: 0.2, y: 0.1 },
    { row: 6, x: 337.4, y: 338.8 },
    { row: 7, x: 118.2, y: 118.1 },
    { row: 9, x: 884.6, y: 888 },
  ]);
  expect(new Set(found.unreadable.map(({ row }) => row))).toEqual(new Set([1, 2, 4]));
  // A decimal comma is none between cells.
  expect(separatorOf("x y\n1,5  2,5\n3,5  4\n")).toBe(" ");
  expect((await points("x y\n1,5  2,5\n3,5  4\n")).points).toEqual([
    { row: 2, x: 1.5, y: 2.5 },
    { row: 3, x: 3.5, y: 4 },
  ]);
});

test("blanks beside another separator, inside numbers' names and in quotes separate nothing", async () => {
  for (const [text, separator] of [
    ["body mass, year\n1, 2\n3, 4", ","],
    ["1,5; 10,25\n2; 3,5", ";"],
    ["New York,1,2\nLos Angeles,3,4", ","],
    ["a | 1 | 2\nb | 3 | 4", "|"],
    ["Doe, J.\nRoe, K.", ","],
    ["1\n2\n3", null],
  ] as const)
    expect([text, separatorOf(text)]).toEqual([text, separator]);
  const table = await read('"body mass" y\n 1   2\n3 4');
  expect(table.columns.map(({ name }) => name)).toEqual(["body mass", "y"]);
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("a separator inside quotes separates nothing", async () => {
  const table = await read('name,x,y\n"Doe, J.",1,2\n"say ""hi""",3,4\n');
  expect(table.columns.map(({ name }) => name)).toEqual(["name", "x", "y"]);
  expect(table.rows[1]?.cells[0]).toBe('say "hi"');
  expect(likelyColumns(table)).toEqual({ x: 1, y: 2 });
});

test("the first row holds names where one of its cells is no number above a number", async () => {
  expect((await read("x,y\n1,2")).hasNames).toBe(true);
  expect((await read("1,2\n3,4")).hasNames).toBe(false);
  // A year can be a column's name; a missing value is none.
  expect((await read("region,2020\nA,1\nB,2\n")).hasNames).toBe(false);
  expect((await read("x,2020\n7,1\n8,2\n")).hasNames).toBe(true);
  expect((await read(",2\n1,2\n3,4")).hasNames).toBe(false);
});

test("the reader's choice of names and decimal mark goes before what is found", async () => {
  const records = await readRecords("1,5;2\n2,5;3", ";");
  expect(tableOf(records, { hasNames: true }).columns.map(({ name }) => name)).toEqual(["1,5", "2"]);
  const { unreadable } = pointsOf(tableOf(records, { mark: "." }), { x: 0, y: 1 });
  expect(unreadable.map(({ row, column, text }) => [row, column, text])).toEqual([
    [1, 0, "1,5"],
    [2, 0, "2,5"],
  ]);
});

test("rows are numbered as a spreadsheet does: names and empty rows count", async () => {
  const found = await points("x,y\n\n1,2\n\n3,\n");
  expect(found.points).toEqual([{ row: 3, x: 1, y: 2 }]);
  expect(found.missing).toEqual([{ row: 5, column: 1, kind: "missing", text: "" }]);
});

test("a missing value is named by row and column, however it is written", async () => {
  const found = await points("x,y\n1,NA\nn/a,2\n3,null\n–,5\n4,5\n6,\n");
  expect(found.missing.map(({ row, column }) => [row, column])).toEqual([
    [2, 1],
    [3, 0],
    [4, 1],
    [5, 0],
    [7, 1],
  ]);
  expect(found.points.map(({ row }) => row)).toEqual([6]);
});

test("what is no number is named with what stands there, and gives no point", async () => {
  const table = await read("x,y\n1,2\nabc,3\n4,1e400\n5,6,7\n8,9\n");
  const found = pointsOf(table, { x: 0, y: 1 });
  expect(found.points.map(({ row }) => row)).toEqual([2, 6]);
  expect(found.unreadable.map((flaw) => sayFlaw(flaw, table, words))).toEqual([
    "row 3, x: “abc” is no number",
    "row 4, y: “1e400” is larger than a double can hold",
    "row 5: “7” stands beyond the last column; is the separator right?",
  ]);
});

test("a mark between thousands is refused with its reason, as it means another number elsewhere", async () => {
  const table = await read("x;y\n1.234,5;1\n2,5;2\n");
  const { unreadable } = pointsOf(table, { x: 0, y: 1 });
  expect(unreadable.map((flaw) => sayFlaw(flaw, table, words))).toEqual([
    "row 2, x: “1.234,5” is no number here; write it without a mark between thousands, with a decimal comma",
  ]);
});

test("numbers are read with a true minus, full-width digits and exponents, and nothing else", () => {
  const value = (text: string, mark: "." | "," = "."): unknown => {
    const reading = readNumber(text, mark);
    return reading.kind === "number" ? reading.value : reading.kind;
  };
  expect(["−2.5", "１２．５", " 1e−3 ", "+.5", "7."].map((text) => value(text))).toEqual([
    -2.5, 12.5, 1e-3, 0.5, 7,
  ]);
  expect(["1,5", "-,5", "3"].map((text) => value(text, ","))).toEqual([1.5, -0.5, 3]);
  expect(["0x10", "1 2", "Infinity", "12%", "1,5", "e5"].map((text) => value(text))).toEqual(
    Array(6).fill("unreadable"),
  );
  expect(value("1.5", ",")).toBe("unreadable");
});

test("the decimal mark is the one most cells are written with, and a point where none says", () => {
  expect(decimalMarkOf(["1,5", "2,5", "3.5", "x,y"])).toBe(",");
  expect(decimalMarkOf(["1", "2", "a,b"])).toBe(".");
  expect(decimalMarkOf(["1.5", "2,5"])).toBe(".");
});

test("a text that gives no table says why, in words that hold the limits", async () => {
  const say = async (text: string): Promise<string> => sayProblem(await problemOf(() => read(text)), words);
  expect(await say(" \n ")).toMatch(/^There is nothing in it\./);
  expect(await say("1\n2\n3")).toMatch(/^Each row holds one value only\./);
  expect(await say('x,y\n1,"2\n3,4')).toMatch(/^In row 2 a quotation mark/);
  expect(await say("1,2\n".repeat(MAX_ROWS + 1))).toMatch(/^The table has 5,001 rows; at most 5,000/);
  expect(await say("1,".repeat(60))).toMatch(/^The table has 60 columns; at most 50/);
  expect(await say("1,2\n".repeat(MAX_BYTES / 4 + 1))).toMatch(/^That is 1,001 kilobytes; at most 1,000/);
  expect(sayLimits(words)).toBe("At most 5,000 rows, 50 columns, 1 MB.");
});

test("as many rows as are allowed are taken", async () => {
  expect((await points("1,2\n".repeat(MAX_ROWS))).points).toHaveLength(MAX_ROWS);
});

test("a file is read as UTF-8 with or without a mark, as UTF-16, and else as the reader's part of the world writes", async () => {
  const utf8 = new TextEncoder().encode("\uFEFFétat,y\n1,2");
  expect(decode(utf8, words.encoding)).toEqual({ text: "état,y\n1,2", encoding: "utf-8" });
  const utf16 = Uint8Array.from([0xff, 0xfe, 0x78, 0, 0x2c, 0, 0x79, 0]);
  expect(decode(utf16, words.encoding)).toEqual({ text: "x,y", encoding: "utf-16le" });
  const { your_data: chinese } = await loadWords("zh-CN", "your_data");
  // 体 in GB 18030, é in Windows-1252.
  expect(decode(Uint8Array.from([0xcc, 0xe5, 0x2c, 0x79]), chinese.encoding).text).toBe("体,y");
  expect(decode(Uint8Array.from([0xe9, 0x2c, 0x79]), words.encoding).text).toBe("é,y");
});

test("a spreadsheet's own file and what is no text are refused by name", async () => {
  const zip = Uint8Array.from([0x50, 0x4b, 3, 4]);
  expect(await problemOf(async () => decode(zip, words.encoding))).toEqual({ code: "spreadsheet" });
  expect(await problemOf(async () => decode(Uint8Array.from([0x61, 0, 0]), words.encoding))).toEqual({
    code: "not_text",
  });
});
