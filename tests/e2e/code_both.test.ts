// A reader has both programs before the eyes: by hand and in PyTorch, beside each other and one in the other's place. Every
// number is that of a fresh session.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { atCode, beside, literal, litLines, mode } from "./code_listing";
import { askFresh, freshLine, freshState } from "./fresh_run";
import { open, scrub, wb } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The other program's state after so many updates of the classic run. */
const twinAt = (update: number) =>
  askFresh({}, [update], (session) => {
    const twin = session.twin();
    twin.seek(update);
    const state = twin.state();
    twin.free();
    return state;
  });

test("both programs step by phases, each with its own line lit, and w and b show where they part", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 37);
  await mode(page, "Both");
  await page.locator(".units label", { hasText: "statement" }).click();
  for (const lit of [
    ["y_pred = w * xb + b", "y_pred = model(xb)"],
    ["loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()", "loss = loss_fn(y_pred, yb.reshape(-1, 1))"],
    ["zero_grad(w, b)", "optimizer.zero_grad()"],
    ["loss.backward()", "loss.backward()"],
    ["b.data = b.data - lr * b.grad / len(xb)", "optimizer.step()"],
  ]) {
    await page.getByRole("button", { name: "One step", exact: true }).click();
    await expect.poll(() => litLines(page)).toEqual(lit);
  }
  const [own, other] = [freshState({}, 38), twinAt(38)];
  const told = page.locator(".agreement p[data-pair]");
  await expect
    .poll(() => told.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.value)))
    .toEqual([`${own.w} ${other.w}`, `${own.b} ${other.b}`]);
  expect(complaints).toEqual([]);
  await close();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
])
  test(`both listings stand whole beside each other, in phase, on a window of ${viewport.width} px`, async () => {
    const { page, complaints, close } = await atCode(browser, { viewport });
    await scrub(page, 37);
    await mode(page, "Both");
    await page.locator(".code-body.columns .code-listing").nth(1).waitFor();
    const body = page.locator(".code-body");
    await expect.poll(() => body.evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);
    const found = await body.evaluate((body) => {
      const lists = [...body.querySelectorAll(".code-rows")].map((list) =>
        [...list.children].map((row) => {
          const text = row.querySelector(".line")?.textContent?.trim() ?? "";
          const { top, bottom, left, right } = row.getBoundingClientRect();
          return { text, top, bottom, left, right };
        }),
      );
      const { top, bottom } = body.getBoundingClientRect();
      return { lists, top, bottom };
    });
    const [own = [], twin = []] = found.lists;
    const texts = askFresh({}, [37], (session) => {
      const other = session.twin();
      return [session, other].map((one) => one.source().map(({ text }) => text.trim()));
    });
    // Whole: no line is left out, and none is out of sight.
    expect([own, twin].map((rows) => rows.map(({ text }) => text))).toEqual(texts);
    for (const row of [...own, ...twin]) {
      expect(row.top).toBeGreaterThanOrEqual(found.top);
      expect(row.bottom).toBeLessThanOrEqual(found.bottom);
    }
    // Beside each other.
    expect(Math.max(...own.map(({ right }) => right))).toBeLessThanOrEqual(twin[0]?.left ?? 0);
    // What belongs together begins on one height.
    const topOf = (rows: typeof own, text: string): number =>
      rows.find((row) => row.text.startsWith(text))?.top ?? Number.NaN;
    for (const [one, other] of [
      ["lr = 0.01", "torch.manual_seed(0)"],
      ["for epoch", "for epoch"],
      ["for xb, yb", "for xb, yb"],
      ["y_pred =", "y_pred ="],
      ["loss =", "loss ="],
      ["zero_grad", "optimizer.zero_grad"],
      ["loss.backward", "loss.backward"],
      ["w.data", "optimizer.step"],
    ] as const)
      expect(topOf(own, one), one).toBeCloseTo(topOf(twin, other), 1);
    // The graph is a tab now, and is there when it is asked for; by hand alone has the old places again.
    await open(page, "graph");
    await expect.poll(() => page.locator(".graph .node").count()).toBeGreaterThan(5);
    await mode(page, "By hand");
    await expect.poll(() => page.locator(".stage").getAttribute("data-places")).toBe("4");
    expect(complaints).toEqual([]);
    await close();
  });

test("on a phone both listings are one list, set-up and its numbers too, part by part", async () => {
  const { page, complaints, close } = await atCode(browser, { viewport: { width: 390, height: 844 } });
  await page.locator(".dock").click();
  await mode(page, "Both");
  const rows = page.locator(".code-rows .line");
  await expect.poll(() => rows.count()).toBe(11 + 14);
  const lines = await rows.allTextContents();
  const at = (text: string): number => lines.findIndex((line) => line.trim().startsWith(text));
  const order = [
    "lr = 0.01",
    "b = torch.tensor",
    "torch.manual_seed",
    "loader =",
    "optimizer =",
    "for epoch",
    "y_pred = w",
  ];
  expect(order.map(at)).toEqual(order.map(at).sort((one, other) => one - other));
  expect(at("lr = 0.01")).toBe(0);
  await page.locator('.literal[data-setting="batch_size"]').first().focus();
  await page.keyboard.press("ArrowUp");
  const loader = page.locator(".code-rows li", { hasText: "loader =" });
  await expect.poll(() => loader.locator('[data-setting="batch_size"]').textContent()).toBe("17");
  expect(complaints).toEqual([]);
  await close();
});

test("in PyTorch's listing of a run by hand a number changes that same run", async () => {
  const { page, complaints, close } = await atCode(browser);
  await scrub(page, 37);
  await mode(page, "PyTorch");
  const { w, b } = twinAt(37);
  await expect.poll(() => beside(page, "optimizer.step()")).toBe(`${w} ${b}`);
  await literal(page, "lr").focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => wb(page)).toEqual(freshLine({ lr: 0.011 }, 37));
  expect(complaints).toEqual([]);
  await close();
});

test("a run of PyTorch's program is switched to the one by hand, and undo leads back", async () => {
  const { page, close } = await atCode(browser);
  await open(page, "settings");
  await page.locator('.controls input[value="torch"]').check({ force: true });
  await open(page, "code");
  await mode(page, "By hand");
  await scrub(page, 12);
  await expect.poll(() => wb(page)).toEqual(freshLine({}, 12));
  await page.keyboard.press("Control+z");
  await expect.poll(() => wb(page)).toEqual(freshLine({ program: "torch" }, 12));
  await expect.poll(() => page.locator('.code-modes input[value="torch"]').isChecked()).toBe(true);
  await close();
});
