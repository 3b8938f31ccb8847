// A reader steps, scrubs, plays and winds back the classic run, and sees the numbers NumPy and PyTorch gave.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { caption, classicRun, cursor, frames, open, readout, scrub, stands, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("37 steps give w, b and the loss of the golden run, to the last bit", async () => {
  const { page, complaints, close } = await visit(browser);
  const button = page.getByRole("button", { name: "One step", exact: true });
  for (let press = 0; press < 37; press += 1) await button.click();
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[36]);
  await expect.poll(() => page.locator('[data-readout="w"]').innerText()).toBe("23.14");
  expect(complaints).toEqual([]);
  await close();
});

test("scrubbing to the end and back gives what stepping gave", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 600);
  await expect.poll(() => wb(page)).toEqual([42.887112362029214, 13.341959365533667]);
  await scrub(page, 20);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[19]);
  await scrub(page, 0);
  await expect.poll(() => wb(page)).toEqual([0.1, 0]);
  await close();
});

test("the sentence says what the second update did", async () => {
  const { page, close } = await visit(browser);
  await expect.poll(() => caption(page)).toBe("Before the first update: w = 0.10, b = 0.00.");
  await scrub(page, 2);
  await expect
    .poll(() => caption(page))
    .toBe("Epoch 1, batch 2 of 6: loss 57,242.9 before the step, w 0.57 → 1.81, b 0.19 → 1.06");
  // It is spoken once the hand on the slider rests.
  const spoken = page.locator(".caption-box [aria-live=polite]");
  const text = async () => (await spoken.textContent())?.replaceAll("\u00a0", " ");
  await expect.poll(text).toBe(await caption(page));
  await close();
});

test("beside the summed loss stands the epoch's mean per sample, which batch sizes share", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 6);
  const sum = classicRun.losses.slice(0, 6).reduce((total, loss) => total + loss, 0);
  const mean = (sum / 96).toLocaleString("en", { maximumFractionDigits: 1 });
  await expect.poll(() => page.locator(".per-sample").innerText()).toBe(`epoch so far, per sample: ${mean}`);
  await close();
});

test("an epoch is six updates; from inside one, a step goes to its edge", async () => {
  const { page, close } = await visit(browser);
  await page.getByRole("radio", { name: "epoch" }).check();
  const epoch = page.getByRole("button", { name: "One step", exact: true });
  await epoch.click();
  await expect.poll(() => cursor(page)).toBe(6);
  await scrub(page, 8);
  await epoch.click();
  await expect.poll(() => cursor(page)).toBe(12);
  await page.getByRole("button", { name: "Back to the start", exact: true }).click();
  await expect.poll(() => cursor(page)).toBe(0);
  await expect.poll(() => readout(page, "w")).toBe(0.1);
  await close();
});

/** Presses a key that takes the run to an update. */
async function pressTo(page: Page, key: string, update: number): Promise<void> {
  await page.keyboard.press(key);
  await expect.poll(() => cursor(page)).toBe(update);
}

test("all of it works by keyboard", async () => {
  const { page, close } = await visit(browser);
  await pressTo(page, "ArrowRight", 1);
  await pressTo(page, "Shift+ArrowRight", 6);
  await pressTo(page, "ArrowLeft", 5);
  await pressTo(page, "Shift+ArrowLeft", 0);
  await pressTo(page, "End", 600);
  await pressTo(page, "Home", 0);
  await page.locator(".scrubber").focus();
  await pressTo(page, "ArrowRight", 1);
  await pressTo(page, "Shift+ArrowRight", 6);
  await page.locator(".scrubber").blur();
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "Play" }).waitFor();
  await expect.poll(() => cursor(page)).toBeGreaterThan(6);
  await close();
});

test("the keys still work after a press on a word of the lesson, the theme or a checkbox", async () => {
  const { page, close } = await visit(browser);
  await page.getByRole("button", { name: "take one update" }).click();
  await pressTo(page, "ArrowRight", 2);
  await page.locator("#theme").click();
  await pressTo(page, "Shift+ArrowRight", 6);
  const residuals = page.getByLabel("Residuals");
  await residuals.click();
  await pressTo(page, "End", 600);
  await page.keyboard.press(" ");
  await expect.poll(() => residuals.isChecked()).toBe(true);
  await page.getByRole("button", { name: "Play again" }).waitFor();
  expect(await cursor(page)).toBe(600);
  await open(page, "settings");
  await page.getByRole("radio", { name: "By hand" }).focus();
  await page.keyboard.press("Home");
  await frames(page, 5);
  expect(await cursor(page)).toBe(600);
  await close();
});

