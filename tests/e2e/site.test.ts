// The built site as a whole, in both engines that the tests drive: that it opens below a sub-path, starts its wasm
// module, and does so without an error and without a request that fails or goes elsewhere.
import { expect, inject, test } from "vitest";
import { launchChromium, launchFirefox } from "../../tools/browsers.mjs";

/** What is asked for lies below the site's own address, or is written into the page. */
function isOwn(url: string, site: string): boolean {
  return url.startsWith(site) || url.startsWith("data:");
}

test("the site opens below a sub-path in Chromium", async () => {
  const site = inject("site");
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!isOwn(request.url(), site)) complaints.push(`asked for ${request.url()}`);
    });
    page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));

    const wasm = page.waitForResponse((response) => response.url().endsWith(".wasm"));
    await page.goto(site, { waitUntil: "networkidle" });

    expect((await wasm).status()).toBe(200);
    expect(await page.title()).not.toBe("");
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("the site opens below a sub-path in Firefox", async () => {
  const site = inject("site");
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!isOwn(request.url(), site)) complaints.push(`asked for ${request.url()}`);
    });
    page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));

    const wasm = page.waitForResponse((response) => response.url().endsWith(".wasm"));
    await page.goto(site, { waitUntil: "load" });

    expect((await wasm).status()).toBe(200);
    expect(await page.title()).not.toBe("");
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
