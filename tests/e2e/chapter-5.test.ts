// Chapter 5 as a reader goes through it: loaders, the cloud of gradients, the race, batch sizes.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, pressAll, readChapter } from "./lesson_reader";
import { caption, cursor, frame, readout, type } from "./reader";

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
  expect(await cursor(page)).toBe(0);
  expect(await page.getByRole("button", { name: "Play" }).count()).toBe(1);
  await press(page, "Go to the start");
  await press(page, "show the cloud");
  expect(await page.locator('input[data-layer="cloud"]').isChecked()).toBe(true);
  await press(page, "At the end of the run");
  expect(await readout(page, "w")).toBe(42.887112362029214);
  await press(page, "Three runs of five epochs");
  expect(await page.locator(".runs .chip").count()).toBe(3);
  await page.keyboard.press("End");
  expect(await cursor(page)).toBe(401);
  await press(page, "Now 401 for each");
  await page.keyboard.press("End");
  expect(await cursor(page)).toBe(401);
  expect(complaints).toEqual([]);
  await close();
});

test("its exercises answer wrong and right numbers, choices and runs", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "how-many-updates", 1600)).toContain("batches of 16 samples");
  expect(await answer(page, "how-many-updates", 700)).toContain("short batch kept");
  expect(await answer(page, "how-many-updates", 600)).toContain("Right.");
  expect(await answer(page, "four-times-the-batch", "quarter")).toContain("variance");
  expect(await answer(page, "four-times-the-batch", "half")).toContain("Right.");
  expect(await answer(page, "whose-path", "b16")).toContain("smaller patch");
  expect(await answer(page, "whose-path", "b2")).toContain("Right.");
  expect(await answer(page, "few-samples")).toContain("takes");
  await press(page, "Three runs of five epochs");
  expect(await answer(page, "few-samples")).toContain("More than the batch size");
  await press(page, "these six batches");
  await type(page, "batch_size", "4");
  expect(await answer(page, "few-samples")).toContain("With batches of 4");
  await type(page, "batch_size", "2");
  expect(await answer(page, "few-samples")).toContain("260 samples");
  await close();
});

test("the path to be guessed is in the text without scripts, with a description", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const picture = page.locator("#whose-path .surface-still svg");
  expect(await picture.getAttribute("aria-label")).toContain("jagged");
  const source = await page.evaluate(async () => (await fetch(window.location.href)).text());
  expect(source).toContain('class="surface-still"');
  expect(source).not.toContain('bs=2&#x26;sh=1&#x26;lr=0.1&#x26;ep=2"');
  await close();
});

test("in Chinese the same words act", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG, "zh-CN");
  expect(await pressAll(page)).toBeGreaterThan(10);
  expect(await answer(page, "four-times-the-batch", "half")).toContain("正确。");
  await frame(page);
  expect(await caption(page)).not.toBe("");
  expect(complaints).toEqual([]);
  await close();
});
