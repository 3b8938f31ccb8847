// Every page of the course, in every language: whole without scripts, without complaints with them, every word that acts
// pressed, nothing wider than a phone, nothing for axe to mend.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { pressAll } from "./lesson_reader";
import { frame } from "./reader";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const folders = (path: string): string[] =>
  readdirSync(path).filter((name) => statSync(`${path}/${name}`).isDirectory());
const languages = folders(dist).filter((name) => name !== "assets");
const pages = languages.flatMap((language) =>
  folders(`${dist}/${language}`).map((slug) => `${language}/${slug}/`),
);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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

test("each language has the same pages", () => {
  for (const language of languages)
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
    if (!path.endsWith("/one-picture/"))
      expect(await page.locator(".others svg.beside:visible").count()).toBeGreaterThanOrEqual(1);
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
      const acts = await page.locator(".lesson button.act:visible").count();
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
    // The exercises' controls come when they are near.
    for (const exercise of await page.locator(".exercise").all()) await exercise.scrollIntoViewIfNeeded();
    await page.locator(".exercise-place > *").first().waitFor();
    await frame(page);
  }
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const results = await run.run();
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(violations).toEqual([]);
  await page.context().close();
});
