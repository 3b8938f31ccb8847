// Chapter 0 as a reader goes through it: the run moves at a word, a single sample turns the line, the questions answer.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, readChapter } from "./lesson_reader";
import { cursor, frame, readout } from "./reader";

const SLUG = "one-picture";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words step the run, try other learning rates, and come back to the classic run", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "take one update");
  expect(await cursor(page)).toBe(1);
  await press(page, "Go back to the start");
  expect(await cursor(page)).toBe(0);
  await press(page, "Try lr = 1.2");
  await page
    .getByText(/will diverge|diverges/)
    .first()
    .waitFor();
  await press(page, "Back to the classic run");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator(".scrubber").press("End");
  expect(await readout(page, "w")).toBe(42.887112362029214);
  expect(complaints).toEqual([]);
  await close();
});

test("one sample dragged far enough reaches the goal, and two do not count", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "one-sample-moved")).toContain("still too steep");
  const load = (edits: string): Promise<void> =>
    page.evaluate((text) => document.querySelector("first-descent")?.setState(text), `1&e=${edits}`);
  // The sample furthest to the right.
  await load("m34,2.27,-400");
  await frame(page);
  expect(await answer(page, "one-sample-moved")).toContain("long lever");
  await load("m34,2.27,-400~m3,0,0");
  await frame(page);
  expect(await answer(page, "one-sample-moved")).toContain("You have moved 2 samples");
  await close();
});

test("what an update is, is told for every answer", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "what-is-an-update", "epoch")).toContain("6 updates");
  expect(await answer(page, "what-is-an-update", "all")).toContain("16 of 100");
  expect(await answer(page, "what-is-an-update", "batch")).toContain("Right.");
  await close();
});
