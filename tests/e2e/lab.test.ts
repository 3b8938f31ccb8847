// The lab as one instrument: the statement clock, branches, undo, the address, several labs on a page.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshState } from "./fresh_run";
import { caption, classicRun, cursor, open, readout, scrub, type, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("statement by statement through update 38, and each sentence has the engine's numbers", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await page.getByRole("radio", { name: "statement" }).check();
  const step = page.getByRole("button", { name: "One step", exact: true });
  await step.click();
  await expect.poll(() => caption(page)).toBe("Epoch 7, batch 2 of 6: the line predicts y for 16 samples");
  await step.click();
  await expect.poll(() => readout(page, "loss")).toBe(freshState({}, 37, 2).loss);
  await step.click();
  await step.click();
  await expect
    .poll(() => caption(page))
    .toBe("Epoch 7, batch 2 of 6: backward gives ∂L/∂w = −967, ∂L/∂b = −740");
  await step.click();
  await expect.poll(() => readout(page, "w")).toBe(freshState({}, 37, 5).w);
  await expect.poll(() => readout(page, "b")).toBe(classicRun.wb[36]?.[1]);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => cursor(page)).toBe(38);
  expect(complaints).toEqual([]);
  await close();
});

test("step to 37, seek back to 20, branch with lr 0.05: named by what differs, and equal to a fresh session", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await scrub(page, 20);
  await page.getByRole("button", { name: "Branch" }).click();
  await type(page, "lr", "0.05");
  const chips = page.locator(".runs");
  await expect.poll(() => chips.innerText()).toContain("lr 0.01 → 0.05 at update 20");
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[19]);
  await scrub(page, 60);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[59]);
  await chips.getByRole("button", { name: "Make it the main run: lr 0.01 → 0.05 at update 20" }).click();
  const { w, b } = freshState({ changes: [{ update: 20, set: { lr: 0.05 } }] }, 60);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  await expect.poll(() => chips.innerText()).toContain("lr 0.05 → 0.01 at update 20");
  await chips.getByRole("button", { name: /^Drop this run/ }).click();
  await expect.poll(() => chips.isVisible()).toBe(false);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  expect(complaints).toEqual([]);
  await close();
});

test("a setting that cannot change in mid-run changes the whole run while branching, and says so", async () => {
  const { page, close } = await visit(browser);
  await page.getByRole("button", { name: "Branch" }).click();
  await type(page, "data.noise", "0");
  await expect.poll(() => page.locator(".notice").innerText()).toContain("Noise cannot change in mid-run");
  await close();
});

test("undo and redo by keyboard, and the whole state comes back from the address, with back and forward", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await type(page, "lr", "0.05");
  await expect.poll(() => page.url()).toMatch(/#1&lr=0\.05&at=37&v=settings$/);
  await type(page, "batch_size", "10");
  await expect.poll(() => page.url()).toMatch(/#1&lr=0\.05&bs=10&at=37&v=settings$/);
  const both = freshState({ lr: 0.05, batch_size: 10 }, 37);
  await expect.poll(() => wb(page)).toEqual([both.w, both.b]);
  await page.reload();
  await page.locator(".scrubber").waitFor();
  await open(page, "line");
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => wb(page)).toEqual([both.w, both.b]);
  await page.goBack();
  const one = freshState({ lr: 0.05 }, 37);
  await expect.poll(() => wb(page)).toEqual([one.w, one.b]);
  await page.goForward();
  await expect.poll(() => wb(page)).toEqual([both.w, both.b]);
  await type(page, "lr", "0.2");
  await page.locator(".scrubber").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => wb(page)).toEqual([both.w, both.b]);
  await page.keyboard.press("Control+Shift+z");
  const redone = freshState({ lr: 0.2, batch_size: 10 }, 37);
  await expect.poll(() => wb(page)).toEqual([redone.w, redone.b]);
  expect(complaints).toEqual([]);
  await close();
});

test("an address opens what it can and names the rest: broken, unknown and refused parts", async () => {
  const { page, close } = await visit(browser);
  await page.goto(`${inject("site")}#1&zz=3&bs=0&lr=0.05&at=12.4`);
  await page.reload();
  await page.locator(".scrubber").waitFor();
  const notice = page.locator(".notice");
  await notice.waitFor();
  await expect.poll(() => notice.innerText()).toContain("zz=3");
  await expect.poll(() => notice.innerText()).toContain("bs=0");
  await expect.poll(() => caption(page)).toContain("backward gives");
  await expect.poll(() => cursor(page)).toBe(12);
  await page.keyboard.press("ArrowRight");
  const { w, b } = freshState({ lr: 0.05 }, 13);
  await expect.poll(() => wb(page)).toEqual([w, b]);
  await close();
});

