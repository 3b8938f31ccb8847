// What the reader looks at is part of the address: it comes back after a reload and in a copied link, and is no edit.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { classicRun, open, openPage, readout, scrub, type, visit } from "./reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const hash = (page: Page): string => new URL(page.url()).hash;

/** Waits until the address has come to rest at this. */
const rests = (page: Page, wanted: string): Promise<void> => expect.poll(() => hash(page)).toBe(wanted);

/** What is looked at, as the controls in sight show it. */
async function seen(page: Page): Promise<Record<string, unknown>> {
  await page.locator(".scrubber").waitFor();
  return page.locator("first-descent").evaluate((host) => {
    const root = host.shadowRoot ?? host;
    const value = (selector: string): string | undefined =>
      root.querySelector<HTMLInputElement | HTMLSelectElement>(selector)?.value;
    return {
      views: Array.from(root.querySelectorAll<HTMLElement>(".place"), ({ dataset }) => dataset.view),
      layers: Array.from(
        root.querySelectorAll<HTMLInputElement>("input[type=checkbox][data-layer]:checked"),
        (box) => box.dataset.layer,
      ),
      unit: value(".units input:checked"),
      speed: value("select[name=speed]"),
      mode: value(".code-modes input:checked"),
      axes: Array.from(root.querySelectorAll<HTMLSelectElement>(".map select"), (select) => select.value),
    };
  });
}

const wanted = {
  views: ["line", "map", "code", "graph"],
  layers: ["log", "squares", "check"],
  unit: "epoch",
  speed: "full",
  mode: "torch",
  axes: ["lr", "init.w"],
};

const ADDRESS = "#1&v=map&l=-residuals,squares,check&c=torch&ax=iw,lr&u=epoch&sp=full";

async function whole(page: Page): Promise<void> {
  await page.locator(".place[data-view=map] select").first().waitFor();
  await page.locator(".code-modes").waitFor();
  await page.locator('input[data-layer="check"]').waitFor();
}

test("all that is looked at stands in the address, and comes back after a reload and in another window", async () => {
  const { page, complaints, close } = await visit(browser);
  await page.locator('input[data-layer="squares"]').check();
  await page.locator('input[data-layer="residuals"]').uncheck();
  await page.locator('input[data-layer="check"]').check();
  await page.locator('input[data-layer="torch"]').check();
  await open(page, "map");
  await page.locator(".map select").last().selectOption("init.w");
  await page.locator(".map select").first().selectOption("lr");
  await page.locator(".units input[value=epoch]").check();
  await page.locator("select[name=speed]").selectOption("full");
  await rests(page, ADDRESS);
  await expect.poll(() => seen(page)).toEqual(wanted);
  await page.reload();
  await whole(page);
  await expect.poll(() => seen(page)).toEqual(wanted);
  expect(complaints).toEqual([]);
  await close();
  const other = await openPage(browser, ADDRESS);
  await whole(other.page);
  await expect.poll(() => seen(other.page)).toEqual(wanted);
  expect(await other.page.locator(".notice").isVisible()).toBe(false);
  // All as the page has it is said by nothing.
  for (const [layer, on] of [
    ["squares", false],
    ["residuals", true],
    ["check", false],
    ["by_hand", true],
  ] as const)
    await other.page.locator(`input[data-layer="${layer}"]`).setChecked(on);
  await other.page.locator(".map select").last().selectOption("lr");
  await other.page.locator(".map select").first().selectOption("batch_size");
  await open(other.page, "surface");
  await other.page.locator(".units input[value=batch]").check();
  await other.page.locator("select[name=speed]").selectOption("twenty");
  await rests(other.page, "#1");
  expect(other.complaints).toEqual([]);
  await other.close();
});

test("the same by keyboard alone", async () => {
  const { page, complaints, close } = await visit(browser);
  const { keyboard } = page;
  await page.locator('input[data-layer="squares"]').focus();
  await keyboard.press("Space");
  await page.locator('input[data-layer="by_hand"]').focus();
  await keyboard.press("ArrowRight");
  // Both listings take the whole width, and the graph's place; the choice keeps the focus.
  await page.locator(".stage.wide").waitFor();
  await keyboard.press("ArrowRight");
  await page.locator(".stage:not(.wide)").waitFor();
  await page.locator('[role="tab"][data-view="surface"]').focus();
  await keyboard.press("ArrowRight");
  await page.locator(".map select").last().waitFor();
  await page.locator(".map select").last().focus();
  // The one below lr is on the other axis: they change places. The next is w.
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await rests(page, "#1&v=map&l=squares&c=torch&ax=iw,lr");
  await page.reload();
  await whole(page);
  await expect
    .poll(() => seen(page))
    .toMatchObject({
      mode: "torch",
      axes: ["lr", "init.w"],
      layers: expect.arrayContaining(["squares"]),
    });
  expect(complaints).toEqual([]);
  await close();
});

