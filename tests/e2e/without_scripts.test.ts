// Every chapter in every language with scripts off: its text, its listings, and a picture of each view of the lab and of
// what each exercise shows. The pictures have files of their own, which a browser with scripts never fetches.
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { CHAPTERS } from "../../www/lesson/chapters";
import { specsOf } from "../../www/lesson/exercises/registry";
import { LANGUAGES, loadWords } from "../../www/strings";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The files of pictures, as the browser has loaded them; scrolled to first, for none is drawn before it is near. */
async function picturesIn(place: Locator): Promise<{ alt: string; width: number; height: number }[]> {
  return place.locator("img").evaluateAll(async (images) => {
    const all = images as HTMLImageElement[];
    await Promise.all(all.map((image) => image.decode()));
    return all.map(({ alt, naturalWidth: width, naturalHeight: height }) => ({ alt, width, height }));
  });
}

const pages = LANGUAGES.flatMap((language) =>
  CHAPTERS.map((chapter) => [language, chapter.slug, chapter] as const),
);

test.each(pages)("%s/%s: every view and every exercise has its picture", async (language, _, chapter) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${inject("site")}${language}/${chapter.slug}/`);
  const { views } = (await loadWords(language, "shell")).shell;
  const parabola = chapter.lab.includes("parabola");
  const captions = await page.locator(".still figcaption").allInnerTexts();
  expect(captions).toEqual([
    views.loss,
    ...(parabola ? [views.surface] : [views.line, views.surface]),
    views.graph,
    views.code,
    views.map,
  ]);
  for (const view of ["loss", "line"])
    expect(await page.locator(`.still .${view} svg:visible`).getAttribute("aria-label")).toMatch(/\d/);
  const beside = await picturesIn(page.locator(".others"));
  expect(beside).toHaveLength(parabola ? 3 : 4);
  for (const { alt, width, height } of beside) {
    expect(alt).toMatch(/\d.*[.。]/);
    expect(width).toBeGreaterThanOrEqual(360);
    expect(height).toBeGreaterThanOrEqual(140);
  }
  for (const [id, { kind }] of Object.entries(await specsOf(chapter.slug))) {
    const exercise = page.locator(`[id="${id}"]`);
    const shown = await picturesIn(exercise.locator(".exercise-place"));
    expect([id, shown.length]).toEqual([id, kind === "place" || kind === "curve" ? 1 : 0]);
    for (const { alt, width } of shown) {
      expect(alt).toMatch(/\d.*[.。]/);
      expect(width).toBeGreaterThanOrEqual(340);
    }
    if (kind === "repair") expect(await exercise.locator(".still-program pre").count()).toBe(1);
  }
  // What a text shows on lines of its own has a description too.
  for (const figure of await page.locator(".lesson figure").all())
    expect(await figure.locator("svg[aria-label], pre").count()).toBe(1);
  await context.close();
});

test("the exercises whose question is about a picture have it: the points of both runs, and where they set out", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const alt = async (slug: string, id: string): Promise<string> => {
    await page.goto(`${inject("site")}en/${slug}/`);
    const [shown] = await picturesIn(page.locator(`[id="${id}"]`));
    return shown?.alt ?? "";
  };
  const start = await alt("how-wrong-is-a-line", "another-start");
  expect(start).toContain("w to the right, from −40 to 110");
  expect(start).toContain("The run so far: w −30.00, b 50.00.");
  expect(start).toContain("Another run, dashed: w 100.00, b −40.00;");
  expect(await alt("a-line-has-two-numbers", "next-line")).toContain("The run so far:");
  expect(await alt("a-line-has-two-numbers", "line-to-point")).toContain("b upwards, from −20 to 70");
  expect(await alt("the-learning-rate", "just-below-the-limit")).toContain("update 1 to 30");
  await context.close();
});

test("a browser with scripts fetches none of these pictures", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${inject("site")}en/how-wrong-is-a-line/`);
  await page.locator('[data-readout="w"]').waitFor();
  await page.locator("#another-start").scrollIntoViewIfNeeded();
  await page.locator("#another-start .plane").waitFor();
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((url) => url.includes("/stills/"))).toEqual([]);
  await context.close();
});
