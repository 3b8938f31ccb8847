// A reader takes the samples of the line's picture in hand: they are dragged, moved by key, added and taken away, and
// every number is that of a fresh session with the same settings.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import type { Settings } from "../../www/engine";
import { freshLine } from "./fresh_run";
import { classicSamples, editsOf, handleAt, loneSample, openLine, plot } from "./line_picture";
import { cursor, drag, finger, frames, labSettings, scrub, type, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const count = (page: Page) =>
  page.evaluate(() => document.querySelector("first-descent")?.lab?.model.run.data.x.length);

/** Where the first edit put its sample. */
async function edited(page: Page): Promise<{ x: number; y: number }> {
  const [edit] = await editsOf(page);
  return edit && "x" in edit ? edit : { x: Number.NaN, y: Number.NaN };
}

test("a dragged sample is one edit: the run is trained again, the cursor stays, and undo and redo go back and forth", async () => {
  const { page, complaints, close } = await openLine(browser);
  await scrub(page, 37);
  const { sample, scale, part } = await plot(page);
  const from = sample(loneSample);
  const by = part(0.12, -0.15);
  await drag(page, from, { x: from.x + by.x, y: from.y + by.y });
  const { x, y } = classicSamples;
  const moved = async (): Promise<number> => {
    const to = await edited(page);
    return Math.max(
      Math.abs(scale.x(to.x) - scale.x(x[loneSample] ?? 0) - by.x),
      Math.abs(scale.y(to.y) - scale.y(y[loneSample] ?? 0) - by.y),
    );
  };
  await expect.poll(moved).toBeLessThan(0.5);
  const edits = await editsOf(page);
  expect(edits).toHaveLength(1);
  expect(edits[0]).toMatchObject({ move: loneSample });
  const dragged = freshLine({ data: { source: "make_regression", edits } }, 37);
  await expect.poll(() => wb(page)).toEqual(dragged);
  expect(await cursor(page)).toBe(37);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => wb(page)).toEqual(freshLine({}, 37));
  await page.getByRole("button", { name: "Redo" }).click();
  await expect.poll(() => wb(page)).toEqual(dragged);
  expect(complaints).toEqual([]);
  await close();
});

test("the ground stands still while a sample is dragged, and adapts when it is let go", async () => {
  const { page, close } = await openLine(browser);
  const before = await plot(page);
  const from = before.sample(loneSample);
  const by = before.part(0.2, -0.1);
  const to = { x: from.x + by.x, y: from.y + by.y };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await handleAt(page, "sample", to);
  await page.mouse.up();
  // The leftmost sample has gone, so the scale begins further right and the sample is seen further left.
  await expect
    .poll(async () => (await plot(page)).scale.x.domain()[0])
    .toBeGreaterThan(before.scale.x.domain()[0] ?? 0);
  await handleAt(page, "sample", (await plot(page)).sample(loneSample));
  await close();
});

test("by keyboard a sample is chosen, moved by steps of the scale, doubled beside itself and taken away", async () => {
  const { page, complaints, close } = await openLine(browser);
  await scrub(page, 20);
  const { x, y } = classicSamples;
  const sample = page.locator(".line [data-handle=sample]");
  const chosen = (): Promise<string | null> => sample.getAttribute("aria-label");
  await sample.focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect.poll(chosen).toBe("sample 3");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowRight");
  // Marks stand every 50 in y and every 1 in x, a step is a twentieth of that, with Shift ten.
  await expect.poll(async () => (await edited(page)).x).toBeCloseTo((x[2] ?? 0) + 10 * 0.05, 2);
  const place = await edited(page);
  expect(Math.abs(place.y - (y[2] ?? 0) - 2.5)).toBeLessThan(0.06);
  const edits = [{ move: 2, x: place.x, y: place.y }];
  expect(JSON.stringify(edits).length).toBeLessThan(40);
  await expect.poll(() => editsOf(page)).toEqual(edits);
  await expect.poll(() => wb(page)).toEqual(freshLine({ data: { source: "make_regression", edits } }, 20));
  await page.keyboard.press("Insert");
  await expect.poll(chosen).toBe("sample 101");
  await page.keyboard.press("Delete");
  await expect.poll(() => editsOf(page)).toEqual(edits);
  await page.keyboard.press("Control+z");
  await expect.poll(() => count(page)).toBe(101);
  await page.keyboard.press("Control+z");
  await expect.poll(() => editsOf(page)).toEqual(edits);
  expect(complaints).toEqual([]);
  await close();
});

