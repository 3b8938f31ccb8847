// Saves pictures of the built site as readers see it, wide and narrow, light and dark:
//
//   make screenshots                             into screenshots/
//   node tools/screenshot.mjs docs '#lab' 1500   another folder; a place on the page; milliseconds to wait first
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./browsers.mjs";
import { serveSite } from "./site_server.mjs";

const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
];

const [folder = "screenshots", place = "", wait = "1500"] = process.argv.slice(2);
const dist = fileURLToPath(new URL("../dist", import.meta.url));

mkdirSync(folder, { recursive: true });
const site = await serveSite(dist);
const browser = await launchChromium();
try {
  for (const { name, width, height } of SIZES) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, deviceScaleFactor: 2 });
      page.on("pageerror", (error) => console.error(`${name} ${colorScheme}: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error") console.error(`${name} ${colorScheme}: ${message.text()}`);
      });
      await page.goto(site.address + place, { waitUntil: "networkidle" });
      await page.waitForTimeout(Number(wait));
      const path = `${folder}/${name}-${colorScheme}.png`;
      await page.screenshot({ path });
      console.log(path);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await site.close();
}
