// A reader changes settings: the run is trained again and the cursor stays; what is refused changes nothing.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshLine } from "./fresh_run";
import { classicRun, cursor, labSettings, open, openPage, scrub, type, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Opens the settings and waits for the limit of the learning rate: the whole engine has taken the run over. */
async function limitTold(page: Page): Promise<void> {
  await open(page, "settings");
  await page.locator('[data-name="lr"] .limit', { hasText: "stable below" }).waitFor();
}

test("an edited learning rate trains again from the first update and keeps the cursor", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await type(page, "lr", "0.05");
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 0.05 }, 37));
  expect(await cursor(page)).toBe(37);
  expect(complaints).toEqual([]);
  await close();
});

test("a shorter run on the way loses neither the cursor nor the playing", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 600);
  await type(page, "lr", "1.2");
  await expect.poll(() => cursor(page)).toBeLessThan(600);
  await type(page, "lr", "0.01");
  await expect.poll(() => cursor(page)).toBe(600);
  await scrub(page, 400);
  await page.getByRole("button", { name: "Play" }).click();
  await type(page, "lr", "1.2");
  await page.getByRole("button", { name: "Play again" }).waitFor();
  await type(page, "lr", "0.01");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await expect.poll(() => cursor(page)).toBeGreaterThanOrEqual(400);
  await close();
});

test("every control reaches the engine", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 20);
  await type(page, "data.random_state", "3");
  await type(page, "data.noise", "25");
  await type(page, "batch_size", "10");
  const data = { source: "make_regression", random_state: 3, noise: 25 } as const;
  await expect.poll(() => wb(page)).toEqual(freshLine({ data, batch_size: 10 }, 20));
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await type(page, "momentum", "0.9");
  const settings = { program: "torch", data, batch_size: 10, momentum: 0.9 } as const;
  await expect.poll(() => wb(page)).toEqual(freshLine(settings, 20));
  await page.locator(".controls .classic").click();
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[19]);
  await close();
});

test("the PyTorch program ends where PyTorch ends", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await scrub(page, 700);
  await expect.poll(() => wb(page)).toEqual([42.798484802246094, 13.803201675415039]);
  await close();
});

test("a slider trains with every step, and its logarithm is spoken as the learning rate", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 37);
  await open(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  const shown = (): Promise<number> => page.locator('input[name="lr"]').inputValue().then(Number);
  await expect.poll(shown).toBeGreaterThan(0.01);
  const lr = await shown();
  await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe(String(lr));
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr }, 37));
  await close();
});

test("a program shows the settings it uses, and no others", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  const shown = (name: string): Promise<boolean> => page.locator(`[data-name="${name}"]`).isVisible();
  await expect.poll(async () => [await shown("momentum"), await shown("batch_size")]).toEqual([false, true]);
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await expect.poll(async () => [await shown("momentum"), await shown("eta0")]).toEqual([true, false]);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await expect
    .poll(async () => [await shown("lr"), await shown("eta0"), await shown("penalty")])
    .toEqual([false, true, true]);
  await close();
});

test.each([
  ["batch_size", "0", "Batch size (batch_size) is 0; it must be"],
  ["batch_size", "2.5", "Batch size (batch_size) is 2.5; it must be"],
  ["data.noise", "-1", "Noise (data.noise) is -1; it must be"],
  ["data.random_state", "4294967296", "Data seed (data.random_state) is 4294967296; it must be"],
  ["lr", "1e999", "Learning rate (lr) is 1e999; it must be"],
  ["lr", "Infinity", "Learning rate (lr) is Infinity; it must be"],
  ["lr", "0x10", "Learning rate (lr) is “0x10”; it must be a number"],
  ["lr", "", "Learning rate (lr) is empty; it must be a number"],
  ["lr", "fast", "Learning rate (lr) is “fast”; it must be a number"],
])(
  "%s = %s is refused beside its control, with field, value and range, and the run is kept",
  async (name, text, says) => {
    const { page, complaints, close } = await visit(browser);
    await limitTold(page);
    await scrub(page, 37);
    await type(page, name, text);
    const control = page.locator(`[data-name="${name}"]`);
    await expect.poll(() => control.getByRole("alert").innerText()).toContain(says);
    await expect.poll(() => control.getByRole("alert").innerText()).toContain("The run is unchanged.");
    await expect.poll(() => page.locator(`input[name="${name}"]`).getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => page.locator(`input[name="${name}"]`).inputValue()).toBe(text);
    expect(await cursor(page)).toBe(37);
    expect(await wb(page)).toEqual(classicRun.wb[36]);
    await page.locator(`input[name="${name}"]`).press("Escape");
    await expect.poll(() => control.getByRole("alert").innerText()).toBe("");
    await expect.poll(() => page.locator(`input[name="${name}"]`).getAttribute("aria-invalid")).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  },
);

