// Settings while branching: what is in the hand goes into a branch, and stays in the hand until it is let go.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshLine } from "./fresh_run";
import { classicRun, open, scrub, type, type Visit, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

async function branchingAt(update: number): Promise<Visit> {
  const visited = await visit(browser);
  await scrub(visited.page, update);
  await open(visited.page, "settings");
  await visited.page.getByRole("button", { name: "Branch" }).click();
  return visited;
}

test("twenty presses on the slider move one branch twenty steps, shown in the field until the focus goes", async () => {
  const visited = await branchingAt(120);
  const { page, complaints, close } = visited;
  const slider = page.getByLabel("Learning rate, slider");
  const field = page.locator('input[name="lr"]');
  await slider.focus();
  const from = Number(await slider.inputValue());
  for (let press = 0; press < 20; press += 1) await page.keyboard.press("ArrowRight");
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(from + 20 * 0.005, 9);
  await expect.poll(() => field.inputValue()).toBe("0.022");
  const chips = page.locator(".runs .ghost .name");
  await expect.poll(() => chips.allInnerTexts()).toEqual(["lr 0.01 → 0.022 at update 120"]);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[119]);
  await page.locator('input[name="batch_size"]').focus();
  await expect
    .poll(async () => [await field.inputValue(), Number(await slider.inputValue())])
    .toEqual(["0.01", from]);
  expect(complaints).toEqual([]);
  await close();
});

test("a branch made the main run shows the rate it runs at, in the settings and in the code, and both set it", async () => {
  const visited = await branchingAt(120);
  const { page, complaints, close } = visited;
  const field = page.locator('input[name="lr"]');
  await type(page, "lr", "0.23");
  await page.getByRole("button", { name: "Branch" }).click();
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Make it the main run/ })
    .click();
  await scrub(page, 200);
  await expect.poll(() => field.inputValue()).toBe("0.23");
  await scrub(page, 60);
  await expect.poll(() => field.inputValue()).toBe("0.01");
  await scrub(page, 200);
  await type(page, "lr", "0.3");
  await expect.poll(() => wb(page)).toEqual(freshLine({ changes: [{ update: 120, set: { lr: 0.3 } }] }, 200));
  await open(page, "code");
  await page.locator('.literal[data-setting="changes[0].set.lr"]').focus();
  await page.keyboard.press("ArrowUp");
  await expect
    .poll(() => wb(page))
    .toEqual(freshLine({ changes: [{ update: 120, set: { lr: 0.31 } }] }, 200));
  await page.locator('.literal[data-setting="changes[0].update"]').focus();
  await page.keyboard.press("Shift+ArrowUp");
  await expect
    .poll(() => wb(page))
    .toEqual(freshLine({ changes: [{ update: 130, set: { lr: 0.31 } }] }, 200));
  expect(complaints).toEqual([]);
  await close();
});

test("what a branch refuses is said beside its control in the reader's words", async () => {
  const { page, close } = await branchingAt(50);
  await type(page, "epochs", "1");
  await expect
    .poll(() => page.locator('[data-name="epochs"]').getByRole("alert").innerText())
    .toBe("Epochs (epochs) is 1; it must be 9 or more: that many have begun. The run is unchanged.");
  await expect.poll(() => page.locator("body").innerText()).not.toContain("changes[0]");
  await close();
});

test("with six runs a further value is explained and leaves no text behind; the next edit takes the word away", async () => {
  const visited = await branchingAt(20);
  const { page, close } = visited;
  for (const lr of [0.02, 0.03, 0.04, 0.05, 0.06]) {
    await scrub(page, 20 + lr * 1000);
    await type(page, "lr", String(lr));
  }
  await scrub(page, 90);
  await page.getByRole("button", { name: "Branch" }).click();
  await page.getByRole("button", { name: "Branch" }).click();
  await type(page, "lr", "0.5");
  await expect
    .poll(() => page.locator(".notice").innerText())
    .toContain("Six runs lie over each other already");
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Drop this run/ })
    .first()
    .click();
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  await close();
});

test("six runs stand in one row that scrolls, each name in full at the pointer, and the lab keeps its place", async () => {
  const { page, complaints, close } = await visit(browser);
  await page.evaluate(() => {
    const lab = document.querySelector("first-descent")?.lab;
    if (!lab) return;
    const at = (update: number, ...sets: Parameters<typeof lab.branch>[0][]): void => {
      lab.seek({ update, statement: 0 });
      for (const set of sets) {
        lab.model.closeBranch();
        lab.branch(set);
      }
    };
    at(120, { lr: 0.05 }, { batch_size: 4 }, { lr: 0.002 });
    at(60, { lr: 0.1, batch_size: 50 }, { drop_last: false });
  });
  const names = [
    "lr 0.01 → 0.05 at update 120",
    "batch size 16 → 4 at update 120",
    "lr 0.01 → 0.002 at update 120",
    "lr 0.01 → 0.1, batch size 16 → 50 at update 60",
    "drop last on → off at update 60",
  ];
  await expect.poll(() => page.locator(".runs .ghost .name").allInnerTexts()).toEqual(names);
  const chips = page.locator(".runs .ghost .plain:first-child");
  await expect
    .poll(() => chips.evaluateAll((all) => all.map((chip) => chip.getAttribute("title"))))
    .toEqual(names.map((name) => `Make it the main run: ${name}`));
  const rows = async (): Promise<number> => {
    const boxes = page.locator(".runs .chip");
    return new Set(await boxes.evaluateAll((all) => all.map((chip) => chip.getBoundingClientRect().top)))
      .size;
  };
  await expect.poll(rows).toBe(1);
  const place = page.locator("#lab");
  await expect.poll(() => place.evaluate((lab) => lab.scrollHeight - lab.clientHeight)).toBe(0);
  // By keyboard the last chip comes into sight.
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Drop this run/ })
    .last()
    .focus();
  const inSight = () =>
    page.locator(".runs").evaluate((row) => {
      const last = row.lastElementChild?.getBoundingClientRect();
      return last !== undefined && last.right <= row.getBoundingClientRect().right + 1;
    });
  await expect.poll(inSight).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});
