// A chapter read from the top: its words are pressed in the order of the text, none left out, and after each the lab has the
// numbers that the sentence beside it tells. A word that only moves the cursor acts on what the words before it have set up.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import * as numbers from "../../www/numbers";
import { bestLine, type FreshRun, freshRun } from "./fresh_run";
import { readChapter } from "./lesson_reader";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The numbers that stand beside a word, worked out from the run that the lab holds after it was pressed. */
type Told = (run: FreshRun) => readonly string[];

const at = (places: number, ...values: number[]): string[] =>
  values.map((value) => numbers.decimals(value, places));

const away: Told = (run) => {
  const fit = bestLine(run);
  return at(2, Math.hypot(run.end.w - fit.w, run.end.b - fit.b));
};

const lastMeans: Told = ({ history }) => [
  numbers.loss(history.runningLoss.at(-1) ?? null),
  numbers.loss(history.epochLoss.at(-1) ?? null),
];

const end =
  (places: number): Told =>
  ({ end: { w, b } }) =>
    at(places, w, b);

interface Chapter {
  slug: string;
  told: Readonly<Record<string, Told>>;
}

const READ: readonly Chapter[] = [
  {
    slug: "the-whole-loop",
    told: {
      "try=dl=0&unit=batch": (run) => [...at(2, run.end.w), ...away(run)],
      "try=sh=1&unit=batch": away,
      "try=at=600&view=surface": end(4),
      "try=at=600&layer=running": lastMeans,
      "layer=-running": lastMeans,
      "try=at=600": ({ end: { b } }) => at(2, b),
    },
  },
  {
    slug: "the-same-in-pytorch",
    told: {
      "try=at=600": ({ end: { w } }) => [String(w)],
      "try=p=torch&unit=batch": ({ seen, end: { w, b } }) => [numbers.count(seen), ...at(4, w, b)],
      "try=p=torch&wd=0.1&unit=batch": end(2),
      "try=p=sgd_regressor&unit=batch": end(4),
      "try=p=sgd_regressor&al=0.1&unit=batch": ({ end: { w } }) => at(2, w),
    },
  },
];

describe.each(READ)("$slug, read in order", ({ slug, told }) => {
  test.each(["en", "zh-CN"])(
    "has in the lab what it tells, in %s",
    async (language) => {
      const { page, complaints, close } = await readChapter(browser, slug, language);
      const words = page.locator(".lesson .act:visible");
      const heard = new Set<string>();
      for (let index = 0; index < (await words.count()); index += 1) {
        const word = words.nth(index);
        const action = decodeURIComponent((await word.getAttribute("data-action")) ?? "");
        await word.click();
        const numbersTold = told[action];
        if (!numbersTold || heard.has(action)) continue;
        heard.add(action);
        const sentence = await word.evaluate((element) => element.closest("p, li")?.textContent ?? "");
        const state = (): Promise<string> =>
          page.evaluate(() => document.querySelector("first-descent")?.getState() ?? "");
        const missing = async (): Promise<unknown> => [
          action,
          numbersTold(freshRun(await state())).filter((number) => !sentence.includes(number)),
        ];
        await expect.poll(missing, { timeout: 15_000 }).toEqual([action, []]);
      }
      expect([...heard].sort()).toEqual(Object.keys(told).sort());
      expect(complaints).toEqual([]);
      await close();
    },
    60_000,
  );
});