test("an address opens what only the whole engine can run, and a statement its program has not is left out", async () => {
  const { page, close } = await visit(browser);
  const opened = async (address: string): Promise<void> => {
    await page.goto(`${inject("site")}${address}`);
    await page.reload();
    await page.locator(".scrubber").waitFor();
    await open(page, "settings");
  };
  await opened("#1&p=sgd_regressor&at=40");
  await expect.poll(() => page.getByRole("radio", { name: "SGDRegressor" }).isChecked()).toBe(true);
  expect(await page.locator(".notice").isVisible()).toBe(false);
  await expect.poll(() => cursor(page)).toBe(40);
  await opened("#1&p=parabola&at=37.4");
  await expect.poll(() => page.getByRole("radio", { name: "Parabola" }).isChecked()).toBe(true);
  await expect.poll(() => page.locator(".notice").innerText()).toContain("at=37.4");
  await expect.poll(() => cursor(page)).toBe(37);
  await close();
});

test("the help sheet opens with ? and closes with Escape", async () => {
  const { page, close } = await visit(browser);
  await page.keyboard.press("?");
  const sheet = page.locator(".help-sheet");
  await sheet.waitFor();
  await expect.poll(() => sheet.innerText()).toContain("Shift");
  await expect.poll(() => sheet.innerText()).toContain("type a value and take it");
  await page.keyboard.press("Escape");
  await expect.poll(() => sheet.isVisible()).toBe(false);
  await close();
});

test("two labs share one engine, keep their own runs, and the keys belong to the one used last", async () => {
  const { page, complaints, close } = await visit(browser);
  const modules: string[] = [];
  page.on("response", (response) => response.url().endsWith(".wasm") && modules.push(response.url()));
  await page.evaluate(() => {
    const second = document.createElement("first-descent");
    second.id = "second";
    second.setAttribute("state", "1&lr=0.05&at=10");
    second.setAttribute("views", "line settings");
    document.querySelector("#lesson")?.prepend(second);
  });
  const second = page.locator("#second");
  await second.locator(".scrubber").waitFor();
  const at = (id: string): Promise<number> => page.locator(`#${id} .scrubber`).inputValue().then(Number);
  await expect.poll(async () => [await at("lab"), await at("second")]).toEqual([0, 10]);
  await page.locator("#lab .scrubber").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => [await at("lab"), await at("second")]).toEqual([1, 10]);
  await second.getByRole("button", { name: "One step", exact: true }).click();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => [await at("lab"), await at("second")]).toEqual([1, 12]);
  const w = second.locator('[data-readout="w"]');
  await expect
    .poll(async () => Number(await w.getAttribute("data-value")))
    .toBe(freshState({ lr: 0.05 }, 12).w);
  // The whole engine came once, for both.
  expect(modules.length).toBeLessThanOrEqual(1);
  await page.evaluate(() => document.querySelector("#second")?.remove());
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => at("lab")).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});

test("in Chinese every word of the lab is Chinese, and the numbers are the same", async () => {
  const { page, complaints, close } = await visit(browser);
  await page.evaluate(() => document.querySelector("first-descent")?.setAttribute("lang", "zh-CN"));
  await page.getByRole("button", { name: "播放" }).waitFor();
  await scrub(page, 2);
  await expect
    .poll(() => caption(page))
    .toBe("第 1 轮，第 2 批（共 6 批）：更新前损失 57,242.9，w 0.57 → 1.81，b 0.19 → 1.06");
  await open(page, "settings");
  await expect.poll(() => page.locator(".controls").innerText()).not.toMatch(/Learning|Batch|Samples/);
  expect(complaints).toEqual([]);
  await close();
});

test("w and b tell their values to a screen reader before they have ever had the focus, and after a move", async () => {
  const { page, close } = await visit(browser);
  await open(page, "line");
  const w = page.locator('[data-readout="w"][role="spinbutton"]');
  await w.waitFor();
  await expect.poll(async () => Number(await w.getAttribute("aria-valuenow"))).toBe(0.1);
  await scrub(page, 37);
  await expect.poll(async () => Number(await w.getAttribute("aria-valuenow"))).toBe(classicRun.wb[36]?.[0]);
  await close();
});

