// The lab in other people's pages: alone in a frame, and as an element, on a page from another origin.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { serveSite } from "../../tools/site_server.mjs";
import type { CourseElement, ToldState } from "../../www/embed/course_element";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

function fresh(settings: ConstructorParameters<typeof engine.Session>[0], update: number): number {
  const session = new engine.Session(settings);
  session.seek(update);
  const { w } = session.state();
  session.free();
  return w;
}

const NAMED = "http://127.0.0.1:8080/";

/** The course page as it stands in examples/, from a server of its own; the site answers where the page names it. */
async function coursePage(
  options: BrowserContextOptions = {},
  file = "",
): Promise<{ page: Page; complaints: string[]; close(): Promise<void> }> {
  const folder = fileURLToPath(new URL("../../examples/course-page", import.meta.url));
  const course = await serveSite(folder);
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1200, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.route(`${NAMED}**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(NAMED, inject("site")) });
    await route.fulfill({ response });
  });
  await page.goto(course.address + file);
  return {
    page,
    complaints,
    close: async () => {
      // What the page still fetches when it is left is nobody's error.
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
      await course.close();
    },
  };
}

test("a course page on another origin holds a frame and an element, each with its own run", async () => {
  const { page, complaints, close } = await coursePage();
  const frame = page.frameLocator("#frame");
  await frame.locator(".scrubber").waitFor();
  await expect.poll(() => frame.locator(".scrubber").inputValue()).toBe("12");
  const inFrame = await frame.locator('[data-readout="w"]').getAttribute("data-value");
  expect(Number(inFrame)).toBe(fresh({ lr: 0.1 }, 12));
  const element = page.locator("#element");
  await element.scrollIntoViewIfNeeded();
  await element.locator('[data-readout="w"]').waitFor();
  const inElement = await element.locator('[data-readout="w"]').getAttribute("data-value");
  expect(Number(inElement)).toBe(fresh({ batch_size: 5 }, 20));
  await expect.poll(() => page.locator("iframe, first-descent").count()).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});

test("an element shows one picture alone, with its layer switched on and as high as the page makes it", async () => {
  const { page, complaints, close } = await coursePage({}, "picture.html");
  const picture = page.locator("#picture");
  await picture.locator('input[data-layer="axes"]').waitFor();
  await expect.poll(() => picture.locator('input[data-layer="axes"]').isChecked()).toBe(true);
  await expect.poll(() => picture.locator(".panel, button, .caption, .scrubber").count()).toBe(1);
  const sizes = await picture.evaluate((node) => [node.clientHeight, node.scrollHeight]);
  expect(sizes).toEqual([400, 400]);
  expect(complaints).toEqual([]);
  await close();
});

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
  await page.waitForTimeout(300);
  const heights = await page.evaluate(() => (window as unknown as { told: number[] }).told);
  const content = await body.evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
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
  await page.waitForTimeout(500);
  await expect.poll(async () => Number(await page.locator(".scrubber").inputValue()) > 0).toBe(plays);
  await page.close();
});

test("an element can be played, stepped and reset by its page, before it is up too, and tells plain numbers", async () => {
  const page = await browser.newPage({ reducedMotion: "reduce", viewport: { width: 1200, height: 900 } });
  await page.goto(`${inject("site")}embed.html`);
  const told = await page.evaluate(async () => {
    const element = document.createElement("first-descent") as CourseElement;
    element.setAttribute("state", "1&lr=0.1&at=12");
    element.setAttribute("views", "line");
    element.style.height = "500px";
    const states: ToldState[] = [];
    element.addEventListener("fd-state", (event) => {
      states.push(JSON.parse(JSON.stringify((event as CustomEvent<ToldState>).detail)));
    });
    const next = async (ready: (state: ToldState) => boolean): Promise<ToldState | undefined> => {
      while (!states.some(ready)) await new Promise(requestAnimationFrame);
      return states.splice(0).find(ready);
    };
    element.step(3);
    document.body.prepend(element);
    const stepped = await next(({ update }) => update === 15);
    element.step(-2);
    const back = await next(({ update }) => update === 13);
    element.play();
    element.play();
    const playing = await next((state) => state.playing && state.update > 13);
    element.pause();
    const paused = await next((state) => !state.playing);
    element.reset();
    const start = await next(({ update }) => update === 0);
    return { stepped, back, playing, paused, start, address: element.getState() };
  });
  expect(told.stepped).toEqual({
    address: "1&lr=0.1&at=15",
    update: 15,
    statement: 0,
    w: fresh({ lr: 0.1 }, 15),
    b: expect.any(Number),
    loss: expect.any(Number),
    playing: false,
  });
  expect(told.back?.w).toBe(fresh({ lr: 0.1 }, 13));
  expect(told.playing?.playing).toBe(true);
  expect(told.paused?.update).toBeGreaterThan(13);
  expect(told.start).toMatchObject({ w: 0.1, b: 0, loss: null, address: "1&lr=0.1" });
  expect(told.address).toBe("1&lr=0.1");
  await page.close();
});

test("in the frame and in the element the run is stepped by mouse, finger and key, each its own", async () => {
  const { page, complaints, close } = await coursePage({ hasTouch: true });
  const places = [
    { lab: page.frameLocator("#frame").locator("first-descent"), settings: { lr: 0.1 }, from: 12 },
    { lab: page.locator("#element"), settings: { batch_size: 5 }, from: 20 },
  ];
  for (const { lab, settings, from } of places) {
    await lab.scrollIntoViewIfNeeded();
    const step = lab.getByRole("button", { name: "One step", exact: true });
    const w = (): Promise<number> =>
      lab.locator('[data-readout="w"]').getAttribute("data-value").then(Number);
    await step.click();
    await expect.poll(w).toBe(fresh(settings, from + 1));
    await step.tap();
    await expect.poll(w).toBe(fresh(settings, from + 2));
    await page.keyboard.press("ArrowRight");
    await expect.poll(w).toBe(fresh(settings, from + 3));
  }
  const first = places[0]?.lab.locator('[data-readout="w"]');
  await expect.poll(async () => Number(await first?.getAttribute("data-value"))).toBe(fresh({ lr: 0.1 }, 15));
  expect(complaints).toEqual([]);
  await close();
});

test("the frame takes the height it asks for, and asks again when it changes", async () => {
  const { page, close } = await coursePage();
  await page.frameLocator("#frame").locator(".scrubber").waitFor();
  await page.waitForFunction(() => {
    const frame = document.querySelector<HTMLIFrameElement>("#frame");
    return frame !== null && frame.style.height !== "";
  });
  const height = (): Promise<number> =>
    page.locator("#frame").evaluate((frame: HTMLIFrameElement) => Number.parseFloat(frame.style.height));
  const body = page.frameLocator("#frame").locator("body");
  const content = (): Promise<number> =>
    body.evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  // Views that come later may make it higher.
  await expect.poll(async () => (await height()) - (await content())).toBe(0);
  const wide = await height();
  await page.setViewportSize({ width: 420, height: 900 });
  await page.waitForFunction((before) => {
    const frame = document.querySelector<HTMLIFrameElement>("#frame");
    return frame !== null && Number.parseFloat(frame.style.height) !== before;
  }, wide);
  await close();
});

test("the page's own colour for the model reaches into the element, and its font does not", async () => {
  const { page, close } = await coursePage();
  const element = page.locator("#element");
  await element.scrollIntoViewIfNeeded();
  const w = element.locator('[data-readout="w"]');
  await w.waitFor();
  await expect
    .poll(() => element.evaluate((node) => getComputedStyle(node).getPropertyValue("--model-mark").trim()))
    .toBe("#7a3fa0");
  await expect.poll(() => w.evaluate((node) => getComputedStyle(node).fontFamily)).not.toContain("Georgia");
  await close();
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

test("an element in a page that names no scheme is light, whatever the system is", async () => {
  const { page, close } = await coursePage({ colorScheme: "dark" });
  const element = page.locator("#element");
  await element.scrollIntoViewIfNeeded();
  const panel = element.locator(".panel.place").first();
  await panel.waitFor();
  await expect
    .poll(() => panel.evaluate((node) => getComputedStyle(node).backgroundColor))
    .toBe("rgb(255, 255, 255)");
  await close();
});

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
  expect(Number(w)).toBe(fresh({ lr: 0.1 }, 12));
  await expect.poll(() => frame.getByRole("button", { name: "播放" }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});

test("the element's file keeps its name across releases", async () => {
  const dist = fileURLToPath(new URL("../../dist/first-descent.js", import.meta.url));
  expect(await readFile(dist, "utf8")).toContain("assets/");
});

test("an element tells its state before it is up, and takes on a changed attribute", async () => {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1200, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${inject("site")}embed.html#1&lr=0.05&at=20`);
  await page.locator(".scrubber").waitFor();
  const told = await page.evaluate(() => {
    const second = document.createElement("first-descent");
    second.id = "second";
    second.setAttribute("state", "1&bs=5&at=20");
    document.body.append(second);
    return second.getState();
  });
  expect(told).toBe("1&bs=5&at=20");
  await page.locator("#second .scrubber").waitFor();
  await expect.poll(() => page.locator("#second .scrubber").inputValue()).toBe("20");
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          document.querySelector<HTMLElementTagNameMap["first-descent"]>("#second")?.lab?.model.run.moment.w,
      ),
    )
    .toBe(fresh({ batch_size: 5 }, 20));
  const changed = await page.evaluate(async () => {
    const second = document.querySelector<HTMLElementTagNameMap["first-descent"]>("#second");
    second?.setAttribute("state", "1&lr=0.1&at=30");
    await second?.updateComplete;
    return [second?.getState(), second?.lab?.model.run.moment.w];
  });
  expect(changed).toEqual(["1&lr=0.1&at=30", fresh({ lr: 0.1 }, 30)]);
  expect(new URL(page.url()).hash).toBe("#1&lr=0.05&at=20");
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
