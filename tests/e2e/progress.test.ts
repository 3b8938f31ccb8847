// What was done is kept: in the browser, or where it keeps nothing, in the address; and what was changed can be seen.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, readChapter } from "./lesson_reader";
import { readout, type } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("an exercise that was done is marked on the page of progress, and can be forgotten", async () => {
  const { page, complaints, close } = await readChapter(browser, "the-whole-loop");
  await answer(page, "beside-the-point", "same");
  await answer(page, "which-mean", "running");
  await page.goto(`${inject("site")}en/progress/`);
  const done = page.locator('[data-exercise="beside-the-point"]');
  await page.locator("[data-count]:not(:empty)").waitFor();
  await expect.poll(() => done.innerText()).toContain("done");
  await expect.poll(() => page.locator('[data-exercise="which-mean"]').innerText()).toContain("tries: 1");
  await expect.poll(() => page.locator("[data-count]").innerText()).toMatch(/^1 of \d+ exercises done$/);
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Forget it all" }).click();
  await expect.poll(() => page.locator("[data-count]").innerText()).toMatch(/^0 of/);
  await done.locator("a").click();
  await page.locator("#beside-the-point .check").waitFor();
  expect(await page.locator("#beside-the-point .done-mark").innerText()).toBe("");
  expect(await page.locator(".notice").isVisible()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test("where the browser stores nothing, progress goes with the address from page to page", async () => {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("denied", "SecurityError");
        },
      });
  });
  await page.goto(`${inject("site")}en/the-whole-loop/`);
  await page.locator("#beside-the-point").scrollIntoViewIfNeeded();
  await answer(page, "beside-the-point", "same");
  expect(new URL(page.url()).searchParams.get("done")).toBe("beside-the-point.1");
  await page.locator(".chapters summary").click();
  await page.locator('.chapters a[href$="progress/"]').click();
  await page.locator("[data-count]:not(:empty)").waitFor();
  await expect.poll(() => page.locator('[data-exercise="beside-the-point"]').innerText()).toContain("done");
  await context.close();
});

test("what was changed is listed against the chapter's own lab, and one button sets it up anew", async () => {
  const { page, close } = await readChapter(browser, "the-whole-loop");
  const ask = page.getByRole("button", { name: "What did I change?" });
  const dialog = page.locator("#changes");
  await ask.click();
  await expect.poll(() => dialog.innerText()).toContain("Nothing");
  await dialog.getByRole("button", { name: "Close" }).click();
  await type(page, "lr", "0.05");
  await page.locator('input[name="drop_last"]').click();
  const squares = page.locator('input[data-layer="squares"]');
  await squares.check();
  await ask.click();
  await expect.poll(() => dialog.innerText()).toContain("Learning rate: 0.01 → 0.05");
  await expect.poll(() => dialog.innerText()).toContain("Drop last batch: on → off");
  await dialog.getByRole("button", { name: "Set the lab up anew" }).click();
  await expect.poll(() => dialog.isVisible()).toBe(false);
  await expect.poll(() => readout(page, "w")).toBe(23.136434199533433);
  await expect.poll(() => squares.isChecked()).toBe(false);
  await page.locator('select[name="data.source"]').selectOption("norris");
  await ask.click();
  await expect.poll(() => dialog.innerText()).toContain("Data: Made samples → NIST Norris");
  await close();
});

test("a Chinese browser comes to the Chinese pages, and the choice of a language is kept", async () => {
  const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(inject("site"));
  await page.waitForURL(/zh-CN\/one-picture\/$/);
  await expect.poll(() => page.locator("h1").innerText()).toBe("看一条直线怎样学习");
  await page.locator("a.language").click();
  await page.waitForURL(/en\/one-picture\/$/);
  await page.locator("h1").waitFor();
  await page.goto(inject("site"));
  await page.locator(".scrubber").waitFor();
  await expect.poll(() => page.locator("h1").innerText()).toBe("Watch a line learn");
  await context.close();
});

test("another language opens with the same lab, at the same place, and its address says so", async () => {
  const { page, close } = await readChapter(browser, "the-whole-loop");
  await type(page, "lr", "0.05");
  await page.locator("#below-116").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector("#below-116")?.scrollIntoView());
  await page.locator("a.language").click();
  await page.waitForURL(/zh-CN\/the-whole-loop\/.*lr=0\.05/);
  // Before anything scrolls there: the page itself has come to the same place.
  await page.locator("#below-116 .check").waitFor();
  const top = await page.locator("#below-116").evaluate((node) => node.getBoundingClientRect().top);
  expect(Math.abs(top)).toBeLessThan(900);
  expect(await answer(page, "below-116")).toContain("做到了");
  await close();
});

test("going back from a chapter's first edit leads to the lab as the chapter opens it", async () => {
  const { page, close } = await readChapter(browser, "the-whole-loop");
  expect(new URL(page.url()).hash).toBe("");
  await type(page, "lr", "0.05");
  await page.waitForURL(/lr=0\.05/);
  await page.goBack();
  await expect.poll(() => readout(page, "w")).toBe(23.136434199533433);
  expect(new URL(page.url()).hash).toBe("");
  await close();
});

test("exercises answer in a sandboxed frame, which may neither send forms nor store anything", async () => {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.setContent(
    `<iframe sandbox="allow-scripts" width="1300" height="800" src="${inject("site")}en/the-whole-loop/"></iframe>`,
  );
  const frame = page.frameLocator("iframe");
  const exercise = frame.locator("#first-update");
  await frame.locator(".scrubber").waitFor();
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".check").waitFor();
  await exercise.locator('input[type="text"]').fill("0.573");
  await exercise.locator('input[type="text"]').press("Enter");
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("Right.");
  await frame.locator("#which-mean").scrollIntoViewIfNeeded();
  await frame.locator('#which-mean input[value="epoch"]').check();
  await frame.locator("#which-mean .check").click();
  await expect.poll(() => frame.locator("#which-mean .answer").innerText()).toContain("Right.");
  await context.close();
});
