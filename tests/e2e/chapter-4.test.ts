// More of chapter 4 than every_chapter.test.ts looks at: numbers of its runs, and a curve drawn by mouse, keys and finger.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answer, draw, press, readChapter } from "./lesson_reader";
import { caption, cursor, readout, scrub } from "./reader";

const SLUG = "gradients-by-machine";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("its words walk through one update of the parabola, and train the line without zero_grad", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "Backward");
  await expect.poll(() => caption(page)).toContain("18.8");
  await page.getByRole("button", { name: "Update", exact: true }).click();
  await expect.poll(() => cursor(page)).toBe(4);
  await press(page, "Train the line without it");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 2);
  await expect.poll(() => readout(page, "w")).toBe(2.2848613838899743);
  await press(page, "Go to the graph of the lesson’s first batch");
  await expect.poll(() => page.locator('input[data-layer="check"]').isChecked()).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

test("a curve drawn with the mouse is told what it would have meant, and the run's own is drawn over it", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const id = "parabola-curve";
  const exercise = page.locator(`#${id}`);
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".check").click();
  await expect.poll(() => exercise.locator(".hint").last().innerText()).toBe("Draw your curve first.");
  expect(await exercise.locator("svg svg .run").getAttribute("d")).toBeNull();
  await draw(page, id, [0.66, 0.58, 0.5, 0.41, 0.33, 0.25, 0.16, 0.08, 0]);
  expect(await answer(page, id)).toContain("steps of equal worth");
  await expect
    .poll(async () => (await exercise.locator("svg svg .run").getAttribute("d"))?.length)
    .toBeGreaterThan(1000);
  await draw(page, id, [0.66, 0.4, 0.38, 0.38, 0.38, 0.38, 0.38, 0.38, 0.38]);
  expect(await answer(page, id)).toContain("slope of 0 up there");
  await draw(page, id, [0.66, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]);
  expect(await answer(page, id)).toContain("overshoots");
  await draw(page, id, [0.66, 0.09, 0.02, 0.01, 0, 0, 0, 0, 0]);
  expect(await answer(page, id)).toContain("Right.");
  expect(complaints).toEqual([]);
  await close();
});

test("the curve can be drawn with the keyboard alone, and each ring says its loss", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const exercise = page.locator("#parabola-curve");
  await exercise.scrollIntoViewIfNeeded();
  const rings = exercise.getByRole("slider");
  await rings.first().waitFor();
  await expect.poll(() => rings.count()).toBe(7);
  const first = rings.first();
  await expect.poll(() => first.getAttribute("aria-label")).toBe("Loss in update 26");
  await first.focus();
  for (let press_ = 0; press_ < 4; press_ += 1) await page.keyboard.press("Shift+ArrowDown");
  await expect.poll(() => first.getAttribute("aria-valuetext")).toBe("40");
  for (let ring = 1; ring < 7; ring += 1) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Home");
  }
  await expect.poll(() => rings.last().getAttribute("aria-valuenow")).toBe("0");
  // The lab has not taken the keys.
  expect(await cursor(page)).toBe(0);
  expect(await answer(page, "parabola-curve")).toContain("Right.");
  await close();
});

test("a finger draws too, and the page does not scroll under it", async () => {
  const { page, close } = await readChapter(browser, SLUG, "en", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const picture = page.locator("#parabola-curve .curve");
  await page.locator("#parabola-curve").scrollIntoViewIfNeeded();
  await picture.waitFor();
  await picture.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await picture.locator(".axes").boundingBox();
  if (!box) throw new Error("no picture");
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: box.x + box.width * x, y: box.y + box.height * y }],
    });
  const before = await page.evaluate(() => window.scrollY);
  await touch("touchStart", 0.02, 0.4);
  for (const [x, y] of [
    [0.1, 0.9],
    [0.3, 0.97],
    [0.6, 0.99],
    [1, 0.99],
  ] as const)
    await touch("touchMove", x, y);
  await touch("touchEnd", 1, 1);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  expect(await answer(page, "parabola-curve")).toContain("Right.");
  await close();
});

test("the lab's own curve is covered until it is drawn, asked for, or another run's", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const cover = page.locator(".loss .cover");
  const curve = page.locator(".loss canvas").first();
  await cover.waitFor();
  await expect.poll(() => curve.isVisible()).toBe(false);
  // The first updates are walked on the other picture.
  await press(page, "Take one update");
  await press(page, "Take one update");
  await expect.poll(() => cursor(page)).toBe(2);
  await expect.poll(() => cover.isVisible()).toBe(true);
  await draw(page, "parabola-curve", [0.66, 0.58, 0.5, 0.41, 0.33, 0.25, 0.16, 0.08, 0]);
  await answer(page, "parabola-curve");
  await expect.poll(() => cover.count()).toBe(0);
  await expect.poll(() => curve.isVisible()).toBe(true);
  // Who has tried has seen it.
  await page.reload();
  await page.locator("#parabola-curve .curve").waitFor();
  await expect.poll(() => cover.count()).toBe(0);
  await close();
  for (const lift of ["Show it now", "Train the line without it"]) {
    const again = await readChapter(browser, SLUG);
    await again.page.locator(".loss .cover").waitFor();
    await again.page.getByRole("button", { name: lift }).click();
    await expect.poll(() => again.page.locator(".loss .cover").count()).toBe(0);
    await again.close();
  }
  expect(complaints).toEqual([]);
});
