// The map as a reader meets it: it fills by itself, tells each run's end, shows it and loads it, by mouse, key and touch.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { axisOf } from "../../www/lab/panels/map_axes";
import { settingOf } from "../../www/lab/settings";
import { decimals, loss } from "../../www/numbers";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { type Drawn, drawnOn, listen, WRONG } from "./drawn";
import { filled, openMap, pixel, told } from "./map_picture";
import { cursor, middleOf, open, PHONE, readout, scrub, visit, wb } from "./reader";

const engine = await engineInNode();
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

function along(path: string): Float64Array {
  const setting = settingOf(path);
  if (!setting) throw new Error(`no setting ${path}`);
  return axisOf(setting, 100, "by_hand").values;
}

/** Final losses of all runs, as a fresh engine finds them. */
function sweep(settings: object, x: string, y: string): Float64Array {
  const axis = (setting: string) => ({ setting, values: along(setting) });
  const work = new engine.Sweep(settings, axis(x), axis(y), 600);
  while (!work.run(50));
  const values = work.values();
  work.free();
  return values;
}

const setting = (page: Page, name: string) => page.locator(`input[name="${name}"]`).inputValue();

/** The middle of a pixel of a map of 100 by 100 on the screen. */
async function place(page: Page, column: number, row: number): Promise<{ x: number; y: number }> {
  const box = await page.locator(".map .pixels").boundingBox();
  if (!box) throw new Error("the map has no place");
  return {
    x: box.x + ((column + 0.5) / 100) * box.width,
    y: box.y + box.height - ((row + 0.5) / 100) * box.height,
  };
}

test("ten thousand runs fill the map, and its description tells them as a fresh engine does", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await openMap(page);
  const values = sweep({}, "lr", "batch_size");
  const best = values.reduce((least, value) => Math.min(least, value), Infinity);
  const diverged = values.filter((value) => value === Infinity).length;
  const described = (): Promise<string> =>
    page
      .locator(".map canvas.figure")
      .getAttribute("aria-label")
      .then((text) => text ?? "");
  // The picture is told in words once it rests.
  await expect.poll(described).toContain(`${decimals(diverged, 0)} runs diverged`);
  const text = await described();
  expect(text).toContain("Map of 10,000 runs of 600 updates, Learning rate from 0.001 to 2 across");
  expect(text).toContain(`The smallest loss is ${loss(best)}`);
  expect(text).toContain("This run has Learning rate 0.01, Batch size 16.");
  await expect
    .poll(() => page.locator(".map .note").innerText())
    .toContain("Each pixel is a run of 600 updates");
  expect(complaints).toEqual([]);
  await close();
});

test("by keyboard: arrows tell each run's end, Enter loads it, and undo brings the old run back", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await openMap(page);
  await scrub(page, 37);
  await pixel(page).focus();
  const rates = along("lr");
  const start = rates.findIndex((rate) => rate >= 0.0097);
  const values = sweep({}, "lr", "batch_size");
  await expect
    .poll(() => told(page))
    .toBe(`Learning rate ${rates[start]}, Batch size 16: loss ${loss(values[15 * 100 + start] ?? null)}`);
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const lr = rates[start + 2] ?? 0;
  const end = values[25 * 100 + start + 2] ?? null;
  await expect.poll(() => told(page)).toBe(`Learning rate ${lr}, Batch size 26: loss ${loss(end)}`);
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => [await setting(page, "lr"), await setting(page, "batch_size")])
    .toEqual([String(lr), "26"]);
  // The cursor stays, and the run is the one a fresh session gives: long enough to end where the pixel does.
  await expect.poll(() => cursor(page)).toBe(37);
  await page.locator(".scrubber").press("End");
  const session = new engine.Session({ lr, batch_size: 26, epochs: 200 });
  session.step(600);
  const { w, b } = session.state();
  const { x, y } = session.data();
  session.free();
  await expect.poll(() => wb(page)).toEqual([w, b]);
  const [mse] = engine.lossSurface(x, y, [w, w, 1], [b ?? 0, b ?? 0, 1]);
  expect(loss(mse ?? null)).toBe(loss(end));
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => [await setting(page, "lr"), await setting(page, "batch_size")])
    .toEqual(["0.01", "16"]);
  expect(complaints).toEqual([]);
  await close();
});