test("back and forward go from edit to edit, each as it was left; undo leaves what is looked at", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await rests(page, "#1&v=settings");
  const before = await page.evaluate(() => window.history.length);
  await type(page, "lr", "0.05");
  await rests(page, "#1&lr=0.05&v=settings");
  await open(page, "map");
  await page.locator('input[data-layer="squares"]').check();
  await rests(page, "#1&lr=0.05&v=settings,map&l=squares");
  await expect.poll(() => page.evaluate(() => window.history.length)).toBe(before + 1);
  await page.goBack();
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  await expect.poll(async () => (await seen(page)).views).toEqual(["line", "surface", "settings", "graph"]);
  await expect.poll(() => page.locator('input[data-layer="squares"]').isChecked()).toBe(false);
  await page.goForward();
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.05");
  await expect.poll(async () => (await seen(page)).views).toEqual(["line", "map", "settings", "graph"]);
  await expect.poll(() => page.locator('input[data-layer="squares"]').isChecked()).toBe(true);
  await type(page, "lr", "0.2");
  await page.locator(".scrubber").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => page.locator('input[name="lr"]').inputValue()).toBe("0.05");
  await expect.poll(() => page.locator('input[data-layer="squares"]').isChecked()).toBe(true);
  await close();
});

test("an address means what it says from a chapter's own look, and what is broken in it is named", async () => {
  const chapter = "en/data-with-a-known-answer/";
  for (const [address, views] of [
    ["", ["line", "surface", "settings", "graph"]],
    ["#1&lr=0.05", ["line", "surface", "settings", "graph"]],
    ["#1&v=code,map", ["line", "map", "code", "graph"]],
  ] as const) {
    const { page, close } = await openPage(browser, `${chapter}${address}`);
    await expect.poll(async () => [address, (await seen(page)).views]).toEqual([address, views]);
    await close();
  }
  const { page, close } = await openPage(browser, `${chapter}#1&v=sky&l=squares&c=rust&sp=60`);
  await page.locator(".notice").waitFor();
  await expect
    .poll(() => page.locator(".notice p").innerText())
    .toBe("What could not be read was left out: v=sky, c=rust.");
  await expect
    .poll(() => seen(page))
    .toMatchObject({ views: ["line", "surface", "settings", "graph"], speed: "sixty" });
  await rests(page, "#1&l=squares&sp=60");
  await close();
});

test("a chapter keeps what was looked at for the visit, and the other language opens with it", async () => {
  const { page, close } = await openPage(browser, "en/the-whole-loop/");
  await page.locator(".lesson .act[tabindex]").first().waitFor();
  await open(page, "map");
  await page.locator('input[data-layer="squares"]').check();
  await rests(page, "#1&at=37&v=map&l=squares");
  await page.goto(`${inject("site")}en/batches/`);
  await page.locator(".scrubber").waitFor();
  await page.goto(`${inject("site")}en/the-whole-loop/`);
  await expect.poll(async () => (await seen(page)).views).toEqual(["line", "map", "code", "graph"]);
  await expect.poll(() => page.locator('input[data-layer="squares"]').isChecked()).toBe(true);
  await page.locator(".lesson .act[tabindex]").first().waitFor();
  await page.locator("a.language").first().click();
  await page.waitForURL(/zh-CN\/the-whole-loop/);
  await expect.poll(async () => (await seen(page)).views).toEqual(["line", "map", "code", "graph"]);
  expect(hash(page)).toBe("#1&at=37&v=map&l=squares");
  await close();
});