test("a space held down starts the run once", async () => {
  const { page, close } = await visit(browser);
  await page.locator("body").focus();
  for (let repeat = 0; repeat < 4; repeat += 1) await page.keyboard.down(" ");
  await page.keyboard.up(" ");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await close();
});

test("the arrow keys in a field of the settings do not move the run", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.locator('input[name="lr"]').press("ArrowRight");
  await frames(page, 5);
  expect(await cursor(page)).toBe(0);
  await close();
});

test("opening the page starts the run; it can be paused, and at an epoch a frame it reaches its end and rests", async () => {
  const { page, close } = await visit(browser, { reducedMotion: "no-preference" });
  await page.waitForFunction(
    () =>
      Number(
        document.querySelector("first-descent")?.shadowRoot?.querySelector<HTMLInputElement>(".scrubber")
          ?.value,
      ) > 3,
  );
  await page.getByRole("button", { name: "Pause" }).click();
  const rested = await cursor(page);
  await frames(page, 30);
  expect(await cursor(page)).toBe(rested);
  await page.getByLabel("Speed").selectOption("full speed");
  await page.getByRole("button", { name: "Play" }).click();
  await page.getByRole("button", { name: "Play again" }).waitFor();
  await expect.poll(() => cursor(page)).toBe(600);
  await expect.poll(() => readout(page, "w")).toBe(42.887112362029214);
  await close();
});

test("with reduced motion nothing moves until the reader says so", async () => {
  const { page, close } = await visit(browser);
  await frames(page, 30);
  expect(await cursor(page)).toBe(0);
  await page.getByRole("button", { name: "Play" }).waitFor();
  await close();
});

test("a press on the loss curve moves the cursor there, and the scrubber's thumb stands under it", async () => {
  const { page, close } = await visit(browser);
  const box = await page.locator(".loss canvas[role=img]").boundingBox();
  const track = await page.locator(".scrubber").boundingBox();
  if (!box || !track) throw new Error("The loss view has no box.");
  const middle = box.y + box.height / 2;
  const thumb = await page
    .locator(".scrubber")
    .evaluate((slider) => Number.parseFloat(getComputedStyle(slider).getPropertyValue("--thumb")));
  const half = track.x + thumb / 2 + (track.width - thumb) / 2;
  await page.mouse.click(half, middle);
  await expect.poll(() => cursor(page)).toBe(300);
  await page.mouse.move(half, middle);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width + 50, middle);
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBe(600);
  await close();
});

test("the line is drawn: the picture changes with the run, and its description names the numbers", async () => {
  const { page, close } = await visit(browser);
  const canvas = page.locator(".line canvas[role=img]");
  const picture = (): Promise<string> => canvas.evaluate((node: HTMLCanvasElement) => node.toDataURL());
  const before = await picture();
  await scrub(page, 37);
  await expect.poll(picture).not.toBe(before);
  await expect.poll(() => canvas.getAttribute("aria-label")).toContain("w = 23.14 and b = 8.35");
  await close();
});

test("a run out of sight takes no frames", async () => {
  const { page, close } = await visit(browser, {
    reducedMotion: "no-preference",
    viewport: { width: 390, height: 844 },
  });
  // The page keeps the lab in view; elsewhere it scrolls away with the text it stands in.
  await page.locator("#lab").evaluate((lab) => lab.classList.remove("lab-place"));
  await page.locator(".closing").scrollIntoViewIfNeeded();
  // What is in sight is told with one of the next frames.
  await stands(page, () => cursor(page));
  const left = await cursor(page);
  await frames(page, 40);
  expect(await cursor(page)).toBe(left);
  await page.locator(".transport").scrollIntoViewIfNeeded();
  await page.waitForFunction(
    (from) =>
      Number(
        document.querySelector("first-descent")?.shadowRoot?.querySelector<HTMLInputElement>(".scrubber")
          ?.value,
      ) > from,
    left,
  );
  await close();
});
