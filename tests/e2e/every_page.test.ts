// Every page of the course, in every language: whole without scripts, without complaints with them, every word that acts
// pressed, nothing wider than a phone, nothing for axe to mend.
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { LANGUAGES } from "../../www/strings";
import { violations } from "./axe_violations";
import { pressAll } from "./lesson_reader";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const folders = (path: string): string[] =>
  readdirSync(path).filter((name) => statSync(`${path}/${name}`).isDirectory());
const pages = LANGUAGES.flatMap((language) => [
  `${language}/`,
  ...folders(`${dist}/${language}`).map((slug) => `${language}/${slug}/`),
]);

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

async function open(
  path: string,
  options: BrowserContextOptions,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${inject("site")}${path}`);
  return { page, complaints };
}

const openFolds = (page: Page): Promise<void> =>
  page.locator("details.more").evaluateAll((folds) => {
    for (const fold of folds) (fold as HTMLDetailsElement).open = true;
  });

test("each language has the same pages", () => {
  for (const language of LANGUAGES)
    expect(folders(`${dist}/${language}`).sort()).toEqual(folders(`${dist}/en`).sort());
});

test.each(pages)("%s is whole without scripts", async (path) => {
  const { page } = await open(path, { javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  expect(await page.locator("h1").innerText()).not.toBe("");
  expect(await page.locator("html").getAttribute("lang")).toBe(path.split("/")[0]);
  const text = await page.locator(".lesson").innerText();
  expect(text.length).toBeGreaterThan(150);
  expect(text).not.toMatch(/:(?:n|live|try|go|value)\[|undefined|NaN/);
  if ((await page.locator("first-descent").count()) > 0) {
    for (const view of ["loss", "line"]) {
      const picture = page.locator(`.still .${view} svg.wide`);
      expect(await picture.isVisible()).toBe(true);
      expect(await picture.getAttribute("aria-label")).not.toBe("");
    }
    expect(await page.locator(".lesson .exercise").count()).toBeGreaterThanOrEqual(2);
    // Nothing tells an answer before it is asked for, and no number's place is empty then.
    expect(await page.locator("details.answers").count()).toBe(await page.locator(".exercise").count());
    expect(await page.locator(".feedback:visible").count()).toBe(0);
    expect(await page.locator("[data-value]").allTextContents()).not.toContain("…");
    // The exercises' own styles are there.
    const kind = page.locator(".exercise-kind").first();
    expect(await kind.evaluate((found) => getComputedStyle(found).fontSize)).toBe("14px");
    // Chapter 9 has four programs open; the others are a press away.
    const programs = page.locator(".still-program:visible pre");
    const [open, all] = path.endsWith("/broken-on-purpose/") ? [2, 20] : [0, 0];
    expect(await programs.count()).toBe(open);
    for (const fold of await page.locator("details.more > summary").all()) await fold.click();
    expect(await programs.count()).toBe(all);
    const sections = await page.locator(".lesson > h2").evaluateAll((all) => all.map(({ id }) => id));
    expect(sections).toEqual(sections.map((_, index) => `s${index + 1}`));
    expect(await page.locator(".others img:visible").count()).toBeGreaterThanOrEqual(3);
  }
  await page.context().close();
});

test.each(pages)(
  "every word of %s that acts can be pressed, on a phone, and nobody complains",
  async (path) => {
    const { page, complaints } = await open(path, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    const hasLab = (await page.locator("first-descent").count()) > 0;
    if (hasLab) {
      await page.locator(".scrubber").waitFor();
      // What is said to an answer has left the page by then.
      await page.waitForFunction(() => document.querySelector(".exercise:not(.live)") === null);
      await openFolds(page);
      const acts = await page.locator(".lesson .act:visible").count();
      expect(await pressAll(page)).toBe(acts);
    }
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test.each(pages)("axe finds nothing to mend in %s", async (path) => {
  const colorScheme = path.startsWith("en") ? "dark" : "light";
  const { page } = await open(path, { colorScheme, viewport: { width: 1440, height: 900 } });
  if ((await page.locator("first-descent").count()) > 0) {
    await page.locator(".scrubber").waitFor();
    await openFolds(page);
    // The exercises' controls come when they are near.
    for (const exercise of await page.locator(".exercise").all()) await exercise.scrollIntoViewIfNeeded();
    await page.locator(".exercise-place > :not(noscript)").first().waitFor();
  }
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test.each([
  ["a phone", { width: 390, height: 844 }],
  ["a phone held sideways", { width: 844, height: 390 }],
  ["a tablet", { width: 800, height: 1100 }],
] as const)(
  "on %s without scripts all pictures stand clear of each other and of the prose",
  async (_, viewport) => {
    const { page } = await open("en/how-wrong-is-a-line/", { javaScriptEnabled: false, viewport });
    const boxes: { x: number; y: number; width: number; height: number }[] = [];
    for (const name of [
      ".still .loss",
      ".still .line",
      ".others .panel >> nth=0",
      ".others .panel >> nth=1",
      ".others .panel >> nth=-1",
      "h1",
    ]) {
      const part = page.locator(name);
      const box = await part.boundingBox();
      if (!box) throw new Error(`${name} is not to be seen`);
      if (name !== "h1") expect(await part.locator("svg:visible, img:visible").count()).toBe(1);
      expect([name, box.x >= 0 && box.x + box.width <= viewport.width]).toEqual([name, true]);
      expect([name, box.height > 30]).toEqual([name, true]);
      for (const other of boxes) {
        const apart =
          box.y >= other.y + other.height ||
          other.y >= box.y + box.height ||
          box.x >= other.x + other.width ||
          other.x >= box.x + box.width;
        expect([name, apart]).toEqual([name, true]);
      }
      boxes.push(box);
    }
    // Prose beside the pictures, or close below them.
    const [loss, , , , last, title] = boxes;
    const gap = (title?.y ?? 0) - ((last?.y ?? 0) + (last?.height ?? 0));
    expect(viewport.width > viewport.height ? (title?.x ?? 0) < (loss?.x ?? 0) : gap < 80).toBe(true);
    await page.context().close();
  },
);

test.each(["en/progress/", "en/glossary/", "zh-CN/teaching-notes/"])(
  "%s begins at its top on narrow windows and on paper: only a lab has a place kept for it",
  async (path) => {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 794, height: 1123 },
      { width: 844, height: 390 },
    ]) {
      const { page } = await open(path, { viewport });
      for (const media of ["screen", "print"] as const) {
        await page.emulateMedia({ media });
        const box = await page.locator("h1").boundingBox();
        expect(box?.y).toBeLessThan(media === "screen" ? 120 : 60);
        expect(box?.width).toBeGreaterThan(Math.min(viewport.width - 60, 500));
      }
      await page.context().close();
    }
  },
);

test("while the lesson is still on its way no answer is told, and its coming moves little", async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route(/\/lesson-[^/]*\.js$/, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`${inject("site")}en/how-wrong-is-a-line/`);
  await page.locator(".scrubber").waitFor();
  expect(await page.locator(".feedback:visible, .exercise.live").count()).toBe(0);
  const folded = await page.locator(".answers").first().boundingBox();
  expect(folded?.height).toBeLessThan(40);
  arrive();
  await page.locator(".exercise.live").first().waitFor();
  expect(await page.locator(".answers").count()).toBe(0);
  await context.close();
});