test("a slow drag of a slider makes one entry in the browser's history, and back undoes all of it", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.waitForURL(/#1&v=settings$/);
  const before = await page.evaluate(() => window.history.length);
  const slider = page.getByLabel("Learning rate, slider");
  const box = await slider.boundingBox();
  if (!box) throw new Error("The slider is not to be seen.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  for (const share of [0.4, 0.5, 0.6]) {
    await page.mouse.move(box.x + box.width * share, y);
    await page.waitForTimeout(600);
  }
  await page.mouse.up();
  await page.waitForTimeout(600);
  await expect.poll(() => page.evaluate(() => window.history.length)).toBe(before + 1);
  expect(new URL(page.url()).hash).toMatch(/^#1&lr=/);
  await page.goBack();
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await close();
});

test("updates count from 1 wherever they are read: a branch after n of them, divergence at the next", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "1.2");
  const notice = page.locator(".notice");
  await expect.poll(() => notice.innerText()).toMatch(/diverge at update \d+/);
  const first = Number(/diverge at update (\d+)/.exec(await notice.innerText())?.[1]);
  await page.locator(".scrubber").press("End");
  await expect.poll(() => cursor(page)).toBe(first - 1);
  await page.getByRole("button", { name: "Branch" }).click();
  await type(page, "lr", "0.01");
  const chips = page.locator(".runs .ghost .name");
  await expect.poll(() => chips.allInnerTexts()).toEqual([`lr 1.2 → 0.01 at update ${first - 1}`]);
  await scrub(page, 0);
  await type(page, "lr", "0.02");
  await expect.poll(async () => (await chips.allInnerTexts())[1]).toBe("lr 0.02");
  await close();
});

test("an unknown part of an address is named beside the word on a run that diverges, and closing it leaves that", async () => {
  const { page, close } = await visit(browser);
  await page.goto(`${inject("site")}#1&lr=99&foo=1`);
  await page.reload();
  const said = page.locator(".notice p");
  await said.nth(1).waitFor();
  // The limit is the whole engine's word.
  await expect.poll(() => said.first().innerText()).toContain("above the limit of 1.108");
  const [run, address] = await said.allInnerTexts();
  expect(run).toContain("will diverge at update 3");
  expect(address).toContain("foo=1");
  await page.locator(".notice").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => said.allInnerTexts()).toEqual([run]);
  await page.locator(".notice").getByRole("button", { name: "Back to lr 0.01" }).click();
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  await close();
});

test("a program that raises in its first statement says so before it runs, until the caption does", async () => {
  const { page, complaints, close } = await visit(browser);
  await page.goto(`${inject("site")}#1&p=torch:fc.l.z.b.u`);
  await page.reload();
  const said = page.locator(".notice p");
  await said.waitFor();
  await expect.poll(() => said.innerText()).toContain("will stop in update 1. RuntimeError: mat1 and mat2");
  await page.locator(".scrubber").focus();
  await page.keyboard.press("End");
  await expect.poll(() => caption(page)).toContain("Python stops here with RuntimeError");
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test("in Chinese a branch is named by the settings' own names", async () => {
  const { page, close } = await visit(browser);
  await page.goto(`${inject("site")}zh-CN/one-picture/`);
  await page.locator(".scrubber").waitFor();
  const branch = page.getByRole("button", { name: "分支", exact: true });
  await branch.click();
  await type(page, "batch_size", "100");
  await branch.click();
  await branch.click();
  await page.locator('input[name="shuffle"]').check();
  await branch.click();
  const chips = page.locator(".runs .ghost .name");
  await expect
    .poll(() => chips.allInnerTexts())
    .toEqual(["批次大小 100", expect.stringMatching(/^打乱.* 开$/)]);
  await close();
});

test("a view with nothing to show leaves its place to the one beside it", async () => {
  const { page, close } = await visit(browser);
  const width = async (view: string): Promise<number> =>
    (await page.locator(`.place[data-view="${view}"]`).boundingBox())?.width ?? 0;
  const stage = async (): Promise<number> => (await page.locator(".stage").boundingBox())?.width ?? 0;
  await open(page, "settings");
  const widths = async (): Promise<number[]> => {
    const whole = await stage();
    const views = ["line", "surface", "settings", "graph"];
    return Promise.all(views.map(async (view) => Math.round((10 * (await width(view))) / whole)));
  };
  await expect.poll(widths).toEqual([6, 4, 6, 4]);
  await page.getByRole("radio", { name: "Parabola" }).check();
  await expect.poll(widths).toEqual([0, 10, 6, 4]);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await expect.poll(widths).toEqual([6, 4, 10, 0]);
  await page.getByRole("radio", { name: "By hand" }).check();
  await expect.poll(widths).toEqual([6, 4, 6, 4]);
  await close();
});
