// The lab on a narrow page: small and in view above the prose, whole on request, on phones and tablets held either way.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { classicRun, cursor, frame, open, scrub, visit, wb } from "./reader";

const phone = (width: number, height: number) => ({
  viewport: { width, height },
  isMobile: true,
  hasTouch: true,
});
const PHONE = phone(390, 844);

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox();
  if (!box) throw new Error("it is not to be seen");
  return box;
}

const toEnd = async (page: Page): Promise<void> => {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await frame(page);
};
const scrolled = (page: Page): Promise<number> => page.evaluate(() => window.scrollY);
const picture = (page: Page) => page.locator(".line canvas[role=img]");
const whole = (page: Page) => page.locator(".dock");

test("at the lesson's end on a phone the picture is still in view, and step, play and scrubber still work", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  await toEnd(page);
  const [line, closing] = [await boxOf(picture(page)), await boxOf(page.locator(".closing"))];
  expect(line.y).toBeGreaterThan(0);
  expect(line.height).toBeGreaterThan(150);
  expect(line.y + line.height).toBeLessThan(closing.y);
  expect(closing.y + closing.height).toBeLessThanOrEqual(844);
  await page.getByRole("button", { name: "One step", exact: true }).tap();
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[0]);
  await scrub(page, 37);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[36]);
  await page.getByRole("button", { name: "Play", exact: true }).tap();
  await expect.poll(() => cursor(page)).toBeGreaterThan(40);
  await page.getByRole("button", { name: "Pause" }).tap();
  // Where the run rests the prose's numbers tell it, and a line may break elsewhere than before.
  const told = page.locator('[data-live="update"]').first();
  await expect.poll(async () => Number(await told.innerText()) - (await cursor(page))).toBe(0);
  const at = await scrolled(page);
  // A control of the lab that gets the focus is in view already: the prose stays where it was.
  await page.getByRole("tab", { name: "Code" }).tap();
  await page.keyboard.press("ArrowLeft");
  await frame(page);
  expect(await scrolled(page)).toBe(at);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["a phone", 390, 844],
  ["a small phone", 320, 640],
  ["a tablet", 834, 1112],
])("on %s the small lab takes at most 45 hundredths of the height, the prose the rest", async (_, w, h) => {
  const { page, close } = await visit(browser, phone(w, h));
  await page.evaluate(() => window.scrollTo(0, 600));
  await frame(page);
  const lab = await boxOf(page.locator("#lab"));
  expect([lab.x, lab.y, lab.width]).toEqual([0, 0, w]);
  expect(lab.height).toBeLessThanOrEqual(0.45 * h + 1);
  const line = await boxOf(picture(page));
  expect(line.y + line.height).toBeLessThanOrEqual(lab.height);
  expect(line.height).toBeGreaterThan(h / 8);
  const below = await page.evaluate(
    ([x = 0, y = 0]) => document.elementFromPoint(x, y)?.closest(".lesson, .page")?.className,
    [w / 2, lab.height + 20],
  );
  expect(["lesson", "page"]).toContain(below);
  await close();
});

test("on a phone held sideways the lab stands beside the prose, each with half of the width", async () => {
  const { page, close } = await visit(browser, phone(844, 390));
  await page.evaluate(() => window.scrollTo(0, 600));
  await frame(page);
  const [lab, lesson] = [await boxOf(page.locator("#lab")), await boxOf(page.locator("#lesson"))];
  expect(lesson.width).toBeGreaterThan(380);
  expect(lab.x).toBeGreaterThanOrEqual(lesson.x + lesson.width);
  expect(lab.y).toBeGreaterThanOrEqual(0);
  expect(lab.y + lab.height).toBeLessThanOrEqual(390);
  await expect.poll(async () => (await boxOf(picture(page))).height).toBeGreaterThan(120);
  await close();
});

