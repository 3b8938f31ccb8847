// What a browser fetches before the first run is drawn, as it does: every file it has asked for by then, in Brotli bytes,
// as hosts send them.
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
  const answers: Response[] = [];
  page.on("response", (response) => answers.push(response));
  await page.addInitScript(() => {
    document.addEventListener("fd-state", () => performance.mark("drawn"), { once: true, capture: true });
  });
  await page.goto(inject("site"));
  await page.locator('[data-readout="w"]').waitFor();
  await page.waitForLoadState("networkidle");
  const asked = await page.evaluate(() => {
    const drawn = performance.getEntriesByName("drawn")[0]?.startTime ?? Number.POSITIVE_INFINITY;
    const entries = [
      ...performance.getEntriesByType("navigation"),
      ...performance.getEntriesByType("resource"),
    ];
    return entries.map(({ name, startTime }) => ({ url: name, before: startTime < drawn }));
  });
  const before = new Set(asked.filter((entry) => entry.before).map(({ url }) => url));
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
  // The whole engine and the lesson's exercises come after.
  const later = asked.filter((entry) => !entry.before).map(({ url }) => url);
  expect(later.some((url) => /first_descent_bg.*\.wasm$/.test(url))).toBe(true);
  expect(later.some((url) => /\/lesson-[^/]*\.js$/.test(url))).toBe(true);
  await browser.close();
});
