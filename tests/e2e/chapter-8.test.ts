// More of chapter 8 than every_chapter.test.ts looks at: numbers of its programs as PyTorch and scikit-learn have them.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { press, readChapter } from "./lesson_reader";
import { cursor, readout, scrub } from "./reader";

const SLUG = "the-same-in-pytorch";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words show both programs, let PyTorch run, and run the regressor", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Show both listings");
  await expect.poll(() => page.locator('input[data-layer="both"]').isChecked()).toBe(true);
  // Before the first update there is nothing to explain.
  const code = page.locator('.place[data-view="code"]');
  await expect.poll(() => code.innerText()).toContain("Rounding has not parted them so far");
  expect(await code.innerText()).not.toContain("Only rounding");
  await scrub(page, 600);
  await expect.poll(() => code.innerText()).toContain("Only rounding parts them");
  await press(page, "let PyTorch run by itself");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 700);
  await expect.poll(() => readout(page, "w")).toBe(42.798484802246094);
  await expect.poll(() => readout(page, "b")).toBe(13.803201675415039);
  await press(page, "Run it");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 5300);
  await expect.poll(() => readout(page, "w")).toBe(42.61851900905572);
  await expect.poll(() => cursor(page)).toBe(5300);
  expect(complaints).toEqual([]);
  await close();
});
