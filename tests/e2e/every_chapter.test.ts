// Every chapter in every language, by one table of answers a chapter: each link leads where it says, each word that acts
// does what it says, each exercise is answered in every wrong way it has a word for, and rightly.
// What more there is to see in a chapter, its own test file looks at.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { answerAll } from "./answering";
import { CHAPTERS } from "./answers";
import type { ChapterAnswers, Repair } from "./answers/form";
import { readChapter, unfold } from "./lesson_reader";
import { followPlaces, lookAtLinks, turnThePage } from "./links";
import { openPage } from "./reader";
import { predict, repairIt } from "./repairing";
import { pressEach } from "./words_that_act";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The exercises as the page is sent, with the names of all they can say. */
const exercisesOf = (page: Page): Promise<Record<string, string[]>> =>
  page.evaluate(async () => {
    const source = await (await fetch(window.location.href)).text();
    const sent = new DOMParser().parseFromString(source, "text/html");
    const names = (exercise: Element): string[] =>
      Array.from(exercise.querySelectorAll(".feedback"), (one) => one.getAttribute("data-of") ?? "");
    return Object.fromEntries(Array.from(sent.querySelectorAll(".exercise"), (one) => [one.id, names(one)]));
  });

const everywhere = CHAPTERS.flatMap((chapter, number) =>
  ["en", "zh-CN"].map((language) => [number, language, chapter] as const),
);

describe.each(everywhere)("chapter %i in %s", (number, language, { slug, lab, words, told, exercises }) => {
  test("every link leads where it says", async () => {
    const { page, complaints, close } = await openPage(browser, `${language}/${slug}/`);
    const slugs = CHAPTERS.map((chapter) => chapter.slug);
    await lookAtLinks(page, language, slugs, number);
    await followPlaces(page);
    await turnThePage(page);
    expect(complaints).toEqual([]);
    await close();
  });

  test("every word that acts does what it says", async () => {
    const { page, complaints, close } = await readChapter(browser, slug, language);
    for (const id of Object.keys(exercises)) await unfold(page, id);
    expect(await pressEach(page, page.locator(".lesson"), lab)).toEqual(words);
    expect(complaints).toEqual([]);
    await close();
  }, 180_000);

  test("every exercise says the right thing to every answer", async () => {
    const { page, complaints, close } = await readChapter(browser, slug, language);
    const sent = await exercisesOf(page);
    expect(Object.keys(sent).sort()).toEqual(Object.keys(exercises).sort());
    const pressed: string[] = [];
    for (const [id, answers] of Object.entries(exercises)) {
      if (answers.kind === "repair") continue;
      const seen: string[] = [];
      await answerAll(page, id, answers, async (part, of) => {
        if (of !== null) seen.push(of);
        pressed.push(...(await pressEach(page, part, lab)));
      });
      expect([id, seen.sort()]).toEqual([id, sent[id]?.sort()]);
    }
    const benches = repairsOf(exercises);
    if (benches.length > 0) pressed.push(...(await repairAll(page, benches, sent, lab)));
    expect(pressed.sort()).toEqual([...told].sort());
    expect(complaints).toEqual([]);
    await close();
  }, 300_000);
});

const repairsOf = (exercises: ChapterAnswers["exercises"]): [string, Repair][] =>
  Object.entries(exercises).flatMap(([id, answers]) => (answers.kind === "repair" ? [[id, answers]] : []));

/**
 * All programs on one page: one prediction each, then the page is opened anew for the next. With the right one, which comes
 * last, they are repaired. Gives the words that were pressed in what was said.
 */
async function repairAll(
  page: Page,
  benches: readonly [string, Repair][],
  sent: Record<string, string[]>,
  lab: string,
): Promise<string[]> {
  const pressed: string[] = [];
  const options = Math.max(...benches.map(([, { predict: all }]) => all.length));
  for (let index = 0; index < options; index += 1) {
    if (index > 0) {
      // A bench comes back as it was left; here each is to stand as new.
      await page.evaluate(() => window.sessionStorage.clear());
      await page.reload();
    }
    for (const [id, answers] of benches) {
      const option = answers.predict[index];
      if (option === undefined) continue;
      const bench = await predict(page, id, answers, option);
      if (index < answers.predict.length - 1) continue;
      await repairIt(bench, async (part) => {
        pressed.push(...(await pressEach(page, part, lab)));
      });
    }
  }
  for (const [id, { predict: all }] of benches)
    expect([id, [...all, "repaired", "differs"].sort()]).toEqual([id, sent[id]?.sort()]);
  return pressed;
}
