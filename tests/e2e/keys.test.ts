// A reader with nothing but keys: branches and chips, the map's axes, the layers and checks of the views, the help sheet
// and the way back from a run that diverged; what other files reach by key stands there. Every number is a fresh
// session's.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engine, freshState } from "./fresh_run";
import { classicRun, cursor, open, scrub, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Goes on with Tab until this has the focus. */
async function tabTo(page: Page, to: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await to.evaluate((node) => node.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead there.");
}

test("a branch is begun, set, made the main run and dropped, each by Tab and Enter", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await page.locator(".scrubber").focus();
  for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press("ArrowRight");
  await expect.poll(() => cursor(page)).toBe(20);
  await page.getByRole("button", { name: "Branch", exact: true }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator('input[name="lr"]'));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("0.05");
  await page.keyboard.press("Enter");
  const chips = page.locator(".runs");
  await chips.waitFor();
  await page.getByRole("button", { name: "Branch", exact: true }).focus();
  await page.keyboard.press(" ");
  await tabTo(page, chips.getByRole("button", { name: "Make it the main run: lr 0.01 → 0.05 at update 20" }));
  await page.keyboard.press("Enter");
  const drop = chips.getByRole("button", { name: "Drop this run: lr 0.05 → 0.01 at update 20" });
  await drop.waitFor();
  await page.keyboard.press("End");
  const { w, b } = freshState({ changes: [{ update: 20, set: { lr: 0.05 } }] }, 600);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  await tabTo(page, drop);
  await page.keyboard.press("Enter");
  await chips.waitFor({ state: "hidden" });
  await expect.poll(() => wb(page)).toEqual([w, b]);
  expect(complaints).toEqual([]);
  await close();
});

test("another axis of the map is chosen by arrow, and a run of it is loaded by Enter", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "map");
  const full = page.locator('[data-readout="runs"][data-value="10000"]', { hasText: "10,000 runs ·" });
  await full.waitFor({ state: "attached" });
  const up = page.getByLabel("Setting upwards");
  const pixel = page.locator('.map [data-handle="pixel"]');
  await up.focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => up.inputValue()).not.toBe("batch_size");
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => up.inputValue()).toBe("batch_size");
  await expect.poll(() => pixel.getAttribute("aria-valuetext")).toContain("Batch size 16: loss");
  await full.waitFor({ state: "attached" });
  await tabTo(page, pixel);
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await scrub(page, 100);
  const { lr } = await page.evaluate(
    () => document.querySelector("first-descent")?.lab?.model.settings ?? {},
  );
  const { w, b } = freshState({ lr: lr ?? Number.NaN, batch_size: 6, epochs: 100 }, 100);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  expect(complaints).toEqual([]);
  await close();
});

test("every layer and check of the views is switched by Space, and the run stays where it is", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  for (const [view, name] of [
    ["loss", "Running mean"],
    ["loss", "Log scale"],
    ["line", "Residuals"],
    ["line", "Squares"],
    ["surface", "Axes"],
    ["surface", "Cloud"],
  ] as const) {
    if (view !== "loss") await open(page, view);
    const box = page.getByLabel(name, { exact: true });
    const layers = page.locator(`.${view} canvas`);
    const drawn = (): Promise<string> =>
      layers.evaluateAll((all) => all.map((layer) => (layer as HTMLCanvasElement).toDataURL()).join());
    const before = [await box.isChecked(), await drawn()] as const;
    await box.focus();
    await page.keyboard.press(" ");
    await expect.poll(() => box.isChecked()).toBe(!before[0]);
    await expect.poll(drawn).not.toBe(before[1]);
  }
  await open(page, "graph");
  await page.getByLabel("Check numerically").focus();
  await page.keyboard.press(" ");
  const w = page.locator('.graph .node.parameter[aria-label^="parameter w"] .numeric');
  await expect.poll(() => w.textContent()).toMatch(/^≈ /);
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  expect(complaints).toEqual([]);
  await close();
});

test("program, flag and choice of listing by key; a run that diverges is left by Enter", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await open(page, "settings");
  await page.getByRole("radio", { name: "By hand" }).first().focus();
  await page.keyboard.press("ArrowRight");
  const torch = freshState({ program: "torch" }, 37);
  await expect.poll(() => wb(page)).toEqual([torch.w, torch.b]);
  await page.keyboard.press("ArrowLeft");
  // PyTorch's program shuffles and the one by hand does not: the box is another from the next frame on.
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  await page.getByLabel("Shuffle").focus();
  await page.keyboard.press(" ");
  const shuffled = freshState({ shuffle: true }, 37);
  await expect.poll(() => wb(page)).toEqual([shuffled.w, shuffled.b]);
  await page.keyboard.press(" ");
  const slider = page.getByLabel("Learning rate, slider");
  await slider.focus();
  await page.keyboard.press("End");
  await page.locator(".notice").waitFor();
  const { diverged } = freshState({ lr: 2 }, 600);
  await expect.poll(() => cursor(page)).toBe(diverged?.update);
  await tabTo(page, page.getByRole("button", { name: "Back to lr 0.01" }));
  await page.keyboard.press("Enter");
  await page.locator(".notice").waitFor({ state: "hidden" });
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  await open(page, "code");
  await page.locator('.code-modes input[value="by_hand"]').focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator(".agreement p[data-pair]").count()).toBe(2);
  const session = new engine.Session({});
  const twin = session.twin();
  twin.seek(37);
  const other = twin.state();
  for (const of of [session, twin]) of.free();
  const pair = page.locator('.agreement p[data-pair="w"]');
  await expect.poll(() => pair.getAttribute("data-value")).toBe(`${classicRun.wb[36]?.[0]} ${other.w}`);
  expect(complaints).toEqual([]);
  await close();
});
