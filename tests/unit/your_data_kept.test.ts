// What the block keeps from visit to visit: it comes back whole or not at all, and storage that throws breaks nothing.
import { expect, test } from "vitest";
import { fromLab, sameDraw, samePoints } from "../../www/lesson/your_data/given";
import { inLab } from "../../www/lesson/your_data/in_lab";
import { type Kept, keep, kept } from "../../www/lesson/your_data/kept";
import { readRecords } from "../../www/lesson/your_data/records";
import { pointsOf, tableOf } from "../../www/lesson/your_data/table";
import type { Shelf } from "../../www/storage";

/** A window's storage that holds so many characters. */
function storageOf(most = Number.POSITIVE_INFINITY): Shelf {
  const held = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > most) throw new DOMException("Full.", "QuotaExceededError");
      held.set(key, value);
    },
    removeItem: (key: string) => held.delete(key),
  };
  return () => shelf;
}

const refusing: Shelf = () => {
  throw new DOMException("No storage here.", "SecurityError");
};

const STATE: Kept = {
  text: "size;price\n0,1;2\n",
  overruled: { separator: ";", mark: ",", hasNames: true, x: 1, y: 0, skip: true },
  share: 35,
  seed: 2 ** 32 - 1,
  standardize: true,
  newX: "35,5",
  given: {
    split: { train: [{ row: 2, x: 0.1, y: 1e-7 }], held: [{ row: 3, x: 1 / 3, y: -2 }] },
    columns: { x: { at: 1, name: "price" }, y: { at: 0, name: null } },
    mark: ",",
  },
};

test("the whole state comes back, with the points' last bits and those held back", () => {
  const storage = storageOf();
  expect(kept(storage)).toBe(null);
  expect(keep(STATE, storage)).toBe(true);
  expect(kept(storage)).toEqual(STATE);
  expect(keep({ ...STATE, given: null, overruled: { skip: false } }, storage)).toBe(true);
  expect(kept(storage)?.given).toBe(null);
});

test("storage that throws keeps nothing and breaks nothing, and a full one does not keep an older state", () => {
  expect(keep(STATE, refusing)).toBe(false);
  expect(kept(refusing)).toBe(null);
  const small = storageOf(1000);
  expect(keep(STATE, small)).toBe(true);
  expect(keep({ ...STATE, text: "1,2\n".repeat(500) }, small)).toBe(false);
  expect(kept(small)).toBe(null);
});

test("a state that is not wholly one of its own is not taken", () => {
  const storage = storageOf();
  const broken: unknown[] = [
    { ...STATE, share: 33 },
    { ...STATE, seed: -1 },
    { ...STATE, seed: 2 ** 32 },
    { ...STATE, text: null },
    { ...STATE, overruled: { separator: ":", skip: false } },
    { ...STATE, given: { ...STATE.given, split: { train: [{ row: 2, x: null, y: 1 }], held: [] } } },
    { ...STATE, given: { ...STATE.given, columns: { x: { at: 0, name: "x" } } } },
    [],
    7,
  ];
  for (const state of broken) {
    keep(state as Kept, storage);
    expect(kept(storage), JSON.stringify(state)).toBe(null);
  }
  storage().setItem("first-descent.your-data", "{");
  expect(kept(storage)).toBe(null);
});

test("the lab's points as a table are the same doubles in the same rows, and all are trained on", async () => {
  const data = { source: "points" as const, x: [0.1, 1 / 3, -2.5e-9, 1e21], y: [5e-324, 2, 7, -1] };
  const { text, given } = fromLab(data);
  const table = tableOf(await readRecords(text, ","));
  expect(pointsOf(table, { x: 0, y: 1 }).points).toEqual(given.split.train);
  expect(given.split.train.map(({ x }) => x)).toEqual(data.x);
  expect(given.split.held).toEqual([]);
  expect(inLab(data, given.split)).toBe("same");
});

test("another draw of the same points is told from the same draw and from other points", () => {
  const [a, b, c] = [1, 2, 3].map((row) => ({ row, x: row, y: 2 * row })) as [Point, Point, Point];
  const one = { train: [a, b], held: [c] };
  const other = { train: [a, c], held: [b] };
  const moved = { train: [a, b], held: [{ ...c, y: 0 }] };
  expect([samePoints(one, other), sameDraw(one, other)]).toEqual([true, false]);
  expect([samePoints(one, one), sameDraw(one, one)]).toEqual([true, true]);
  expect(samePoints(one, moved)).toBe(false);
  expect(sameDraw(one, { train: [a, b, c], held: [] })).toBe(false);
});

type Point = { row: number; x: number; y: number };