test("by mouse: the pixel under the pointer is told, a click loads it, and the map stays as it is", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await openMap(page);
  const { x, y } = await place(page, 60, 49);
  await page.mouse.move(x, y);
  const lr = along("lr")[60];
  await expect.poll(() => told(page)).toMatch(`Learning rate ${lr}, Batch size 50: loss `);
  await page.mouse.click(x, y);
  await expect
    .poll(async () => [await setting(page, "lr"), await setting(page, "batch_size")])
    .toEqual([String(lr), "50"]);
  await expect
    .poll(() => page.locator('[data-readout="runs"]').textContent())
    .toBe("10,000 runs · click to load");
  const away = await place(page, 99, 15);
  await page.mouse.move(away.x, away.y);
  await expect.poll(() => told(page)).toBe("Learning rate 2, Batch size 16: it diverges");
  await page.mouse.move(0, 0);
  await expect.poll(() => told(page)).toContain(`Learning rate ${lr}, Batch size 50`);
  expect(complaints).toEqual([]);
  await close();
});

/** The losses a pixel's run has after each of the map's updates. */
function lossesOf(lr: number, batch_size: number): Float64Array {
  const session = new engine.Session({ lr, batch_size, epochs: 600 });
  session.step(600);
  const losses = session.history().loss.slice(0, 600);
  session.free();
  return losses;
}

/** The loss curve of a card, held against losses: their logarithm over the line it stands on, updates along that. */
function expectCurve(drawn: Drawn | null, losses: Float64Array): { left: number } {
  const strokes = drawn?.drawings.filter(({ kind }) => kind === "stroke") ?? [];
  const at = strokes.findLastIndex(({ colour }) => colour === WRONG);
  const [curve, base] = [strokes[at]?.points ?? [], strokes[at - 1]?.points ?? []];
  const [[left, foot], [right]] = base as [[number, number], [number, number]];
  const top = Math.min(...curve.map(([, y]) => y));
  const logs = Array.from(losses, Math.log);
  const [high, low] = [Math.max(...logs), Math.min(...logs)];
  expect(curve.length).toBeGreaterThan(100);
  expect(foot - top).toBeGreaterThan(15);
  for (const [x, y] of curve) {
    const log = logs[Math.round((600 * (x - left)) / (right - left)) - 1] ?? Number.NaN;
    expect(y).toBeCloseTo(top + ((high - log) / (high - low)) * (foot - 0.5 - top), 6);
  }
  return { left };
}

/** What is on a canvas, once a loss curve is. */
async function withCurve(page: Page, canvas: string): Promise<Drawn | null> {
  const curves = async (): Promise<number> =>
    ((await drawnOn(page, canvas))?.drawings ?? []).filter(
      ({ kind, colour, points }) => kind === "stroke" && colour === WRONG && points.length > 100,
    ).length;
  await expect.poll(curves).toBeGreaterThan(0);
  return drawnOn(page, canvas);
}

test("the run under the pointer has its loss curve on a card beside the map, which hides nothing of it", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "light" });
  await open(page, "settings");
  await openMap(page);
  await listen(page);
  const { x, y } = await place(page, 60, 49);
  await page.mouse.move(x, y);
  const card = page.locator(".card-beside");
  await card.waitFor();
  const drawn = await withCurve(page, ".card-beside canvas");
  const lr = along("lr")[60] ?? Number.NaN;
  expectCurve(drawn, lossesOf(lr, 50));
  expect(drawn?.texts.map(({ text }) => text)).toContain(`Learning rate ${lr}`);
  const [box, plot] = [await card.boundingBox(), await page.locator(".map").boundingBox()];
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(plot?.x ?? 0);
  await page.mouse.move(0, 0);
  await card.waitFor({ state: "hidden" });
  expect(complaints).toEqual([]);
  await close();
});

