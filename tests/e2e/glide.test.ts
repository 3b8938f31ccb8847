// Motion that explains: after an edit the picture passes between the old run and the new one, and a batch grows as it is
// lit; the numbers are the new run's at once. With reduced motion, and under a hand, nothing is in between.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { lineScale } from "../../www/views/line_scale";
import { type Drawn, listen } from "./drawn";
import { type FreshRun, freshRun } from "./fresh_run";
import { frame, frames, openPage, readout } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

type Motion = "no-preference" | "reduce";

const before = freshRun("1&at=37");
const after = freshRun("1&lr=0.1&at=37");

/** The lab alone, at rest, in a light theme. */
async function open(reducedMotion: Motion, state = "1&at=37") {
  const visited = await openPage(browser, `embed.html#${state}`, { reducedMotion, colorScheme: "light" });
  const { page } = visited;
  await page.locator('.place[data-view="surface"] canvas').last().waitFor();
  await page.locator('[role="tab"][data-view="settings"]').click();
  await page.locator('input[name="lr"]').waitFor();
  // What moves comes after the first pictures, and has to have seen one.
  const come = (): boolean =>
    performance.getEntriesByType("resource").some(({ name }) => /glide-[^/]*\.js$/.test(name));
  await page.waitForFunction(come);
  await page.locator(".line canvas[role=img]").hover();
  await frame(page);
  await page.mouse.move(0, 0);
  await frame(page);
  return visited;
}

interface Told {
  /** Heights of the model's line at the column looked at, in CSS pixels, each frame. */
  heights: number[];
  /** Pixels lit in the line's picture, each frame. */
  lit: number[];
  /** w as its readout tells it, each frame. */
  w: number[];
}

/** From now on notes each frame of the line view, at so many pixels from its left. */
async function watch(page: Page, column: number): Promise<void> {
  await page.evaluate((column) => {
    const told: Told = { heights: [], lit: [], w: [] };
    const root = document.querySelector("first-descent")?.shadowRoot;
    const canvas = root?.querySelector<HTMLCanvasElement>(".line canvas[role=img]");
    const w = root?.querySelector<HTMLElement>('[data-readout="w"]');
    if (!canvas || !w) throw new Error("There is no line.");
    // Another canvas is read back, so that the one on the page stays as fast as it is.
    const copy = document.createElement("canvas");
    const pen = copy.getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("There is nothing to read with.");
    const note = (): void => {
      const { width, height } = canvas;
      copy.width = width;
      copy.height = height;
      pen.drawImage(canvas, 0, 0);
      const { data } = pen.getImageData(0, 0, width, height);
      const density = width / canvas.clientWidth;
      const at = Math.round(column * density);
      let [sum, count, lit] = [0, 0, 0];
      for (let y = 0; y < height; y += 1) {
        const place = 4 * (y * width + at);
        const [r = 0, , b = 0, a = 0] = data.subarray(place, place + 4);
        if (a > 128 && b > r + 90) {
          sum += y;
          count += 1;
        }
      }
      for (let place = 0; place < data.length; place += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = data.subarray(place, place + 4);
        if (a > 200 && r > 200 && g > 120 && b < 60) lit += 1;
      }
      if (count > 0) told.heights.push(sum / count / density);
      told.lit.push(lit);
      told.w.push(Number(w.dataset.value));
      requestAnimationFrame(note);
    };
    Object.assign(window, { told });
    note();
  }, column);
}

const told = (page: Page): Promise<Told> => page.evaluate(() => (window as unknown as { told: Told }).told);

/** Where a run's line passes the column, after 37 updates. */
async function heightOf(page: Page, run: FreshRun, column: number): Promise<number> {
  const box = await page.locator(".line canvas[role=img]").boundingBox();
  if (!box) throw new Error("The line has no canvas.");
  const scale = lineScale({ width: box.width, height: box.height }, run.data.x, run.data.y);
  const { w, b } = run.after(37);
  return scale.y(w * scale.x.invert(column) + b);
}

/** Beside the handles and the labels. */
const COLUMN = 110;

async function edit(page: Page): Promise<void> {
  await page.locator('input[name="lr"]').fill("0.1");
  await page.locator('input[name="lr"]').press("Enter");
}

/** Waits until the picture has stood for ten frames at that height. */
async function rests(page: Page, height: number): Promise<number[]> {
  await expect
    .poll(async () => Math.max(...(await told(page)).heights.slice(-10).map((at) => Math.abs(at - height))))
    .toBeLessThan(2);
  return (await told(page)).heights;
}

test("an edit takes the line through what lies between the two runs; the numbers are new at once", async () => {
  const { page, complaints, close } = await open("no-preference");
  const [from, to] = [await heightOf(page, before, COLUMN), await heightOf(page, after, COLUMN)];
  expect(Math.abs(to - from)).toBeGreaterThan(15);
  await watch(page, COLUMN);
  await edit(page);
  const heights = await rests(page, to);
  const within = heights.filter((at) => Math.abs(at - from) > 3 && Math.abs(at - to) > 3);
  expect(within.length).toBeGreaterThan(0);
  for (const at of within) expect((at - from) / (to - from)).toBeGreaterThan(0);
  for (const at of within) expect((at - from) / (to - from)).toBeLessThan(1);
  // Never a number of neither run.
  expect([...new Set((await told(page)).w)]).toEqual([before.after(37).w, after.after(37).w]);
  await expect.poll(() => readout(page, "w")).toBe(after.after(37).w);
  expect(complaints).toEqual([]);
  await close();
});