test("where the views share one place the last named is in front, and turning the window keeps each place's own", async () => {
  const { page, close } = await openPage(browser, "embed.html#1&v=map,settings");
  const views = async (): Promise<unknown> => (await seen(page)).views;
  await expect.poll(views).toEqual(["line", "map", "settings", "graph"]);
  await page.setViewportSize({ width: 420, height: 900 });
  await expect.poll(views).toEqual(["settings"]);
  await page.locator('[role="tab"][data-view="line"]').click();
  await rests(page, "#1&v=settings,map,line");
  await page.reload();
  await expect.poll(views).toEqual(["line"]);
  await page.setViewportSize({ width: 1200, height: 900 });
  await expect.poll(views).toEqual(["line", "map", "settings", "graph"]);
  await close();
});

/** What of a lab can be seen, from top to bottom. */
const parts = (page: Page): Promise<string[]> =>
  page.locator("first-descent").evaluate((host) =>
    Array.from(
      (host.shadowRoot ?? host).querySelectorAll<HTMLElement>(
        ".transport, .scrubber, .caption, .panel.loss, .panel.place, [role=tab]",
      ),
    )
      .filter((part) => part.offsetWidth > 1 && part.offsetHeight > 1)
      .map((part) => part.dataset.view ?? part.className.split(" ").at(-1) ?? ""),
  );

test.each<[string, string[]]>([
  ["views=surface", ["transport", "scrubber", "caption", "surface"]],
  ["views=surface&controls=none", ["surface"]],
  ["views=loss", ["transport", "caption", "loss", "scrubber"]],
  ["views=loss&controls=none", ["loss"]],
  ["views=line,loss", ["transport", "caption", "loss", "scrubber", "line"]],
  ["views=line,code", ["transport", "scrubber", "caption", "line", "code"]],
])("embed.html?%s shows exactly what it names", async (query, expected) => {
  for (const viewport of [
    { width: 900, height: 700 },
    { width: 420, height: 700 },
  ]) {
    const { page, complaints, close } = await openPage(browser, `embed.html?${query}#1&at=37`, { viewport });
    await page.locator("first-descent .panel").first().waitFor();
    await expect.poll(() => page.locator(".place .body > .waiting").count()).toBe(0);
    const narrow = viewport.width < 620 && query === "views=line,code";
    const shown = narrow ? [...expected.slice(0, 3), "line", "line", "code"] : expected;
    await expect.poll(() => parts(page)).toEqual(shown);
    const canvas = page.locator(".panel canvas").last();
    await expect.poll(() => canvas.evaluate(({ clientHeight }) => clientHeight)).toBeGreaterThan(90);
    expect(complaints).toEqual([]);
    await close();
  }
});

test("a picture alone follows its run by keys, and the slider of one with controls moves it", async () => {
  const alone = await openPage(browser, "embed.html?views=line&controls=none#1&at=37");
  await alone.page.locator('[data-readout="w"]').waitFor();
  await expect.poll(() => readout(alone.page, "w")).toBe(classicRun.wb[36]?.[0]);
  await alone.page.locator('[data-readout="w"][role="spinbutton"]').waitFor();
  await alone.page.locator('[data-readout="w"]').click();
  await alone.page.locator('input[data-layer="squares"]').focus();
  await alone.page.keyboard.press("End");
  await expect.poll(() => readout(alone.page, "w")).toBe(classicRun.wb[599]?.[0]);
  await alone.close();
  const led = await openPage(browser, "embed.html?views=line#1");
  await led.page.locator(".scrubber").waitFor();
  await scrub(led.page, 37);
  await expect.poll(() => readout(led.page, "w")).toBe(classicRun.wb[36]?.[0]);
  await led.close();
});

test("an element takes a state with views and layers, gives it back, and shows other views when told", async () => {
  const { page, close } = await openPage(browser, "embed.html#1");
  await page.locator(".scrubber").waitFor();
  const [given, moved] = await page.evaluate(async () => {
    const element = document.querySelector<HTMLElementTagNameMap["first-descent"]>("first-descent");
    element?.setAttribute("state", "1&lr=0.1&v=map&l=squares");
    await element?.updateComplete;
    const given = element?.getState();
    element?.setState("1&c=torch");
    return [given, element?.getState()];
  });
  expect([given, moved]).toEqual(["1&lr=0.1&v=map&l=squares", "1&c=torch"]);
  await page.evaluate(() => document.querySelector("first-descent")?.setAttribute("views", "code"));
  await page.locator(".code-modes").waitFor();
  await expect.poll(() => parts(page)).toEqual(["transport", "scrubber", "caption", "code"]);
  await expect.poll(() => page.locator('input[data-layer="torch"]').isChecked()).toBe(true);
  await close();
});
