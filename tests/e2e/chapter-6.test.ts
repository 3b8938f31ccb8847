// More of chapter 6 than every_chapter.test.ts looks at: numbers on both sides of the limit, and what is said of them.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { press, readChapter } from "./lesson_reader";
import { cursor, readout } from "./reader";

const SLUG = "the-learning-rate";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words show runs on both sides of the limit, the map, and the round bowl", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "lr = 1.2");
  await page.keyboard.press("End");
  // Update 48 is the first that is not shown.
  await expect.poll(() => cursor(page)).toBe(47);
  await expect.poll(() => page.locator(".notice").first().innerText()).toContain("48");
  await press(page, "Now all of them at once");
  await expect.poll(() => page.locator('.place[data-view="map"]').count()).toBe(1);
  await press(page, "does diverge");
  await page.keyboard.press("End");
  await expect.poll(() => cursor(page)).toBe(32);
  await press(page, "lr = 1.05");
  await page.keyboard.press("End");
  await expect.poll(() => cursor(page)).toBe(600);
  await expect.poll(() => readout(page, "w")).toBeCloseTo(11.527665225674468, 9);
  await press(page, "Standardised, at lr = 0.5");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => readout(page, "w")).toBeCloseTo(343.83273269418737, 6);
  expect(complaints).toEqual([]);
  await close();
});
