// Where the notice stands, how it is closed, and what is said of what is not defined.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshLine } from "./fresh_run";
import { cursor, frame, open, openPage, scrub, type, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** What of the lab a notice lies over, by class. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector("first-descent")?.shadowRoot;
    const notice = root?.querySelector(".notice")?.getBoundingClientRect();
    if (!root || !notice || notice.height === 0) throw new Error("There is no notice.");
    return [...root.querySelectorAll(".transport, .caption, .panel, .scrubber")]
      .filter((part) => {
        const { left, right, top, bottom, height } = part.getBoundingClientRect();
        return (
          height > 0 &&
          left < notice.right &&
          notice.left < right &&
          top < notice.bottom &&
          notice.top < bottom
        );
      })
      .map(({ className }) => className);
  });

const DIVERGES = "the-learning-rate/#1&lr=1.2&at=47&l=-squares";

test.each(["en", "zh-CN"])(
  "a wide lab's notice covers nothing and keeps the lab in its place, in %s",
  async (language) => {
    const { page, complaints, close } = await openPage(browser, `${language}/${DIVERGES}`);
    await page.locator(".notice").waitFor();
    await expect.poll(() => covered(page)).toEqual([]);
    await expect
      .poll(() => page.locator("#lab").evaluate((lab) => lab.scrollHeight - lab.clientHeight))
      .toBe(0);
    // The lit line of the code, the printed lines and the loss at the foot of the graph can be read.
    for (const part of [".code-rows li[aria-current]", ".graph .node.loss"]) {
      const seen = await page
        .locator(part)
        .last()
        .evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const root = element.getRootNode() as ShadowRoot;
          const at = root.elementFromPoint(left + Math.min(width / 2, 60), top + height / 2);
          return element.contains(at) || at?.contains(element) === true;
        });
      expect(seen, part).toBe(true);
    }
    const tall = await page.locator(".notice").boundingBox();
    expect(tall?.height).toBe(40);
    expect(complaints).toEqual([]);
    await close();
  },
);

test.each([
  ["upright", { width: 390, height: 844 }],
  ["on its side", { width: 844, height: 390 }],
  ["a tablet", { width: 834, height: 1112 }],
])(
  "on a phone %s it lies over the prose, at the foot of the window, and not over the lab",
  async (_, viewport) => {
    const { page, close } = await openPage(browser, `en/${DIVERGES}`, {
      viewport,
      isMobile: true,
      hasTouch: true,
    });
    await page.locator(".notice").waitFor();
    await expect.poll(() => covered(page)).toEqual([]);
    for (const down of [0, 600]) {
      await page.evaluate((y) => window.scrollTo(0, y), down);
      await frame(page);
      await expect.poll(() => covered(page)).toEqual([]);
      const box = await page.locator(".notice").boundingBox();
      expect(box && box.y + box.height).toBeLessThanOrEqual(viewport.height);
      expect(box?.y).toBeGreaterThan(viewport.height / 2);
    }
    await close();
  },
);

test("closed, it stays so for this run, and the next that diverges is told again", async () => {
  const { page, close } = await openPage(browser, `en/${DIVERGES}`);
  const notice = page.locator(".notice");
  await notice.getByRole("button", { name: "Close" }).click();
  for (const update of [10, 47]) {
    await scrub(page, update);
    await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 1.2 }, update));
  }
  expect(await notice.isVisible()).toBe(false);
  await type(page, "lr", "1.3");
  await notice.waitFor();
  await expect.poll(() => notice.innerText()).toContain("1.3 is above the limit");
  await close();
});

test("while something is held nothing moves: it comes when the hand lets go", async () => {
  const { page, close } = await visit(browser);
  const notice = page.locator(".notice");
  await open(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  const box = await slider.boundingBox();
  if (!box) throw new Error("The slider is not to be seen.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, y, { steps: 4 });
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("2");
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  await page.mouse.up();
  await notice.waitFor();
  await close();
});

test("a step can be the whole run: by button, by touch and by playing, and the address says so", async () => {
  const { page, complaints, close } = await visit(browser, { hasTouch: true });
  await page.getByRole("radio", { name: "run", exact: true }).check();
  await page.getByRole("button", { name: "One step", exact: true }).click();
  await expect.poll(() => cursor(page)).toBe(600);
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => cursor(page)).toBe(0);
  await page.getByRole("button", { name: "One step", exact: true }).tap();
  await expect.poll(() => cursor(page)).toBe(600);
  await page.getByRole("button", { name: "Back to the start", exact: true }).tap();
  await expect.poll(() => cursor(page)).toBe(0);
  await page.getByRole("button", { name: "Play" }).click();
  await page.getByRole("button", { name: "Play again" }).waitFor();
  await expect.poll(() => cursor(page)).toBe(600);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("u=run");
  await page.reload();
  await page.locator(".scrubber").waitFor();
  await expect.poll(() => page.getByRole("radio", { name: "run", exact: true }).isChecked()).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  [
    "en",
    "No least-squares line: all x are equal",
    "standardising changes nothing",
    "(none: all x are equal)",
  ],
  ["zh-CN", "没有最小二乘直线：所有 x 都相等", "标准化不起作用", "（没有：所有 x 都相等）"],
] as const)(
  "samples with equal x: what is not defined is said, in %s",
  async (language, line, setting, live) => {
    const { page, complaints, close } = await openPage(browser, `${language}/one-picture/`);
    await page.locator(".lesson .act[role=button]").first().waitFor();
    await open(page, "settings");
    await expect.poll(() => page.locator('[data-name="standardize"] .limit').isVisible()).toBe(false);
    const load = (points: string) =>
      page.goto(`${inject("site")}${language}/one-picture/#1&bs=1&xy=${points}&v=settings`);
    await load("1,2~1,5~1,3");
    await expect.poll(() => page.locator(".line .none").innerText()).toContain(line);
    await expect.poll(() => page.locator('[data-name="standardize"] .limit').innerText()).toContain(setting);
    await expect.poll(() => page.locator('[data-live="fitW"]').first().innerText()).toBe(live);
    const alt = page.locator('.place[data-view="line"] canvas[role="img"]');
    await expect.poll(() => alt.getAttribute("aria-label")).toContain(line);
    await expect.poll(() => alt.getAttribute("aria-label")).not.toContain("–");
    await load("1,2~2,5~3,3");
    await expect.poll(() => page.locator(".line .none").isVisible()).toBe(false);
    await expect.poll(() => page.locator('[data-name="standardize"] .limit').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  },
);
