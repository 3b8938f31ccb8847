// What a bench keeps from visit to visit: the program comes back as it was edited, or not at all.
import { expect, test } from "vitest";
import { bugOf } from "../../www/lesson/bench/bugs";
import { keepBench, keptBench, sameWork } from "../../www/lesson/bench/kept";
import { removed, turned } from "../../www/lesson/bench/work";
import type { Shelf } from "../../www/storage";

function storage(): { shelf: Shelf; held: Map<string, string> } {
  const held = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  return { shelf: () => shelf, held };
}

const BUG = bugOf("x-unscaled");
const ran = turned(turned(BUG.broken, "standardize", true), "lr", 0.3);
const work = removed(ran, 0);

test("the programs come back with their statements, their settings and the exercise's own data", () => {
  const { shelf } = storage();
  expect(keptBench("one", BUG, shelf)).toBe(null);
  keepBench("one", { predicted: "diverges", ran, work, checked: true }, shelf);
  expect(keptBench("one", BUG, shelf)).toEqual({ predicted: "diverges", ran, work, checked: true });
  expect(keptBench("another", BUG, shelf)).toBe(null);
});

test("what another version or another hand has written is not taken", () => {
  const { shelf, held } = storage();
  keepBench("one", { predicted: "diverges", ran, work, checked: false }, shelf);
  const [key = "", text = ""] = [...held.entries()][0] ?? [];
  const state = JSON.parse(text);
  const broken = [
    "{",
    "null",
    JSON.stringify({ ...state, predicted: 1 }),
    JSON.stringify({ ...state, work: { ...state.work, statements: [] } }),
    JSON.stringify({ ...state, work: { ...state.work, statements: ["forward"] } }),
    JSON.stringify({ ...state, ran: { ...state.ran, variant: 7 } }),
    JSON.stringify({ ...state, ran: null }),
  ];
  for (const one of broken) {
    held.set(key, one);
    expect([one, keptBench("one", BUG, shelf)]).toEqual([one, null]);
  }
  held.set(key, text);
  expect(keptBench("one", BUG, shelf)?.work).toEqual(work);
});

test("storage that throws breaks nothing", () => {
  const refusing: Shelf = () => {
    throw new DOMException("No storage here.", "SecurityError");
  };
  keepBench("one", { predicted: "diverges", ran, work, checked: false }, refusing);
  expect(keptBench("one", BUG, refusing)).toBe(null);
});

test("an edit taken back gives the same program, however it came about", () => {
  expect(sameWork(turned(ran, "lr", 1.2), turned(turned(ran, "lr", 5), "lr", 1.2))).toBe(true);
  expect(sameWork(ran, work)).toBe(false);
});
