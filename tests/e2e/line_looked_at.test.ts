// A reader looks closer at the line's picture: it is zoomed and moved by wheel, keys and fingers, and tells the line's
// prediction where the reader points.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshState } from "./fresh_run";
import { handle, handleAt, openLine, plot } from "./line_picture";
import { cursor, finger, frame, labSettings, type Spot, scrub } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("the wheel scrolls the page; with Ctrl it zooms about the pointer, and a button shows all again", async () => {
  const { page, close } = await openLine(browser);
  const { sample } = await plot(page);
  const before = sample(0);
  const whole = page.getByRole("button", { name: "All samples" });
  await page.mouse.move(before.x, before.y);
  await page.locator(".line [data-handle=sample]").focus();
  const left = await handle(page, "left");
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect.poll(() => whole.getAttribute("aria-disabled")).toBeNull();
  await expect.poll(() => handle(page, "left")).not.toEqual(left);
  // The sample under the pointer stays there.
  await handleAt(page, "sample", before, 2);
  await whole.click();
  await expect.poll(() => whole.getAttribute("aria-disabled")).toBe("true");
  await handleAt(page, "left", left);
  await handleAt(page, "sample", before);
  await close();
});

test("by keyboard the zoomed picture is moved with the arrows on a zoom button; as a whole the arrows step the run", async () => {
  const { page, complaints, close } = await openLine(browser);
  const zoomIn = page.getByRole("button", { name: "Zoom in" });
  await zoomIn.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => cursor(page)).toBe(1);
  const { scale, box, sample } = await plot(page);
  const before = sample(0);
  await handleAt(page, "sample", before);
  await zoomIn.focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("Enter");
  const { left, right, top, bottom } = scale.plot;
  const [width, height] = [right - left, bottom - top];
  // Twice by 1.6 about the middle.
  const about = (x: number, y: number): Spot => ({
    x: x + (before.x - x) * 1.6 ** 2,
    y: y + (before.y - y) * 1.6 ** 2,
  });
  const zoomed = about(box.x + left + width / 2, box.y + top + height / 2);
  expect(Math.abs(zoomed.x - before.x)).toBeGreaterThan(5);
  await handleAt(page, "sample", zoomed);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await handleAt(page, "sample", { x: zoomed.x - 0.1 * width, y: zoomed.y + 0.1 * height });
  // With Shift five times as far, and never beyond the edge of all samples.
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift+ArrowLeft");
  await handleAt(page, "sample", { x: about(box.x + left, 0).x, y: zoomed.y + 0.1 * height });
  expect(await cursor(page)).toBe(1);
  await page.keyboard.press("?");
  const sheet = page.locator(".help-sheet");
  await expect.poll(() => sheet.innerText()).toContain("on a zoom button, once zoomed in: move the picture");
  expect(complaints).toEqual([]);
  await close();
});

test("two fingers zoom about where they are, and a tap on a button shows all again", async () => {
  const { page, close } = await openLine(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const before = await handle(page, "sample");
  const { place, part } = await plot(page);
  const about = place(1.2, -70);
  const { touch } = await finger(page);
  const near = part(0.08, 0).x;
  const apart = (by: number): Spot[] => [
    { x: about.x - by, y: about.y },
    { x: about.x + by, y: about.y },
  ];
  await touch("touchStart", ...apart(near));
  for (const by of [1.25, 1.5, 1.75, 2]) await touch("touchMove", ...apart(by * near));
  await touch("touchEnd");
  const whole = page.getByRole("button", { name: "All samples" });
  await expect.poll(() => whole.getAttribute("aria-disabled")).toBeNull();
  // Twice as far apart: what was there is twice as far from the middle. One finger is told of before the other.
  const times = async (side: "x" | "y"): Promise<number> =>
    ((await handle(page, "sample"))[side] - about[side]) / (before[side] - about[side]);
  await expect.poll(() => times("x")).toBeCloseTo(2, 1);
  await expect.poll(() => times("y")).toBeCloseTo(2, 1);
  expect((await labSettings(page)).data).toBeUndefined();
  await whole.tap();
  await handleAt(page, "sample", before);
  await close();
});

/** Keeps what is written on canvases from now on; tells the x and y of the last prediction among it since it was last asked. */
async function predictions(page: Page): Promise<() => Promise<{ x: number; y: number } | null>> {
  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (this: CanvasRenderingContext2D, ...parts) {
      written.push(parts[0]);
      draw.apply(this, parts);
    };
  });
  return async () => {
    await frame(page);
    const written = await page.evaluate(() => (window as unknown as { written: string[] }).written.splice(0));
    const text = written
      .filter((line) => /^(x = |prediction )/.test(line))
      .slice(-2)
      .join(" ")
      .replaceAll("\u2212", "-");
    // At the pointer in one piece; of a sample in hand its own place first, and the prediction by itself.
    const [, x, y] =
      /x = (\S+) → prediction (\S+)$/.exec(text) ?? /x = (\S+), y = \S+ prediction (\S+)$/.exec(text) ?? [];
    return x && y ? { x: Number(x), y: Number(y.replaceAll(",", "")) } : null;
  };
}

test("the prediction at a place is the line's there: under the mouse, where a finger taps, at the sample that keys chose", async () => {
  const { page, close } = await openLine(browser, { viewport: { width: 834, height: 1112 }, hasTouch: true });
  await scrub(page, 37);
  const told = await predictions(page);
  const { scale, box, place, part, x } = await plot(page);
  /** Within a pixel of there; what is told of x is rounded to two digits, and so is y. */
  const isTold = async (dataX: number, update: number): Promise<void> => {
    const { w, b } = freshState({}, update);
    const pixel = Math.abs(scale.x.invert(1) - scale.x.invert(0));
    await expect
      .poll(async () => {
        const now = await told();
        if (!now) return "nothing";
        const right = Math.abs(now.y - (w * now.x + (b ?? 0))) < 0.005 * Math.abs(w) + 0.006;
        return right && Math.abs(now.x - dataX) < pixel + 0.005 ? "told" : `${now.x} → ${now.y}`;
      })
      .toBe("told");
  };
  const spot = { x: Math.round(place(1.2, 0).x), y: Math.round(place(0, -70).y) };
  await page.mouse.move(spot.x, spot.y);
  await isTold(scale.x.invert(spot.x - box.x), 37);
  // A finger does not hover: where it tapped stays, also when the run goes on.
  const tapped = { ...spot, x: spot.x - part(0.12, 0).x };
  await page.touchscreen.tap(tapped.x, tapped.y);
  await isTold(scale.x.invert(tapped.x - box.x), 37);
  await page.keyboard.press("ArrowRight");
  await isTold(scale.x.invert(tapped.x - box.x), 38);
  await page.locator(".line [data-handle=sample]").focus();
  await page.keyboard.press("PageDown");
  await isTold(x[1] ?? Number.NaN, 38);
  await close();
});
