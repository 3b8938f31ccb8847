// A reader walks the surface: the start is moved by mouse, finger and keys, and the run that follows is the engine's own.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import type { Line, Settings } from "../../www/engine";
import { drawnOn, listen, WAY } from "./drawn";
import { askFresh, engine } from "./fresh_run";
import {
  caption,
  cursor,
  drag,
  finger,
  frame,
  middleOf,
  open,
  PHONE,
  readout,
  type Spot,
  scrub,
  visit,
  wb,
} from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** w and b of a fresh session after so many updates, and the mean squared error over all samples there. */
const fresh = (settings: Settings, update: number): Line & { loss: number } =>
  askFresh(settings, [update], (session) => {
    const { w, b } = session.state();
    const { x, y } = session.data();
    const [loss = Number.NaN] = engine.lossSurface(x, y, [w, w, 1], [b ?? 0, b ?? 0, 1]);
    return { w, b: b ?? 0, loss };
  });

const handle = (page: Page): Locator => page.locator('.surface [data-handle="start"]');

/** The start as the address and the code will show it: what the lab has set. */
const start = (page: Page): Promise<{ w: number; b: number } | { x: number } | undefined> =>
  page.evaluate(() => {
    const init = document.querySelector("first-descent")?.lab?.model.settings.init;
    return typeof init === "object" ? init : undefined;
  });

async function surfaceLoss(page: Page): Promise<number> {
  await frame(page);
  const text = await page.locator('[data-readout="surface-loss"]').getAttribute("data-value");
  return Number(text);
}

async function openSurface(page: Page): Promise<void> {
  await open(page, "surface");
  await page.locator(".surface canvas").last().waitFor();
}

async function choose(page: Page, program: string): Promise<void> {
  await open(page, "settings");
  await page.getByRole("radio", { name: program }).check();
}

/** Pixels that are such parts of the picture's width and height. */
async function part(page: Page, across: number, down: number): Promise<Spot> {
  const box = await page.locator(".surface canvas").last().boundingBox();
  return { x: Math.round(across * (box?.width ?? 0)), y: Math.round(down * (box?.height ?? 0)) };
}

/** Waits until the run goes from a start that was set, and tells the loss a fresh session has from there. */
async function startSet(page: Page, update: number): Promise<Line> {
  const off = async (): Promise<number> => {
    const init = await start(page);
    if (!init || !("w" in init)) throw new Error("The start was not set.");
    return (await surfaceLoss(page)) / fresh({ init }, update).loss - 1;
  };
  await expect.poll(off).toBeCloseTo(0, 12);
  const { w, b } = (await start(page)) as Line;
  return { w, b };
}

/** Pixels of the moving layer in the gradients' colour, in the light theme. */
const greens = (page: Page): Promise<number> =>
  page
    .locator(".surface canvas")
    .last()
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      let count = 0;
      for (let at = 0; data && at < data.length; at += 4)
        if ((data[at] ?? 0) < 60 && (data[at + 1] ?? 0) > 100 && (data[at + 3] ?? 0) > 60) count += 1;
      return count;
    });

test("the loss at the cursor is the mean squared error over all samples", async () => {
  const { page, complaints, close } = await visit(browser);
  await openSurface(page);
  await scrub(page, 37);
  const { loss } = fresh({}, 37);
  await expect.poll(async () => (await surfaceLoss(page)) / loss).toBeCloseTo(1, 12);
  expect(complaints).toEqual([]);
  await close();
});

test("the start dragged by the mouse starts another run there, as one edit to undo; the picture stands", async () => {
  const { page, complaints, close } = await visit(browser);
  await openSurface(page);
  await scrub(page, 37);
  const from = await middleOf(handle(page));
  const by = await part(page, 0.1, 0.1);
  const to = { x: from.x + by.x, y: from.y + by.y };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x / 2, from.y + by.y / 2);
  await page.mouse.move(to.x, to.y);
  const off = async (): Promise<number> => {
    const under = await middleOf(handle(page));
    return Math.hypot(under.x - to.x, under.y - to.y);
  };
  // The start is rounded to what a pixel can tell.
  await expect.poll(off).toBeLessThan(2);
  await page.mouse.up();
  const init = await startSet(page, 37);
  await expect.poll(off).toBeLessThan(2);
  expect(init.w).toBeGreaterThan(1);
  expect(init.b).toBeLessThan(-1);
  const { w, b } = fresh({ init }, 37);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => readout(page, "w")).toBe(fresh({}, 37).w);
  await expect.poll(() => start(page)).toBeUndefined();
  expect(complaints).toEqual([]);
  await close();
});

