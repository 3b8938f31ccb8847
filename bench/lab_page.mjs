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
 * The median and the 99th percentile of frames in the best of some rounds, the one with the least median: what else the
 * machine does comes and goes, and only adds. Beside them the processor time the page's thread took a frame in it.
 */
export async function bestFrames(page, rounds, count, move) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN) * 1000;
  };
  const found = [];
  for (let round = 0; round < rounds; round++) {
    const before = await spent();
    const times = await frames(page, count, move);
    const processor = ((await spent()) - before) / (count + 20);
    found.push({ median: quantile(times, 0.5), late: quantile(times, 0.99), processor });
  }
  await session.detach();
  return found.reduce((best, round) => (round.median < best.median ? round : best));
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

/** Takes hold of a sample with the mouse; `hand.drag(step)` then moves the pointer as a hand would. */
export async function takeSample(page, sample) {
  const { x, y } = await page.evaluate((sample) => {
    const lab = globalThis.lab();
    const canvas = lab.element.querySelector(".line canvas[role=img]");
    const { scale } = lab.panels.inSight("line");
    const { left, top } = canvas.getBoundingClientRect();
    const { data } = lab.model.run;
    const from = { x: left + scale.x(data.x[sample]), y: top + scale.y(data.y[sample]) };
    globalThis.hand = {
      drag(step) {
        const [clientX, clientY] = [from.x + 4 + (step % 40), from.y - (step % 60)];
        const pointer = {
          clientX,
          clientY,
          pointerId: 1,
          pointerType: "mouse",
          isPrimary: true,
          bubbles: true,
        };
        canvas.dispatchEvent(new PointerEvent("pointermove", pointer));
      },
    };
    return from;
  }, sample);
  await page.mouse.move(x, y);
  await page.mouse.down();
}

/** Ten labs in the page's place, all of them in view as a whole, five beside each other at three fifths of their size. */
export const layTen = (page) =>
  page.evaluate(async () => {
    const labs = Array.from({ length: 10 }, () => {
      const element = document.createElement("first-descent");
      element.setAttribute("views", "line loss");
      element.style.cssText = "width: 450px; height: 720px; overflow: hidden";
      return element;
    });
    const grid = document.createElement("div");
    grid.style.cssText = "display: grid; grid-template-columns: repeat(5, 450px); gap: 4px; zoom: 0.62";
    grid.append(...labs);
    document.body.replaceChildren(grid);
    while (labs.some(({ lab }) => !lab?.element.querySelector(".line canvas")))
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    globalThis.labs = labs.map(({ lab }) => lab);
    const { innerWidth, innerHeight } = window;
    const within = (element, box) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return left >= box.left && top >= box.top && right <= box.right && bottom <= box.bottom;
    };
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    // As a whole, and the line's picture as a whole in it.
    return labs.filter(
      (element) =>
        within(element, screen) &&
        within(element.lab.element.querySelector(".line canvas"), element.getBoundingClientRect()),
    ).length;
  });
