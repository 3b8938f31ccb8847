// More of chapter 2 than every_chapter.test.ts looks at: numbers of its runs, and points placed by keyboard and by touch.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { exercises } from "../../www/lesson/exercises/specs/a-line-has-two-numbers";
import { placeAndAnswer, press, putDown, readChapter } from "./lesson_reader";
import { cursor, readout, scrub } from "./reader";

const SLUG = "a-line-has-two-numbers";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const planeOf = (id: string) => {
  const spec = exercises[id];
  if (spec?.kind !== "place") throw new Error(`"${id}" has no plane.`);
  return spec.plane;
};

test("its words go to a moment, run the program with flat targets, and show a smooth path", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  await press(page, "on to update 37");
  await expect.poll(() => cursor(page)).toBe(37);
  await press(page, "Run it so");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 600);
  await expect.poll(() => readout(page, "w")).toBeCloseTo(1.510923259740616, 12);
  await press(page, "Back to the right program");
  await scrub(page, 600);
  await expect.poll(() => readout(page, "w")).toBe(42.887112362029214);
  await press(page, "as here");
  await page.getByRole("button", { name: "Pause" }).click();
  await scrub(page, 0);
  await expect.poll(() => readout(page, "w")).toBe(-20);
  expect(complaints).toEqual([]);
  await close();
});

test("the loss of a line fitted by hand stands below the surface", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const loss = page.locator('[data-readout="surface-loss"]');
  const shown = async (): Promise<number> => Number(await loss.getAttribute("data-value"));
  await press(page, "Put the line back");
  await expect.poll(() => shown()).toBeCloseTo(2214.061, 3);
  await putDown(page, "w", 40);
  await putDown(page, "b", 15);
  await expect.poll(() => shown()).toBeCloseTo(122.481, 3);
  await close();
});

test("a line placed as a point: swapped numbers are told so, the place itself only at the second answer", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const plane = planeOf("line-to-point");
  const told = page.locator("#line-to-point .told");
  expect(await placeAndAnswer(page, "line-to-point", { w: 20, b: 30 }, plane)).toContain("other’s place");
  expect(await told.innerText()).toBe("");
  expect(await page.locator("#line-to-point .there").count()).toBe(0);
  expect(await placeAndAnswer(page, "line-to-point", { w: 60, b: 20 }, plane)).toContain("whole climb");
  await expect.poll(() => told.innerText()).toContain("w = 30.00, b = 20.00");
  await expect.poll(() => page.locator("#line-to-point .there").count()).toBe(1);
  expect(await placeAndAnswer(page, "line-to-point", { w: 30, b: 20 }, plane)).toContain("Right.");
  expect(complaints).toEqual([]);
  await close();
});

test("the next line is placed by keyboard alone, and nothing is judged before it is placed", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const exercise = page.locator("#next-line");
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".plane").waitFor();
  await exercise.locator(".check").click();
  await expect.poll(() => exercise.locator(".hint").innerText()).toContain("Place the point first");
  expect(await exercise.locator(".answer").innerText()).toBe("");
  const point = exercise.getByRole("slider", { name: "Your point" });
  await point.focus();
  const before = await cursor(page);
  // From w 27.8, b 14.6 in steps of 0.6 and 0.45.
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press("Shift+ArrowDown");
  for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => point.getAttribute("aria-valuetext")).toBe("w 3.80, b 1.10");
  await expect.poll(() => cursor(page)).toBe(before);
  await exercise.locator(".check").click();
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("bends very little");
  await point.focus();
  for (let steps = 0; steps < 7; steps += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press("ArrowRight");
  await exercise.locator(".check").press("Enter");
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("Right.");
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("78.7%");
  await close();
});

test("on a phone the point is placed by a tap, and the page still scrolls from the plane", async () => {
  const { page, close } = await readChapter(browser, SLUG, "zh-CN", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const exercise = page.locator("#line-to-point");
  await exercise.scrollIntoViewIfNeeded();
  const plot = exercise.locator(".plane .frame");
  await plot.waitFor();
  await exercise.locator(".plane").evaluate((plane) => plane.scrollIntoView({ block: "end" }));
  const box = await plot.boundingBox();
  if (!box) throw new Error("The plane has no box.");
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  const { w, b } = planeOf("line-to-point");
  await page.touchscreen.tap(
    box.x + ((30 - w[0]) / (w[1] - w[0])) * box.width,
    box.y + (1 - (20 - b[0]) / (b[1] - b[0])) * box.height,
  );
  await exercise.locator(".check").tap();
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("正确。");
  const prevented = await exercise.locator(".plane-box").evaluate((plane) => {
    const { left, top } = plane.getBoundingClientRect();
    const touch = new Touch({ identifier: 1, target: plane, clientX: left + 60, clientY: top + 60 });
    return !plane.dispatchEvent(new TouchEvent("touchstart", { touches: [touch], cancelable: true }));
  });
  expect(prevented).toBe(false);
  await close();
});
