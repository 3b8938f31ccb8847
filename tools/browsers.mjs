// Starts the machine's own browsers for the browser tests and the screenshots. No browser is ever downloaded:
// Playwright drives an installed Chromium; its Firefox would have to be its own build, so Puppeteer drives that one.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";

/**
 * The first of `names` on PATH.
 * @param {string[]} names
 */
export function findProgram(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`none of ${names.join(", ")} is on PATH; make test installs what it needs on Debian`);
}

/** Chromium without a sandbox (it runs as root in CI), without a GPU, and without traffic of its own. */
export function launchChromium() {
  return chromium.launch({
    executablePath: findProgram("chromium", "chromium-browser", "google-chrome"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Firefox over WebDriver BiDi. */
export function launchFirefox() {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: findProgram("firefox", "firefox-esr"),
    headless: true,
    extraPrefsFirefox: {
      // Nothing is asked of the network but the page under test.
      "app.update.enabled": false,
      "network.captive-portal-service.enabled": false,
      // Files are to each other what they are in a reader's Firefox; Puppeteer lets them in.
      "security.fileuri.strict_origin_policy": true,
    },
  });
}
