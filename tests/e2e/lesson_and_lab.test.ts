// The lesson and the lab beside it: words that set it and play, and the numbers of the prose that follow the run.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engine } from "./fresh_run";
import { answer, press, readChapter } from "./lesson_reader";
import { cursor, open, scrub, visit } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("words in the lesson set the lab and play from the start", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 500);
  await page.getByRole("button", { name: "Try lr = 0.1" }).click();
  // At twenty updates a second 500 are half a minute away.
  await page.getByRole("button", { name: "Pause" }).click();
  expect(await cursor(page)).toBeLessThan(500);
  await open(page, "settings");
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.1");
  await close();
});

test("each try starts from the settings its chapter opens with, and a long run plays at full speed", async () => {
  const { page, close } = await readChapter(browser, "the-learning-rate");
  const settings = (): Promise<string[]> =>
    Promise.all(
      ["lr", "batch_size", "epochs"].map((name) => page.locator(`input[name="${name}"]`).inputValue()),
    );
  await open(page, "settings");
  const speed = page.getByLabel("Speed");
  await speed.selectOption("60 steps/s");
  await press(page, "does diverge");
  await expect.poll(() => settings()).toEqual(["1.05", "100", "100"]);
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(true);
  // At the reader's own speed twelve thousand updates would take minutes.
  await answer(page, "in-order", "few");
  await press(page, "Take 2,000 epochs");
  await expect.poll(() => settings()).toEqual(["1.05", "16", "2000"]);
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  await expect.poll(() => speed.inputValue()).toBe("full");
  const played = await page.evaluate(async () => {
    const updates: number[] = [];
    while (updates.length < 20) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      updates.push(document.querySelector("first-descent")?.lab?.model.moment.update ?? 0);
    }
    return updates;
  });
  // Whole epochs of six updates go by.
  expect(played.filter((update) => update % 6 !== 0)).toEqual([]);
  expect((played.at(-1) ?? 0) - (played[0] ?? 0)).toBeGreaterThanOrEqual(10 * 6);
  // The reader's own speed can still be chosen.
  await speed.selectOption("60 steps/s");
  await expect.poll(() => speed.inputValue()).toBe("sixty");
  await page.keyboard.press("End");
  await page.getByRole("button", { name: "Play again" }).waitFor();
  await expect.poll(() => cursor(page)).toBe(12_000);
  await press(page, "0.93");
  await expect.poll(() => settings()).toEqual(["0.93", "100", "1000"]);
  await expect.poll(() => speed.inputValue()).toBe("sixty");
  await press(page, "lr = 0.1");
  await expect.poll(() => settings()).toEqual(["0.1", "16", "100"]);
  await close();
});

test("the numbers in the lesson follow the run", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 37);
  const live = (name: string): Promise<string> => page.locator(`[data-live="${name}"]`).first().innerText();
  // A hand on the slider is followed now and then, and to its end.
  await expect
    .poll(() => Promise.all(["w", "b", "update", "updates"].map(live)))
    .toEqual(["23.14", "8.35", "37", "600"]);
  await expect.poll(async () => [await live("trueW"), await live("trueB")]).toEqual(["42.39", "14.50"]);
  const { x, y } = new engine.Session().data();
  const fit = engine.leastSquares(x, y);
  await expect
    .poll(async () => [await live("fitW"), await live("fitB")])
    .toEqual([fit.w?.toFixed(2), fit.b?.toFixed(2)]);
  await close();
});