test("the map takes the room of all views on a button, with a column for the card, and gives it back on Escape", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "light" });
  await openMap(page);
  const pixels = page.locator(".map .pixels");
  const small = await pixels.boundingBox();
  const line = page.locator(".line canvas").last();
  await page.getByRole("button", { name: "Enlarge the map" }).click();
  await expect.poll(async () => (await pixels.boundingBox())?.width).toBeGreaterThan(400);
  await expect.poll(async () => (await pixels.boundingBox())?.height).toBeGreaterThan(400);
  expect(await line.isVisible()).toBe(false);
  await listen(page);
  const { x, y } = await place(page, 40, 15);
  await page.mouse.move(x, y);
  const drawn = await withCurve(page, ".map canvas.figure");
  const { left } = expectCurve(drawn, lossesOf(along("lr")[40] ?? Number.NaN, 16));
  // To the right of the plot and of its key.
  const [canvas, plot] = [await page.locator(".map canvas.figure").boundingBox(), await pixels.boundingBox()];
  expect((canvas?.x ?? 0) + left).toBeGreaterThan((plot?.x ?? 0) + (plot?.width ?? 0) + 70);
  await page.mouse.click(x, y);
  await page.getByRole("button", { name: "Enlarge the map" }).focus();
  await page.keyboard.press("Escape");
  await line.waitFor();
  await expect.poll(() => pixels.boundingBox()).toEqual(small);
  // What was loaded meanwhile is the run of the views that are back.
  await scrub(page, 100);
  const session = new engine.Session({ lr: along("lr")[40] ?? Number.NaN, batch_size: 16, epochs: 100 });
  session.seek(100);
  await expect.poll(() => readout(page, "w")).toBe(session.state().w);
  session.free();
  expect(complaints).toEqual([]);
  await close();
});

test("by touch: a tap shows the run under the finger until the next one, and its button loads it", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  await page.getByRole("button", { name: "The whole lab" }).tap();
  await openMap(page);
  await expect
    .poll(() => page.locator('[data-readout="runs"]').textContent())
    .toBe("10,000 runs · tap to look");
  const load = page.getByRole("button", { name: "Load this run" });
  const { x, y } = await place(page, 60, 49);
  await page.touchscreen.tap(x, y);
  await load.waitFor();
  await expect.poll(() => told(page)).toMatch(`Learning rate ${along("lr")[60]}, Batch size 50: loss `);
  const beside = await middleOf(page.locator(".caption"));
  await page.touchscreen.tap(beside.x, beside.y);
  await load.waitFor({ state: "hidden" });
  await expect.poll(() => told(page)).toContain("Batch size 16");
  await page.touchscreen.tap(x, y);
  await load.tap();
  await load.waitFor({ state: "hidden" });
  await page.locator('[role="tab"][data-view="settings"]').click();
  await expect
    .poll(async () => [await setting(page, "lr"), await setting(page, "batch_size")])
    .toEqual([String(along("lr")[60]), "50"]);
  expect(complaints).toEqual([]);
  await close();
});

test("on a tablet the card stands beside the map with its button, which loads the run", async () => {
  const { page, complaints, close } = await visit(browser, {
    ...PHONE,
    viewport: { width: 1112, height: 834 },
  });
  await openMap(page);
  await page.locator(".map").scrollIntoViewIfNeeded();
  const { x, y } = await place(page, 60, 49);
  await page.touchscreen.tap(x, y);
  const load = page.locator(".card-beside").getByRole("button", { name: "Load this run" });
  await load.tap();
  await load.waitFor({ state: "hidden" });
  await open(page, "settings");
  await expect
    .poll(async () => [await setting(page, "lr"), await setting(page, "batch_size")])
    .toEqual([String(along("lr")[60]), "50"]);
  expect(complaints).toEqual([]);
  await close();
});

