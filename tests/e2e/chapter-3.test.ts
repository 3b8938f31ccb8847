// More of chapter 3 than every_chapter.test.ts looks at: residuals, squares, outliers, dragged starts, where runs end.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, press, putDown, readChapter } from "./lesson_reader";
import { cursor, drag, middleOf, open, readout, scrub } from "./reader";

const SLUG = "how-wrong-is-a-line";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words show residuals, then squares, of a batch that is lit", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const shown = (layer: string): Promise<boolean> => page.locator(`input[data-layer="${layer}"]`).isChecked();
  await press(page, "Show the residuals");
  await expect.poll(async () => [await shown("residuals"), await shown("squares")]).toEqual([true, false]);
  await press(page, "Show the squares");
  await expect.poll(async () => [await shown("residuals"), await shown("squares")]).toEqual([false, true]);
  await expect
    .poll(() => page.locator('.place[data-view="line"] header').innerText())
    .toContain("16 of 100 samples lit");
  await press(page, "Show the axes");
  await expect.poll(() => shown("axes")).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

test("a sample far out turns the least-squares line, one in the middle only lowers it", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const line = page.locator(".line canvas[role=img]");
  await press(page, "Pull one sample far down");
  // What a picture shows in words follows when the run rests.
  const described = (): Promise<string | null> => line.getAttribute("aria-label");
  await expect.poll(described).toContain("the least-squares line with 36.96");
  await press(page, "Pull one as far down in the middle");
  await expect.poll(described).toContain("the least-squares line with 42.75 and 11.0");
  await close();
});

test("full batches end at the same point from three starts", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  for (const words of ["from here", "from there", "from far away"]) {
    await press(page, words);
    await page.getByRole("button", { name: "Pause" }).click();
    await scrub(page, 100);
    await expect.poll(() => cursor(page)).toBe(100);
    await expect.poll(() => readout(page, "w")).toBeCloseTo(42.61943029, 5);
    await expect.poll(() => readout(page, "b")).toBeCloseTo(13.68581817, 5);
  }
  await close();
});

test("a line as wrong as the mean is found from the start, dragged or typed", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  expect(await answer(page, "equally-wrong")).toContain("on the flat side");
  await press(page, "Set the lab up anew");
  await open(page, "surface");
  const handle = page.locator('.surface [data-handle="start"]');
  const [from, middle] = [await middleOf(handle), await middleOf(page.locator(".surface canvas").last())];
  await drag(page, from, { x: (from.x + middle.x) / 2, y: (from.y + middle.y) / 2 });
  await expect.poll(() => readout(page, "w")).not.toBe(20);
  await putDown(page, "w", 70);
  await putDown(page, "b", 13);
  expect(await answer(page, "equally-wrong")).toContain("better than asked for");
  await putDown(page, "w", 95);
  expect(await answer(page, "equally-wrong")).toContain("worse than asked for");
  await page.locator("#equally-wrong summary").click();
  await press(page, "Like this");
  expect(await answer(page, "equally-wrong")).toMatch(/to the left of the cross.*85\.24, 11\.14/s);
  expect(complaints).toEqual([]);
  await close();
});
