// What a reader of a chapter does: presses a word of the prose, answers an exercise, reads what is said to it.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { frame, type Visit } from "./reader";

/** Opens a chapter and waits until its words can be pressed. */
export async function readChapter(
  browser: Browser,
  slug: string,
  language = "en",
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${inject("site")}${language}/${slug}/`);
  await page.locator(".scrubber").waitFor();
  await page.locator(".lesson .act:enabled").first().waitFor();
  return { page, complaints, close: () => context.close() };
}

/** Presses a word of the prose by its text. */
export async function press(page: Page, words: string): Promise<void> {
  await page.locator(".lesson button.act", { hasText: words }).first().click();
  await frame(page);
}

/** Answers an exercise, with an option's name, a number, or with the run in the lab; gives what is said to it. */
export async function answer(page: Page, id: string, given?: string | number): Promise<string> {
  const exercise = page.locator(`#${id}`);
  await exercise.scrollIntoViewIfNeeded();
  const check = exercise.locator(".check");
  await check.waitFor();
  if (typeof given === "string") await exercise.locator(`input[value="${given}"]`).check();
  if (typeof given === "number") await exercise.locator('input[type="text"]').fill(String(given));
  await check.click();
  return exercise.locator(".answer").innerText();
}

/** Presses every word of the chapter that acts, one after the other, and the lab must go on. */
export async function pressAll(page: Page): Promise<number> {
  const words = page.locator(".lesson button.act:visible");
  const count = await words.count();
  for (let index = 0; index < count; index += 1) {
    await words.nth(index).click();
    await frame(page);
  }
  return count;
}
