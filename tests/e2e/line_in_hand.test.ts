// A reader takes the line itself in hand: it is turned and moved, its parameters are typed and nudged, and every number
// is that of a fresh session with the same settings.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import type { Line } from "../../www/engine";
import { freshLine } from "./fresh_run";
import { editsOf, handle, handleAt, openLine, plot } from "./line_picture";
import { cursor, drag, labSettings, open as openView, readout, scrub, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The line the run starts from, as it was set. */
async function started(page: Page): Promise<Line> {
  const { init } = await labSettings(page);
  return typeof init === "object" && init !== null && "w" in init
    ? { w: init.w, b: init.b }
    : { w: Number.NaN, b: Number.NaN };
}

test("the line, turned by a handle, is the one the run starts from: under the hand at the start, let go back where the cursor was", async () => {
  const { page, complaints, close } = await openLine(browser);
  await scrub(page, 37);
  const [left, right] = [await handle(page, "left"), await handle(page, "right")];
  const { scale, box, part } = await plot(page);
  const down = part(0, 0.2).y;
  await page.mouse.move(right.x, right.y);
  await page.mouse.down();
  await page.mouse.move(right.x, right.y + down, { steps: 4 });
  await expect.poll(() => cursor(page)).toBe(0);
  const offAt = async (x: number, y: number): Promise<number> => {
    const [w = Number.NaN, b = Number.NaN] = await wb(page);
    return Math.abs(box.y + scale.y(w * scale.x.invert(x - box.x) + b) - y);
  };
  await expect.poll(() => offAt(right.x, right.y + down)).toBeLessThan(0.75);
  expect(await offAt(left.x, left.y)).toBeLessThan(0.75);
  const [w = Number.NaN, b = Number.NaN] = await wb(page);
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBe(37);
  expect((await labSettings(page)).init).toEqual({ w, b });
  await expect.poll(() => wb(page)).toEqual(freshLine({ init: { w, b } }, 37));
  // Short in the code and in the address: what a pixel shows, not sixteen digits.
  for (const value of [w, b]) expect(String(value).replace(/^-/, "").length).toBeLessThanOrEqual(6);
  await page.waitForURL(new RegExp(`#1&iw=${w}&ib=${b}&at=37$`));
  await page.locator(".scrubber").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => wb(page)).toEqual(freshLine({}, 37));
  expect(await cursor(page)).toBe(37);
  expect(complaints).toEqual([]);
  await close();
});

test("by keyboard the line is in hand until the focus leaves it and its parameters: then the cursor is back", async () => {
  const { page, close } = await openLine(browser);
  await scrub(page, 37);
  await page.locator(".line [data-handle=left]").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => cursor(page)).toBe(0);
  const w = page.getByRole("spinbutton", { name: "w of the line" });
  await w.press("Enter");
  await page.keyboard.type("7.123456789");
  await page.keyboard.press("Enter");
  await expect.poll(() => readout(page, "w")).toBe(7.123456789);
  expect(await cursor(page)).toBe(0);
  const init = await started(page);
  await page.locator(".scrubber").focus();
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => wb(page)).toEqual(freshLine({ init }, 37));
  await close();
});

test("the line's body moves it up and down; arrows on a handle turn it; its parameters are typed and nudged", async () => {
  const { page, close } = await openLine(browser);
  const { place, scale, part } = await plot(page);
  const middle = place(-1.2, 0.1 * -1.2);
  const up = part(0, -0.15).y;
  await drag(page, middle, { x: middle.x, y: middle.y + up });
  const lift = async (): Promise<number> => scale.y((await started(page)).b) - scale.y(0);
  await expect.poll(async () => Math.abs((await lift()) - up)).toBeLessThan(0.5);
  const lifted = await started(page);
  expect(lifted.w).toBe(0.1);

  await page.locator(".line [data-handle=left]").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => readout(page, "w")).toBeGreaterThan(lifted.w);

  const w = page.getByRole("spinbutton", { name: "w of the line" });
  await w.press("Enter");
  await page.keyboard.type("−7.5");
  await page.keyboard.press("Enter");
  await expect.poll(() => readout(page, "w")).toBe(-7.5);
  const b = page.getByRole("spinbutton", { name: "b of the line" });
  const height = await readout(page, "b");
  await b.press("ArrowUp");
  await expect.poll(() => readout(page, "b")).toBeCloseTo(height + 2.5, 1);
  const field = page.locator("input.typed");
  await w.press("Enter");
  await field.waitFor();
  await page.keyboard.type("40");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "hidden" });
  expect(await readout(page, "w")).toBe(-7.5);
  const init = await started(page);
  await scrub(page, 6);
  await expect.poll(() => wb(page)).toEqual(freshLine({ init }, 6));
  await close();
});

