// The lab alone in a frame of somebody's page: the height it tells, what its address asks for, and its colours.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshState } from "./fresh_run";
import { cursor, frames } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** A page with one frame, on a link that takes so long for each file; every height the frame has told. */
async function toldHeights(
  query: string,
  { width = 900, latency = 0, broken = false } = {},
): Promise<{ heights: number[]; content: number }> {
  const page = await browser.newPage({ reducedMotion: "reduce", viewport: { width: 1000, height: 900 } });
  await page.route("**/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, latency));
    if (broken && route.request().url().endsWith(".wasm")) await route.abort();
    else await route.continue();
  });
  await page.addInitScript(() => {
    const told: number[] = [];
    window.addEventListener("message", ({ data }) => {
      if (data?.type === "first-descent:height") told.push(data.height);
    });
    Object.assign(window, { told });
  });
  // The address of the site holds the frame as well: what is asked is the frame's alone.
  await page.goto(`${inject("site")}first-descent.js`);
  await page.evaluate(
    ([src, wide]) => {
      const frame = document.createElement("iframe");
      frame.src = src;
      frame.width = wide;
      frame.height = "640";
      document.body.append(frame);
    },
    [`${inject("site")}embed.html?${query}`, String(width)] as const,
  );
  const body = page.frameLocator("iframe").locator("body");
  await body
    .locator(broken ? "[role=alert]" : ".panel canvas")
    .first()
    .waitFor();
  await page.waitForLoadState("networkidle");
  const heightsTold = () => page.evaluate(() => (window as unknown as { told: number[] }).told);
  const high = () => body.evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  await expect.poll(async () => (await heightsTold()).at(-1) === (await high())).toBe(true);
  // Another height would be told with one of the next frames.
  await frames(page, 20);
  const [heights, content] = [await heightsTold(), await high()];
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.close();
  return { heights, content };
}

test.each([
  ["views=line,loss,settings", 900],
  ["", 420],
] as const)("on a slow link a frame (%s) tells one height, that of the whole lab", async (query, width) => {
  const { heights, content } = await toldHeights(query, { width, latency: 400 });
  expect(content).toBeGreaterThan(500);
  expect(heights).toEqual([content]);
});

test("a frame whose lab cannot start tells the height of the word about it, once", async () => {
  const { heights, content } = await toldHeights("", { broken: true });
  expect(content).toBeGreaterThan(40);
  expect(content).toBeLessThan(200);
  expect(heights).toEqual([content]);
});

test.each([
  ["views=loss&controls=none", 330],
  ["views=surface&controls=none", 340],
  ["views=loss", 400],
] as const)("a frame with one view alone (%s) is a picture and no strip", async (query, least) => {
  const { heights } = await toldHeights(query);
  expect(heights).toHaveLength(1);
  expect(heights[0]).toBeGreaterThanOrEqual(least);
  expect(heights[0]).toBeLessThan(least + 60);
});

test("what a frame was asked for and could not read is named with what its address holds of that kind", async () => {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  await page.goto(
    `${inject("site")}embed.html?veiws=loss&views=line,lsos&theme=drak&controls=off&lang=xx&id=a#1&lr=abc&at=3`,
  );
  await page.locator(".notice p").waitFor();
  await expect
    .poll(() => page.locator(".notice p").textContent())
    .toBe(
      "What could not be read was left out: theme=drak, lang=xx, veiws=loss, views=lsos, controls=off, lr=abc.",
    );
  await expect.poll(() => page.locator("[data-view], .panel.loss").count()).toBe(1);
  await page.goto(
    `${inject("site")}embed.html?views=line,loss&theme=dark&controls=none&lang=zh-TW&autoplay&id=a#1`,
  );
  await page.locator(".panel canvas").first().waitFor();
  await page.waitForLoadState("networkidle");
  await expect.poll(() => page.locator(".notice p").count()).toBe(0);
  await page.close();
});

test.each([
  ["no-preference", true],
  ["reduce", false],
] as const)("with autoplay and motion %s the run plays by itself: %s", async (reducedMotion, plays) => {
  const page = await browser.newPage({ reducedMotion });
  await page.goto(`${inject("site")}embed.html?autoplay#1`);
  const button = page.getByRole("button", { name: plays ? "Pause" : "Play", exact: true });
  await button.waitFor();
  if (plays) await expect.poll(() => cursor(page)).toBeGreaterThan(0);
  else {
    await frames(page, 30);
    expect(await cursor(page)).toBe(0);
  }
  await page.close();
});

test.each([
  ["light", "rgb(255, 255, 255)", "rgb(0, 114, 178)"],
  ["dark", "rgb(29, 32, 36)", "rgb(90, 180, 236)"],
] as const)(
  "the frame has the colours of a %s system without being told",
  async (colorScheme, ground, mark) => {
    const context = await browser.newContext({ reducedMotion: "reduce", colorScheme });
    const page = await context.newPage();
    await page.goto(`${inject("site")}embed.html`);
    await page.locator(".scrubber").waitFor();
    const [panel, model] = await page
      .locator(".panel.place")
      .first()
      .evaluate((node) => {
        const probe = node.appendChild(document.createElement("i"));
        probe.style.color = "var(--model-mark)";
        return [getComputedStyle(node).backgroundColor, getComputedStyle(probe).color];
      });
    expect([panel, model]).toEqual([ground, mark]);
    await context.close();
  },
);

test("a sandboxed frame without an origin of its own still runs the lab", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.setContent(
    `<iframe sandbox="allow-scripts" width="800" height="700" src="${inject("site")}embed.html?lang=zh-CN&theme=dark#1&lr=0.1&at=12"></iframe>`,
  );
  const frame = page.frameLocator("iframe");
  await frame.locator(".scrubber").waitFor();
  const w = await frame.locator('[data-readout="w"]').getAttribute("data-value");
  expect(Number(w)).toBe(freshState({ lr: 0.1 }, 12).w);
  await expect.poll(() => frame.getByRole("button", { name: "播放" }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});

test("a lab whose engine cannot be fetched says so in the words of the language asked for", async () => {
  const page = await browser.newPage();
  await page.route("**/*.wasm", (route) => route.abort());
  for (const [lang, words] of [
    ["zh-TW", "引擎没能启动"],
    ["fr", "The engine could not start"],
  ] as const) {
    await page.goto(`${inject("site")}embed.html?lang=${lang}`);
    await expect.poll(() => page.locator("first-descent [role=alert]").textContent()).toContain(words);
  }
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
  await page.close();
});
