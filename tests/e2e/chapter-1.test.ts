// Chapter 1 as a reader goes through it: makes other samples, finds coef and bias, and answers.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, pressAll, readChapter } from "./lesson_reader";
import { readout, scrub, type } from "./reader";

const SLUG = "data-with-a-known-answer";
/** While a run plays, what a picture shows in words follows every few seconds. */
const LATER = { timeout: 15_000 };
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
  expect(await page.locator(".scrubber").inputValue()).toBe("0");
  expect(await page.locator(".lesson [data-live=trueW]").innerText()).toBe("42.39");
  expect(complaints).toEqual([]);
  await close();
});

test("its words change bias, noise, seed and number of samples, and show Anscombe's sets", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Set bias to −20");
  await expect.poll(() => described(page), LATER).toContain("the true line with 42.39 and −20.00");
  await press(page, "Set noise to 0");
  await expect.poll(() => described(page), LATER).toContain("the least-squares line with 42.39 and 14.50");
  await press(page, "Seed 1");
  await expect.poll(() => described(page), LATER).toContain("the true line with 80.71 and 14.50");
  await press(page, "With 50 samples");
  await expect.poll(() => described(page), LATER).toContain("50 samples");
  await expect.poll(() => described(page), LATER).toContain("the true line with 15.90 and 14.50");
  for (const set of ["the first", "the second", "the third", "the fourth"]) {
    await press(page, set);
    await expect.poll(() => described(page), LATER).toContain("11 samples");
    await expect.poll(() => described(page), LATER).toContain("the least-squares line with 0.50 and 3.00");
  }
  await press(page, "Back to our samples");
  await expect.poll(() => described(page), LATER).toContain("100 samples");
  expect(complaints).toEqual([]);
  await close();
});

test("its questions answer wrong and right numbers and choices", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "height-at-two", 71.4)).toContain("taken the bias for the slope");
  expect(await answer(page, "height-at-two", 84.8)).toContain("height gained since");
  expect(await answer(page, "height-at-two", 99.3)).toContain("Right.");
  expect(await answer(page, "bias-at-zero", "exact")).toContain("−7.24");
  expect(await answer(page, "bias-at-zero", "mean")).toContain("16.23");
  expect(await answer(page, "bias-at-zero", "average")).toContain("Right.");
  expect(await answer(page, "twice-the-noise", "fresh")).toContain("another seed");
  expect(await answer(page, "twice-the-noise", "twice")).toContain("Right.");
  await close();
});

test("samples on a line of the reader's own are judged by the samples themselves", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "on-the-line")).toContain("by 10.72 (the root of the mean square)");
  await type(page, "data.noise", "0");
  expect(await answer(page, "on-the-line")).toContain("at 14.5.");
  await type(page, "data.bias", "-20");
  expect(await answer(page, "on-the-line")).toMatch(/42\.39.*−20\.00/s);
  await press(page, "let it train");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 600);
  expect(await readout(page, "b")).toBeCloseTo(-20, 2);
  await press(page, "the first");
  expect(await answer(page, "on-the-line")).toContain("not made from a line");
  await close();
});

test("every word that acts does so without a complaint, in both languages", async () => {
  for (const language of ["en", "zh-CN"]) {
    const { page, complaints, close } = await readChapter(browser, SLUG, language);
    expect(await pressAll(page)).toBeGreaterThanOrEqual(12);
    expect(complaints).toEqual([]);
    await close();
  }
});
