// The lab's figures, in headless Chromium without a GPU: frames while a sample is dragged, while it plays, with ten labs
// and with a million samples; the map; memory. A frame counts from its start to after paint, with the work of the event
// before it. `node bench/lab.mjs` prints them; `make bench` keeps them in BENCHMARKS.md.
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tools/browsers.mjs";
import { serveSite } from "../tools/site_server.mjs";

const MILLION = "#1&n=1000000&bs=10000&ep=10";

/** @param {number[]} values @param {number} part */
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/** What the page needs to measure itself: a frame after `work`, from its start to after paint. */
function instruments() {
  const after = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  globalThis.frameOf = (work) =>
    new Promise((resolve) => {
      let spent = 0;
      // Asked for before the lab asks, so that it begins the same frame.
      requestAnimationFrame(async () => {
        const start = performance.now();
        resolve(spent + (await after()) - start);
      });
      const begun = performance.now();
      work();
      spent = performance.now() - begun;
    });
  globalThis.longest = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest.push(duration);
  }).observe({ type: "longtask" });
  globalThis.lab = () => document.querySelector("first-descent").lab;
}

async function visit(browser, address, wait = 1200) {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 2,
    reducedMotion: "reduce",
  });
  await page.goto(address);
  await page.locator(".scrubber").waitFor();
  await page.waitForTimeout(wait);
  await page.evaluate(instruments);
  return page;
}

/** Frames while `move(step)` is done in each, in milliseconds. */
const frames = (page, count, move) =>
  page.evaluate(
    async ([count, move]) => {
      const work = new Function("step", move);
      const times = [];
      for (let step = 0; step < count + 20; step++) {
        const time = await globalThis.frameOf(() => work(step));
        // The first frames warm up.
        if (step >= 20) times.push(time);
      }
      return times;
    },
    [count, move],
  );

/** @returns {Promise<{ label: string, value: number, unit: string, target?: number }[]>} */
export async function measureLab(browser, address, { seconds = 60, resets = 500 } = {}) {
  const rows = [];
  const add = (label, value, unit, target) => rows.push({ label, value, unit, target });

  let page = await visit(browser, address);
  const drag = await frames(page, 200, "lab().editPoint({ move: 7, x: 1 + step / 500, y: 40 + step / 10 })");
  add("a sample dragged, 100 samples, 600 updates: median", quantile(drag, 0.5), "ms", 8);
  add("a sample dragged: 99th percentile", quantile(drag, 0.99), "ms", 16);
  await page.evaluate(() => {
    globalThis.longest.length = 0;
  });
  const play = await frames(page, seconds * 60, "lab().model.seek({ update: step % 600, statement: 0 })");
  add("playing at one update a frame: median", quantile(play, 0.5), "ms");
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.longest));
  add(`playing: longest task above 50 ms in ${seconds * 60} frames (0: none)`, longest, "ms", 50);

  const heap = async () => {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1e6;
  };
  const reset = (count) =>
    frames(page, count - 20, "lab().load({}); lab().seek({ update: step % 600, statement: 0 })");
  await reset(100);
  const before = await heap();
  await reset(resets);
  add(`memory after ${resets} resets, against before: growth`, (await heap()) - before, "MB", 2);
  await page.close();

  page = await visit(browser, address);
  const map = await page.evaluate(async () => {
    const begun = performance.now();
    globalThis.lab().show("map");
    const root = document.querySelector("first-descent").shadowRoot;
    let slowest = 0;
    while (root.querySelector('[data-readout="runs"]')?.getAttribute("data-value") !== "10000")
      slowest = Math.max(slowest, await globalThis.frameOf(() => {}));
    return { took: performance.now() - begun, slowest };
  });
  add("the map of 100 × 100 runs of 600 updates: complete", map.took, "ms", 500);
  add("the map: slowest frame while it fills", map.slowest, "ms", 12);
  await page.close();

  page = await visit(browser, address);
  const first = await page.evaluate(async () => {
    const begun = performance.now();
    globalThis
      .lab()
      .load({ data: { source: "make_regression", n_samples: 1e6 }, batch_size: 1e4, epochs: 10 });
    await globalThis.frameOf(() => {});
    return performance.now() - begun;
  });
  add("10⁶ samples: first picture", first, "ms", 250);
  await page.close();
  page = await visit(browser, address + MILLION, 4000);
  const moves = await frames(page, 100, "lab().model.seek({ update: step % 900, statement: 0 })");
  add("10⁶ samples: the line moves, median", quantile(moves, 0.5), "ms", 8);
  const pans = await frames(
    page,
    100,
    `const canvas = document.querySelector("first-descent").shadowRoot.querySelector(".line canvas:not([aria-hidden])");
     canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: step < 10 ? -60 : 0, deltaX: step % 20 < 10 ? 12 : -12, ctrlKey: step < 10, shiftKey: step >= 10, bubbles: true, cancelable: true }));`,
  );
  add("10⁶ samples: panning, median", quantile(pans, 0.5), "ms", 33);
  await page.close();

  page = await visit(browser, address);
  await page.evaluate(async () => {
    const article = document.querySelector("#lesson");
    for (let count = 1; count < 10; count++) {
      const element = document.createElement("first-descent");
      element.setAttribute("views", "line");
      element.style.cssText = "display: inline-block; width: 270px; height: 280px; overflow: hidden";
      article.before(element);
    }
    document.querySelector("main").style.display = "block";
    await new Promise((resolve) => setTimeout(resolve, 1500));
    globalThis.labs = [...document.querySelectorAll("first-descent")].flatMap(({ lab }) => lab ?? []);
  });
  const labs = await page.evaluate(() => globalThis.labs.length);
  const ten = await frames(
    page,
    100,
    "for (const lab of labs) lab.model.seek({ update: step % 600, statement: 0 })",
  );
  add(`${labs} labs in one page, all moving: median`, quantile(ten, 0.5), "ms", 16);
  await page.close();
  return rows;
}

/** The rows as a section of BENCHMARKS.md. */
export function labSection(rows) {
  const shown = (value) => value.toLocaleString("en", { maximumSignificantDigits: 3 });
  const lines = rows.map(({ label, value, unit, target }) => {
    const verdict = target === undefined ? "" : value <= target ? "met" : "MISSED";
    return `| ${label} | ${shown(value)} ${unit} | ${target === undefined ? "" : `${target} ${unit}`} | ${verdict} |`;
  });
  return `## The lab

In headless Chromium without a GPU, at 1440 × 900 and a density of 2, all views of the wide lab in sight. A frame counts from its
start to after paint, together with the event before it that caused it.

| | measured | at most | |
|---|---:|---:|---|
${lines.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const site = await serveSite(fileURLToPath(new URL("../dist", import.meta.url)));
  const browser = await launchChromium();
  try {
    const seconds = Number(process.env.SECONDS_OF_PLAY ?? 10);
    console.log(labSection(await measureLab(browser, site.address, { seconds })));
  } finally {
    await browser.close();
    await site.close();
  }
}
