// What a browser fetches before the first run is drawn, as it does: every file asked for until the whole engine is, in
// Brotli bytes, as hosts send them.
import { brotliCompressSync, constants } from "node:zlib";
import type { Response } from "playwright-core";
import { expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";

/** 100 kB: below TensorFlow Playground's 109. */
const MOST = 100_000;

test("before the first run is drawn a browser fetches at most 100 kB, and the whole engine comes after", async () => {
  const browser = await launchChromium();
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const asked: { url: string; at: number }[] = [];
  const answers: Response[] = [];
  page.on("request", (request) => asked.push({ url: request.url(), at: asked.length }));
  page.on("response", (response) => answers.push(response));
  await page.addInitScript(() => {
    document.addEventListener("fd-state", () => performance.mark("drawn"), { once: true });
  });
  await page.goto(inject("site"));
  await page.locator('[data-readout="w"]').waitFor();
  await page.waitForLoadState("networkidle");
  const whole = asked.find(({ url }) => /first_descent_bg.*\.wasm$/.test(url));
  const glue = asked.find(({ url }) => /\/first_descent-[^/]*\.js$/.test(url));
  expect(whole).toBeDefined();
  const before = new Set(
    asked.filter(({ at }) => at < Math.min(whole?.at ?? 0, glue?.at ?? 0)).map(({ url }) => url),
  );
  const weights = await Promise.all(
    answers
      .filter((response) => before.has(response.url()))
      .map(async (response) => {
        const body = await response.body();
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        return { url: response.url(), bytes: brotliCompressSync(body, { params }).length };
      }),
  );
  const names = weights.map(({ url }) => url.split("/").at(-1) ?? "");
  expect(names.some((name) => /first_descent_lean_bg.*\.wasm$/.test(name))).toBe(true);
  expect(names.some((name) => /^line-[^/]*\.js$/.test(name))).toBe(true);
  expect(weights.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MOST);
  const order = await page.evaluate(() => {
    const drawn = performance.getEntriesByName("drawn")[0]?.startTime ?? Number.POSITIVE_INFINITY;
    const file = performance
      .getEntriesByType("resource")
      .find(({ name }) => /first_descent_bg.*\.wasm$/.test(name));
    return (file?.startTime ?? 0) - drawn;
  });
  expect(order).toBeGreaterThan(0);
  await browser.close();
});