test("by keyboard the lab opens to the whole window and becomes small again, and the prose stays where it was", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  await toEnd(page);
  const at = await scrolled(page);
  const button = page.getByRole("button", { name: "The whole lab" });
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("false");
  expect(await page.getByRole("radio", { name: "statement" }).isVisible()).toBe(false);
  await button.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("true");
  await expect.poll(() => boxOf(page.locator("#lab"))).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await expect.poll(() => page.getByRole("radio", { name: "statement" }).isVisible()).toBe(true);
  await expect.poll(() => page.locator(".loss canvas[role=img]").isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("false");
  await expect.poll(() => button.evaluate((node) => node.matches(":focus"))).toBe(true);
  await expect.poll(() => scrolled(page)).toBe(at);
  await page.keyboard.press("Enter");
  await expect.poll(() => whole(page).getAttribute("aria-expanded")).toBe("true");
  // What has the focus is never covered.
  await page.getByRole("button", { name: "Try lr = 0.1" }).focus();
  await expect.poll(() => whole(page).getAttribute("aria-expanded")).toBe("false");
  expect(complaints).toEqual([]);
  await close();
});

test("a word of the lesson that gets the focus stands below the lab", async () => {
  const { page, close } = await visit(browser, PHONE);
  await toEnd(page);
  await page.getByRole("button", { name: "Back to the classic run" }).last().focus();
  const places: number[] = [];
  for (let back = 0; back < 4; back += 1) {
    await page.keyboard.press("Shift+Tab");
    places.push(await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0));
  }
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0.45 * 844);
  await close();
});

test("a tablet has the loss curve beside the picture, and turned to a wide window the lab has all its views", async () => {
  const { page, close } = await visit(browser, phone(834, 1112));
  const [loss, line] = [await boxOf(page.locator("section.loss")), await boxOf(page.locator(".panel.place"))];
  expect(loss.y).toBe(line.y);
  expect(loss.x + loss.width).toBeLessThan(line.x);
  await page.setViewportSize({ width: 1112, height: 834 });
  await expect.poll(() => whole(page).isVisible()).toBe(false);
  await expect.poll(() => page.locator(".panel.place").count()).toBe(4);
  await close();
});

test("in Chinese the button says what it does, and every view opens in the small lab", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  await page.evaluate(() => document.querySelector("first-descent")?.setAttribute("lang", "zh-CN"));
  await page.getByRole("button", { name: "整个实验台" }).waitFor();
  for (const view of ["surface", "code", "graph", "map", "settings", "line"]) {
    await open(page, view);
    const body = page.locator(`.place[data-view="${view}"] .body`);
    await expect.poll(async () => (await boxOf(body)).height).toBeGreaterThan(180);
  }
  await expect.poll(() => page.locator("#lab").getAttribute("data-form")).toBe("small");
  expect(complaints).toEqual([]);
  await close();
});

test("on a phone what was dragged, and what Reset set up anew, is undone and redone among the controls in sight", async () => {
  const { page, complaints, close } = await visit(browser, PHONE);
  const edited = () =>
    page.evaluate(() =>
      JSON.stringify(document.querySelector("first-descent")?.lab?.model.settings.data ?? null),
    );
  const undo = page.locator(".transport").getByRole("button", { name: "Undo" });
  const redo = page.locator(".transport").getByRole("button", { name: "Redo" });
  await undo.waitFor();
  await expect.poll(() => undo.getAttribute("aria-disabled")).toBe("true");
  const before = await edited();
  await page.locator(".line [data-handle=sample]").press("ArrowUp");
  await expect.poll(edited).not.toBe(before);
  const moved = await edited();
  await undo.tap();
  await expect.poll(() => edited()).toBe(before);
  await redo.tap();
  await expect.poll(() => edited()).toBe(moved);
  // The head's words can be read, and Reset is an edit like another.
  await expect.poll(() => page.getByRole("button", { name: "Changes", exact: true }).isVisible()).toBe(true);
  await page.getByRole("button", { name: "Reset", exact: true }).tap();
  await expect.poll(() => edited()).toBe(before);
  await undo.tap();
  await expect.poll(() => edited()).toBe(moved);
  expect(complaints).toEqual([]);
  await close();
});

