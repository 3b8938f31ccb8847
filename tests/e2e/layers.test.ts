// What a picture shows beside itself, switched by mouse, by key and by finger: residuals and squares in pixels against
// the engine's numbers, and by finger all that a reader on a phone can add to the other pictures.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { type LineScale, lineScale } from "../../www/views/line_scale";
import { type Drawing, drawnOn, listen, WAY, WRONG } from "./drawn";
import { cursor, open, scrub, visit } from "./reader";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const LIGHT = { colorScheme: "light" } as const;

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;
beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});
afterAll(() => browser.close());

const AT = 37;

/** What the line view shows there: the batch's samples, what the model predicts for each, and the plot's scales. */
async function expected(
  page: Page,
): Promise<{ x: number; y: number; prediction: number }[] & { scale: LineScale }> {
  const session = new engine.Session({});
  session.seek(AT);
  const { x, y } = session.data();
  const { w, b, batchIndices } = session.state();
  session.free();
  const size = await page
    .locator(".line canvas")
    .last()
    .evaluate(({ clientWidth, clientHeight }) => ({ width: clientWidth, height: clientHeight }));
  if (b === null) throw new Error("There is no line.");
  const scale = lineScale(size, x, y);
  const samples = Array.from(batchIndices ?? [], (index) => {
    const at = x[index] ?? Number.NaN;
    return { x: at, y: y[index] ?? Number.NaN, prediction: w * at + b };
  });
  return Object.assign(samples, { scale });
}

async function inOrange(page: Page, kind: Drawing["kind"], width: number | null): Promise<Drawing[]> {
  const drawn = await drawnOn(page, ".line canvas", "last");
  return (drawn?.drawings ?? []).filter(
    (one) => one.kind === kind && one.colour === WRONG && (width === null || one.width === width),
  );
}

/** The lengths of the residuals that are drawn, in pixels. */
async function residuals(page: Page): Promise<number[]> {
  const points = (await inOrange(page, "stroke", 1.25)).flatMap((one) => one.points);
  return points.flatMap(([x, y], index) => {
    const [toX, toY] = points[index + 1] ?? [];
    return index % 2 === 0 && toX === x && toY !== undefined ? [Math.abs(toY - y)] : [];
  });
}

/** Width and height of the squares. */
async function squares(page: Page): Promise<[number, number][]> {
  return (await inOrange(page, "fill", null)).map(({ points }) => {
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  });
}

type Hand = (page: Page, box: Locator) => Promise<void>;
const hands: readonly [string, object, Hand][] = [
  ["mouse", {}, (_, box) => box.click()],
  [
    "key",
    {},
    async (page, box) => {
      await box.focus();
      await page.keyboard.press("Space");
    },
  ],
  ["finger", PHONE, (_, box) => box.tap()],
];

test.each(hands)(
  "by %s: residuals go and come back as long as predictions miss, and squares are as wide as high",
  async (_, options, press) => {
    const { page, complaints, close } = await visit(browser, { ...LIGHT, ...options });
    await scrub(page, AT);
    await listen(page);
    const [line, square] = [
      page.getByLabel("Residuals", { exact: true }),
      page.getByLabel("Squares", { exact: true }),
    ];
    expect([await line.isChecked(), await square.isChecked()]).toEqual([true, false]);
    await press(page, line);
    await expect.poll(async () => (await drawnOn(page, ".line canvas"))?.pictures ?? 0).toBeGreaterThan(0);
    await expect.poll(() => residuals(page)).toEqual([]);
    await press(page, line);
    const samples = await expected(page);
    const { scale } = samples;
    const { plot } = scale;
    const misses = samples.map(({ y, prediction }) => Math.abs(scale.y(y) - scale.y(prediction)));
    expect(misses).toHaveLength(16);
    expect(Math.max(...misses)).toBeGreaterThan(8);
    await expect.poll(async () => (await residuals(page)).length).toBe(16);
    for (const [index, length] of (await residuals(page)).entries())
      expect(length).toBeCloseTo(misses[index] ?? 0, 6);
    expect(await squares(page)).toEqual([]);
    await press(page, square);
    await expect.poll(async () => (await squares(page)).length).toBe(16);
    let whole = 0;
    for (const [index, [width, height]] of (await squares(page)).entries()) {
      const { x, y, prediction } = samples[index] ?? { x: 0, y: 0, prediction: 0 };
      expect(height).toBeCloseTo(misses[index] ?? 0, 6);
      // Away from the line, and cut where the plot ends.
      const far = scale.x(x) + scale.y(prediction) - scale.y(y);
      if (far < plot.left || far > plot.right) continue;
      whole += 1;
      expect(width).toBeCloseTo(height, 6);
    }
    expect(whole).toBeGreaterThan(12);
    await press(page, square);
    await expect.poll(() => squares(page)).toEqual([]);
    expect(await cursor(page)).toBe(AT);
    expect(complaints).toEqual([]);
    await close();
  },
);

