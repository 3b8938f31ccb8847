// The lab's figures, in headless Chromium without a GPU: frames while a sample is dragged, while it plays, with ten labs
// and with a million samples; the map; memory. `node bench/lab.mjs` prints them; `make bench` keeps them in BENCHMARKS.md.
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tools/browsers.mjs";
import { serveSite } from "../tools/site_server.mjs";
import { bestFrames, frames, layTen, memory, playStepped, quantile, takeSample, visit } from "./lab_page.mjs";

const MILLION = "#1&n=1000000&bs=10000&ep=10";
const DRAG = "hand.drag(step)";
const TURN = `const canvas = lab().element.querySelector(".line canvas:not([aria-hidden])");
  canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: step < 10 ? -60 : 0, deltaX: step % 20 < 10 ? 12 : -12,
    ctrlKey: step < 10, shiftKey: step >= 10, bubbles: true, cancelable: true }));`;

/** How thorough: seconds of play, of play on a stepped clock, resets, rounds of frames. */
const THOROUGH = { seconds: 60, stepped: 3600, resets: 500, rounds: 5 };

/** One sample dragged, and playing, in the lab as the page has it. */
async function moving(page, { seconds, rounds }, add) {
  await takeSample(page, 7);
  const drag = await bestFrames(page, rounds, 150, DRAG);
  const edits = await page.evaluate(() => globalThis.lab().model.settings.data?.edits);
  if (edits?.length !== 1) throw new Error("the hand has dragged no sample");
  await page.mouse.up();
  add("a sample dragged, 100 samples, 600 updates: median", drag.median, "ms", 8);
  add("a sample dragged: 99th percentile", drag.late, "ms", 16);
  add("a sample dragged: processor time of the page's thread, mean", drag.processor, "ms");
  await page.evaluate(() => {
    globalThis.longest.length = 0;
  });
  const play = await frames(page, seconds * 60, "keepPlaying(lab())");
  add("playing at sixty updates a second: median", quantile(play, 0.5), "ms");
  add("playing: 99th percentile", quantile(play, 0.99), "ms");
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.longest));
  add(`playing: longest task above 50 ms in ${seconds} s (0: none)`, longest, "ms", 50);
  await page.evaluate(() => globalThis.lab().setPlaying(false));
}

/** What stays behind after long use. Both are done for a while first, so that what is kept once is there before. */
async function keeping(page, { stepped, resets }, add) {
  const reset = (count) =>
    frames(page, count - 20, "lab().load({}); lab().seek({ update: step % 600, statement: 0 })");
  await reset(100);
  const before = await memory(page);
  await reset(resets);
  add(`memory after ${resets} resets, against before: growth`, (await memory(page)) - before, "MB", 2);
  await playStepped(page, stepped / 12);
  const rested = await memory(page);
  const { plays } = await playStepped(page, stepped);
  const label = `memory after ${stepped / 60} minutes of play, ${plays} runs, against before: growth`;
  add(label, (await memory(page)) - rested, "MB", 2);
}

async function filling(page, add) {
  const map = await page.evaluate(async () => {
    const begun = performance.now();
    globalThis.lab().show("map");
    // Every run, and the limit over them.
    const filling = () => globalThis.lab().panels.inSight("map")?.shown?.filling;
    let slowest = 0;
    while (!filling()?.complete) slowest = Math.max(slowest, await globalThis.frameOf(() => {}));
    const took = performance.now() - begun;
    return { took, slowest, runs: filling().known };
  });
  if (map.runs !== 10_000) throw new Error(`the map is complete with ${map.runs} runs`);
  add("the map of 100 × 100 runs of 600 updates and its limit: complete", map.took, "ms", 500);
  add("the map: slowest frame while it fills", map.slowest, "ms", 12);
}

/** The first picture with the samples in it: most of their cloud's middle is covered. */
async function askingForMillion(page, add) {
  const { took, covered } = await page.evaluate(async () => {
    const begun = performance.now();
    const data = { source: "make_regression", n_samples: 1e6 };
    globalThis.lab().load({ data, batch_size: 1e4, epochs: 10 });
    await globalThis.frameOf(() => {});
    const took = performance.now() - begun;
    const canvas = globalThis.lab().element.querySelector(".line canvas[aria-hidden]");
    const [x, y] = [Math.round(canvas.width * 0.46), Math.round(canvas.height / 2)];
    const { data: pixels } = canvas.getContext("2d").getImageData(x, y - 20, 1, 40);
    return { took, covered: pixels.filter((value, index) => index % 4 === 3 && value > 0).length };
  });
  if (covered < 20) throw new Error(`the first picture of 10⁶ samples has none: ${covered} of 40 pixels`);
  add("10⁶ samples: first picture", took, "ms", 250);
}

