// What the block of chapter 10 says to a small table of heights and weights: what was found, right below the text; that one
// point held back says little; and that a stable run may still end far from the best line.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { readChapter } from "./lesson_reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const TABLE = "height,weight\n150,50\n160,57\n170,66\n180,77\n190,85\n165,abc\n175,\n155,52\n185,80\n";

test("a small table: what was read, how little one point tells, and how far from the best line it ends", async () => {
  const { page, complaints, close } = await readChapter(browser, "your-data");
  const block = page.locator(".your-data");
  const found = block.locator(".found");
  await block.locator("textarea").fill(TABLE);
  await expect.poll(() => found.innerText()).toBe("9 rows, 1 cannot be read, 1 without a value ↓");
  const [field, line] = [await block.locator("textarea").boundingBox(), await found.boundingBox()];
  expect((line?.y ?? 1e9) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(20);
  await expect.poll(() => block.locator(".preview button").innerText()).toBe("Show one more row");
  await block.locator(".flaws input[type=checkbox]").check();
  await expect
    .poll(() => block.locator(".splitting").innerText())
    .toContain("1 held back. One point says little");
  await block.locator(".main-button").click();
  const training = block.locator(".training");
  await expect.poll(() => training.innerText()).toContain("This run diverges");
  await training.getByRole("button", { name: "Set lr to" }).click();
  await expect.poll(() => training.innerText()).toContain("stays stable below");
  await expect.poll(() => training.innerText()).toContain("It is stable, but it ends far from the best line");
  await training.getByRole("button", { name: "Standardise x" }).click();
  await expect.poll(() => training.innerText()).toContain("Take a larger learning rate");
  await page.evaluate(() => {
    const lab = document.querySelector("first-descent");
    lab?.setState(lab.getState().replace(/&lr=[^&]*/, "&lr=0.1"));
  });
  await expect.poll(() => training.innerText()).not.toContain("far from the best line");
  // Both losses with the same decimals.
  await page.locator(".scrubber").press("End");
  const decimals = async (): Promise<number[]> =>
    (await block.locator(".loss-value").allInnerTexts()).map((text) => text.split(".")[1]?.length ?? 0);
  await expect.poll(async () => (await decimals())[0]).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await close();
});
