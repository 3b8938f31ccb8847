// More of chapter 1 than every_chapter.test.ts looks at: its pictures in words, as the settings change them.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { press, readChapter } from "./lesson_reader";

const SLUG = "data-with-a-known-answer";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** What the line view says of itself: the samples and the three lines, with their numbers. */
const described = (page: Page): Promise<string> =>
  page
    .locator(".line canvas[role=img]")
    .getAttribute("aria-label")
    .then((text) => text ?? "");

test("it opens with the settings in front, before the first update", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await page.locator('.place[data-view="settings"] input[name="data.noise"]').waitFor();
  await expect.poll(() => page.locator(".scrubber").inputValue()).toBe("0");
  await expect.poll(() => page.locator(".lesson [data-live=trueW]").innerText()).toBe("42.39");
  expect(complaints).toEqual([]);
  await close();
});

test("its words change bias, noise, seed and number of samples, and show Anscombe's sets", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Set bias to −20");
  await expect.poll(() => described(page)).toContain("the true line with 42.39 and −20.00");
  await press(page, "Set noise to 0");
  await expect.poll(() => described(page)).toContain("the least-squares line with 42.39 and 14.50");
  await press(page, "Seed 1");
  await expect.poll(() => described(page)).toContain("the true line with 80.71 and 14.50");
  await press(page, "With 50 samples");
  await expect.poll(() => described(page)).toContain("50 samples");
  await expect.poll(() => described(page)).toContain("the true line with 15.90 and 14.50");
  for (const set of ["the first", "the second", "the third", "the fourth"]) {
    await press(page, set);
    await expect.poll(() => described(page)).toContain("11 samples");
    await expect.poll(() => described(page)).toContain("the least-squares line with 0.50 and 3.00");
  }
  await press(page, "Back to our samples");
  await expect.poll(() => described(page)).toContain("100 samples");
  expect(complaints).toEqual([]);
  await close();
});
