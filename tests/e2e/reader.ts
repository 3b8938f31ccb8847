// What a reader does and sees, in a few words, so that the tests read like a visit. Numbers come from `data-value`,
// where the page keeps each one in full.
import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, inject } from "vitest";
import type { Settings } from "../../www/engine";

interface Golden {
  losses: number[];
  /** w and b after each update. */
  wb: [number, number][];
}

/** The classic run as NumPy and PyTorch made it. */
export const classicRun: Golden = JSON.parse(
  readFileSync(new URL("../golden/train_by_hand.json", import.meta.url), "utf8"),
);

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export interface Visit {
  page: Page;
  /** Errors of the page and of its console. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens a page of the site, by its path. Motion is reduced unless asked for: the run then waits for the reader. */
export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${inject("site")}${path}`);
  return { page, complaints, close: () => context.close() };
}

/** Opens the site and waits for the lab. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const opened = await openPage(browser, "", options);
  const { page } = opened;
  if (options.javaScriptEnabled !== false) {
    await page.locator(".scrubber").waitFor();
    await page.locator(".place .body > :not(.waiting)").first().waitFor();
    // The lesson comes after the first picture.
    await page.locator(".lesson .act[tabindex]").first().waitFor();
  }
  return opened;
}

/** A number of the lab in full precision. */
export async function readout(page: Page, name: "w" | "b" | "loss"): Promise<number> {
  await frame(page);
  return Number(await page.locator(`[data-readout="${name}"]`).getAttribute("data-value"));
}

/** w and b as the line's heading tells them. */
export const wb = async (page: Page): Promise<number[]> => [
  await readout(page, "w"),
  await readout(page, "b"),
];

/** What the lab has set, as its address says it. */
export const labSettings = (page: Page): Promise<Settings> =>
  page.evaluate(() => document.querySelector("first-descent")?.lab?.model.settings ?? {});

/**
 * Waits for the frames that what was asked for is drawn in. A busy page may need more of them: what is expected is
 * waited for by `expect.poll`, and this is for what must not change.
 */
export async function frame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** So many frames of the page, for what must not happen in any of them. */
export const frames = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (count) => {
    for (let taken = 0; taken < count; taken += 1) await new Promise(requestAnimationFrame);
  }, count);

/** Waits until something stands still for ten frames. */
export const stands = (page: Page, read: () => Promise<unknown>): Promise<void> =>
  expect
    .poll(async () => {
      const before = await read();
      await frames(page, 10);
      return (await read()) === before;
    })
    .toBe(true);

export async function cursor(page: Page): Promise<number> {
  await frame(page);
  return Number(await page.locator(".scrubber").inputValue());
}

/** Moves the scrubber, as a drag does. */
export async function scrub(page: Page, update: number): Promise<void> {
  const scrubber = page.locator(".scrubber");
  // A run that has just been made longer has its length from the next frame on.
  await expect.poll(async () => Number(await scrubber.getAttribute("max"))).toBeGreaterThanOrEqual(update);
  await scrubber.fill(String(update));
  await frame(page);
}

/** Opens a view, unless it is open already. */
export async function open(page: Page, view: string): Promise<void> {
  const tab = page.locator(`[role="tab"][data-view="${view}"]`);
  // The views are laid out some frames after the transport.
  await tab
    .or(page.locator(`.place[data-view="${view}"]`))
    .first()
    .waitFor();
  if ((await tab.count()) > 0 && (await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  await page.locator(`.place[data-view="${view}"] .body > :not(.waiting)`).first().waitFor();
}

/** Types a value into a field of the settings, by the engine's path, and leaves it with Enter. */
export async function type(page: Page, name: string, text: string): Promise<void> {
  await open(page, "settings");
  const field = page.locator(`input[name="${name}"]`);
  await field.fill(text);
  await field.press("Enter");
  await frame(page);
}

/** A place on the page, in CSS pixels. */
export interface Spot {
  x: number;
  y: number;
}

/** Drags by mouse, over places in between. */
export async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** A finger, for what a tap cannot do. */
export async function finger(page: Page) {
  const client = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Spot[]): Promise<unknown> =>
    client.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: touchPoints.map((spot, id) => ({ ...spot, id })),
    });
  const drag = async (from: Spot, to: Spot): Promise<void> => {
    await touch("touchStart", from);
    for (const part of [0.3, 0.6, 1])
      await touch("touchMove", { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) });
    await touch("touchEnd");
    await frame(page);
  };
  return { touch, drag };
}

/** The middle of what is on the page. */
export async function middleOf(part: Locator): Promise<Spot> {
  const box = await part.boundingBox();
  if (!box) throw new Error("It is not to be seen.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function caption(page: Page): Promise<string> {
  await frame(page);
  const text = await page.locator(".caption").innerText();
  return text.replaceAll("\u00a0", " ").replaceAll("\u2060", "");
}
