// What a word of the text does is seen: on a phone it brings a picture of the run where another view stood; and a verdict
// on a run that has changed since says so.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, readChapter } from "./lesson_reader";
import { PHONE } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The view in front after each word is pressed, the first view before every one. */
async function after(page: Page, before: string, words: readonly string[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const word of words) {
    await page.locator(`.place .tabs [data-view="${before}"]`).click();
    const place = page.locator(".place");
    await expect.poll(() => place.getAttribute("data-view")).toBe(before);
    await press(page, word);
    await expect.poll(() => place.getAttribute("data-view")).not.toBe(before);
    seen.push([word, await place.getAttribute("data-view")]);
  }
  return seen;
}

test.each([
  [
    "zh-CN",
    "data-with-a-known-answer",
    "settings",
    { "把 bias 设为 −20": "line", 第四组: "line", 让蓝线照这样画: "line" },
  ],
  ["en", "the-same-in-pytorch", "code", { "let PyTorch run by itself": "line", "Momentum 0.9": "surface" }],
  ["en", "the-learning-rate", "code", { "Now all of them": "map", "Standardised, at lr": "surface" }],
  [
    "en",
    "gradients-by-machine",
    "code",
    { "Take one update": "surface", "Train the line without": "surface" },
  ],
  ["en", "batches", "settings", { "show the cloud": "surface", "Its first batch": "line" }],
  ["en", "broken-on-purpose", "settings", { "the one by hand": "code" }],
] as const)(
  "on a phone, %s %s: what a word does is brought before the %s",
  async (language, slug, before, words) => {
    const { page, complaints, close } = await readChapter(browser, slug, language, PHONE);
    expect(await after(page, before, Object.keys(words))).toEqual(Object.entries(words));
    expect(complaints).toEqual([]);
    await close();
  },
);

test("the race is seen without the cloud of the section before", async () => {
  const { page, close } = await readChapter(browser, "batches");
  const cloud = page.locator('input[data-layer="cloud"]');
  await press(page, "show the cloud");
  await expect.poll(() => cloud.isChecked()).toBe(true);
  await press(page, "Three runs of five epochs");
  await expect.poll(() => cloud.isChecked()).toBe(false);
  await close();
});

test("a verdict on samples that were put back since says that the lab has changed", async () => {
  const { page, complaints, close } = await readChapter(browser, "one-picture");
  const set = (state: string): Promise<void> =>
    page.evaluate((text) => document.querySelector("first-descent")?.setState(text), state);
  await set("1&e=m34,2.27,-400~m3,0,0");
  const said = page.locator("#one-sample-moved .answer");
  expect(await answer(page, "one-sample-moved")).toContain("You have moved 2 samples");
  await expect.poll(() => said.innerText()).not.toContain("has changed since");
  await set("1");
  await expect.poll(() => said.innerText()).toContain("The lab has changed since. Check again.");
  expect(await answer(page, "one-sample-moved")).not.toContain("has changed since");
  expect(complaints).toEqual([]);
  await close();
});

test("what is no number is no try, and an answer short of one decimal is told so", async () => {
  const { page, close } = await readChapter(browser, "a-line-has-two-numbers");
  const exercise = page.locator("#predict-by-hand");
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".check").waitFor();
  await exercise.locator("input[type=text]").fill("abc");
  await exercise.locator(".check").click();
  await expect.poll(() => exercise.locator(".hint").innerText()).toContain("“abc” is not a number");
  await expect.poll(() => exercise.locator(".done-mark").innerText()).toBe("");
  expect(await answer(page, "predict-by-hand", -38)).toContain("to the nearest whole number");
  expect(await answer(page, "predict-by-hand", 37.9)).toContain("the side is not");
  await expect.poll(() => exercise.locator(".done-mark").innerText()).toContain("2");
  await close();
});