test("samples are added by double click and by the tool, and taken away by the cross", async () => {
  const { page, close } = await openLine(browser);
  const { place, scale, box } = await plot(page);
  const spot = place(-2, 80);
  await page.mouse.dblclick(spot.x, spot.y);
  await expect.poll(() => count(page)).toBe(101);
  const added = await edited(page);
  // To a pixel: a double click comes in whole ones.
  expect(Math.abs(scale.x(added.x) - (spot.x - box.x))).toBeLessThan(1);
  expect(Math.abs(scale.y(added.y) - (spot.y - box.y))).toBeLessThan(1);
  await page.getByRole("button", { name: "Take sample 101 away" }).click();
  await expect.poll(() => count(page)).toBe(100);

  await page.getByRole("button", { name: "Add a sample" }).click();
  const other = place(1, -60);
  await page.mouse.click(other.x, other.y);
  await expect.poll(() => count(page)).toBe(101);
  await page.getByRole("button", { name: "Add a sample" }).click();
  const now = await plot(page);
  const from = now.sample(100);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // Far below the axis: the axis goes down with the sample, which stays in the picture and in the data.
  const foot = now.box.y + now.scale.plot.bottom;
  const deep = now.part(0, 0.25).y;
  await page.mouse.move(from.x, foot + deep, { steps: 6 });
  await handleAt(page, "sample", { x: from.x, y: foot });
  await page.mouse.up();
  const pixel = Math.abs(now.scale.y.invert(1) - now.scale.y.invert(0));
  const below = now.scale.y.invert(now.scale.plot.bottom + deep);
  await expect.poll(async () => Math.abs((await edited(page)).y - below)).toBeLessThan(pixel);
  expect(await editsOf(page)).toHaveLength(1);
  expect(await count(page)).toBe(101);
  const inside = async (): Promise<number> => {
    const after = await plot(page);
    return after.box.y + after.scale.plot.bottom - after.sample(100).y;
  };
  await expect.poll(inside).toBeGreaterThan(5);
  await page.locator(".line [data-handle=sample]").press("Delete");
  await expect.poll(() => count(page)).toBe(100);
  await close();
});

test("a finger drags a sample, and adds one by staying where it is", async () => {
  const { page, close } = await openLine(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.locator(".line canvas").last().scrollIntoViewIfNeeded();
  const { sample, place, part } = await plot(page);
  const { touch, drag } = await finger(page);
  const from = sample(loneSample);
  const by = part(0.25, -0.1);
  await drag(from, { x: from.x + by.x, y: from.y + by.y });
  await expect.poll(() => editsOf(page)).toMatchObject([{ move: loneSample }]);

  await touch("touchStart", place(1.2, -40));
  const both = [{ move: loneSample }, { add: true }];
  await expect.poll(() => editsOf(page)).toMatchObject(both);
  await touch("touchEnd");
  // The finger that goes adds no other one.
  await frames(page, 10);
  expect(await editsOf(page)).toMatchObject(both);
  await close();
});

test("a million samples are one action away: batches are made to fit, the reader is told, and the numbers are the engine's", async () => {
  const { page, complaints, close } = await openLine(browser);
  await type(page, "data.n_samples", "1000000");
  await page.getByText("With 1,000,000 samples a batch now has 10,000 of them").waitFor();
  await page.waitForFunction(() => document.querySelector("first-descent")?.lab?.model.isTrained);
  const asked: Settings = {
    data: { source: "make_regression", n_samples: 1_000_000 },
    batch_size: 10_000,
    epochs: 10,
  };
  await expect.poll(() => labSettings(page)).toEqual(asked);
  await scrub(page, 1000);
  await expect.poll(() => wb(page)).toEqual(freshLine(asked, 1000));
  // The picture below holds samples where they are dense, and nothing where there are none.
  const pixels = () =>
    page.evaluate(() => {
      const canvas = document
        .querySelector("first-descent")
        ?.shadowRoot?.querySelector<HTMLCanvasElement>(".line canvas");
      const context = canvas?.getContext("2d");
      if (!canvas || !context) return null;
      const { width, height } = canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const alpha = (x: number, y: number) => data[4 * (Math.round(y) * width + Math.round(x)) + 3] ?? 0;
      return { corner: alpha(width / 4, height / 4), dense: alpha(width * 0.4, height / 2) > 100 };
    });
  await expect.poll(pixels).toEqual({ corner: 0, dense: true });
  await type(page, "data.n_samples", "100");
  await expect.poll(() => labSettings(page)).toEqual({ data: { source: "make_regression", n_samples: 100 } });
  expect(complaints).toEqual([]);
  await close();
});
