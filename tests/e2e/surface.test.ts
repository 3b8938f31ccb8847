// A reader walks the surface: the start is moved by mouse, finger and keys, and the run that follows is the engine's own.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { drawnOn, listen, WAY } from "./drawn";
import { cursor, finger, frame, openPage, readout, scrub, visit } from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

type Settings = NonNullable<ConstructorParameters<typeof engine.Session>[0]>;

/** w and b of a fresh session after so many updates, and the mean squared error over all samples there. */
function fresh(settings: Settings, update: number): { w: number; b: number; loss: number } {
  const session = new engine.Session(settings);
  session.seek(update);
  const { w, b } = session.state();
  const { x, y } = session.data();
  session.free();
  const [loss = Number.NaN] = engine.lossSurface(x, y, [w, w, 1], [b ?? 0, b ?? 0, 1]);
  return { w, b: b ?? 0, loss };
}

const handle = (page: Page): Locator => page.locator('.surface [data-handle="start"]');

/** The start as the address and the code will show it: what the lab has set. */
const start = (page: Page): Promise<{ w: number; b: number } | { x: number } | undefined> =>
  page.evaluate(() => {
    const init = document.querySelector("first-descent")?.lab?.model.settings.init;
    return typeof init === "object" ? init : undefined;
  });

async function centre(mark: Locator): Promise<{ x: number; y: number }> {
  const box = await mark.boundingBox();
  if (!box) throw new Error("The handle has no place.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function surfaceLoss(page: Page): Promise<number> {
  await frame(page);
  const text = await page.locator('[data-readout="surface-loss"]').getAttribute("data-value");
  return Number(text);
}

/** Brings a view into sight that may stand behind its tab. */
async function show(page: Page, view: "surface" | "settings"): Promise<void> {
  const tab = page.locator(`[role="tab"][data-view="${view}"]`);
  if (await tab.count()) await tab.click();
}

async function choose(page: Page, program: string): Promise<void> {
  await show(page, "settings");
  await page.getByRole("radio", { name: program }).check();
}

async function open(page: Page): Promise<void> {
  await show(page, "surface");
  await page.locator(".surface canvas").last().waitFor();
  await frame(page);
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
  await open(page);
  await scrub(page, 37);
  const { loss } = fresh({}, 37);
  expect((await surfaceLoss(page)) / loss).toBeCloseTo(1, 12);
  expect(complaints).toEqual([]);
  await close();
});

test("the start dragged by the mouse starts another run there, as one edit to undo; the picture stands", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page);
  await scrub(page, 37);
  const from = await centre(handle(page));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.move(from.x + 40, from.y + 30);
  await frame(page);
  const under = await centre(handle(page));
  // The start is rounded to what a pixel can tell.
  expect(Math.hypot(under.x - from.x - 40, under.y - from.y - 30)).toBeLessThan(2);
  await page.mouse.up();
  await frame(page);
  const init = await start(page);
  if (!init || !("w" in init)) throw new Error("The start was not set.");
  expect(init.w).toBeGreaterThan(1);
  expect(init.b).toBeLessThan(-1);
  const { w, b, loss } = fresh({ init }, 37);
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual([w, b]);
  expect((await surfaceLoss(page)) / loss).toBeCloseTo(1, 12);
  await page.keyboard.press("Control+z");
  expect(await readout(page, "w")).toBe(fresh({}, 37).w);
  expect(await start(page)).toBeUndefined();
  expect(complaints).toEqual([]);
  await close();
});

test("arrow keys move the start by round steps, ten of them with Shift", async () => {
  const { page, close } = await visit(browser);
  await open(page);
  await scrub(page, 20);
  await handle(page).focus();
  await page.keyboard.press("ArrowRight");
  await frame(page);
  const first = await start(page);
  if (!first || !("w" in first)) throw new Error("The start was not set.");
  const step = first.w - 0.1;
  expect(Math.log10(step) % 1).toBeCloseTo(0, 9);
  await page.keyboard.press("Shift+ArrowDown");
  await frame(page);
  const init = await start(page);
  expect(init).toEqual({ w: first.w, b: -10 * Math.round(step * 1e6) * 1e-6 });
  const { w, b } = fresh({ init: { w: first.w, b: -10 * step } }, 20);
  expect(await readout(page, "w")).toBeCloseTo(w, 12);
  expect(await readout(page, "b")).toBeCloseTo(b, 12);
  expect(await handle(page).getAttribute("aria-valuetext")).toContain(`w = ${first.w.toFixed(2)}`);
  await close();
});