const texts = async (page: Page, canvas: string): Promise<string[]> =>
  ((await drawnOn(page, canvas, "first"))?.texts ?? []).map(({ text }) => text);

test("by finger, on the loss: the running mean is drawn and named, and without the log scale the axis begins at 0", async () => {
  const { page, complaints, close } = await visit(browser, { ...LIGHT, ...PHONE });
  await page.getByRole("button", { name: "The whole lab" }).tap();
  await page.locator(".loss canvas").last().waitFor();
  await listen(page);
  const dotted = async (): Promise<number> =>
    ((await drawnOn(page, ".loss canvas", "first"))?.drawings ?? []).filter(
      ({ colour, width, dash }) => colour === WRONG && width === 2.25 && dash.length > 0,
    ).length;
  const running = page.getByLabel("Running mean");
  await running.tap();
  await expect.poll(dotted).toBe(1);
  expect(await texts(page, ".loss canvas")).toContain("running mean");
  await running.tap();
  await expect.poll(dotted).toBe(0);
  const log = page.getByLabel("Log scale");
  const marks = () => texts(page, ".loss canvas");
  expect(await marks()).not.toContain("0");
  await log.tap();
  await expect.poll(marks).toContain("0");
  await log.tap();
  await expect.poll(marks).not.toContain("0");
  await expect.poll(marks).toContain("10,000");
  expect(complaints).toEqual([]);
  await close();
});

test("by finger, on the surface: the axes with both eigenvalues, and the cloud of 500 batches", async () => {
  const { page, complaints, close } = await visit(browser, { ...LIGHT, ...PHONE });
  await page.getByRole("button", { name: "The whole lab" }).tap();
  await open(page, "surface");
  await listen(page);
  const session = new engine.Session({});
  const { x, y } = session.data();
  session.free();
  const { eigenvalues } = engine.lossQuadratic(x, y);
  const lambdas = eigenvalues.map((value, index) => `λ${"₁₂"[index]} = ${Number(value.toPrecision(4))}`);
  const axes = page.getByLabel("Axes", { exact: true });
  await axes.tap();
  await expect.poll(() => texts(page, ".surface canvas")).toEqual(expect.arrayContaining(lambdas));
  await axes.tap();
  await expect.poll(async () => (await texts(page, ".surface canvas")).join()).not.toContain("λ");
  const dots = async (): Promise<number> =>
    ((await drawnOn(page, ".surface canvas", "last"))?.drawings ?? [])
      .filter(({ kind, colour, alpha }) => kind === "fill" && colour === WAY && alpha < 0.5)
      .reduce((sum, { circles }) => sum + circles.length, 0);
  const cloud = page.getByLabel("Cloud", { exact: true });
  await cloud.tap();
  await expect.poll(dots).toBe(500);
  expect(await page.locator(".surface .note").innerText()).toContain("500 batches");
  await cloud.tap();
  await expect.poll(dots).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("by finger: the map's axes are chosen, and so is the speed, which the run keeps to", async () => {
  const { page, complaints, close } = await visit(browser, { ...LIGHT, ...PHONE });
  await page.getByRole("button", { name: "The whole lab" }).tap();
  await open(page, "map");
  const up = page.locator(".map select").last();
  await up.waitFor();
  await up.tap();
  await up.selectOption("batch_size");
  const pixel = page.locator('.map [data-handle="pixel"]');
  await expect.poll(() => pixel.getAttribute("aria-valuetext")).toContain("Batch size 16");
  const speed = page.locator(".speed select");
  await speed.tap();
  await speed.selectOption("one");
  await page.getByRole("button", { name: "Play", exact: true }).tap();
  await expect.poll(() => cursor(page), { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
  const [from, began] = [await cursor(page), performance.now()];
  await expect.poll(() => cursor(page), { timeout: 10_000 }).toBeGreaterThanOrEqual(from + 2);
  // A machine under load may be late, never early.
  expect(performance.now() - began).toBeGreaterThan(900);
  await speed.selectOption("sixty");
  await expect.poll(() => cursor(page), { timeout: 20_000 }).toBeGreaterThan(from + 40);
  await page.getByRole("button", { name: "Pause" }).tap();
  expect(complaints).toEqual([]);
  await close();
});
