// Every view of the lab under axe, in both languages and both themes, wide and on a phone.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { violations } from "./axe_violations";
import { open, PHONE, scrub, visit } from "./reader";

const LANGUAGES = ["en", "zh-CN"] as const;
const LOOKS = LANGUAGES.flatMap((language) =>
  (["light", "dark"] as const).map((colorScheme) => ({ language, colorScheme })),
);

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** What there is to mend, each by where it was seen. */
const seenIn = async (page: Page, where: string): Promise<string[]> =>
  (await violations(page)).map((found) => `${where}: ${found}`);

async function speaking(page: Page, language: string): Promise<void> {
  await page.evaluate((lang) => {
    document.documentElement.lang = lang;
    document.querySelector("first-descent")?.setAttribute("lang", lang);
  }, language);
  await page.locator("section.loss").waitFor();
}

test.each(LOOKS)("axe finds nothing to mend in any view, $language, $colorScheme", async (look) => {
  const { page, complaints, close } = await visit(browser, { colorScheme: look.colorScheme });
  await speaking(page, look.language);
  await scrub(page, 37);
  await page.keyboard.press("Shift+ArrowRight");
  const found: string[] = [];
  for (const view of ["surface", "code", "map", "settings"]) {
    await open(page, view);
    found.push(...(await seenIn(page, view)));
  }
  await page.locator('[name$="program"][value="parabola"]').check();
  found.push(...(await seenIn(page, "parabola")));
  await page.locator('[name$="program"][value="torch"]').check();
  await page.locator(".branch").click();
  await page.locator('input[name="lr"]').fill("0.9");
  await page.locator('input[name="lr"]').press("Enter");
  await open(page, "code");
  await page.locator(".code-modes input").nth(1).check();
  found.push(...(await seenIn(page, "a branch, and both listings")));
  await page.locator(".scrubber").focus();
  await page.keyboard.press("?");
  await page.locator(".help-sheet").waitFor();
  found.push(...(await seenIn(page, "the help sheet")));
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test.each(LOOKS)("nor on a phone, small and whole, $language, $colorScheme", async (look) => {
  const { page, complaints, close } = await visit(browser, { ...PHONE, colorScheme: look.colorScheme });
  await speaking(page, look.language);
  await scrub(page, 37);
  const found: string[] = [];
  for (const form of ["small", "whole"]) {
    if (form === "whole") await page.locator(".dock").tap();
    for (const view of ["line", "surface", "code", "graph", "map", "settings"]) {
      await open(page, view);
      found.push(...(await seenIn(page, `${form} ${view}`)));
    }
  }
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
