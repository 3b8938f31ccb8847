// Pages opened from a disk, where browsers refuse them their styles and their module scripts: they say so, and what to do.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { launchChromium, launchFirefox } from "../../tools/browsers.mjs";

const onDisk = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;

const PAGES = [
  ["en/the-whole-loop/index.html", "Opened from a disk, this page gets neither styles nor a lab."],
  ["en/index.html", "Opened from a disk, this page gets neither styles nor a lab."],
  ["zh-CN/the-whole-loop/index.html", "直接从磁盘打开时，浏览器不给这个网页加载样式和实验台。"],
  ["embed.html", "Opened from a disk, this page gets neither styles nor a lab."],
] as const;

test("opened from a disk every page says in its language that it needs a web server, and how to have one", async () => {
  const browser = await launchChromium();
  const page = await browser.newPage();
  for (const [path, words] of PAGES) {
    await page.goto(onDisk(path));
    const said = page.locator(".bare");
    expect(await said.isVisible()).toBe(true);
    const text = (await said.textContent()) ?? "";
    expect(text).toContain(words);
    expect(text).toContain("python3 -m http.server");
    // Above all that is bare: nobody has to look for it.
    expect((await said.boundingBox())?.y).toBeLessThan(80);
  }
  await browser.close();
});

test("Firefox shows the same word", async () => {
  const browser = await launchFirefox();
  const page = await browser.newPage();
  await page.goto(onDisk(PAGES[0][0]));
  expect(await page.$eval(".bare", (element) => element.getBoundingClientRect().height)).toBeGreaterThan(10);
  await browser.close();
});

test("from a web server nobody sees or hears of it", async () => {
  const browser = await launchChromium();
  const page = await browser.newPage();
  for (const [path] of PAGES) {
    await page.goto(inject("site") + path);
    expect(await page.locator(".bare").isVisible()).toBe(false);
    expect(readFileSync(fileURLToPath(onDisk(path)), "utf8")).toContain('class="bare"');
  }
  await browser.close();
});
