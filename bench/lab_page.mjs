// A page to measure the lab on: how it is opened, and what it needs to measure its own frames and memory. A frame counts
// from its start to after paint, with the work of the event before it. Refuses to know any figure: see lab.mjs.

/** @param {number[]} values @param {number} part */
export function quantile(values, part) {
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
  /** Plays at sixty updates a second, and from the start again when the run is over. */
  globalThis.keepPlaying = (lab) => {
    const speed = lab.element.querySelector('[name="speed"]');
    if (speed.value !== "sixty") {
      speed.value = "sixty";
      speed.dispatchEvent(new Event("change"));
    }
    if (lab.model.moment.end || lab.model.moment.update === 0) {
      lab.act("start");
      lab.setPlaying(true);
    }
  };
}

/** A page with the lab in it, at rest, and its instruments. */
export async function visit(browser, address, wait = 1200) {
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

/** Frames while `move(step)` is done in each, in milliseconds. The first twenty warm up. */
export const frames = (page, count, move) =>
  page.evaluate(
    async ([count, move]) => {
      const work = new Function("step", move);
      const times = [];
      for (let step = 0; step < count + 20; step++) {
        const time = await globalThis.frameOf(() => work(step));
        if (step >= 20) times.push(time);
      }
      return times;
    },
    [count, move],
  );

/**
 * The median and the 99th percentile of frames in the best of some rounds: what else the machine does comes and goes,
 * and only adds. Beside them the processor time the page's thread took a frame, in the best round, to which it adds
 * least.
 */
export async function bestFrames(page, rounds, count, move) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN) * 1000;
  };
  const found = [];
  const processor = [];
  for (let round = 0; round < rounds; round++) {
    const before = await spent();
    found.push(await frames(page, count, move));
    processor.push(((await spent()) - before) / (count + 20));
  }
  await session.detach();
  const least = (part) => Math.min(...found.map((times) => quantile(times, part)));
  return { median: least(0.5), late: least(0.99), processor: Math.min(...processor) };
}

/** Memory in use after a collection, in megabytes: of the script, of what the browser holds for it, and of buffers. */
export async function memory(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
}

/**
 * Lets the page play for so many seconds of its own time, on a clock that is set on by a fifth of a second a frame: the
 * frames it asks for are given to it one after the other, ten of them for each that the browser paints.
 */
export const playStepped = (page, seconds) =>
  page.evaluate(async (seconds) => {
    const STEP = 200;
    const ask = globalThis.requestAnimationFrame;
    const now = performance.now.bind(performance);
    let time = now();
    let asked = [];
    globalThis.requestAnimationFrame = (callback) => asked.push(callback);
    performance.now = () => time;
    const lab = globalThis.lab();
    let frames = 0;
    let plays = 0;
    try {
      lab.setPlaying(false);
      while (frames * STEP < seconds * 1000) {
        for (let turn = 0; turn < 10; turn++) {
          if (lab.model.moment.end || frames === 0) {
            lab.act("start");
            lab.setPlaying(true);
            plays += 1;
          }
          time += STEP;
          frames += 1;
          const due = asked;
          asked = [];
          for (const callback of due) callback(time);
        }
        await new Promise((resolve) => ask(resolve));
      }
    } finally {
      lab.setPlaying(false);
      globalThis.requestAnimationFrame = ask;
      performance.now = now;
      for (const callback of asked) ask(callback);
    }
    return { frames, plays };
  }, seconds);

/** Ten labs in the page's place, all of them in view, five beside each other. */
export const layTen = (page) =>
  page.evaluate(async () => {
    const labs = Array.from({ length: 10 }, () => {
      const element = document.createElement("first-descent");
      element.setAttribute("views", "line loss");
      element.style.cssText = "width: 280px; height: 446px; overflow: hidden";
      return element;
    });
    const grid = document.createElement("div");
    grid.style.cssText = "display: grid; grid-template-columns: repeat(5, 280px); gap: 4px";
    grid.append(...labs);
    document.body.replaceChildren(grid);
    while (labs.some(({ lab }) => !lab?.element.querySelector(".line canvas")))
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    globalThis.labs = labs.map(({ lab }) => lab);
    const { innerWidth, innerHeight } = window;
    return labs.filter((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    }).length;
  });
