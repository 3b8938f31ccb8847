// More of chapter 5 than every_chapter.test.ts looks at: numbers of its race, the cloud, a path that tells no answer.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { press, readChapter } from "./lesson_reader";
import { cursor, readout } from "./reader";

const SLUG = "batches";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words show batches in order and shuffled, the cloud, and the race", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Three runs of five epochs");
  // A word that names a moment rests there, also while another run plays.
  await press(page, "Its first batch");
  await expect.poll(() => cursor(page)).toBe(0);
  await expect.poll(() => page.getByRole("button", { name: "Play" }).count()).toBe(1);
  await press(page, "Go to the start and show the cloud");
  await expect.poll(() => page.locator('input[data-layer="cloud"]').isChecked()).toBe(true);
  await press(page, "At the end of the run");
  await expect.poll(() => readout(page, "w")).toBe(42.887112362029214);
  await press(page, "Three runs of five epochs");
  await expect.poll(() => page.locator(".runs .chip").count()).toBe(3);
  await page.keyboard.press("End");
  await expect.poll(() => cursor(page)).toBe(401);
  await press(page, "Now 401 for each");
  await page.keyboard.press("End");
  await expect.poll(() => cursor(page)).toBe(401);
  expect(complaints).toEqual([]);
  await close();
});

test("the path to be guessed is in the text without scripts, with a description", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const picture = page.locator("#whose-path .surface-still svg");
  await expect.poll(() => picture.getAttribute("aria-label")).toContain("jagged");
  const source = await page.evaluate(async () => (await fetch(window.location.href)).text());
  expect(source).toContain('class="surface-still"');
  expect(source).not.toContain('bs=2&#x26;sh=1&#x26;lr=0.1&#x26;ep=2"');
  await close();
});