test("amid the samples the line is taken by the grip at its middle, and a sample beside it by itself", async () => {
  const { page, complaints, close } = await openLine(browser);
  const middle = await handle(page, "middle");
  const { place, x, y, scale, box, part } = await plot(page);
  const apart = (index: number): number => {
    const spot = place(x[index] ?? 0, y[index] ?? 0);
    return Math.hypot(spot.x - middle.x, spot.y - middle.y);
  };
  const nearest = [...x.keys()].sort((one, other) => apart(one) - apart(other));
  // The cloud is there: a press of a mouse reaches a sample, too.
  expect(apart(nearest[0] ?? 0)).toBeLessThan(18);
  const up = part(0, -0.15).y;
  await drag(page, middle, { x: middle.x + 5, y: middle.y + up });
  const lift = async (): Promise<number> => scale.y((await started(page)).b) - scale.y(0);
  await expect.poll(async () => Math.abs((await lift()) - up)).toBeLessThan(0.5);
  const lifted = await started(page);
  expect(lifted.w).toBe(0.1);
  expect(await editsOf(page)).toEqual([]);
  await page.locator(".line [data-handle=middle]").press("ArrowUp");
  await expect.poll(() => readout(page, "b")).toBeCloseTo(lifted.b + 2.5, 1);

  await handleAt(page, "middle", {
    ...middle,
    y: box.y + scale.y((await readout(page, "b")) + 0.1 * scale.x.invert(middle.x - box.x)),
  });
  const now = await handle(page, "middle");
  const beside = nearest.find((index) => {
    const spot = place(x[index] ?? 0, y[index] ?? 0);
    const off = Math.hypot(spot.x - now.x, spot.y - now.y);
    const line = box.y + scale.y(lifted.b + 0.1 * (x[index] ?? 0));
    return off > 14 && Math.abs(line - spot.y) > 6 && Math.abs(line - spot.y) < 30;
  });
  const spot = place(x[beside ?? 0] ?? 0, y[beside ?? 0] ?? 0);
  await drag(page, spot, { x: spot.x + 6, y: spot.y + 6 });
  await expect.poll(() => editsOf(page)).toMatchObject([{ move: beside }]);
  expect(complaints).toEqual([]);
  await close();
});

test("a standardised run's line lies on the data, and is put down with the parameters the run has for it", async () => {
  const { page, close } = await openLine(browser);
  await openView(page, "settings");
  await page.locator('input[name="standardize"]').check();
  await scrub(page, 600);
  await expect.poll(() => wb(page)).toEqual(freshLine({ standardize: true }, 600));
  const { scale, box, x } = await plot(page);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const std = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
  const [w = Number.NaN, b = Number.NaN] = await wb(page);
  for (const id of ["left", "right"]) {
    const off = async (): Promise<number> => {
      const place = await handle(page, id);
      const at = scale.x.invert(place.x - box.x);
      return Math.abs(box.y + scale.y((w * (at - mean)) / std + b) - place.y);
    };
    await expect.poll(off).toBeLessThan(0.5);
  }
  await close();
});

test("the parabola has no line: its place is the neighbour's, and coming back the line is there again", async () => {
  const { page, complaints, close } = await openLine(browser);
  await openView(page, "settings");
  await page.getByRole("radio", { name: "Parabola" }).check();
  // On a page so wide it leaves its place to the curve; where the views share one place the words stand in it.
  await page.locator('.place[data-view="line"]').waitFor({ state: "hidden" });
  const words = page.getByText("The parabola has no samples and no line.");
  await expect.poll(() => words.evaluate((node: HTMLElement) => node.hidden)).toBe(false);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await page.locator(".line canvas").last().waitFor();
  // Its line always starts at 0: there is no handle to take it by, but samples can be moved.
  await expect.poll(() => page.locator(".line .handle").count()).toBe(1);
  await page.getByText("half the square of one sample’s residual").waitFor();
  expect(complaints).toEqual([]);
  await close();
});