test("a refused text stays when another setting changes, and goes with the classic run", async () => {
  const { page, close } = await visit(browser);
  await limitTold(page);
  await type(page, "lr", "fast");
  const alert = page.locator('[data-name="lr"]').getByRole("alert");
  await expect.poll(() => alert.innerText()).toContain("“fast”");
  await type(page, "data.noise", "20");
  await expect.poll(() => labSettings(page)).toMatchObject({ data: { noise: 20 } });
  const field = page.locator('input[name="lr"]');
  expect(await field.inputValue()).toBe("fast");
  expect(await alert.innerText()).toContain("“fast”");
  await page.locator(".controls .classic").click();
  await expect.poll(() => field.inputValue()).toBe("0.01");
  await close();
});

test("a text refused before the whole engine is there stays with its reason when it comes", async () => {
  const { page, close } = await openPage(browser, "");
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/first_descent_bg[^/]*\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.reload();
  await page.locator(".scrubber").waitFor();
  await type(page, "lr", "fast");
  const alert = page.locator('[data-name="lr"]').getByRole("alert");
  await expect.poll(() => alert.innerText()).toContain("“fast”");
  release();
  await limitTold(page);
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("fast");
  expect(await alert.innerText()).toContain("“fast”");
  await close();
});

test("full-width digits are digits, and a long value is not cut", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "０．０５");
  const field = page.locator('input[name="lr"]');
  await expect.poll(() => field.inputValue()).toBe("0.05");
  await type(page, "lr", "0.012345678901234");
  await expect.poll(() => labSettings(page)).toEqual({ lr: 0.012345678901234 });
  await expect
    .poll(() => field.evaluate((node: HTMLInputElement) => node.scrollWidth - node.clientWidth))
    .toBeLessThanOrEqual(0);
  await close();
});

test("a refusal said in the notice goes with the next edit that is taken", async () => {
  const { page, close } = await visit(browser);
  await open(page, "code");
  const literal = page.locator('.literal[data-setting="batch_size"]').first();
  await literal.focus();
  await page.keyboard.press("0");
  await page.keyboard.press("Enter");
  const notice = page.locator(".notice");
  await expect.poll(() => notice.innerText()).toContain("Batch size (batch_size) is 0; it must be");
  await literal.focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => literal.innerText()).toBe("17");
  await expect.poll(() => notice.isVisible()).toBe(false);
  await close();
});

test("each program chosen, and the classic run, is a step of its own to undo", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  const program = (name: string) => page.getByRole("radio", { name, exact: true });
  await program("PyTorch").check();
  await program("SGDRegressor").check();
  await page.getByRole("button", { name: "Back to the classic run" }).first().click();
  const chosen = (): Promise<string | null> =>
    page.locator('[data-name="program"] input:checked').getAttribute("value");
  await expect.poll(chosen).toBe("by_hand");
  await page.locator(".scrubber").focus();
  for (const before of ["sgd_regressor", "torch", "by_hand"]) {
    await page.keyboard.press("Control+z");
    await expect.poll(chosen).toBe(before);
  }
  expect(complaints).toEqual([]);
  await close();
});
