// A reader reads the loss: scrubs along it, branches, and asks for the running mean.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { classicRun, cursor, frame, readout, scrub, visit } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The plot between its margins, on the page. */
async function plot(page: Page) {
  const box = await page.locator(".loss canvas").last().boundingBox();
  if (!box) throw new Error("The loss has no canvas.");
  const scrubber = await page.locator(".scrubber").evaluate((element) => ({
    left: Number.parseFloat(getComputedStyle(element).getPropertyValue("--plot-left")),
    width: Number.parseFloat(getComputedStyle(element).getPropertyValue("--plot-width")),
  }));
  const at = (update: number, of = 600): number => box.x + scrubber.left + (update / of) * scrubber.width;
  return { at, y: box.y + box.height / 2, width: scrubber.width };
}

test("the marker is dragged along the curve, and each place has the loss of its update", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 100);
  const { at, y } = await plot(page);
  await page.mouse.move(at(100), y);
  await page.mouse.down();
  await page.mouse.move(at(200), y, { steps: 3 });
  expect(await cursor(page)).toBe(200);
  expect(await readout(page, "loss")).toBe(classicRun.losses[199]);
  await page.mouse.move(at(37), y, { steps: 3 });
  await page.mouse.up();
  expect(await cursor(page)).toBe(37);
  expect(await readout(page, "loss")).toBe(classicRun.losses[36]);
  // Past the ends it stays at them.
  await page.mouse.click(at(600) + 30, y);
  expect(await cursor(page)).toBe(600);
  expect(complaints).toEqual([]);
  await close();
});

test("with room for it, the marker is dragged into an update, to a statement", async () => {
  const { page, close } = await visit(browser);
  await page.evaluate(() => document.querySelector("first-descent")?.lab?.set("epochs", 1));
  await frame(page);
  const { at, y } = await plot(page);
  await page.mouse.click(at(3.5, 6), y);
  expect(await cursor(page)).toBe(3);
  const statement = await page.evaluate(
    () => document.querySelector("first-descent")?.lab?.model.moment.statement,
  );
  expect(statement).toBe(3);
  await close();
});

test("a finger far from the marker does not move it while it scrolls, and does when it taps", async () => {
  const { page, close } = await visit(browser, {
    viewport: { width: 360, height: 600 },
    isMobile: true,
    hasTouch: true,
  });
  await scrub(page, 100);
  // The small lab has the curve's scrubber alone; the whole one is higher than this phone.
  await page.getByRole("button", { name: "The whole lab" }).tap();
  const canvas = page.locator(".loss canvas").last();
  await canvas.waitFor();
  await frame(page);
  const scrolled = (): Promise<number> => page.locator("#lab").evaluate((lab) => lab.scrollTop);
  const { at, y } = await plot(page);
  const client = await page.context().newCDPSession(page);
  const touch = (type: string, point?: { x: number; y: number }) =>
    client.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: point ? [point] : [],
    });
  await touch("touchStart", { x: at(500), y });
  for (const up of [20, 40, 60, 80]) await touch("touchMove", { x: at(500), y: y - up });
  await touch("touchEnd");
  await expect.poll(scrolled).toBeGreaterThan(0);
  expect(await cursor(page)).toBe(100);
  // Once the scrolling has come to rest.
  let last = Number.NaN;
  const resting = async (): Promise<boolean> => {
    const before = last;
    last = await scrolled();
    return last === before;
  };
  await expect.poll(resting, { interval: 200, timeout: 5000 }).toBe(true);
  const place = await plot(page);
  await page.touchscreen.tap(place.at(400), place.y);
  await expect.poll(async () => Math.abs((await cursor(page)) - 400)).toBeLessThan(3);
  await close();
});

test("the running mean comes on request, with the word on why it misleads", async () => {
  const { page, close } = await visit(browser);
  const note = page.getByText("so it flatters a run that learns nothing more");
  expect(await note.isVisible()).toBe(false);
  await page.getByRole("checkbox", { name: "Running mean" }).check();
  expect(await note.isVisible()).toBe(true);
  await close();
});

test("a branch is drawn in room of its own; one with another batch size brings all to the loss per sample", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 120);
  const alone = await plot(page);
  await page.evaluate(() => document.querySelector("first-descent")?.lab?.branch({ lr: 0.05 }));
  await frame(page);
  const beside = await plot(page);
  expect(beside.width).toBeLessThan(alone.width);
  await page.evaluate(() => document.querySelector("first-descent")?.lab?.branch({ batch_size: 50 }));
  await frame(page);
  // The heading goes on telling the program's own loss, to the last bit.
  expect(await readout(page, "loss")).toBe(classicRun.losses[119]);
  expect(complaints).toEqual([]);
  await close();
});

/** How far the middle of the slider's thumb stands to the right of the marker over it, in pixels. */
const apart = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const lab = document.querySelector("first-descent")?.lab;
    const root = document.querySelector("first-descent")?.shadowRoot;
    const slider = root?.querySelector<HTMLInputElement>(".scrubber");
    const canvas = root?.querySelectorAll<HTMLCanvasElement>(".loss canvas")[1];
    if (!lab || !slider || !canvas) throw new Error("There is no loss.");
    const thumb = Number.parseFloat(getComputedStyle(slider).getPropertyValue("--thumb"));
    const { left, width } = slider.getBoundingClientRect();
    const at = left + thumb / 2 + (Number(slider.value) / Number(slider.max)) * (width - thumb);
    // The marker is the only stroke that goes to the top: its column is the darkest there.
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const pen = copy.getContext("2d", { willReadFrequently: true });
    pen?.drawImage(canvas, 0, 0);
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    const row = pen?.getImageData(0, Math.round(9 * ratio), canvas.width, 1).data ?? [];
    const alpha = Array.from({ length: canvas.width }, (_, index) => row[4 * index + 3] ?? 0);
    const marker = alpha.indexOf(Math.max(...alpha)) / ratio + canvas.getBoundingClientRect().left;
    return at - marker;
  });

test("with a longer branch beside it the slider's thumb still stands under the marker", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 120);
  expect(Math.abs(await apart(page))).toBeLessThan(2);
  await page.evaluate(() => document.querySelector("first-descent")?.lab?.branch({ batch_size: 4 }));
  await frame(page);
  for (const update of [120, 300, 600]) {
    await scrub(page, update);
    expect(Math.abs(await apart(page)), `update ${update}`).toBeLessThan(2);
  }
  // The longer one, made the main run, has the whole width.
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Make it the main run/ })
    .click();
  await frame(page);
  const longest = Number(await page.locator(".scrubber").getAttribute("max"));
  expect(longest).toBeGreaterThan(1000);
  await scrub(page, longest);
  expect(Math.abs(await apart(page))).toBeLessThan(2);
  expect(complaints).toEqual([]);
  await close();
});
