// The largest stable learning rate as a reader meets it: the word beside the control, the notice past it, and the ways back.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engine, freshLine, freshState } from "./fresh_run";
import { cursor, frame, labSettings, open, scrub, type, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("lr = 1.2 diverges: a sentence, the line before it, no NaN anywhere, and a way back", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await type(page, "lr", "1.2");
  const notice = page.locator(".notice");
  await expect.poll(() => notice.innerText()).toContain("The learning rate 1.2 is above the limit of 1.108");
  const text = await notice.innerText();
  expect(text).toMatch(/This run will diverge at update [\d,]+: loss over a million times the first\./);
  await page.keyboard.press("Escape");
  await page.locator(".scrubber").press("End");
  const { diverged } = freshState({ lr: 1.2 }, 600);
  expect(text).toContain(`at update ${((diverged?.update ?? 0) + 1).toLocaleString("en")}`);
  await expect.poll(() => cursor(page)).toBe(diverged?.update);
  await expect.poll(() => notice.innerText()).toContain("This run diverges at update");
  await expect
    .poll(() => notice.innerText())
    .toMatch(/Just before, w\u00a0=\u00a0−?[\d,.]+, b\u00a0=\u00a0−?[\d,.]+/);
  await expect.poll(() => wb(page)).toEqual([diverged?.w, diverged?.b]);
  await expect.poll(() => page.locator("body").innerText()).not.toMatch(/NaN|Infinity/);
  await notice.getByRole("button", { name: "Back to lr 0.01" }).click();
  await expect.poll(() => notice.isVisible()).toBe(false);
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  expect(complaints).toEqual([]);
  await close();
});

test("lr = 1.05 does not diverge, as the limit for batches in order says", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "1.05");
  await expect.poll(() => labSettings(page)).toEqual({ lr: 1.05 });
  await frame(page);
  expect(await page.locator(".notice").isVisible()).toBe(false);
  await expect
    .poll(() => page.locator('[data-name="lr"] .limit').innerText())
    .toBe("stable below 1.108 (exact)");
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await expect
    .poll(() => page.locator('[data-name="lr"] .limit').innerText())
    .toMatch(/stable below about [\d.]+ \(a guide\)/);
  await close();
});

test("a learning rate above the exact limit is told even when the updates are too few to diverge", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "1.11");
  expect(new engine.Session({ lr: 1.11 }).state().diverged).toBeNull();
  await expect.poll(() => page.locator(".notice").innerText()).toContain("1.11 is above the limit of 1.108");
  await close();
});

test("SGDRegressor's first rate carries the limit, and past it the notice says why and leads back", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await page.locator('select[name="learning_rate"]').selectOption("constant");
  const row = page.locator('[data-name="eta0"]');
  await expect.poll(() => row.locator(".limit").innerText()).toBe("stable below about 1.022 (a guide)");
  const tick = await row.locator(".tick").boundingBox();
  const track = await row.locator(".track").boundingBox();
  if (!tick || !track) throw new Error("The limit is not marked.");
  // On a slider from 0.0001 to 2, both ends half a thumb inside the track.
  const at = (Math.log(1.022 / 0.0001) / Math.log(2 / 0.0001)) * (track.width - 16) + 8;
  expect(Math.abs(tick.x + tick.width / 2 - track.x - at)).toBeLessThan(2);
  await type(page, "eta0", "3");
  const notice = page.locator(".notice");
  await expect.poll(() => notice.innerText()).toContain("The learning rate 3 is above 1.022, a guide");
  await notice.getByRole("button", { name: "Back to eta0 0.01" }).click();
  await expect.poll(() => notice.isVisible()).toBe(false);
  await expect.poll(() => page.locator('input[name="eta0"]').inputValue()).toBe("0.01");
  expect(complaints).toEqual([]);
  await close();
});

test("a run whose data are too large offers the classic run, since the learning rate is not the cause", async () => {
  const { page, close } = await visit(browser);
  await type(page, "data.noise", "1e300");
  const notice = page.locator(".notice");
  await expect.poll(() => notice.innerText()).toContain("no finite number any more");
  await notice.getByRole("button", { name: "Back to the classic run" }).click();
  await expect.poll(() => notice.isVisible()).toBe(false);
  await expect.poll(() => page.locator('input[name="data.noise"]').inputValue()).toBe("10");
  await close();
});

test("the notice moves nothing in the settings", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  const before = await slider.boundingBox();
  await type(page, "lr", "1.2");
  await page.locator(".notice").waitFor();
  await frame(page);
  expect(await slider.boundingBox()).toEqual(before);
  await close();
});

test("where the usual learning rate is above the limit too, the way back lies below it, or scales x", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await page.locator('select[name="data.source"]').selectOption("norris");
  const notice = page.locator(".notice");
  await expect
    .poll(() => notice.innerText())
    .toContain("The learning rate 0.01 is above the limit of 0.000003254");
  await expect
    .poll(() => notice.getByRole("button").filter({ hasText: /./ }).allInnerTexts())
    .toEqual(["Take lr 0.000002", "Standardise x"]);
  await notice.getByRole("button", { name: "Take lr 0.000002" }).click();
  await expect.poll(() => notice.isVisible()).toBe(false);
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.000002");
  await type(page, "lr", "0.01");
  await notice.getByRole("button", { name: "Standardise x" }).click();
  await expect.poll(() => notice.isVisible()).toBe(false);
  await scrub(page, 60);
  const settings = { data: { source: "norris" }, lr: 0.01, standardize: true } as const;
  await expect.poll(() => wb(page)).toEqual(freshLine(settings, 60));
  expect(complaints).toEqual([]);
  await close();
});
