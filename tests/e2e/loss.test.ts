// A reader reads the loss: scrubs along it, branches, and asks for the running mean.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { type Drawn, drawnOn, listen, WRONG } from "./drawn";
import { epochMean, freshRun } from "./fresh_run";
import { classicRun, cursor, finger, readout, scrub, stands, type, visit } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Where the plot lies on its canvas, as the slider below it has it. */
const scrubberPlot = (page: Page): Promise<{ left: number; width: number }> =>
  page.locator(".scrubber").evaluate((element) => ({
    left: Number.parseFloat(getComputedStyle(element).getPropertyValue("--plot-left")),
    width: Number.parseFloat(getComputedStyle(element).getPropertyValue("--plot-width")),
  }));

/** The plot between its margins, on the page. */
async function plot(page: Page) {
  const box = await page.locator(".loss canvas").last().boundingBox();
  if (!box) throw new Error("The loss has no canvas.");
  const scrubber = await scrubberPlot(page);
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
  await expect.poll(() => cursor(page)).toBe(200);
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[199]);
  await page.mouse.move(at(37), y, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[36]);
  // Past the ends it stays at them.
  await page.mouse.click(at(600) + 30, y);
  await expect.poll(() => cursor(page)).toBe(600);
  expect(complaints).toEqual([]);
  await close();
});

test("with room for it, the marker is dragged into an update, to a statement", async () => {
  const { page, close } = await visit(browser);
  await type(page, "epochs", "1");
  const { at, y } = await plot(page);
  await page.mouse.click(at(3.5, 6), y);
  await expect.poll(() => cursor(page)).toBe(3);
  const statement = () =>
    page.evaluate(() => document.querySelector("first-descent")?.lab?.model.moment.statement);
  await expect.poll(statement).toBe(3);
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
  const scrolled = (): Promise<number> => page.locator("#lab").evaluate((lab) => lab.scrollTop);
  const { at, y } = await plot(page);
  const { touch } = await finger(page);
  await touch("touchStart", { x: at(500), y });
  for (const up of [20, 40, 60, 80]) await touch("touchMove", { x: at(500), y: y - up });
  await touch("touchEnd");
  await expect.poll(scrolled).toBeGreaterThan(0);
  expect(await cursor(page)).toBe(100);
  // Once the scrolling has come to rest.
  await stands(page, scrolled);
  const place = await plot(page);
  await page.touchscreen.tap(place.at(400), place.y);
  await expect.poll(async () => Math.abs((await cursor(page)) - 400)).toBeLessThan(3);
  await close();
});

/** The curve's canvas that stands, once a picture like this is drawn on it. */
async function picture(page: Page, like: (drawn: Drawn) => boolean): Promise<Drawn> {
  const current = async (): Promise<Drawn> => {
    const drawn = await drawnOn(page, ".loss canvas", "first");
    if (!drawn) throw new Error("The loss has not been drawn.");
    return drawn;
  };
  await expect.poll(async () => like(await current())).toBe(true);
  return current();
}

const says = ({ texts }: Drawn, words: string): boolean => texts.some(({ text }) => text === words);

/** The numbers beside the axis, from above. */
function ticksOf({ texts }: Drawn): { value: number; y: number }[] {
  return texts
    .map(({ text, x, y }) => ({ value: Number(text.replaceAll(",", "")), x, y }))
    .filter(({ value, x }) => Number.isFinite(value) && x < 58)
    .sort((one, other) => one.y - other.y);
}

/** Where a loss stands, by the numbers beside the axis. */
function heights(drawn: Drawn, log: boolean): (loss: number) => number {
  const ticks = ticksOf(drawn);
  const [high, low] = [ticks[0], ticks.at(-1)];
  if (!high || !low || high === low) throw new Error("The axis has no two numbers.");
  const at = log ? Math.log10 : (loss: number) => loss;
  const per = (low.y - high.y) / (at(low.value) - at(high.value));
  return (loss) => high.y + (at(loss) - at(high.value)) * per;
}

const ended = (points: readonly [number, number][]): [number, number] =>
  points.at(-1) ?? [Number.NaN, Number.NaN];

test("the running mean comes on request, with the word on why it misleads, and is the engine's", async () => {
  const { page, close } = await visit(browser, { colorScheme: "light" });
  const note = page.getByText("so it flatters a run that learns nothing more");
  await expect.poll(() => note.isVisible()).toBe(false);
  await listen(page);
  await page.getByRole("checkbox", { name: "Running mean" }).check();
  await note.waitFor();
  const drawn = await picture(page, (one) => says(one, "running mean"));
  const dotted = drawn.drawings.filter(({ colour, width }) => colour === WRONG && width === 2.25);
  expect(dotted).toHaveLength(1);
  const points = dotted[0]?.points ?? [];
  const { history } = freshRun("1");
  const { left, width } = await scrubberPlot(page);
  const y = heights(drawn, true);
  expect(points.length).toBeGreaterThan(50);
  for (const [x, height] of points) {
    const update = Math.round(((x - left) / width) * 600);
    // The program sums over a batch of 16.
    expect(height).toBeCloseTo(y(16 * (history.runningLoss[update - 1] ?? Number.NaN)), 1);
  }
  expect(ended(points)[0]).toBeCloseTo(left + width, 6);
  await close();
});

