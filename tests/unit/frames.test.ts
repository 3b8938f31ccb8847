import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frames } from "../../www/lab/frames";

/** A page of its own for each test: its labs share what they have asked for. */
let page: typeof import("../../www/lab/frames");

/** The page's clock, what it has been asked to call in the next frame, and what each lab's sight is. */
let time = 0;
let asked: ((now: number) => void)[] = [];
let sights: ((entries: { isIntersecting: boolean }[]) => void)[] = [];

class Sight {
  constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
    sights.push(tell);
  }
  observe(): void {}
  disconnect(): void {}
}

beforeEach(async () => {
  vi.resetModules();
  page = await import("../../www/lab/frames");
  [time, asked, sights] = [0, [], []];
  vi.stubGlobal("performance", { now: () => time });
  vi.stubGlobal("requestAnimationFrame", (callback: (now: number) => void) => asked.push(callback));
  vi.stubGlobal("IntersectionObserver", Sight);
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
});

afterEach(() => vi.unstubAllGlobals());

/** The browser's next frame. */
function frame(): void {
  const due = asked;
  asked = [];
  for (const callback of due) callback(time);
}

/** Labs that take so many milliseconds to draw; each draw is noted by the lab's name. */
function labs(names: string, took: number, drawn: string[], after?: (name: string) => void): Frames[] {
  const { signal } = new AbortController();
  return [...names].map((name) => {
    const draw = (): void => {
      drawn.push(name);
      time += took;
      after?.(name);
    };
    return new page.Frames({} as Element, draw, () => {}, signal);
  });
}

test("however often a lab asks, it draws once a frame, and not before it asks again", () => {
  const drawn: string[] = [];
  const [lab] = labs("a", 1, drawn);
  lab?.request();
  lab?.request();
  expect(asked).toHaveLength(1);
  frame();
  frame();
  expect(drawn).toEqual(["a"]);
  expect(asked).toHaveLength(0);
});

test("labs take turns: who had no time in one frame is first in the next, and none draws twice in one", () => {
  const drawn: string[] = [];
  const all = labs("abcde", 2, drawn, (name) => all["abcde".indexOf(name)]?.request());
  for (const lab of all) lab.request();
  const rounds = [0, 1, 2, 3, 4].map(() => {
    drawn.length = 0;
    frame();
    return drawn.join("");
  });
  expect(rounds).toEqual(["abc", "dea", "bcd", "eab", "cde"]);
});

test("labs that are quick all draw in one frame", () => {
  const drawn: string[] = [];
  for (const lab of labs("abcde", 0.5, drawn)) lab.request();
  frame();
  expect(drawn.join("")).toBe("abcde");
});

test("a lab out of sight does not draw, nor one taken out while another drew", () => {
  const drawn: string[] = [];
  const all: Frames[] = labs("abc", 1, drawn, () => all[1]?.destroy());
  sights[2]?.([{ isIntersecting: false }]);
  for (const lab of all) lab.request();
  frame();
  expect(drawn).toEqual(["a"]);
});

test("one that breaks does not take the others' frames", () => {
  const drawn: string[] = [];
  const all = labs("abc", 1, drawn, (name) => {
    if (name === "a") throw new Error("broken");
  });
  for (const lab of all) lab.request();
  expect(frame).toThrow("broken");
  frame();
  expect(drawn.join("")).toBe("abc");
});
