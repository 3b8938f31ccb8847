// The lab in other people's pages: the course page of the examples, from another origin, and the element that a page makes
// and steers by script.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { serveSite } from "../../tools/site_server.mjs";
import type { CourseElement, ToldState } from "../../www/embed/course_element";
import { freshState } from "./fresh_run";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

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
  const [frame, element] = [page.frameLocator("#frame"), page.locator("#element")];
  const shown = (lab: typeof frame | typeof element): Promise<number> =>
    lab.locator('[data-readout="w"]').getAttribute("data-value").then(Number);
  await expect.poll(() => frame.locator(".scrubber").inputValue()).toBe("12");
  await expect.poll(() => shown(frame)).toBe(freshState({ lr: 0.1 }, 12).w);
  await element.scrollIntoViewIfNeeded();
  await expect.poll(() => shown(element)).toBe(freshState({ batch_size: 5 }, 20).w);
  expect(await page.locator("iframe, first-descent").count()).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});

test("an element shows one picture alone, with its layer switched on and as high as the page makes it", async () => {
  const { page, complaints, close } = await coursePage({}, "picture.html");
  const picture = page.locator("#picture");
  await picture.locator('input[data-layer="axes"]').waitFor();
  await expect.poll(() => picture.locator('input[data-layer="axes"]').isChecked()).toBe(true);
  await expect.poll(() => picture.locator(".panel, button, .caption, .scrubber").count()).toBe(1);
  const sizes = () => picture.evaluate((node) => [node.clientHeight, node.scrollHeight]);
  await expect.poll(sizes).toEqual([400, 400]);
  expect(complaints).toEqual([]);
  await close();
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
    await expect.poll(w).toBe(freshState(settings, from + 1).w);
    await step.tap();
    await expect.poll(w).toBe(freshState(settings, from + 2).w);
    await page.keyboard.press("ArrowRight");
    await expect.poll(w).toBe(freshState(settings, from + 3).w);
  }
  const first = places[0]?.lab.locator('[data-readout="w"]');
  await expect
    .poll(async () => Number(await first?.getAttribute("data-value")))
    .toBe(freshState({ lr: 0.1 }, 15).w);
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
    w: freshState({ lr: 0.1 }, 15).w,
    b: expect.any(Number),
    loss: expect.any(Number),
    playing: false,
  });
  expect(told.back?.w).toBe(freshState({ lr: 0.1 }, 13).w);
  expect(told.playing?.playing).toBe(true);
  expect(told.paused?.update).toBeGreaterThan(13);
  expect(told.start).toMatchObject({ w: 0.1, b: 0, loss: null, address: "1&lr=0.1" });
  expect(told.address).toBe("1&lr=0.1");
  await page.close();
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
    .toBe(freshState({ batch_size: 5 }, 20).w);
  const changed = await page.evaluate(async () => {
    const second = document.querySelector<HTMLElementTagNameMap["first-descent"]>("#second");
    second?.setAttribute("state", "1&lr=0.1&at=30");
    await second?.updateComplete;
    return [second?.getState(), second?.lab?.model.run.moment.w];
  });
  expect(changed).toEqual(["1&lr=0.1&at=30", freshState({ lr: 0.1 }, 30).w]);
  expect(new URL(page.url()).hash).toBe("#1&lr=0.05&at=20");
  await context.close();
});
