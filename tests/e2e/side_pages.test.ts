// The pages beside the chapters, and what an instructor wishes: a glossary whose terms can be linked to, teaching notes whose
// links set the lab up, and solutions that stay away.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer } from "./lesson_reader";
import { cursor, open } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

interface Visit {
  page: Page;
  complaints: string[];
  close(): Promise<void>;
}

async function read(path: string, width = 1440): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${inject("site")}${path}`, { waitUntil: "networkidle" });
  return { page, complaints, close: () => context.close() };
}

const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test.each([
  ["en", "Broken on purpose", "2 exercises", "For practice: 18 more"],
  ["zh-CN", "故意弄坏", "2 个练习", "想多练：还有 18 个"],
])(
  "the address of %s alone lists its chapters, how long they take, and leads to them",
  async (language, title, exercises, more) => {
    const { page, complaints, close } = await read(`${language}/`, 390);
    await expect.poll(() => page.locator(".contents > li").count()).toBe(11);
    const item = page.locator(".contents > li", { hasText: title });
    await expect.poll(() => item.locator(".length").innerText()).toMatch(/\b\d\d? .* · /);
    await expect.poll(() => item.innerText()).toContain(exercises);
    await expect.poll(() => item.innerText()).toContain(more);
    // Where somebody is on purpose, they are not sent on to the language of their browser.
    expect(new URL(page.url()).pathname.endsWith(`/${language}/`)).toBe(true);
    await item.getByRole("link", { name: title }).click();
    await page.waitForURL(/\/broken-on-purpose\/$/);
    await page.locator(".chapters > summary").click();
    await page.locator(".chapters nav li a").nth(11).click();
    await page.waitForURL(new RegExp(`/${language}/$`));
    expect(complaints).toEqual([]);
    await close();
  },
);

test.each([
  ["en", "Learning rate", "学习率", "Chapter 6"],
  ["zh-CN", "学习率", "learning rate", "第 6 章"],
])(
  "the glossary in %s leads from its index to the term, and from there to the chapter",
  async (language, word, other, chapter) => {
    for (const width of [1440, 390]) {
      const { page, complaints, close } = await read(`${language}/glossary/`, width);
      await expect.poll(() => page.locator(".term").count()).toBe(60);
      await expect.poll(() => page.locator(".term-index a").count()).toBe(60);
      await expect.poll(() => fits(page)).toBe(true);
      await page.locator(".term-index").getByRole("link", { name: word, exact: true }).click();
      expect(new URL(page.url()).hash).toBe("#learning-rate");
      const term = page.locator("#learning-rate");
      await expect.poll(() => term.locator("h3").innerText()).toContain(other);
      // Below the head where that stays in view, near the window's top where it does not.
      const { head, top } = await term.evaluate((found) => ({
        head: document.querySelector(".masthead")?.getBoundingClientRect().bottom ?? Number.NaN,
        top: found.getBoundingClientRect().top,
      }));
      expect(top).toBeGreaterThanOrEqual(Math.max(head, 0));
      expect(top).toBeLessThan(100);
      const link = term.getByRole("link", { name: chapter });
      await expect.poll(() => link.getAttribute("href")).toBe("../the-learning-rate/");
      expect(complaints).toEqual([]);
      await close();
    }
  },
);

test.each(["en", "zh-CN"])(
  "a link of the teaching notes in %s opens the chapter with that lab",
  async (language) => {
    const { page, complaints, close } = await read(`${language}/teaching-notes/`, 390);
    await expect.poll(() => page.locator(".part").count()).toBe(12);
    await expect.poll(() => fits(page)).toBe(true);
    await page.locator('a[href="../the-whole-loop/#1&dl=0&at=700"]').click();
    await page.locator(".scrubber").waitFor();
    await expect.poll(() => cursor(page)).toBe(700);
    await open(page, "settings");
    await expect.poll(() => page.locator('input[name="drop_last"]').isChecked()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  },
);

test("the head of every page leads to the glossary and the teaching notes", async () => {
  const { page, close } = await read("en/progress/");
  await page.locator(".chapters summary").click();
  await page.getByRole("link", { name: "Glossary", exact: true }).click();
  await expect.poll(() => page.locator("h1").innerText()).toBe("Glossary");
  await page.locator(".chapters summary").click();
  await page.getByRole("link", { name: "Teaching notes", exact: true }).click();
  await expect.poll(() => page.locator("h1").innerText()).toBe("Teaching notes");
  await page.locator("a.language").click();
  await expect.poll(() => page.locator("h1").innerText()).toBe("教学建议");
  await close();
});

test("?solutions=hide leaves no solution on the page, whatever is answered, and goes along through the course", async () => {
  const { page, complaints, close } = await read("en/the-whole-loop/?solutions=hide");
  await page.locator(".scrubber").waitFor();
  expect(await page.locator(".solution").count()).toBe(0);
  await answer(page, "beside-the-point", "fit");
  await answer(page, "beside-the-point", "true");
  expect(await answer(page, "beside-the-point", "same")).toContain("Right.");
  expect(await page.locator(".solution").count()).toBe(0);
  await expect.poll(() => page.locator("#beside-the-point .answer").isVisible()).toBe(true);
  const wish = (): string | null => new URL(page.url()).searchParams.get("solutions");
  const still = async (): Promise<void> => {
    await page.waitForLoadState("networkidle");
    expect(wish()).toBe("hide");
    expect(await page.locator(".solution").count()).toBe(0);
  };
  await page.locator(".neighbours a[rel=next]").click();
  await still();
  await page.locator("a.language").click();
  await still();
  await page.locator(".chapters summary").click();
  await page.locator('.chapters a[href*="progress/"]').click();
  await still();
  await page.locator('[data-exercise="first-update"] a').click();
  await page.locator("#first-update .check").waitFor();
  await still();
  expect(complaints).toEqual([]);
  await close();
});

test("without that wish the solutions are there, also with another parameter in the address", async () => {
  const { page, close } = await read("en/the-whole-loop/?solutions=show");
  await page.locator("#first-update").scrollIntoViewIfNeeded();
  await page.locator("#first-update .check").waitFor();
  await expect.poll(() => page.locator(".solution").count()).toBeGreaterThan(3);
  await close();
});

test("progress that the address carries goes on from the pages beside the chapters too", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("denied", "SecurityError");
        },
      });
  });
  await page.goto(`${inject("site")}en/glossary/?done=first-update.1`, { waitUntil: "networkidle" });
  await page.locator("#update .term-chapters a").last().click();
  await page.waitForURL(/the-whole-loop/);
  expect(new URL(page.url()).searchParams.get("done")).toBe("first-update.1");
  await context.close();
});