test("a finger drags the start on a phone; beside it the page scrolls", async () => {
  const { page, close } = await visit(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await open(page);
  await page.locator(".surface").scrollIntoViewIfNeeded();
  await frame(page);
  await scrub(page, 37);
  const from = await centre(handle(page));
  const { drag } = await finger(page);
  await drag(from, { x: from.x + 50, y: from.y - 20 });
  const init = await start(page);
  if (!init || !("w" in init)) throw new Error("The start was not set.");
  expect(init.w).toBeGreaterThan(5);
  expect(init.b).toBeGreaterThan(1);
  expect((await surfaceLoss(page)) / fresh({ init }, 37).loss).toBeCloseTo(1, 12);
  await close();
});

test("the picture stands while the run plays", async () => {
  const { page, close } = await visit(browser);
  await open(page);
  await scrub(page, 0);
  const before = await centre(handle(page));
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(() => cursor(page)).toBeGreaterThan(8);
  await page.getByRole("button", { name: "Pause" }).click();
  expect(await centre(handle(page))).toEqual(before);
  await close();
});

test("the arrow comes with backward, and the cloud of 500 batches on request", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "light" });
  await open(page);
  await scrub(page, 30);
  await page.getByRole("radio", { name: "statement" }).check();
  const step = page.getByRole("button", { name: "One step", exact: true });
  await step.click();
  await frame(page);
  expect(await greens(page)).toBe(0);
  for (let statement = 2; statement <= 4; statement += 1) await step.click();
  // At rest a name makes way for the arrow.
  let arrow = 0;
  await expect
    .poll(async () => {
      const before = arrow;
      await page.waitForTimeout(300);
      arrow = await greens(page);
      return arrow > 20 && arrow === before;
    })
    .toBe(true);
  await page.getByLabel("Cloud").check();
  await frame(page);
  expect(await greens(page)).toBeGreaterThan(3 * arrow);
  expect(await page.locator(".surface .note").innerText()).toContain("500 batches");
  await page.getByLabel("Cloud").uncheck();
  await expect.poll(() => greens(page)).toBe(arrow);
  // Reading pixels back is this test's own doing.
  expect(complaints.filter((text) => !text.includes("readback"))).toEqual([]);
  await close();
});

test("the cloud is the engine's: every dot, this epoch's rings, and the ellipse of the covariance, about the model", async () => {
  const { page, close } = await visit(browser, { colorScheme: "light" });
  await open(page);
  await scrub(page, 37);
  await listen(page);
  await page.getByLabel("Cloud").check();
  await frame(page);
  const drawn = await drawnOn(page, ".surface canvas");
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
  await open(page);
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
  await open(page);
  await scrub(page, 20);
  const { w } = fresh({ program: "parabola" }, 20);
  expect(await surfaceLoss(page)).toBe(w * w);
  const from = await centre(handle(page));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 160, from.y + 90, { steps: 3 });
  await page.mouse.up();
  await frame(page);
  const init = await start(page);
  if (!init || !("x" in init)) throw new Error("The start was not set.");
  expect(init.x).toBeLessThan(8);
  const moved = fresh({ program: "parabola", init }, 20).w;
  expect(await surfaceLoss(page)).toBe(moved * moved);
  expect(complaints).toEqual([]);
  await close();
});

test("scikit-learn's regressor starts where it starts: nothing to drag", async () => {
  const { page, complaints, close } = await visit(browser);
  await choose(page, "SGDRegressor");
  await open(page);
  await scrub(page, 50);
  expect(await handle(page).count()).toBe(0);
  const { loss } = fresh({ program: "sgd_regressor" }, 50);
  expect((await surfaceLoss(page)) / loss).toBeCloseTo(1, 12);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["en", "#1&at=0", "arrow: it comes with the batch’s gradient"],
  ["en", "#1&at=37.2", "arrow: it comes with the batch’s gradient"],
  ["en", "#1&at=37.4", "arrow: −gradient of the batch × 0.4672"],
  ["en", "#1&at=37", "arrow: −gradient of the batch × 0.4672"],
  ["zh-CN", "#1&p=sgd_regressor&at=0", "箭头：算出本批次的梯度后出现"],
])(
  "%s, %s: the line below speaks of an arrow only where there is one: %s",
  async (language, address, note) => {
    const { page, complaints, close } = await openPage(
      browser,
      `${language}/one-picture/${address}&v=surface`,
    );
    await expect.poll(() => page.locator(".surface .note").innerText()).toBe(note);
    expect(complaints).toEqual([]);
    await close();
  },
);