/** Notes each frame where the model's mark stands on the surface, and where the curve of the epochs' means ends. */
async function watchCurves(page: Page): Promise<void> {
  await listen(page);
  await page.evaluate(() => {
    const { drawnOn } = window as unknown as { drawnOn(node: Element | undefined): Drawn | null };
    const root = document.querySelector("first-descent")?.shadowRoot;
    const last = (view: string, at: number) => root?.querySelectorAll(`${view} canvas`)[at];
    const curves = { mark: [] as number[], end: [] as number[] };
    Object.assign(window, { curves });
    const note = (): void => {
      const mark = drawnOn(last(".surface", 1))
        ?.drawings.flatMap(({ circles }) => circles)
        .find(({ radius }) => radius === 5);
      const means = drawnOn(last(".loss", 0))?.drawings.findLast(({ width }) => width === 2.5);
      const [update, height] = [mark?.x, means?.points.at(-1)?.[1]];
      if (update !== undefined) curves.mark.push(update);
      if (height !== undefined) curves.end.push(height);
      requestAnimationFrame(note);
    };
    note();
  });
}

test.each([
  ["no-preference", true],
  ["reduce", false],
] as const)(
  "the path and the loss curve go the same way, with motion %s through what lies between: %s",
  async (motion, glides) => {
    const { page, close } = await open(motion);
    await watchCurves(page);
    const field = page.locator('input[name="lr"]');
    const curves = () =>
      page.evaluate(() => (window as unknown as { curves: Record<"mark" | "end", number[]> }).curves);
    // Drawn once before, so that there is something to leave.
    await page.locator(".scrubber").press("ArrowRight");
    await page.getByRole("checkbox", { name: "Running mean" }).check();
    await expect.poll(async () => (await curves()).end.length).toBeGreaterThan(0);
    const from = (await curves()).mark.length;
    await field.fill("0.002");
    await field.press("Enter");
    const settled = async (): Promise<boolean> => {
      const { mark, end } = await curves();
      const rest = [mark, end].map((places) => new Set(places.slice(-10)).size);
      return (
        mark.length > from + 12 &&
        Math.abs((mark.at(-1) ?? 0) - (mark[0] ?? 0)) > 5 &&
        rest.every((size) => size === 1)
      );
    };
    await expect.poll(settled).toBe(true);
    const { mark, end } = await curves();
    for (const places of [mark.slice(from), end]) {
      const distinct = new Set(places).size;
      if (glides) expect(distinct).toBeGreaterThan(2);
      else expect(distinct).toBe(2);
    }
    await close();
  },
);

test("with reduced motion the line is the new run's from one frame to the next", async () => {
  const { page, close } = await open("reduce");
  const [from, to] = [await heightOf(page, before, COLUMN), await heightOf(page, after, COLUMN)];
  await watch(page, COLUMN);
  await edit(page);
  const heights = await rests(page, to);
  expect(heights.filter((at) => Math.abs(at - from) > 3 && Math.abs(at - to) > 3)).toEqual([]);
  await close();
});

test("under a hand the line follows at once", async () => {
  const { page, close } = await open("no-preference", "1");
  const right = await page.locator(".line [data-handle=right]").boundingBox();
  if (!right) throw new Error("The line has no handle.");
  const hand = { x: right.x + right.width / 2, y: right.y + right.height / 2 };
  const box = await page.locator(".line canvas[role=img]").boundingBox();
  if (!box) throw new Error("The line has no canvas.");
  await page.mouse.move(hand.x, hand.y);
  await page.mouse.down();
  await watch(page, hand.x - box.x - 30);
  await page.mouse.move(hand.x, hand.y - 0.15 * box.height);
  await expect.poll(async () => new Set((await told(page)).heights).size).toBeGreaterThan(1);
  await frames(page, 10);
  // One picture before the hand moved and one after it.
  expect(new Set((await told(page)).heights).size).toBe(2);
  await page.mouse.up();
  await close();
});

test.each([
  ["no-preference", 3],
  ["reduce", 1],
] as const)(
  "the next batch is lit by a statement: with motion %s in at least %i sizes",
  async (motion, sizes) => {
    const { page, close } = await open(motion, "1");
    await page.locator(".units label", { hasText: "statement" }).click();
    await watch(page, COLUMN);
    await page.getByRole("button", { name: "One step", exact: true }).click();
    // Lit, and standing for ten frames.
    const settled = async (): Promise<boolean> => {
      const last = (await told(page)).lit.slice(-10);
      return last.length === 10 && (last[0] ?? 0) > 0 && new Set(last).size === 1;
    };
    await expect.poll(settled).toBe(true);
    const areas = [...new Set((await told(page)).lit.filter((count) => count > 0))];
    if (motion === "reduce") expect(areas.length).toBe(sizes);
    else expect(areas.length).toBeGreaterThanOrEqual(sizes);
    expect(areas).toEqual([...areas].sort((one, other) => one - other));
    await close();
  },
);
