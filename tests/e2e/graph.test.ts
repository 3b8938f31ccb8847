// A reader looks into the graph: values going forward, gradients coming back, a node's card, the numeric check.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { freshState } from "./fresh_run";
import { middleOf, open, openPage, scrub, visit } from "./reader";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("stepping through an update fills the graph, and focus on w tells its formula and both derivatives", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "graph");
  await scrub(page, 37);
  await page.getByRole("radio", { name: "statement" }).check();
  const step = page.getByRole("button", { name: "One step", exact: true });
  for (let statement = 0; statement < 2; statement += 1) await step.click();
  const graph = page.locator(".graph");
  // Steps that follow fast on each other are drawn now and then, and the last of them always.
  await expect.poll(() => graph.locator(".loss .value").textContent()).toBe("15,290.1");
  await expect.poll(() => graph.locator("line.back").count()).toBe(0);
  for (let statement = 2; statement < 4; statement += 1) await step.click();
  await expect.poll(() => graph.locator("line.back").count()).toBe(6);
  await page.getByLabel("Check numerically").check();
  const w = graph.locator('.node.parameter[aria-label^="parameter w"]');
  await w.focus();
  const card = graph.locator(".card");
  await expect.poll(() => card.innerText()).toContain("accumulated into .grad");
  const { gradW, gradB } = freshState({}, 37, 4);
  const numeric = async (): Promise<number> =>
    Number(await card.locator("[data-numeric]").getAttribute("data-numeric"));
  await expect.poll(async () => Math.abs((await numeric()) / (gradW ?? 0) - 1)).toBeLessThan(1e-6);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => card.innerText()).toContain("mul");
  // A mouse needs no press: the card is that of the node it is over, and goes with it.
  const b = await middleOf(graph.locator('.node.parameter[aria-label^="parameter b"] circle'));
  await page.mouse.move(b.x, b.y);
  await expect.poll(async () => Math.abs((await numeric()) / (gradB ?? 0) - 1)).toBeLessThan(1e-6);
  await page.mouse.move(0, 0);
  await card.waitFor({ state: "hidden" });
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["en", "1&p=torch", "mean of (a − t)²", "g × (2/n × (a − t))"],
  ["en", "1&p=torch:f.ls.z.b.u", "sum of (a − t)²", "g × (2 × (a − t))"],
  ["zh-CN", "1&p=torch", "(a − t)² 的平均", "g × (2/n × (a − t))"],
  ["zh-CN", "1&p=torch:f.ls.z.b.u", "(a − t)² 的总和", "g × (2 × (a − t))"],
])("%s, %s: the loss's card says %s", async (language, address, formula, derivative) => {
  const { page, complaints, close } = await openPage(browser, `${language}/one-picture/#${address}&at=5.4`);
  const loss = page.locator(".graph .node.loss");
  await loss.waitFor();
  await loss.focus();
  const card = page.locator(".graph .card");
  await card.waitFor();
  const said = await card.locator("dd").allInnerTexts();
  expect(said).toContain(formula);
  expect(said.join("\n")).toContain(derivative);
  expect(complaints).toEqual([]);
  await close();
});

test("in a low picture neither words nor another node lie on a node, and the checkbox says what is compared", async () => {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  for (const address of ["1&at=37.4&v=graph&l=check", "1&p=torch&at=37.4&v=graph"]) {
    const { page, close } = await openPage(browser, `en/one-picture/#${address}`, phone);
    await page.locator(".graph .node.loss").waitFor();
    await page.locator(".graph .hint").waitFor();
    const touching = await page.evaluate(() => {
      const root = document.querySelector("first-descent")?.shadowRoot;
      const circles = Array.from(root?.querySelectorAll(".graph circle") ?? [], (one) =>
        one.getBoundingClientRect(),
      );
      const hint = root?.querySelector(".graph .hint")?.getBoundingClientRect();
      const over = (a: DOMRect, b: DOMRect): boolean =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      const middle = ({ x, y, width, height }: DOMRect): [number, number] => [x + width / 2, y + height / 2];
      const near = circles.flatMap((a, index) =>
        circles.slice(index + 1).filter((b) => {
          const [[ax, ay], [bx, by]] = [middle(a), middle(b)];
          return Math.hypot(ax - bx, ay - by) < 28;
        }),
      );
      return [
        circles.length > 6,
        near.length,
        hint ? circles.filter((circle) => over(circle, hint)).length : null,
      ];
    });
    expect([address, ...touching]).toEqual([address, true, 0, 0]);
    const check = page.locator('.toggle:has([data-layer="check"])');
    expect(await check.getAttribute("title")).toContain("rounding is all that parts the two");
    await close();
  }
});

test("scikit-learn's regressor has no graph, and the place says so", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await expect.poll(() => page.locator(".graph").innerText()).toContain("builds no graph");
  await close();
});

test("while the run plays the graph shows the loss of the moment that everything else shows, and at rest at once", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "graph");
  await page.getByRole("button", { name: "Play" }).click();
  const same = await page.evaluate(async () => {
    const root = document.querySelector("first-descent")?.shadowRoot;
    const text = (of: string): string | null | undefined => root?.querySelector(of)?.textContent;
    const seen: boolean[] = [];
    const losses = new Set<string>();
    while (losses.size < 20) {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const loss = text('[data-readout="loss"]') ?? "";
      seen.push(loss === text(".graph .loss .value"));
      losses.add(loss);
    }
    return seen.filter(Boolean).length / seen.length;
  });
  // A slow frame may be left out; every second one was.
  expect(same).toBeGreaterThan(0.8);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  const loss = await page.locator('[data-readout="loss"]').textContent();
  await expect.poll(() => page.locator(".graph .loss .value").textContent()).toBe(loss);
  expect(complaints).toEqual([]);
  await close();
});