test("the scale has powers of ten at even distances, and without its check round numbers; the curve keeps to both", async () => {
  const { page, close } = await visit(browser, { colorScheme: "light" });
  await listen(page);
  const log = page.getByRole("checkbox", { name: "Log scale" });
  for (const on of [false, true]) {
    await log.setChecked(on);
    const drawn = await picture(page, (one) => (ticksOf(one).at(-1)?.value === 0) === !on);
    const ticks = ticksOf(drawn);
    const values = ticks.map(({ value }) => value);
    if (on) expect(values).toEqual([10_000, 1000]);
    else {
      expect(values.at(-1)).toBe(0);
      const steps = new Set(values.slice(1).map((value, index) => (values[index] ?? 0) - value));
      expect(values.length).toBeGreaterThan(2);
      expect([...steps]).toHaveLength(1);
    }
    const y = heights(drawn, on);
    const means = drawn.drawings.filter(({ colour, width }) => colour === WRONG && width === 2.5);
    const [, end] = ended(means.at(-1)?.points ?? []);
    expect(end).toBeCloseTo(y(16 * epochMean(freshRun("1"), 100)), 1);
    const first = drawn.drawings.find(({ colour, width }) => colour === WRONG && width === 0.5);
    expect(first?.points[0]?.[1]).toBeCloseTo(y(classicRun.losses[0] ?? Number.NaN), 1);
  }
  await close();
});

test("branches are drawn from where they part to where they end, named there; another batch size brings all to the loss per sample", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "light" });
  await scrub(page, 120);
  const alone = await plot(page);
  await listen(page);
  const button = page.getByRole("button", { name: "Branch", exact: true });
  await button.click();
  await type(page, "lr", "0.05");
  await button.click();
  await expect.poll(async () => (await plot(page)).width).toBeLessThan(alone.width);
  const ghosts = ({ drawings }: Drawn) =>
    drawings.filter(({ width, dash, points }) => width === 1.5 && dash.length > 0 && points.length > 5);
  const means = ({ drawings }: Drawn) =>
    drawings.filter(({ colour, width }) => colour === WRONG && width === 2.5);
  const drawn = await picture(page, (one) => ghosts(one).length === 1);
  const y = heights(drawn, true);
  const faster = freshRun("1&r=120,lr:0.05");
  const [ghost] = ghosts(drawn);
  const scrubber = await scrubberPlot(page);
  expect(ghost?.points[0]?.[0]).toBeCloseTo(scrubber.left + 0.2 * scrubber.width, 6);
  expect(ghost?.points[0]?.[1]).toBeCloseTo(y(16 * epochMean(freshRun("1"), 20)), 1);
  expect(ended(ghost?.points ?? [])[1]).toBeCloseTo(y(16 * epochMean(faster, 100)), 1);
  // Beside its end, as much of its name as there is room for; the row of runs has it in full.
  const label = drawn.texts.find(({ text }) => text.startsWith("lr 0.01 → 0.05"));
  expect(Math.abs((label?.y ?? Number.NaN) - ended(ghost?.points ?? [])[1])).toBeLessThan(25);
  await button.click();
  await type(page, "batch_size", "50");
  await button.click();
  // The heading goes on telling the program's own loss, to the last bit.
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[119]);
  const three = await picture(page, (one) => ghosts(one).length === 2 && says(one, "per sample"));
  const perSample = heights(three, true);
  const larger = freshRun("1&r=120,bs:50");
  const last = larger.history.epochEnds.length;
  const ends = ghosts(three).map(({ points }) => ended(points)[1]);
  expect(ends).toHaveLength(2);
  expect(ends[0]).toBeCloseTo(perSample(epochMean(faster, 100)), 1);
  expect(ends[1]).toBeCloseTo(perSample(epochMean(larger, last)), 1);
  expect(ended(means(three).at(-1)?.points ?? [])[1]).toBeCloseTo(
    perSample(epochMean(freshRun("1"), 100)),
    1,
  );
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
  await expect.poll(async () => Math.abs(await apart(page))).toBeLessThan(2);
  const button = page.getByRole("button", { name: "Branch", exact: true });
  await button.click();
  await type(page, "batch_size", "4");
  await button.click();
  await page.locator(".runs").waitFor();
  for (const update of [120, 300, 600]) {
    await scrub(page, update);
    await expect
      .poll(async () => Math.abs(await apart(page)), { message: `update ${update}` })
      .toBeLessThan(2);
  }
  // The longer one, made the main run, has the whole width.
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Make it the main run/ })
    .click();
  const max = (): Promise<number> => page.locator(".scrubber").getAttribute("max").then(Number);
  await expect.poll(max).toBeGreaterThan(1000);
  const longest = await max();
  await scrub(page, longest);
  await expect.poll(async () => Math.abs(await apart(page))).toBeLessThan(2);
  expect(complaints).toEqual([]);
  await close();
});
