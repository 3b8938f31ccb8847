// The page around the run: before its script, without one, under a strict policy, on a phone, and for every reader.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { violations } from "./axe_violations";
import { classicRun, frames, PHONE, readout, scrub, type, visit, wb } from "./reader";

const POLICY = "default-src 'self' 'wasm-unsafe-eval'";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("without JavaScript the text, its numbers and the pictures are there", async () => {
  const { page, close } = await visit(browser, { javaScriptEnabled: false });
  await expect.poll(() => page.locator("h1").innerText()).toBe("Watch a line learn");
  const lesson = await page.locator(".lesson").innerText();
  expect(lesson).toContain("slope 42.39 and intercept 14.50");
  expect(lesson).toMatch(/After 600 of 600 updates it stands at\s+𝑤\s+= 42.89,\s+𝑏\s+= 13.34\./);
  await expect.poll(() => page.locator(".line svg.wide").isVisible()).toBe(true);
  await expect.poll(() => page.locator(".loss svg.wide").getAttribute("aria-label")).toContain("600 updates");
  await expect.poll(() => page.locator("#lab noscript").first().innerText()).toContain("JavaScript");
  await close();
});

test("the page works under a strict content policy, and has no inline style or script", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.route(inject("site"), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": POLICY } });
  });
  await page.goto(inject("site"));
  await page.locator(".scrubber").waitFor();
  await scrub(page, 37);
  await expect.poll(() => readout(page, "w")).toBe(classicRun.wb[36]?.[0]);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([
  ["a wide window", {}],
  ["a phone", PHONE],
  ["a small phone", { ...PHONE, viewport: { width: 320, height: 640 } }],
])("nothing is wider than %s, and nothing jumps when the engine comes up", async (_, options) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(inject("site"));
  await page.locator(".place .body > :not(.waiting)").first().waitFor();
  await page.locator(".lesson .act[tabindex]").first().waitFor();
  await frames(page, 20);
  const shift = await page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
  );
  // A tenth is where the web's own measure of a steady page ends.
  expect(shift).toBeLessThan(0.1);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);
  await context.close();
});

test("on a phone the lab stands above the lesson and the settings open on a tap", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  const lab = await page.locator("#lab").boundingBox();
  const lesson = await page.locator("#lesson").boundingBox();
  expect((lab?.y ?? 0) + (lab?.height ?? 0)).toBeLessThanOrEqual(lesson?.y ?? 0);
  expect(await page.locator('input[name="lr"]').isVisible()).toBe(false);
  await page.locator('[role="tab"][data-view="settings"]').tap();
  await page.locator('input[name="lr"]').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test("on a phone a word of the lesson brings the lab into view", async () => {
  const { page, close } = await visit(browser, PHONE);
  await page.getByRole("button", { name: "Try lr = 0.1" }).tap();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  const inView = async (): Promise<boolean> => {
    const picture = await page.locator(".line canvas[role=img]").boundingBox();
    return picture !== null && picture.y > 0 && picture.y + picture.height <= PHONE.viewport.height;
  };
  await expect.poll(inView).toBe(true);
  await close();
});

test("on a phone the numbers in the lesson follow the run at its other end", async () => {
  const { page, close } = await visit(browser, PHONE);
  await page.locator(".closing").scrollIntoViewIfNeeded();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator('[data-live="update"]').innerText()).toBe("1");
  await expect.poll(() => page.locator('[data-live="w"]').innerText()).toBe("0.57");
  await close();
});

test.each([1, 2, 3])(
  "at a density of %i a canvas has that many pixels to the page's one",
  async (density) => {
    const { page, close } = await visit(browser, { deviceScaleFactor: density });
    const canvas = page.locator(".line canvas[role=img]");
    await expect
      .poll(() => canvas.evaluate((node: HTMLCanvasElement) => node.width / node.clientWidth))
      .toBe(density);
    await close();
  },
);

test("a resized window redraws at its new size", async () => {
  const { page, close } = await visit(browser);
  const widths = (): Promise<number[]> =>
    page
      .locator(".line canvas[role=img]")
      .evaluate((node: HTMLCanvasElement) => [node.width, node.clientWidth]);
  const [, before] = await widths();
  await page.setViewportSize({ width: 1100, height: 800 });
  await expect.poll(async () => (await widths())[1]).not.toBe(before);
  await expect.poll(async () => new Set(await widths()).size).toBe(1);
  await close();
});

test("the theme follows the system until the reader chooses, and the choice is kept", async () => {
  const { page, close } = await visit(browser, { colorScheme: "dark" });
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect.poll(() => ground()).toBe("rgb(22, 24, 27)");
  await page.getByRole("button", { name: "Switch to light colours" }).click();
  await expect.poll(() => ground()).toBe("rgb(251, 250, 246)");
  await page.reload();
  await page.locator(".scrubber").waitFor();
  await expect.poll(() => ground()).toBe("rgb(251, 250, 246)");
  await close();
});

test.each(["light", "dark"] as const)(
  "axe finds nothing to mend in the %s page, at rest and diverged",
  async (colorScheme) => {
    const { page, close } = await visit(browser, { colorScheme });
    expect(await violations(page)).toEqual([]);
    await type(page, "lr", "1.2");
    await type(page, "batch_size", "0");
    await page.locator(".notice").waitFor();
    await expect
      .poll(() => page.locator('input[name="batch_size"]').getAttribute("aria-invalid"))
      .toBe("true");
    expect(await violations(page)).toEqual([]);
    await close();
  },
);

test("after a trap the engine is started again, the run rebuilt where the reader was going, and the reader told", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  // The wasm functions as the page gets them, with one that traps on request.
  await page.addInitScript(() => {
    const trap = { armed: false };
    Object.assign(window, { trap });
    const start = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const { module, instance } = await start(source, imports);
      const exports: Record<string, WebAssembly.ExportValue> = { ...instance.exports };
      const name = Object.keys(exports).find((key) => key.endsWith("session_seek"));
      const seek = exports[name ?? ""];
      if (name === undefined || typeof seek !== "function") throw new Error("The engine exports no seek.");
      exports[name] = (...args: unknown[]) => {
        if (trap.armed) {
          trap.armed = false;
          throw new WebAssembly.RuntimeError("unreachable");
        }
        return seek(...args);
      };
      return { module, instance: { exports } };
    };
  });
  await page.goto(inject("site"));
  await page.locator(".scrubber").waitFor();
  await scrub(page, 37);
  await page.evaluate(() => Object.assign((window as unknown as { trap: object }).trap, { armed: true }));
  await page.getByRole("button", { name: "One step", exact: true }).click();
  await page.getByText("The engine stopped and was started again.").waitFor();
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[37]);
  await page.locator(".notice").getByRole("button", { name: "Close" }).click();
  await scrub(page, 600);
  await expect.poll(() => readout(page, "w")).toBe(42.887112362029214);
  await context.close();
});

test("the first stop of the Tab key skips the lab and leads to the text", async () => {
  const { page, close } = await visit(browser);
  await page.keyboard.press("Tab");
  const skip = page.locator("a.skip");
  await expect.poll(() => skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await expect.poll(() => skip.innerText()).toBe("Skip to the text");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest("#lesson") !== null))
    .toBe(true);
  await close();
});