/** How wide and high the area is that takes a finger, about the middle of what is drawn. */
const reachOf = (part: Locator): Promise<[number, number]> =>
  part.evaluate((element) => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const taken = (dx: number, dy: number): boolean => {
      const top = root.elementFromPoint(x + dx, y + dy);
      return top !== null && (element.contains(top) || element === top);
    };
    const far = (right: number, down: number): number => {
      let off = 0;
      while (off < 80 && taken(right * (off + 0.5), down * (off + 0.5))) off += 0.5;
      return off;
    };
    return [far(-1, 0) + far(1, 0), far(0, -1) + far(0, 1)];
  });

test("a finger has 40 pixels each way for tabs, controls, tools of the line and checkboxes", async () => {
  const { page, close } = await visit(browser, PHONE);
  await page.locator(".transport .history").waitFor();
  await page.locator(".line .buttons button").first().waitFor();
  const measured: [string, number, number][] = [];
  for (const name of [".tabs button", ".transport .icon-only", ".line .buttons button", ".line .toggle"])
    for (const part of await page.locator(`${name}:visible`).all()) {
      const [width, height] = await reachOf(part);
      measured.push([name, width, height]);
    }
  expect(measured.length).toBeGreaterThanOrEqual(6 + 6 + 2 + 2);
  expect(measured.filter(([, width, height]) => width < 39.5 || height < 39.5)).toEqual([]);
  for (const name of ["Changes", "Reset"]) {
    const box = await boxOf(page.getByRole("button", { name, exact: true }));
    expect(box.height).toBeGreaterThanOrEqual(40);
  }
  await close();
});

test.each([
  ["en", "The whole lab"],
  ["zh-CN", "整个实验台"],
])(
  "in the whole lab on a phone the controls stand in three rows, closing at the end of the first, in %s",
  async (language, name) => {
    const { page, close } = await visit(browser, PHONE);
    await page.evaluate(
      (lang) => document.querySelector("first-descent")?.setAttribute("lang", lang),
      language,
    );
    await page.getByRole("button", { name }).tap();
    await page.locator(".transport .history").waitFor();
    // The widest word of the button that plays.
    await page.locator(".scrubber").press("End");
    await expect.poll(() => cursor(page)).toBe(600);
    const controls = page.locator(".transport :is(button, .units, select):visible");
    const rows = async (): Promise<number[]> => {
      const tops = new Map<number, number>();
      for (const part of await controls.all()) {
        const { y, height } = await boxOf(part);
        const row = Math.round((y + height / 2) / 8);
        tops.set(row, (tops.get(row) ?? 0) + 1);
      }
      return [...tops.values()];
    };
    await expect.poll(rows).toEqual([7, 2, 3]);
    const [play, dock] = [await boxOf(page.locator(".primary")), await boxOf(whole(page))];
    expect(dock.y).toBe(play.y);
    expect(dock.x + dock.width).toBeCloseTo(390 - 12, 0);
    await close();
  },
);

test.each([
  [390, 1],
  [360, 2],
  [320, 2],
])(
  "on a phone %i wide the loss's heading keeps its rows (%i), however long the loss, and no tab is cut",
  async (width, rows) => {
    const { page, complaints, close } = await visit(browser, phone(width, 740));
    await whole(page).tap();
    const header = page.locator(".panel.loss header");
    // Losses with fewer digits and with more, and one beyond all digits.
    for (const state of ["1&at=600", "1&at=1", "1&lr=1.2&at=47"]) {
      await page.evaluate((text) => document.querySelector("first-descent")?.setState(text), state);
      await expect.poll(() => cursor(page)).toBe(Number(state.split("at=")[1]));
      const tops = await header
        .locator("> :visible")
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().bottom / 16)));
      expect([state, new Set(tops).size]).toEqual([state, rows]);
    }
    const last = await boxOf(page.locator(".place .tabs > :last-child"));
    const place = await boxOf(page.locator(".place"));
    expect(last.x + last.width).toBeLessThanOrEqual(place.x + place.width - 8);
    expect(complaints).toEqual([]);
    await close();
  },
);