test("any two settings span a map; the same one twice makes the axes change places", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await openMap(page);
  await page.getByRole("radio", { name: "PyTorch" }).check();
  const [across, up] = [page.getByLabel("Setting across"), page.getByLabel("Setting upwards")];
  await up.selectOption("momentum");
  // The map before this one was as full: the pixel's own words tell when the new one has begun.
  await expect.poll(() => told(page)).toContain("Momentum 0:");
  await filled(page, 10_000);
  await pixel(page).focus();
  await page.keyboard.press("Shift+ArrowUp");
  const values = sweep({ program: "torch" }, "lr", "momentum");
  const column = along("lr").findIndex((rate) => rate >= 0.0097);
  await expect
    .poll(() => told(page))
    .toContain(`Momentum 0.1: loss ${loss(values[10 * 100 + column] ?? null)}`);
  await up.selectOption("lr");
  await expect
    .poll(async () => [await across.inputValue(), await up.inputValue()])
    .toEqual(["momentum", "lr"]);
  await page.getByRole("radio", { name: "Parabola" }).check();
  await filled(page, 10_100);
  await expect.poll(() => page.locator(".map .note").innerText()).toContain("a run of 500 updates");
  expect(complaints).toEqual([]);
  await close();
});

test("another seed makes another map at once, and it fills from frame to frame", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await openMap(page);
  await page.evaluate(() => {
    // A quick machine has filled the map before the test can look.
    const told: string[] = [];
    Object.assign(window, { told });
    const count = document.querySelector("first-descent")?.shadowRoot?.querySelector('[data-readout="runs"]');
    if (!count) throw new Error("The map tells no number of runs.");
    new MutationObserver(() => told.push(count.textContent)).observe(count, { childList: true });
  });
  await page.locator('input[name="data.random_state"]').fill("5");
  await page.locator('input[name="data.random_state"]').press("Enter");
  const told = (): Promise<string[]> => page.evaluate(() => (window as unknown as { told: string[] }).told);
  // How long a frame's share takes is the benchmark's to say. The map before may tell its number once more.
  await expect
    .poll(async () => (await told()).join("; "), { timeout: 20_000 })
    .toMatch(/[\d,]+ of 10,000 runs; (.*; )?10,000 runs · click to load$/);
  const values = sweep({ data: { source: "make_regression", random_state: 5 } }, "lr", "batch_size");
  const best = values.reduce((least, value) => Math.min(least, value), Infinity);
  await page.waitForFunction(
    (text) =>
      document
        .querySelector("first-descent")
        ?.shadowRoot?.querySelector(".map canvas.figure")
        ?.getAttribute("aria-label")
        ?.includes(text),
    `The smallest loss is ${loss(best)}`,
  );
  await close();
});

test("a map left while it fills is begun again when it is seen next", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  await page.locator('[role="tab"][data-view="map"]').click();
  await page.locator('[data-readout="runs"]').waitFor({ state: "attached" });
  await page.locator('[role="tab"][data-view="line"]').click();
  await page.locator(".map .pixels").waitFor({ state: "hidden" });
  await openMap(page);
  expect(complaints).toEqual([]);
  await close();
});

test("the map keeps its looks under a strict content policy", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.route(inject("site"), async (route) => {
    const response = await route.fetch();
    const policy = "default-src 'self' 'wasm-unsafe-eval'";
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  await page.goto(inject("site"));
  await page.locator(".scrubber").waitFor();
  await openMap(page);
  await expect
    .poll(() => page.locator(".map .axes").evaluate((node) => getComputedStyle(node).position))
    .toBe("absolute");
  expect(complaints).toEqual([]);
  await context.close();
});
