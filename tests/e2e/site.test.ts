// The built site as a whole: that it opens, below a sub-path, without an error or a failed request.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("the site opens below a sub-path with no error and no request that fails or leaves the machine", async () => {
  const site = inject("site");
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(site)) complaints.push(`asked for ${request.url()}`);
  });
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} gave ${response.status()}`);
  });

  const wasm = page.waitForResponse((response) => response.url().endsWith(".wasm"));
  await page.goto(site, { waitUntil: "networkidle" });

  expect((await wasm).status()).toBe(200);
  expect(await page.title()).not.toBe("");
  expect(complaints).toEqual([]);
  await page.close();
});
