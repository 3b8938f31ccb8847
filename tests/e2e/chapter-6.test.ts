// Chapter 6 as a reader goes through it: too small, right, too large; limits; a bowl made round; momentum.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, draw, press, pressAll, readChapter } from "./lesson_reader";
import { cursor, readout, type } from "./reader";

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
  expect(await cursor(page)).toBe(47);
  expect(await page.locator(".notice").first().innerText()).toContain("48");
  await press(page, "Now all of them at once");
  await press(page, "the map");
  expect(await page.locator('.place[data-view="map"]').count()).toBe(1);
  await press(page, "does diverge");
  await page.keyboard.press("End");
  expect(await cursor(page)).toBe(32);
  await press(page, "lr = 1.05");
  await page.keyboard.press("End");
  expect(await cursor(page)).toBe(600);
  expect(await readout(page, "w")).toBeCloseTo(11.527665225674468, 9);
  await press(page, "Standardised, at lr = 0.5");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  expect(await readout(page, "w")).toBeCloseTo(343.83273269418737, 6);
  expect(complaints).toEqual([]);
  await close();
});

test("its exercises answer wrong and right curves, numbers, choices and runs", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await draw(page, "just-below-the-limit", [0.66, 0.3, 0.6, 0.2, 0.55, 0.1, 0.5, 0.1, 0.4, 0]);
  expect(await answer(page, "just-below-the-limit")).toContain("parameters do zigzag");
  await draw(page, "just-below-the-limit", [0.66, 0.42, 0.28, 0.18, 0.12, 0.09, 0.07, 0.05, 0.04]);
  expect(await answer(page, "just-below-the-limit")).toContain("Right.");
  expect(await answer(page, "in-order", "mean")).toContain("0.984");
  expect(await answer(page, "in-order", "directions")).toContain("Right.");
  expect(await answer(page, "limit-with-momentum", 0.934)).toContain("without momentum");
  expect(await answer(page, "limit-with-momentum", 1.775)).toContain("Right.");
  expect(await answer(page, "largest-lr")).toContain("only 1 %");
  await type(page, "lr", "1.109");
  expect(await answer(page, "largest-lr")).toContain("past the limit");
  await type(page, "lr", "1.2");
  expect(await answer(page, "largest-lr")).toContain("1.2 diverges");
  await type(page, "lr", "1.08");
  expect(await answer(page, "largest-lr")).toContain("Right.");
  await type(page, "batch_size", "100");
  expect(await answer(page, "largest-lr")).toContain("More than lr");
  await close();
});

test("in Chinese the same words act", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG, "zh-CN");
  expect(await pressAll(page)).toBeGreaterThan(12);
  expect(await answer(page, "in-order", "few")).toContain("2,000");
  expect(await answer(page, "limit-with-momentum", 9.34)).toContain("十倍");
  expect(complaints).toEqual([]);
  await close();
});
