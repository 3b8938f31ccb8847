// A reader follows the program as it runs: the lit line, the numbers beside it, and what the script prints. Every number is
// that of a fresh session.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { atCode, beside, literal, litLines } from "./code_listing";
import { askFresh, freshState } from "./fresh_run";
import { classicRun, cursor, scrub } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The predictions in the last batch before so many updates of the classic run were done. */
const predictedAt = (update: number): number[] =>
  askFresh({}, [update], (session) => [
    ...(session.values().find(({ name }) => name === "y_pred")?.values ?? []),
  ]);

test("stepping by statements lights one line after the other and tells its value", async () => {
  const { page, complaints, close } = await atCode(browser);
  await expect.poll(() => litLines(page)).toEqual([]);
  await scrub(page, 37);
  await page.locator(".units label", { hasText: "statement" }).click();
  const source = askFresh({}, [37], (session) => session.source());
  for (let statement = 1; statement <= 6; statement += 1) {
    await page.getByRole("button", { name: "One step", exact: true }).click();
    const { line } = statement < 6 ? freshState({}, 37, statement) : freshState({}, 38);
    await expect.poll(() => litLines(page)).toEqual([source[line ?? -1]?.text.trim()]);
  }
  const state = freshState({}, 38);
  await expect.poll(() => beside(page, "loss.backward()")).toBe(`${state.gradW} ${state.gradB}`);
  await expect.poll(() => beside(page, ".sum()")).toBe(String(state.loss));
  await expect.poll(() => beside(page, "w.data")).toBe(String(state.w));
  const predicted = predictedAt(38);
  await expect
    .poll(() => beside(page, "y_pred ="))
    .toBe(`${Math.min(...predicted)} ${Math.max(...predicted)}`);
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => beside(page, "b.data")).toBeNull();
  expect(complaints).toEqual([]);
  await close();
});

test("a line that has room for the least and the greatest alone shows all its numbers to a pointer and to the focus", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 37);
  const value = page.locator(".code-rows li", { hasText: "y_pred =" }).first().locator(".value");
  const card = page.locator(".code-card");
  const listed = async (): Promise<number[]> =>
    (await card.locator("dd span").allTextContents()).map((text) => Number(text.replace("−", "-")));
  const predicted = predictedAt(37);
  await value.hover();
  await expect.poll(() => listed()).toEqual(predicted.map((number) => Number(number.toPrecision(7))));
  await page.locator(".caption").hover();
  await expect.poll(() => card.isVisible()).toBe(false);
  await value.focus();
  await expect.poll(() => card.locator("dt").innerText()).toContain("16×1 · float64");
  await expect.poll(() => value.getAttribute("aria-describedby")).toBe(await card.getAttribute("id"));
  await page.keyboard.press("Escape");
  await expect.poll(() => card.isVisible()).toBe(false);
  const handed = page.locator(".code-rows li", { hasText: "for xb, yb in" }).locator(".value");
  await handed.focus();
  await expect.poll(async () => (await listed()).length).toBe(32);
  expect(complaints).toEqual([]);
  await close();
});

test("the output is what the script would have printed by now", async () => {
  const { page, close } = await atCode(browser);
  await scrub(page, 300);
  await page.getByRole("button", { name: "Output of the script" }).click();
  await expect
    .poll(() => page.locator(".output .about").innerText())
    .toContain("the listing above leaves its print lines out");
  const printed = async (): Promise<string[]> => (await page.locator(".printed").innerText()).split("\n");
  // A hand on the slider is followed now and then, and to its end.
  await expect.poll(printed).toEqual(askFresh({}, [300], (session) => session.output()));
  await scrub(page, 600);
  await expect.poll(printed).toEqual(askFresh({}, [600], (session) => session.output()));
  const lines = await printed();
  expect(lines).toHaveLength(13);
  // After the last epoch the script prints the loss of the last batch, and the parameters.
  expect(lines.slice(10)).toEqual([
    `loss = ${classicRun.losses[599]}`,
    "w = 42.887112362029214",
    "b = 13.341959365533667",
  ]);
  await close();
});

test("the listing is text: it can be selected, and no line sticks out of the panel on a phone", async () => {
  const { page, close } = await atCode(browser, { viewport: { width: 390, height: 844 } });
  const { text, sticks } = await page.evaluate(() => {
    const tree = document.querySelector("first-descent")?.shadowRoot;
    const list = tree?.querySelector(".code-rows");
    if (!list) throw new Error("There is no listing.");
    const lines = [...list.querySelectorAll(".line")].map((line) => line.textContent);
    const box = list.parentElement;
    return { text: lines, sticks: (box?.scrollWidth ?? 0) - (box?.clientWidth ?? 0) };
  });
  expect(text).toEqual(askFresh({}, [0], (session) => session.source().map((line) => line.text)));
  expect(sticks).toBe(0);
  await close();
});

test("back at the start no line is lit, also when the way there wrote the listing anew", async () => {
  const { page, close } = await atCode(browser);
  await scrub(page, 50);
  await expect.poll(() => litLines(page)).not.toEqual([]);
  // A line in hand starts the run elsewhere and puts the cursor at its start, in one frame.
  await page.locator(".line [data-handle=left]").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await expect.poll(() => cursor(page)).toBe(0);
  await expect.poll(() => literal(page, "init.w").textContent()).not.toBe("0.1");
  await expect.poll(() => litLines(page)).toEqual([]);
  await close();
});
