// What a word of the text does is seen: on a phone it brings a picture of the run where another view stood, and the whole
// lab for what the small one has no room for; and a verdict on a run that has changed since says so.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { drawnOn, listen, WRONG } from "./drawn";
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

/** The share of a part that is in sight. */
const inSight = (page: Page, part: string): Promise<number> =>
  page
    .locator(part)
    .first()
    .evaluate((node) => {
      const { top, bottom, height } = node.getBoundingClientRect();
      return height === 0 ? 0 : (Math.min(bottom, window.innerHeight) - Math.max(top, 0)) / height;
    });

/** The form of the lab, and what has the focus. */
const form = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const lab = document.querySelector("first-descent");
    const focused = document.activeElement === lab ? lab?.shadowRoot?.activeElement : document.activeElement;
    return [lab?.dataset.form, focused?.className];
  });

test.each(["en", "zh-CN"])(
  "on a phone, %s: the running mean comes with the whole lab, where the loss picture is, and so does its going",
  async (language) => {
    const { page, complaints, close } = await readChapter(browser, "the-whole-loop", language, {
      ...PHONE,
      colorScheme: "light",
    });
    await listen(page);
    const word = (action: string) => page.locator(`.act[data-action="${action}"]`);
    /** How often the curve, which has a width of its own, is drawn in the picture. */
    const dotted = async (): Promise<number | undefined> =>
      (await drawnOn(page, ".loss canvas", "first"))?.drawings.filter(
        ({ colour, width, dash }) => colour === WRONG && width === 2.25 && dash.length > 0,
      ).length;
    expect(await inSight(page, ".loss canvas")).toBe(0);
    await word("try=at%3D600&layer=running").tap();
    await expect.poll(() => form(page)).toEqual(["whole", "icon-only dock"]);
    await expect.poll(dotted).toBe(1);
    expect(await inSight(page, ".loss canvas")).toBe(1);
    const scrolled = await page.evaluate(() => window.scrollY);
    await page.keyboard.press("Escape");
    // Back at the word, which stands where it stood.
    await expect.poll(() => form(page)).toEqual(["small", "act"]);
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
    await word("layer=-running").tap();
    await expect.poll(() => form(page)).toEqual(["whole", "icon-only dock"]);
    await expect.poll(dotted).toBe(0);
    await page.locator(".dock").tap();
    await expect.poll(() => form(page)).toEqual(["small", "icon-only dock"]);
    expect(complaints).toEqual([]);
    await close();
  },
);

test.each([
  ["gradients-by-machine", "statement", PHONE],
  ["the-whole-loop", "statement", PHONE],
  ["the-same-in-pytorch", "statement", { ...PHONE, viewport: { width: 844, height: 390 } }],
] as const)("on a phone, %s: a step of one %s is seen to be chosen", async (slug, unit, device) => {
  const { page, close } = await readChapter(browser, slug, "en", device);
  const radio = page.locator(`.units input[value="${unit}"]`);
  expect(await radio.isVisible()).toBe(false);
  await page.locator(`.lesson .act[data-action="unit=${unit}"]`).tap();
  await expect.poll(() => form(page)).toEqual(["whole", "icon-only dock"]);
  expect(await radio.isChecked()).toBe(true);
  expect(await inSight(page, ".units")).toBe(1);
  await close();
});

test("on a tablet the loss picture stands beside the prose already, and the lab stays small", async () => {
  const { page, close } = await readChapter(browser, "the-whole-loop", "en", {
    ...PHONE,
    viewport: { width: 834, height: 1112 },
  });
  await listen(page);
  await page.locator('.act[data-action="try=at%3D600&layer=running"]').tap();
  await expect
    .poll(async () => (await drawnOn(page, ".loss canvas", "first"))?.texts.map(({ text }) => text))
    .toContain("running mean");
  expect(await form(page)).toEqual(["small", "act"]);
  await close();
});

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
