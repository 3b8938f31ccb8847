// Where contestants live: processes that answer line by line, and pages. Each answers the requests of `measure.mjs`,
// and rests between them. A place that cannot be had is refused with one line that says why.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tools/browsers.mjs";
import { serveSite } from "../tools/site_server.mjs";

/** @typedef {{ ask: (request: string) => Promise<any>, version: string, close: () => Promise<unknown> | unknown }} Place */

/** The built package, in this process. */
export async function loadEngine() {
  const engine = await import("../pkg/first_descent.js");
  engine.initSync({ module: readFileSync(new URL("../pkg/first_descent_bg.wasm", import.meta.url)) });
  return engine;
}

/**
 * A process that reads the data and then requests, a line each, and answers each with a line of JSON.
 * @param {string} command @param {string[]} args @param {unknown} given
 * @returns {Place}
 */
export function startProcess(command, args, given, version = "") {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`${JSON.stringify(given)}\n`);
  return {
    version,
    ask: async (request) => {
      child.stdin.write(`${request}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args.join(" ")} ended at "${request}" (see above)`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}

/** Chromium, with a page for each of `contestants`. */
export async function startChromium(/** @type {string[]} */ contestants, /** @type {unknown} */ given) {
  const site = await serveSite(fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, ""));
  const browser = await launchChromium();
  /** @type {Record<string, Place>} */
  const places = {};
  for (const which of contestants) {
    // Pages of one context may share a process; contexts do not.
    const page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => console.error(`the page of ${which}: ${error.message}`));
    await page.goto(`${site.address}bench/page.html`);
    await page.waitForFunction("globalThis.start");
    await page.evaluate(([which, given]) => globalThis.start(which, given), [which, given]);
    places[which] = {
      version: browser.version(),
      ask: (request) => page.evaluate((request) => globalThis.respond(request), request),
      close: () => page.close(),
    };
  }
  const close = async () => {
    await browser.close();
    await site.close();
  };
  return { places, close };
}
