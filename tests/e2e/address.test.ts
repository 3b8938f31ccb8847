// What an address opens in a page that has only just come: the lean engine draws first, and does not know everything.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import type { Settings } from "../../www/engine";
import { freshLine } from "./fresh_run";
import { cursor, open, readout, scrub, type, type Visit, visit, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The view with the run's picture: a parabola has no line. */
const pictured = (address: string): string => (address.includes("p=parabola") ? "surface" : "line");

async function arrive(address: string): Promise<Visit> {
  const visited = await visit(browser);
  await visited.page.goto(`${inject("site")}#${address}`);
  await visited.page.reload();
  await visited.page.locator(".scrubber").waitFor();
  await open(visited.page, pictured(address));
  return visited;
}

const broken = {
  base: "by_hand" as const,
  statements: [
    { op: "forward" as const },
    { op: "loss" as const },
    { op: "backward" as const },
    { op: "update" as const, target: "w" as const },
    { op: "update" as const, target: "b" as const },
  ],
};

test.each<[string, Settings, number, number]>([
  ["1&p=sgd_regressor&pe=none&at=250", { program: "sgd_regressor", penalty: null }, 250, 0],
  ["1&lr=0.000001&d=norris&at=30", { lr: 0.000001, data: { source: "norris" } }, 30, 0],
  ["1&bs=4&d=anscombe_1&at=20", { batch_size: 4, data: { source: "anscombe_1" } }, 20, 0],
  ["1&p=by_hand:f.l.b.uw.ub&at=12", { program: broken }, 12, 0],
  ["1&lr=0.05&at=12.3", { lr: 0.05 }, 12, 3],
  ["1&p=parabola&at=40.2", { program: "parabola" }, 40, 2],
])(
  "%s opens cold and again after a reload, with nothing to explain and the address as it was",
  async (address, settings, update, statement) => {
    const visited = await arrive(address);
    const { page, complaints, close } = visited;
    const [w, b] = freshLine(settings, update, statement);
    for (let round = 0; round < 2; round += 1) {
      await expect.poll(() => cursor(page)).toBe(update);
      await expect.poll(() => readout(page, "w")).toBe(w);
      if (b !== null) await expect.poll(() => readout(page, "b")).toBe(b);
      expect(await page.locator(".notice").isVisible()).toBe(false);
      await page.waitForTimeout(600);
      expect(new URL(page.url()).hash).toBe(`#${address}`);
      await page.reload();
      await page.locator(".scrubber").waitFor();
      await open(page, pictured(address));
    }
    expect(complaints).toEqual([]);
    await close();
  },
);

test.each<[string, Settings, number, string]>([
  ["1&at=5.99", {}, 5, "at=5.99"],
  ["1&n=1&at=5.99", { batch_size: 1, data: { source: "make_regression", n_samples: 1 } }, 5, "at=5.99"],
  ["1&xy=1,2~1,5&zz=1&at=3", { batch_size: 2, data: { source: "points", x: [1, 1], y: [2, 5] } }, 3, "zz=1"],
  ["1&bs=0&lr=0.05&at=3", { lr: 0.05 }, 3, "bs=0"],
])(
  "%s opens what it can, and names what was left out as it was written",
  async (address, settings, update, named) => {
    const visited = await arrive(address);
    const { page, complaints, close } = visited;
    await page.locator(".notice").waitFor();
    await expect
      .poll(() => page.locator(".notice p").innerText())
      .toBe(`What could not be read was left out: ${named}.`);
    await expect.poll(() => cursor(page)).toBe(update);
    await expect.poll(() => wb(page)).toEqual(freshLine(settings, update));
    expect(complaints).toEqual([]);
    await close();
  },
);

test("an address can set the lab and name a place in the text, and a place that is not there is named", async () => {
  for (const [viewport, least, most] of [
    [{ width: 1440, height: 900 }, 40, 150],
    // Below the lab, which has 45 % of the window.
    [{ width: 390, height: 844 }, 375, 500],
  ] as const) {
    const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
    const page = await context.newPage();
    const placed = async (id: string): Promise<void> => {
      const top = () => page.locator(`#${id}`).evaluate((found) => found.getBoundingClientRect().top);
      await expect.poll(top, { message: id }).toBeGreaterThanOrEqual(least);
      await expect.poll(top, { message: id }).toBeLessThanOrEqual(most);
    };
    await page.goto(`${inject("site")}en/the-learning-rate/#1&lr=1.05&go=largest-lr&at=3`);
    await page.locator(".scrubber").waitFor();
    await page.locator("#largest-lr .check").waitFor();
    await expect.poll(() => cursor(page)).toBe(3);
    await expect
      .poll(() =>
        page.locator("first-descent").evaluate((lab: Element & { getState?(): string }) => lab.getState?.()),
      )
      .toBe("1&lr=1.05&at=3");
    expect(new URL(page.url()).hash).toBe("#1&lr=1.05&at=3");
    expect(await page.locator(".notice").isVisible()).toBe(false);
    await placed("largest-lr");
    await page.evaluate(() => {
      window.location.hash = "#1&at=9&go=s1";
    });
    await page.waitForFunction(() => window.location.hash === "#1&at=9");
    await expect.poll(() => cursor(page)).toBe(9);
    await placed("s1");
    await page.goto(`${inject("site")}en/the-learning-rate/#s2`);
    await placed("s2");
    await page.evaluate(() => {
      window.location.hash = "#1&at=4&go=nowhere";
    });
    await page.locator(".notice").waitFor();
    await expect.poll(() => page.locator(".notice p").innerText()).toContain("go=nowhere");
    await context.close();
  }
});

test("a hash typed into an open page takes the lab there too", async () => {
  const visited = await visit(browser);
  const { page, complaints, close } = visited;
  await page.evaluate(() => {
    window.location.hash = "#1&at=37.99";
  });
  await page.locator(".notice").waitFor();
  await expect.poll(() => cursor(page)).toBe(37);
  await page.evaluate(() => {
    window.location.hash = "#1&p=sgd_regressor&at=90";
  });
  await page.waitForFunction(
    () => document.querySelector("first-descent")?.lab?.model.run.program === "sgd_regressor",
  );
  await expect.poll(() => wb(page)).toEqual(freshLine({ program: "sgd_regressor" }, 90));
  expect(complaints).toEqual([]);
  await close();
});

test("another program chosen inside an update goes on within it, and undo brings the run back", async () => {
  const visited = await arrive("1&at=37.5");
  const { page, complaints, close } = visited;
  await open(page, "settings");
  for (const [name, program, statement] of [
    ["PyTorch", "torch", 4],
    ["Parabola", "parabola", 3],
    ["SGDRegressor", "sgd_regressor", 2],
  ] as const) {
    await page.getByRole("radio", { name }).check();
    await expect
      .poll(async () => [name, await readout(page, "w")])
      .toEqual([name, freshLine({ program }, 37, statement)[0]]);
    await page.waitForURL(new RegExp(`#1&p=${program}&at=37\\.${statement}&v=settings$`));
    expect(await page.locator(".notice").isVisible()).toBe(false);
    await page.locator(".scrubber").focus();
    await page.keyboard.press("Control+z");
    await expect.poll(() => page.getByRole("radio", { name: "By hand" }).isChecked()).toBe(true);
    await page.evaluate(() => {
      window.location.hash = "#1&at=37.5&v=settings";
    });
    await expect.poll(() => wb(page)).toEqual(freshLine({}, 37, 5));
  }
  expect(complaints).toEqual([]);
  await close();
});

test("a data set is chosen in the settings, comes in batches that fit, and stands in the address", async () => {
  const visited = await visit(browser);
  const { page, complaints, close } = visited;
  await scrub(page, 20);
  await open(page, "settings");
  await page.locator('select[name="data.source"]').selectOption({ label: "Anscombe 2" });
  await expect
    .poll(() => wb(page))
    .toEqual(freshLine({ data: { source: "anscombe_2" }, batch_size: 11 }, 20));
  await expect.poll(() => page.locator('[data-name="data.noise"]').isVisible()).toBe(false);
  await page.waitForURL(/#1&bs=11&d=anscombe_2&at=20&v=settings$/);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await page.locator('select[name="penalty"]').selectOption({ label: "None" });
  await type(page, "tol", "none");
  await expect.poll(() => page.locator('input[name="tol"]').inputValue()).toBe("None");
  await page.waitForURL(/#1&p=sgd_regressor&pe=none&to=none&d=anscombe_2&at=20&v=settings$/);
  const regressor = {
    program: "sgd_regressor",
    penalty: null,
    tol: null,
    data: { source: "anscombe_2" },
  } as const;
  await expect.poll(() => wb(page)).toEqual(freshLine(regressor, 20));
  expect(complaints).toEqual([]);
  await close();
});

test("a seed of 64 bits is typed, kept in the address, and opens", async () => {
  const visited = await arrive("1&p=torch&at=20");
  const { page, complaints, close } = visited;
  const settings = { program: "torch", seed: 2n ** 64n - 1n } as const;
  await type(page, "seed", "18446744073709551615");
  await expect.poll(() => wb(page)).toEqual(freshLine(settings, 20));
  await page.waitForURL(/#1&p=torch&se=18446744073709551615&at=20&v=settings$/);
  await page.reload();
  await page.locator(".scrubber").waitFor();
  await open(page, "line");
  await expect.poll(() => wb(page)).toEqual(freshLine(settings, 20));
  expect(complaints).toEqual([]);
  await close();
});
