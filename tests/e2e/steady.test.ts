// What stands still: the lab beside the prose whatever it says, and words that act within their sentence.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { readChapter } from "./lesson_reader";
import { cursor, frames, visit } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const edges = (page: Page, part: string): Promise<{ top: number; bottom: number }> =>
  page.locator(part).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { top, bottom };
  });

const readAddress = async (page: Page, address: string): Promise<void> => {
  await page.evaluate((text) => document.querySelector("first-descent")?.lab?.readAddress(text), address);
};

test("the pictures stay where they are while the sentence grows, and names of runs and the note cut none off", async () => {
  const { page, close } = await visit(browser);
  const { top, bottom } = await edges(page, ".stage");
  await readAddress(page, "1&lr=1.2&at=290");
  await page.locator(".notice").waitFor();
  await expect
    .poll(async () => (await edges(page, ".caption")).bottom - (await edges(page, ".caption")).top)
    .toBe(40);
  await expect.poll(() => edges(page, ".stage")).toEqual({ top, bottom });
  await readAddress(page, "1&r=&r=20,lr:0.05");
  await page.locator(".chip.main").waitFor();
  await expect.poll(async () => (await edges(page, ".stage")).top - top).toBeLessThanOrEqual(16);
  await page.getByLabel("Running mean").check();
  await page.getByText("so it flatters a run that learns nothing more").waitFor();
  await expect.poll(async () => (await edges(page, ".stage")).bottom).toBe(bottom);
  const lab = page.locator("#lab");
  await expect.poll(() => lab.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  await close();
});

test.each(["one-picture", "how-wrong-is-a-line"])(
  "at the end of %s the lab stands whole below the page's head",
  async (slug) => {
    const { page, close } = await readChapter(browser, slug);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const head = await edges(page, ".masthead");
    await expect
      .poll(async () => (await edges(page, ".transport")).top)
      .toBeGreaterThanOrEqual(head.bottom + 8);
    await expect.poll(async () => (await edges(page, "#lab")).bottom).toBeLessThanOrEqual(900);
    await close();
  },
);

/** Where the words of the prose lie: each in lines of text, and what follows on the line it ends on. */
const lines = (page: Page) =>
  page.locator(".lesson .act:visible").evaluateAll((words) =>
    words.map((word) => {
      const rows = word.getClientRects();
      const last = rows[rows.length - 1];
      const next = word.nextSibling;
      const stop = next?.nodeType === Node.TEXT_NODE && /^[.,;:，。；：、]/.test(next.nodeValue ?? "");
      let apart = 0;
      if (stop && last) {
        const range = document.createRange();
        range.setStart(next, 0);
        range.setEnd(next, 1);
        apart = Math.abs(range.getBoundingClientRect().left - last.right);
      }
      return { rows: rows.length, apart };
    }),
  );

test.each([
  ["en", "gradients-by-machine"],
  ["zh-CN", "gradients-by-machine"],
])(
  "words that act break like the text about them, and what follows one stays beside it, in %s",
  async (language, slug) => {
    const { page, close } = await readChapter(browser, slug, language, {
      viewport: { width: 390, height: 844 },
    });
    const found = await lines(page);
    expect(found.length).toBeGreaterThan(5);
    expect(found.some(({ rows }) => rows > 1)).toBe(true);
    expect(Math.max(...found.map(({ apart }) => apart))).toBeLessThan(4);
    await close();
  },
);

test("a word that acts is a button to the keyboard: Enter and Space press it, and nothing else does", async () => {
  const { page, complaints, close } = await readChapter(browser, "one-picture");
  const word = page.getByRole("button", { name: "take one update" });
  await word.press("Enter");
  await expect.poll(() => cursor(page)).toBe(1);
  const at = await page.evaluate(() => window.scrollY);
  await word.press("Space");
  await expect.poll(() => cursor(page)).toBe(2);
  expect(await page.evaluate(() => window.scrollY)).toBe(at);
  await word.press("a");
  await frames(page, 5);
  expect(await cursor(page)).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});