test("arrow keys move the start by round steps, ten of them with Shift", async () => {
  const { page, close } = await visit(browser);
  await openSurface(page);
  await scrub(page, 20);
  await handle(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => start(page)).toBeDefined();
  const first = await start(page);
  if (!first || !("w" in first)) throw new Error("The start was not set.");
  const step = first.w - 0.1;
  expect(Math.log10(step) % 1).toBeCloseTo(0, 9);
  // The next step is from where the handle is seen.
  const told = (): Promise<string | null> => handle(page).getAttribute("aria-valuetext");
  await expect.poll(told).toContain(`w = ${first.w.toFixed(2)}`);
  await page.keyboard.press("Shift+ArrowDown");
  await expect.poll(() => start(page)).toEqual({ w: first.w, b: -10 * Math.round(step * 1e6) * 1e-6 });
  const { w, b } = fresh({ init: { w: first.w, b: -10 * step } }, 20);
  await expect.poll(() => readout(page, "w")).toBeCloseTo(w, 12);
  await expect.poll(() => readout(page, "b")).toBeCloseTo(b, 12);
  await expect.poll(told).toContain(`w = ${first.w.toFixed(2)}`);
  await close();
});

test("of two presses within one frame neither is lost", async () => {
  const { page, close } = await visit(browser);
  await openSurface(page);
  const twice = (key: string): Promise<void> =>
    handle(page).evaluate((node, key) => {
      for (let press = 0; press < 2; press += 1)
        node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }, key);
  await handle(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => start(page)).toBeDefined();
  const first = await start(page);
  if (!first || !("w" in first)) throw new Error("The start was not set.");
  const step = first.w - 0.1;
  await twice("ArrowRight");
  await expect.poll(() => start(page)).toEqual({ w: Number((0.1 + 3 * step).toPrecision(12)), b: 0 });
  await close();
});

test("a finger drags the start on a phone; beside it the page scrolls", async () => {
  const { page, close } = await visit(browser, PHONE);
  await openSurface(page);
  await page.locator(".surface").scrollIntoViewIfNeeded();
  await scrub(page, 37);
  const from = await middleOf(handle(page));
  const by = await part(page, 0.15, -0.1);
  const { drag: dragByFinger } = await finger(page);
  await dragByFinger(from, { x: from.x + by.x, y: from.y + by.y });
  const init = await startSet(page, 37);
  expect(init.w).toBeGreaterThan(5);
  expect(init.b).toBeGreaterThan(1);
  await close();
});

test("the picture stands while the run plays", async () => {
  const { page, close } = await visit(browser);
  await openSurface(page);
  await scrub(page, 0);
  const before = await middleOf(handle(page));
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(() => cursor(page)).toBeGreaterThan(8);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect.poll(() => middleOf(handle(page))).toEqual(before);
  await close();
});

test("the arrow comes with backward, and the cloud of 500 batches on request", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "light" });
  await openSurface(page);
  await scrub(page, 30);
  await page.getByRole("radio", { name: "statement" }).check();
  const step = page.getByRole("button", { name: "One step", exact: true });
  await step.click();
  await expect.poll(() => caption(page)).toContain("the line predicts y");
  expect(await greens(page)).toBe(0);
  for (let statement = 2; statement <= 4; statement += 1) await step.click();
  await expect.poll(() => caption(page)).toContain("backward gives");
  await expect.poll(() => greens(page)).toBeGreaterThan(20);
  const arrow = await greens(page);
  await page.getByLabel("Cloud").check();
  await expect.poll(() => greens(page)).toBeGreaterThan(3 * arrow);
  await expect.poll(() => page.locator(".surface .note").innerText()).toContain("500 batches");
  await page.getByLabel("Cloud").uncheck();
  await expect.poll(() => greens(page)).toBe(arrow);
  // Reading pixels back is this test's own doing.
  expect(complaints.filter((text) => !text.includes("readback"))).toEqual([]);
  await close();
});

