// The element as a citizen of somebody's page: it starts when it is scrolled to and not before, takes frames only while
// it can be seen, shares one engine with all others, and leaves nothing behind when it is taken out.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { drawnOn, listen } from "./drawn";
import { frame, frames, stands } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** A page of its own with one lab, and what it fetches from the very start. */
async function open() {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1200, height: 900 },
  });
  const page = await context.newPage();
  const engines: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".wasm")) engines.push(pathname.split("/").at(-1) ?? "");
  });
  // The engines' memories, as they are made.
  await page.addInitScript(() => {
    const memories: WebAssembly.Memory[] = [];
    Object.assign(window, { memories });
    const keep = (instance: WebAssembly.Instance): void => {
      for (const part of Object.values(instance.exports))
        if (part instanceof WebAssembly.Memory) memories.push(part);
    };
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const made = await instantiateStreaming(source, imports);
      keep(made.instance);
      return made;
    };
  });
  await page.goto(`${inject("site")}embed.html`);
  await page.locator(".scrubber").waitFor();
  // The whole engine has come in the lean one's place.
  await page.locator('.place[data-view="graph"] svg').first().waitFor();
  return { page, engines, close: () => context.close() };
}

const cursorOf = (page: Page, lab: string): Promise<number | null> =>
  page.evaluate(
    (lab) =>
      document.querySelector<HTMLElementTagNameMap["first-descent"]>(lab)?.lab?.model.moment.update ?? null,
    lab,
  );

test("a lab below the window starts when it is scrolled to, and not before", async () => {
  const { page, close } = await open();
  await page.evaluate(() => {
    const air = document.createElement("div");
    air.style.height = "3000px";
    const below = document.createElement("first-descent");
    below.id = "below";
    below.setAttribute("state", "1&lr=0.05&at=20");
    document.body.append(air, below);
  });
  // Long enough for the one in sight to have been told what can be seen, many times over.
  await frames(page, 20);
  await expect
    .poll(() => page.evaluate(() => document.querySelector("#below")?.shadowRoot?.querySelector(".lab")))
    .toBeNull();
  expect(await cursorOf(page, "#below")).toBeNull();
  await expect.poll(() => page.locator(".scrubber").count()).toBe(1);
  await page.locator("#below").scrollIntoViewIfNeeded();
  await page.locator("#below .scrubber").waitFor();
  await expect.poll(() => cursorOf(page, "#below")).toBe(20);
  await close();
});

test("a playing lab draws while it is in view, not a picture out of it, and goes on when it is seen again", async () => {
  const { page, close } = await open();
  await page.evaluate(() => {
    const air = document.createElement("div");
    air.style.height = "3000px";
    document.body.append(air);
  });
  await listen(page);
  const pictures = async (): Promise<number> => (await drawnOn(page, ".line canvas"))?.pictures ?? 0;
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(pictures).toBeGreaterThan(3);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  // What is in sight is told with one of the next frames.
  await stands(page, pictures);
  const [drawn, left] = [await pictures(), await cursorOf(page, "first-descent")];
  await frames(page, 40);
  await expect.poll(() => pictures()).toBe(drawn);
  await expect.poll(() => cursorOf(page, "first-descent")).toBe(left);
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect.poll(pictures).toBeGreaterThan(drawn);
  await expect.poll(() => cursorOf(page, "first-descent")).toBeGreaterThan(left ?? Number.NaN);
  await close();
});

/** Puts a lab into the page, waits until it has all its views and has drawn, and takes it out. */
async function comeAndGo(page: Page, times: number): Promise<void> {
  await page.evaluate(async (times) => {
    for (let time = 0; time < times; time += 1) {
      const lab = document.createElement("first-descent");
      lab.setAttribute("state", `1&lr=0.0${1 + (time % 9)}&at=20`);
      document.body.prepend(lab);
      await new Promise((ready) => lab.addEventListener("fd-ready", ready, { once: true }));
      while (!lab.shadowRoot?.querySelector(".node")) await new Promise(requestAnimationFrame);
      for (let taken = 0; taken < 3; taken += 1) await new Promise(requestAnimationFrame);
      lab.remove();
    }
  }, times);
}

test("twenty labs that come and go fetch no other engine, and leave no node, listener or memory behind", async () => {
  const { page, engines, close } = await open();
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  const left = async () => {
    await frame(page);
    for (let round = 0; round < 3; round += 1) await client.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners } = await client.send("Memory.getDOMCounters");
    const { metrics } = await client.send("Performance.getMetrics");
    const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
    const engine = await page.evaluate(() =>
      (window as unknown as { memories: WebAssembly.Memory[] }).memories.map(
        ({ buffer }) => buffer.byteLength,
      ),
    );
    return { nodes, jsEventListeners, heap, engine };
  };
  // What is made once, for all labs, is there after the first few, and the browser's own notes on what is often run.
  await comeAndGo(page, 8);
  const before = await left();
  await comeAndGo(page, 20);
  const after = await left();
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(3);
  expect(after.nodes - before.nodes).toBeLessThan(20);
  // One lab's runs and pictures are several times as much.
  expect((after.heap - before.heap) / 20).toBeLessThan(25_000);
  expect(before.engine).toHaveLength(2);
  expect(after.engine).toEqual(before.engine);
  // The lean engine for the first picture and the whole one after it, for all of them.
  expect(engines.length).toBe(2);
  expect(new Set(engines).size).toBe(2);
  await close();
});
