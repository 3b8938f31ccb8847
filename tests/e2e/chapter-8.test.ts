// Chapter 8 as a reader goes through it: the two programs in step, PyTorch on its own, momentum, the regressor.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, pressAll, readChapter } from "./lesson_reader";
import { cursor, readout, scrub, type } from "./reader";

const SLUG = "the-same-in-pytorch";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words show both programs, let PyTorch run, and run the regressor", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Show both listings");
  expect(await page.locator('input[data-layer="both"]').isChecked()).toBe(true);
  await press(page, "let PyTorch run by itself");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 700);
  expect(await readout(page, "w")).toBe(42.798484802246094);
  expect(await readout(page, "b")).toBe(13.803201675415039);
  await press(page, "Run it");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 5300);
  expect(await readout(page, "w")).toBe(42.61851900905572);
  expect(await cursor(page)).toBe(5300);
  expect(complaints).toEqual([]);
  await close();
});

test("its exercises answer wrong and right numbers, choices and runs", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "mean-of-the-batch", 20738.2)).toContain('reduction="sum"');
  expect(await answer(page, "mean-of-the-batch", 648)).toContain("no half");
  expect(await answer(page, "mean-of-the-batch", 1296)).toContain("Right.");
  expect(await answer(page, "how-many-digits", "seed")).toContain("42.7521");
  expect(await answer(page, "how-many-digits", "rounding")).toContain("Right.");
  expect(await answer(page, "second-step", 1)).toContain("dampening=0.9");
  expect(await answer(page, "second-step", 1.9)).toContain("6.5 long");
  expect(await answer(page, "which-pulls", "decay")).toContain("13.23");
  expect(await answer(page, "which-pulls", "penalty")).toContain("Right.");
  await close();
});

test("the momentum is judged by the reader's own run", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "down-by-momentum")).toContain("program in PyTorch");
  await press(page, "PyTorch has it");
  expect(await answer(page, "down-by-momentum")).toContain("still on its way");
  await type(page, "momentum", "0.99");
  expect(await answer(page, "down-by-momentum")).toContain("swings");
  await type(page, "momentum", "0.9");
  expect(await answer(page, "down-by-momentum")).toContain("Reached in epoch 6 with 118.7");
  await close();
});

test("in Chinese the same words act", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG, "zh-CN");
  expect(await pressAll(page)).toBeGreaterThan(8);
  expect(await answer(page, "second-step", 2)).toContain("旧速度");
  expect(complaints).toEqual([]);
  await close();
});