test("the cloud is the engine's: every dot, this epoch's rings, and the ellipse of the covariance, about the model", async () => {
  const { page, close } = await visit(browser, { colorScheme: "light" });
  await openSurface(page);
  await scrub(page, 37);
  await listen(page);
  await page.getByLabel("Cloud").check();
  const seen = () => drawnOn(page, ".surface canvas");
  await expect
    .poll(async () => (await seen())?.drawings.some(({ circles }) => circles.length === 500))
    .toBe(true);
  const drawn = await seen();
  const session = new engine.Session({});
  session.seek(37);
  const { sampled, epoch, covariance, full } = session.batchGradients(500);
  const { x, y } = session.data();
  const { w, b } = session.state();
  session.free();
  const model = { w, b: b ?? Number.NaN };
  const fills = drawn?.drawings.filter(({ kind }) => kind === "fill") ?? [];
  const circle = (radius: number) =>
    fills.flatMap(({ circles }) => circles.filter((one) => one.radius === radius));
  const [here] = circle(5);
  const from = await handle(page).evaluate((node) => new DOMMatrix(getComputedStyle(node).transform));
  if (!here) throw new Error("The model is not in the picture.");
  // Pixels for one unit, the same for w and b, by the start's handle (0.1, 0) and the model's mark.
  const per = (here.x - from.e) / (model.w - 0.1);
  expect((from.f - here.y) / model.b / per).toBeCloseTo(1, 2);
  // The step a learning rate of one over the larger curvature takes.
  const rate = 1 / engine.lossQuadratic(x, y).eigenvalues[0];
  const tips = (pairs: Float64Array) =>
    Array.from({ length: pairs.length / 2 }, (_, index) => ({
      x: here.x - per * rate * (pairs[2 * index] ?? Number.NaN),
      y: here.y + per * rate * (pairs[2 * index + 1] ?? Number.NaN),
    }));
  const worst = (marks: readonly { x: number; y: number }[], pairs: Float64Array): number =>
    Math.max(
      ...tips(pairs).map((tip, index) =>
        Math.hypot(tip.x - (marks[index]?.x ?? Infinity), tip.y - (marks[index]?.y ?? Infinity)),
      ),
    );
  const dots = fills.find(({ colour, circles }) => colour === WAY && circles.length > 100)?.circles ?? [];
  expect(dots).toHaveLength(500);
  // The handle's place has a tenth of a pixel.
  expect(worst(dots, sampled)).toBeLessThan(0.5);
  const rings = drawn?.drawings.find(
    ({ kind, circles }) => kind === "stroke" && circles[0]?.radius === 4,
  )?.circles;
  expect(rings).toHaveLength(6);
  expect(worst(rings ?? [], epoch)).toBeLessThan(0.5);
  const [ellipse] = drawn?.drawings.flatMap(({ ellipses }) => ellipses) ?? [];
  if (!ellipse) throw new Error("There is no ellipse.");
  expect(worst([ellipse], Float64Array.from(full))).toBeLessThan(0.5);
  // Two standard deviations along each axis: by the trace and the determinant of the covariance.
  const [ww, wb, bb] = covariance;
  const scaled = (2 * rate * per) ** 2;
  expect((ellipse.long ** 2 + ellipse.short ** 2) / (scaled * (ww + bb))).toBeCloseTo(1, 2);
  expect((ellipse.long * ellipse.short) / (scaled * Math.sqrt(ww * bb - wb * wb))).toBeCloseTo(1, 2);
  // Down the screen is against b.
  expect(Math.tan(2 * ellipse.angle) / ((-2 * wb) / (ww - bb))).toBeCloseTo(1, 6);
  await close();
});

test("the picture in words tells the engine's numbers", async () => {
  const { page, close } = await visit(browser);
  await openSurface(page);
  await scrub(page, 37);
  const session = new engine.Session({});
  const { x, y } = session.data();
  session.free();
  const { w, b, least, eigenvalues } = engine.lossQuadratic(x, y);
  const at = fresh({}, 37);
  const told = () => page.locator(".surface canvas[role='img']").getAttribute("aria-label");
  // In words once the run rests.
  await expect.poll(told).toContain(at.w.toFixed(2));
  const text = await told();
  for (const number of [at.w, at.b, w ?? 0, b ?? 0]) expect(text).toContain(number.toFixed(2));
  expect(text).toContain(least.toFixed(1));
  for (const value of eigenvalues) expect(text).toContain(String(Number(value.toPrecision(4))));
  await close();
});

test("the parabola has a curve to roll on, and its start can be dragged along it", async () => {
  const { page, complaints, close } = await visit(browser);
  await choose(page, "Parabola");
  await openSurface(page);
  await scrub(page, 20);
  const { w } = fresh({ program: "parabola" }, 20);
  await expect.poll(() => surfaceLoss(page)).toBe(w * w);
  const from = await middleOf(handle(page));
  const by = await part(page, -0.2, 0.2);
  await drag(page, from, { x: from.x + by.x, y: from.y + by.y });
  const off = async (): Promise<number> => {
    const init = await start(page);
    if (!init || !("x" in init)) throw new Error("The start was not set.");
    return init.x < 8
      ? (await surfaceLoss(page)) - fresh({ program: "parabola", init }, 20).w ** 2
      : Infinity;
  };
  await expect.poll(off).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("scikit-learn's regressor starts where it starts: nothing to drag", async () => {
  const { page, complaints, close } = await visit(browser);
  await choose(page, "SGDRegressor");
  await openSurface(page);
  await scrub(page, 50);
  const { loss } = fresh({ program: "sgd_regressor" }, 50);
  await expect.poll(async () => (await surfaceLoss(page)) / loss).toBeCloseTo(1, 12);
  expect(await handle(page).count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});