async function movingMillion(page, { rounds }, add) {
  const move = "lab().model.seek({ update: step % 900, statement: 0 })";
  add("10⁶ samples: the line moves, median", (await bestFrames(page, rounds, 100, move)).median, "ms", 8);
  add("10⁶ samples: panning, median", (await bestFrames(page, 1, 100, TURN)).median, "ms", 33);
}

async function tenLabs(page, { rounds }, add) {
  const inView = await layTen(page);
  const count = 180;
  await page.evaluate(() => {
    globalThis.drawn = 0;
    for (const lab of globalThis.labs)
      new MutationObserver(() => {
        globalThis.drawn += 1;
      }).observe(lab.element.querySelector('[data-readout="loss"]'), { attributeFilter: ["data-value"] });
  });
  const begun = Date.now();
  const ten = await bestFrames(page, rounds, count, "for (const lab of labs) keepPlaying(lab)");
  const seconds = (Date.now() - begun) / 1000;
  const drawn = (await page.evaluate(() => globalThis.drawn)) / seconds / 10;
  add(`ten labs in one page, ${inView} of them in view, all playing: median`, ten.median, "ms", 16);
  add("ten labs: 99th percentile", ten.late, "ms");
  add("ten labs: processor time of the page's thread, mean", ten.processor, "ms");
  add("ten labs: pictures of each in a second", drawn, "");
}

/** The best of some figures that come one a page: of each row the least value. */
async function best(browser, address, rounds, measure, wait) {
  const found = [];
  for (let round = 0; round < rounds; round++) {
    const page = await visit(browser, address, wait);
    await measure(page, (...row) => found.push(row));
    await page.close();
  }
  return found
    .slice(0, found.length / rounds)
    .map(([label, _, ...rest]) => [
      label,
      Math.min(...found.filter((row) => row[0] === label).map((row) => row[1])),
      ...rest,
    ]);
}

/** @returns {Promise<{ label: string, value: number, unit: string, target?: number }[]>} */
export async function measureLab(browser, address, chosen = {}) {
  const how = { ...THOROUGH, ...chosen };
  const rows = [];
  const add = (label, value, unit, target) => rows.push({ label, value, unit, target });
  const on = async (place, measure, wait) => {
    const page = await visit(browser, place, wait);
    await measure(page);
    await page.close();
  };
  await on(address, async (page) => {
    await moving(page, how, add);
    await keeping(page, how, add);
  });
  for (const row of await best(browser, address, how.rounds, filling)) add(...row);
  for (const row of await best(browser, address, how.rounds, askingForMillion)) add(...row);
  await on(address + MILLION, (page) => movingMillion(page, how, add), 4000);
  await on(address, (page) => tenLabs(page, how, add));
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

${new Date().toISOString().slice(0, 10)}. In headless Chromium without a GPU, at 1440 × 900 and a density of 2, all views of the wide lab in sight. A frame counts from its
start to after paint, together with the event before it that caused it. Frames are those of the best of ${THOROUGH.rounds} rounds, as
other work on the machine only adds to them. The minutes of play are on a clock that is set on by a fifth of a second a frame, each
frame drawn; memory is the script's, the browser's for it and all buffers, after a collection. Ten labs of 450 × 720 pixels,
each with its controls, its loss and its line, are seen whole at 0.62 of that size. They take turns: a frame that has no time left leaves the rest of them to the next, and a second has sixty frames at most.
Load average at the end (1, 5, 15 minutes) ${loadavg()
    .map((load) => load.toFixed(1))
    .join(", ")} on ${cpus().length} processors: above their number frames wait for other
work, and only the processor time and the memory are the lab's own.

| | measured | at most | |
|---|---:|---:|---|
${lines.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const site = await serveSite(fileURLToPath(new URL("../dist", import.meta.url)));
  const browser = await launchChromium();
  try {
    const { QUICK } = process.env;
    const chosen = QUICK ? { seconds: 10, stepped: 600, rounds: 2 } : {};
    console.log(labSection(await measureLab(browser, site.address, chosen)));
  } finally {
    await browser.close();
    await site.close();
  }
}
