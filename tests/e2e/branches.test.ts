// Settings while branching: what is in the hand goes into a branch, and stays in the hand until it is let go.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { classicRun, frame, open, readout, scrub, type, type Visit, visit } from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

type Settings = ConstructorParameters<typeof engine.Session>[0];

function fresh(settings: Settings, update: number): (number | null)[] {
  const session = new engine.Session(settings);
  session.seek(update);
  const { w, b } = session.state();
  session.free();
  return [w, b];
}

const wb = async ({ page }: Visit): Promise<number[]> => [await readout(page, "w"), await readout(page, "b")];

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
  await frame(page);
  expect(Number(await slider.inputValue())).toBeCloseTo(from + 20 * 0.005, 9);
  expect(await field.inputValue()).toBe("0.022");
  const chips = page.locator(".runs .ghost .name");
  expect(await chips.allInnerTexts()).toEqual(["lr 0.01 → 0.022 at update 120"]);
  expect(await wb(visited)).toEqual(classicRun.wb[119]);
  await page.locator('input[name="batch_size"]').focus();
  expect([await field.inputValue(), Number(await slider.inputValue())]).toEqual(["0.01", from]);
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
  expect(await field.inputValue()).toBe("0.23");
  await scrub(page, 60);
  expect(await field.inputValue()).toBe("0.01");
  await scrub(page, 200);
  await type(page, "lr", "0.3");
  expect(await wb(visited)).toEqual(fresh({ changes: [{ update: 120, set: { lr: 0.3 } }] }, 200));
  await open(page, "code");
  await page.locator('.literal[data-setting="changes[0].set.lr"]').focus();
  await page.keyboard.press("ArrowUp");
  await frame(page);
  expect(await wb(visited)).toEqual(fresh({ changes: [{ update: 120, set: { lr: 0.31 } }] }, 200));
  await page.locator('.literal[data-setting="changes[0].update"]').focus();
  await page.keyboard.press("Shift+ArrowUp");
  await frame(page);
  expect(await wb(visited)).toEqual(fresh({ changes: [{ update: 130, set: { lr: 0.31 } }] }, 200));
  expect(complaints).toEqual([]);
  await close();
});

test("what a branch refuses is said beside its control in the reader's words", async () => {
  const { page, close } = await branchingAt(50);
  await type(page, "epochs", "1");
  expect(await page.locator('[data-name="epochs"]').getByRole("alert").innerText()).toBe(
    "Epochs (epochs) is 1; it must be 9 or more: that many have begun. The run is unchanged.",
  );
  expect(await page.locator("body").innerText()).not.toContain("changes[0]");
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
  expect(await page.locator(".notice").innerText()).toContain("Six runs lie over each other already");
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Drop this run/ })
    .first()
    .click();
  await frame(page);
  expect(await page.locator(".notice").isVisible()).toBe(false);
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
  await page.locator(".runs .chip").nth(5).waitFor();
  await frame(page);
  const names = await page.locator(".runs .ghost .name").allInnerTexts();
  expect(names).toEqual([
    "lr 0.01 → 0.05 at update 120",
    "batch size 16 → 4 at update 120",
    "lr 0.01 → 0.002 at update 120",
    "lr 0.01 → 0.1, batch size 16 → 50 at update 60",
    "drop last on → off at update 60",
  ]);
  const chips = page.locator(".runs .ghost .plain:first-child");
  expect(await chips.evaluateAll((all) => all.map((chip) => chip.getAttribute("title")))).toEqual(
    names.map((name) => `Make it the main run: ${name}`),
  );
  const tops = await page
    .locator(".runs .chip")
    .evaluateAll((all) => all.map((chip) => chip.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  const place = page.locator("#lab");
  expect(await place.evaluate((lab) => lab.scrollHeight - lab.clientHeight)).toBe(0);
  // By keyboard the last chip comes into sight.
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Drop this run/ })
    .last()
    .focus();
  const inSight = await page.locator(".runs").evaluate((row) => {
    const last = row.lastElementChild?.getBoundingClientRect();
    return last !== undefined && last.right <= row.getBoundingClientRect().right + 1;
  });
  expect(inSight).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});
