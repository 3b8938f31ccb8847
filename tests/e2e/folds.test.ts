// What a chapter folds away for practice: opened by hand, by an address that names a place in it, by a link, and for paper;
// counted apart on the page of progress; kept in sight from one language to the other.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { readChapter, unfold } from "./lesson_reader";
import { openPage } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const openFolds = (page: Page): Promise<number> => page.locator("details.more[open]").count();
/** How far below the window's top edge the exercise begins. */
const topOf = (page: Page, id: string): Promise<number> =>
  page.locator(`#${id}`).evaluate((found) => found.getBoundingClientRect().top);

test("the chapter opens with two programs, says how many more there are, and brings their benches when they are wanted", async () => {
  const { page, complaints, close } = await readChapter(browser, "broken-on-purpose");
  await expect.poll(() => page.locator(".exercise:visible").count()).toBe(2);
  const titles = await page.locator("details.more > summary h3").allInnerTexts();
  expect(titles).toEqual([3, 6, 5, 4].map((count) => `For practice: ${count} more`));
  await expect.poll(() => page.locator(".length").innerText()).toBe("About 9 minutes, without the practice");
  // Nothing is fetched or built for what nobody sees.
  expect(await page.locator("details.more .bench").count()).toBe(0);
  const fold = page.locator("details.more").first();
  await fold.locator("> summary").focus();
  await page.keyboard.press("Enter");
  await fold.locator("#zero-grad-once .bench").waitFor();
  await expect.poll(() => page.locator(".exercise:visible").count()).toBe(5);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["names it", "#wrong-sign"],
  ["sets the lab and goes there", "#1&lr=0.02&go=wrong-sign"],
])("an address that %s opens the fold it is in", async (_, hash) => {
  const { page, close } = await openPage(browser, `en/broken-on-purpose/${hash}`);
  await page.locator("#wrong-sign .bench").waitFor();
  await expect.poll(() => openFolds(page)).toBe(1);
  await expect.poll(() => topOf(page, "wrong-sign")).toBeLessThan(300);
  await close();
});

test("a link within the page opens the fold, also where the browser would not", async () => {
  const { page, close } = await readChapter(browser, "broken-on-purpose");
  // Closed again right after the browser's own opening, and before the page is told.
  await page.evaluate(() => {
    window.location.hash = "#missing-float";
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("details.more")) fold.open = false;
  });
  await page.locator("#missing-float .bench").waitFor();
  await expect.poll(() => openFolds(page)).toBe(1);
  await expect.poll(() => topOf(page, "missing-float")).toBeLessThan(300);
  await close();
});

test("paper has what is folded away, and the screen is as before", async () => {
  const { page, close } = await readChapter(browser, "broken-on-purpose");
  await unfold(page, "wrong-sign");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect.poll(() => openFolds(page)).toBe(4);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect.poll(() => openFolds(page)).toBe(1);
  await close();
});

test("the other language opens at the same program, in its fold", async () => {
  const { page, close } = await readChapter(browser, "broken-on-purpose");
  await unfold(page, "wrong-sign");
  await page.locator("#wrong-sign").evaluate((found) => found.scrollIntoView());
  await page.locator("a.language").click();
  await page.waitForURL(/zh-CN/);
  await page.locator("#wrong-sign .bench").waitFor();
  await expect.poll(() => openFolds(page)).toBe(1);
  await expect.poll(async () => Math.abs(await topOf(page, "wrong-sign"))).toBeLessThan(600);
  await close();
});

test("what was done for practice is counted apart", async () => {
  const { page, close } = await openPage(browser, "en/progress/");
  await page.locator("[data-count]:not(:empty)").waitFor();
  const all = Number(/of (\d+)/.exec(await page.locator("[data-count]").innerText())?.[1]);
  const listed = await page.locator("[data-exercise]").count();
  const more = await page.locator("[data-exercise][data-more]").count();
  expect(more).toBe(19);
  expect(all).toBe(listed - more);
  const done = { "wrong-sign": { right: true, tries: 1 }, "no-zero-grad": { right: true, tries: 2 } };
  await page.evaluate(
    (kept) => window.localStorage.setItem("first-descent.progress", kept),
    JSON.stringify(done),
  );
  await page.reload();
  await page.locator("[data-count]:not(:empty)").waitFor();
  await expect
    .poll(() => page.locator("[data-count]").innerText())
    .toBe(`1 of ${all} exercises done, and of those for practice 1 of ${more}`);
  // A link from there leads into the fold.
  await page.locator('[data-exercise="wrong-sign"] a').click();
  await page.locator("#wrong-sign .bench").waitFor();
  expect(new URL(page.url()).href).toContain(`${inject("site")}en/broken-on-purpose/`);
  await close();
});

test("without scripts a fold opens by a press and shows its programs", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${inject("site")}zh-CN/broken-on-purpose/`);
  expect(await page.locator("#wrong-sign").isVisible()).toBe(false);
  await unfold(page, "wrong-sign");
  await expect.poll(() => page.locator("#wrong-sign .still-program").isVisible()).toBe(true);
  await context.close();
});
