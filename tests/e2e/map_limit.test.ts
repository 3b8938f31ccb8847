// The limit over the map: drawn whatever two settings span it, said in words where it is not, and found between frames.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { drawnOn, listen } from "./drawn";
import { filled, pixel } from "./map_picture";
import { openPage } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test.each([
  ["", "No limit where an epoch has more than 1,000 batches."],
  ["zh-CN/one-picture/", "一个轮次超过 1,000 个批次时不画上限。"],
])("where the limit would take too long the note says that it is not drawn (/%s)", async (path, words) => {
  const { page, close } = await openPage(browser, `${path}#1&n=2000`);
  await page.locator('[role="tab"][data-view="map"]').click();
  const note = page.locator(".map .note");
  await expect.poll(() => note.innerText()).toContain(words);
  // With a hundred samples there is nothing to leave out.
  await page.locator('[role="tab"][data-view="settings"]').click();
  await page.locator('input[name="data.n_samples"]').fill("100");
  await page.locator('input[name="data.n_samples"]').press("Enter");
  await expect.poll(() => note.innerText()).not.toContain(words);
  await close();
});

test.each([
  [
    "#1&p=torch&lr=0.9&v=map&ax=mo,bs",
    "The line: there the limit is this run's learning rate, 0.9.",
    "limit, a guide",
  ],
  [
    "#1&p=torch&lr=1.2&bs=100&v=map&ax=iw,mo",
    "The line: there the limit is this run's learning rate, 1.2.",
    "limit, exact",
  ],
  ["#1&v=map&ax=iw,ib", "The limit lies above this run's learning rate, 0.01, all over the map.", null],
  ["#1&p=sgd_regressor&v=map&ax=al,l1", "No limit with the schedule invscaling: there is no", null],
])(
  "without the learning rate on an axis (%s) the line and the note say what is known of the limit",
  async (state, words, label) => {
    const { page, complaints, close } = await openPage(browser, `embed.html${state}`);
    await expect.poll(() => page.locator(".map .note").innerText(), { timeout: 60_000 }).toContain(words);
    await listen(page);
    const texts = async (): Promise<string[]> =>
      ((await drawnOn(page, ".map canvas.figure"))?.texts ?? []).map(({ text }) => text);
    // Looking at a pixel draws the marks anew.
    await pixel(page).focus();
    await expect.poll(texts).not.toEqual([]);
    expect((await texts()).filter((text) => text.startsWith("limit"))).toEqual(label ? [label] : []);
    expect(complaints).toEqual([]);
    await close();
  },
);

test("a map of 100,000 samples begins, fills and finds its limit without holding up the page", async () => {
  const { page, complaints, close } = await openPage(
    browser,
    "embed.html#1&p=torch&n=100000&bs=4000&ep=4&v=map&ax=iw,ib",
  );
  await filled(page, 10_201);
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(window, { long });
    new PerformanceObserver((list) =>
      long.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
  });
  const up = page.getByLabel("Setting upwards");
  const across = page.getByLabel("Setting across");
  const worst: number[] = [];
  // Each is another map, with samples of its own to make.
  for (const [x, y, runs] of [
    ["lr", "momentum", 10_000],
    ["lr", "init.w", 10_100],
    ["lr", "batch_size", 10_000],
  ] as const) {
    await page.evaluate(() => (window as unknown as { long: number[] }).long.splice(0));
    await across.selectOption(x);
    await up.selectOption(y);
    await filled(page, runs);
    worst.push(await page.evaluate(() => Math.max(0, ...(window as unknown as { long: number[] }).long)));
  }
  // Of three, as a busy machine may interrupt any one; made at once, the samples alone held up each of them so long.
  expect(Math.min(...worst), worst.join(", ")).toBeLessThan(120);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
