// More of chapter 7 than every_chapter.test.ts looks at: the golden numbers, live numbers, and what is kept.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, readChapter } from "./lesson_reader";
import { caption, classicRun, cursor, open, readout, type } from "./reader";

const SLUG = "the-whole-loop";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("the chapter opens at update 37, and its words go through the next one statement by statement", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await expect.poll(() => readout(page, "w")).toBe(classicRun.wb[36]?.[0]);
  await press(page, "Backward");
  await expect.poll(() => caption(page)).toContain("backward gives ∂L/∂w");
  await expect.poll(() => readout(page, "w")).toBe(classicRun.wb[36]?.[0]);
  await press(page, "Move w");
  await expect.poll(() => readout(page, "w")).toBe(classicRun.wb[37]?.[0]);
  await expect.poll(() => readout(page, "b")).toBe(classicRun.wb[36]?.[1]);
  await press(page, "move b");
  await expect.poll(() => readout(page, "b")).toBe(classicRun.wb[37]?.[1]);
  await press(page, "Go there");
  await expect.poll(() => readout(page, "w")).toBe(42.887112362029214);
  await expect.poll(() => page.locator('.place[data-view="surface"]').isVisible()).toBe(true);
  await press(page, "Show it in the loss picture");
  await expect.poll(() => page.locator('input[data-layer="running"]').isChecked()).toBe(true);
  await press(page, "hide it again");
  await expect.poll(() => page.locator('input[data-layer="running"]').isChecked()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test("the numbers of the text follow the run, and its facts do not", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const text = (): Promise<string> => page.locator(".lesson").innerText();
  await expect.poll(text).toContain("after update 37 of 600");
  await expect.poll(() => text()).toContain("42.9406 and 13.3881");
  await press(page, "Go there");
  await expect.poll(text).toContain("after update 600 of 600");
  await close();
});

test("what was answered rightly is done when the page is opened again", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "first-update", 0.573)).toContain("Right.");
  await page.reload();
  await page.locator("#first-update .check").waitFor();
  await expect.poll(() => page.locator("#first-update .done-mark").innerText()).toContain("done");
  await expect.poll(() => page.locator("#first-update .solution").isVisible()).toBe(true);
  await close();
});

test("the lab is as the reader left it when a chapter is opened again, and each chapter has its own", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await type(page, "lr", "0.05");
  await page.locator(".neighbours a[rel=prev]").click();
  await page.locator(".scrubber").waitFor();
  await open(page, "settings");
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await page.locator(".neighbours a[rel=next]").click();
  await page.locator(".scrubber").waitFor();
  await expect.poll(() => cursor(page)).toBe(37);
  await open(page, "settings");
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.05");
  await close();
});
