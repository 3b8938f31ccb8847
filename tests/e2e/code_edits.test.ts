// A reader edits the program in its listing: numbers are dragged, typed and nudged, flags and choices turned over. Every
// number is that of a fresh session with the same settings.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { atCode, literal } from "./code_listing";
import { freshLine } from "./fresh_run";
import { cursor, drag, finger, middleOf, open, openPage, scrub, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

test("a number dragged trains the run again while it moves, and one undo takes the drag back", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 37);
  const number = await middleOf(literal(page, "batch_size"));
  await drag(page, number, { ...number, x: number.x + 36 });
  await expect.poll(() => literal(page, "batch_size").textContent()).toBe("26");
  await expect.poll(() => wb(page)).toEqual(freshLine({ batch_size: 26 }, 37));
  expect(await cursor(page)).toBe(37);
  await page.keyboard.press("Control+z");
  await expect.poll(() => literal(page, "batch_size").textContent()).toBe("16");
  await expect.poll(() => wb(page)).toEqual(freshLine({}, 37));
  expect(complaints).toEqual([]);
  await close();
});

test("a finger drags a number as well, and the page does not scroll under it", async () => {
  const { page, close } = await atCode(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await scrub(page, 37);
  await literal(page, "lr").scrollIntoViewIfNeeded();
  const number = await middleOf(literal(page, "lr"));
  const before = await page.evaluate(() => window.scrollY);
  const { drag: dragByFinger } = await finger(page);
  await dragByFinger(number, { ...number, x: number.x + 60 });
  const lr = Number((0.01 * 2000 ** (60 / 360)).toPrecision(2));
  await expect.poll(() => literal(page, "lr").textContent()).toBe(String(lr));
  expect(await page.evaluate(() => window.scrollY)).toBe(before);
  await open(page, "line");
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr }, 37));
  await close();
});

test("a number is typed: Enter takes it, Escape leaves it, and what is refused is explained and returns", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 20);
  await literal(page, "lr").click();
  const field = page.locator(".literal-input");
  await field.fill("0.05");
  await field.press("Enter");
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 0.05 }, 20));
  await literal(page, "lr").press("Enter");
  await field.fill("7");
  await field.press("Escape");
  await field.waitFor({ state: "detached" });
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  for (const [text, said] of [
    ["-1", "-1"],
    ["fast", "fast"],
  ] as const) {
    await literal(page, "lr").click();
    await field.fill(text);
    await field.press("Enter");
    await expect.poll(() => page.locator(".notice").innerText()).toContain(said);
    await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  }
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 0.05 }, 20));
  expect(complaints).toEqual([]);
  await close();
});

test("arrows nudge a number and say so to a screen reader; they do not move the cursor", async () => {
  const { page, close } = await atCode(browser);
  await scrub(page, 20);
  const lr = literal(page, "lr");
  await lr.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await expect.poll(() => lr.textContent()).toBe("0.021");
  await expect.poll(() => lr.getAttribute("role")).toBe("spinbutton");
  await expect.poll(() => lr.getAttribute("aria-valuenow")).toBe("0.021");
  await expect.poll(() => lr.getAttribute("aria-label")).toContain("Learning rate");
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 0.021 }, 20));
  expect(await cursor(page)).toBe(20);
  await close();
});

test("while branching, a nudged number goes into a branch and the program keeps its own", async () => {
  const { page, close } = await atCode(browser);
  await scrub(page, 20);
  await page.locator("button.branch").click();
  await literal(page, "lr").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.012");
  await expect
    .poll(() => page.locator(".chip.ghost").allInnerTexts())
    .toEqual([expect.stringContaining("0.01 → 0.012")]);
  await literal(page, "lr").blur();
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.01");
  await close();
});

test("a flag is turned over, and the page says where it went", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 20);
  await open(page, "settings");
  await page.locator('.controls input[value="torch"]').check({ force: true });
  await open(page, "code");
  const shuffle = literal(page, "shuffle");
  await expect.poll(() => shuffle.getAttribute("aria-checked")).toBe("true");
  await shuffle.press("Enter");
  await expect.poll(() => shuffle.count()).toBe(0);
  await expect.poll(() => page.locator(".notice").innerText()).toContain("shuffle=False");
  await expect.poll(() => wb(page)).toEqual(freshLine({ program: "torch", shuffle: false }, 20));
  expect(complaints).toEqual([]);
  await close();
});

test("a flag that a change in mid-run sets is turned over in its line, by mouse and by key, and stays there", async () => {
  const { page, complaints, close } = await openPage(
    browser,
    "embed.html#1&p=torch&mo=0.9&r=120,ne:1,dl:1&at=300&v=code",
  );
  const settings = { program: "torch", momentum: 0.9 } as const;
  const first = { nesterov: true, drop_last: true };
  const runOf = (set: object): (number | null)[] =>
    freshLine({ ...settings, changes: [{ update: 120, set }] }, 300);
  await expect.poll(() => wb(page)).toEqual(runOf(first));
  const nesterov = literal(page, "changes[0].set.nesterov");
  await nesterov.click();
  await expect.poll(() => nesterov.getAttribute("aria-checked")).toBe("false");
  await expect.poll(() => wb(page)).toEqual(runOf({ ...first, nesterov: false }));
  expect(await page.locator(".notice").isVisible()).toBe(false);
  await nesterov.press("ArrowUp");
  await expect.poll(() => nesterov.textContent()).toBe("True");
  await expect.poll(() => wb(page)).toEqual(runOf(first));
  // Another loader is made with the next epoch; its flag is left out where it is PyTorch's default.
  await literal(page, "changes[0].set.drop_last").press("Enter");
  await expect.poll(() => page.locator(".notice").innerText()).toContain("drop_last=False");
  await expect.poll(() => wb(page)).toEqual(runOf({ ...first, drop_last: false }));
  expect(complaints).toEqual([]);
  await close();
});

test("a choice in the code goes on by a press and by arrows, and while branching a flag goes into the branch", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 37);
  const dtype = literal(page, "dtype");
  await dtype.click();
  await expect.poll(() => dtype.textContent()).toBe("float32");
  await expect.poll(() => wb(page)).toEqual(freshLine({ dtype: "float32" }, 37));
  await dtype.press("ArrowUp");
  await expect.poll(() => dtype.getAttribute("aria-valuetext")).toBe("float64");
  await expect.poll(() => wb(page)).toEqual(freshLine({}, 37));
  await open(page, "settings");
  await page.getByLabel("Shuffle").check();
  await expect.poll(() => wb(page)).toEqual(freshLine({ shuffle: true }, 37));
  await open(page, "code");
  await page.getByRole("button", { name: "Branch" }).click();
  const shuffle = literal(page, "shuffle");
  await shuffle.press(" ");
  await expect.poll(() => shuffle.textContent()).toBe("False");
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Make it the main run/ })
    .click();
  await scrub(page, 60);
  const changes = [{ update: 37, set: { shuffle: false } }];
  await expect.poll(() => wb(page)).toEqual(freshLine({ shuffle: true, changes }, 60));
  expect(complaints).toEqual([]);
  await close();
});
