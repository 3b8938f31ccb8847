// Chapter 7 as a reader goes through it: its words move the lab, its exercises answer, in both languages.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, pressAll, readChapter } from "./lesson_reader";
import { caption, classicRun, cursor, open, readout, type } from "./reader";

const SLUG = "the-whole-loop";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("the chapter opens at update 37, and its words go through the next one statement by statement", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  expect(await readout(page, "w")).toBe(classicRun.wb[36]?.[0]);
  await press(page, "Backward");
  expect(await caption(page)).toContain("backward gives ∂L/∂w");
  expect(await readout(page, "w")).toBe(classicRun.wb[36]?.[0]);
  await press(page, "Move w");
  expect(await readout(page, "w")).toBe(classicRun.wb[37]?.[0]);
  expect(await readout(page, "b")).toBe(classicRun.wb[36]?.[1]);
  await press(page, "move b");
  expect(await readout(page, "b")).toBe(classicRun.wb[37]?.[1]);
  await press(page, "Go there");
  expect(await readout(page, "w")).toBe(42.887112362029214);
  expect(await page.locator('.place[data-view="surface"]').isVisible()).toBe(true);
  await press(page, "Show it in the loss picture");
  expect(await page.locator('input[data-layer="running"]').isChecked()).toBe(true);
  await press(page, "hide it again");
  expect(await page.locator('input[data-layer="running"]').isChecked()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test("the numbers of the text follow the run, and its facts do not", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const text = (): Promise<string> => page.locator(".lesson").innerText();
  expect(await text()).toContain("after update 37 of 600");
  expect(await text()).toContain("42.9406 and 13.3881");
  await press(page, "Go there");
  expect(await text()).toContain("after update 600 of 600");
  await close();
});

test("the first update is checked by its number, with a word for each way to get it wrong", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "first-update", 7.6725)).toContain("gradient of the sum");
  expect(await page.locator("#first-update .solution").isVisible()).toBe(false);
  expect(await answer(page, "first-update", -0.3733)).toContain("uphill");
  expect(await page.locator("#first-update .solution").isVisible()).toBe(true);
  expect(await answer(page, "first-update", 0.573)).toContain("Right.");
  expect(await page.locator("#first-update .done-mark").innerText()).toContain("done");
  await page.reload();
  await page.locator("#first-update .check").waitFor();
  expect(await page.locator("#first-update .done-mark").innerText()).toContain("done");
  await close();
});

test("the questions answer every option with what it would have meant", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "beside-the-point", "fit")).toContain("No update ever sees the last four");
  expect(await answer(page, "beside-the-point", "true")).toContain("never sees the true line");
  expect(await answer(page, "beside-the-point", "same")).toContain("After 12,000 updates it is at 42.8873");
  expect(await answer(page, "which-mean", "running")).toContain("284");
  expect(await answer(page, "which-mean", "epoch")).toContain("Right.");
  await close();
});

test("the goal is judged by the reader's own run", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "below-116")).toContain("still falling");
  await type(page, "lr", "0.1");
  expect(await answer(page, "below-116")).toContain("settled at 117");
  await type(page, "lr", "1.05");
  expect(await answer(page, "below-116")).toContain(
    "the mean is 2,014.6, higher than the first epoch’s 458.5",
  );
  await type(page, "lr", "1.2");
  expect(await answer(page, "below-116")).toContain("diverges");
  await type(page, "lr", "0.05");
  const reached = await answer(page, "below-116");
  expect(reached).toContain("Reached, in epoch 7, with 115.9");
  await type(page, "batch_size", "8");
  expect(await answer(page, "below-116")).toContain("More than the learning rate");
  await close();
});

test("in Chinese the same words act and the same exercises answer", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG, "zh-CN");
  expect(await page.locator("h1").innerText()).toBe("完整的循环");
  await press(page, "反向传播");
  expect(await caption(page)).toContain("∂L/∂w");
  expect(await answer(page, "first-update", 0.573)).toContain("正确。");
  expect(await answer(page, "beside-the-point", "away")).toContain("还不对");
  expect(await pressAll(page)).toBeGreaterThan(12);
  expect(complaints).toEqual([]);
  await close();
});

test("the lab is as the reader left it when a chapter is opened again, and each chapter has its own", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await type(page, "lr", "0.05");
  await page.locator(".neighbours a[rel=prev]").click();
  await page.locator(".scrubber").waitFor();
  await open(page, "settings");
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await page.locator(".neighbours a[rel=next]").click();
  await page.locator(".scrubber").waitFor();
  expect(await cursor(page)).toBe(37);
  await open(page, "settings");
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.05");
  await close();
});
