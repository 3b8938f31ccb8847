// The block of chapter 10: a table is pasted, dropped and mended, held back, scaled, trained and predicted from. The
// exercises and words beside it are in every_chapter.test.ts. Losses are compared with sums of squares worked out here, and nothing is sent anywhere.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { readChapter } from "./lesson_reader";
import { frame, readout, scrub, wb } from "./reader";

const SLUG = "your-data";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** y = 2x + 1 with a wobble; x far from 0. */
const POINTS = Array.from({ length: 20 }, (_, index) => ({
  x: 30 + index / 2,
  y: 61 + index + (index % 2 === 0 ? 0.5 : -1) * (1 + (index % 3)),
}));
const TABLE = ["size;price", ...POINTS.map(({ x, y }) => `${x};${y}`.replaceAll(".", ","))].join("\n");

const block = (page: Page) => page.locator(".your-data");

async function paste(page: Page, text: string): Promise<void> {
  await block(page).locator("textarea").fill(text);
}

async function train(page: Page): Promise<void> {
  await block(page).locator(".main-button").click();
  await block(page).locator(".showing").waitFor();
}

const lossOf = async (page: Page, part: "train" | "held"): Promise<number> => {
  await frame(page);
  return Number(await block(page).locator(`[data-loss="${part}"]`).getAttribute("data-value"));
};

/** The rows the block says are held back. */
async function heldRows(page: Page): Promise<number[]> {
  const text = await block(page).locator(".splitting details p").first().textContent();
  return Array.from((text ?? "").matchAll(/\d+/g), ([row]) => Number(row));
}

test("a pasted table with decimal commas is trained on, scaled, and both losses are those of its line", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await paste(page, TABLE);
  await block(page).locator(".training input[type=checkbox]").check();
  await train(page);
  await page.locator(".scrubber").fill("50");
  const held = await heldRows(page);
  expect(held).toHaveLength(4);
  // The row of names is row 1.
  const part = (of: boolean) => POINTS.filter((_, index) => held.includes(index + 2) === of);
  const x = part(false).map((point) => point.x);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const std = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
  const check = async (): Promise<void> => {
    const lossBy = async (points: typeof POINTS): Promise<number> => {
      const [w = Number.NaN, b = Number.NaN] = await wb(page);
      const line = (value: number): number => (w * (value - mean)) / std + b;
      return points.reduce((sum, point) => sum + (line(point.x) - point.y) ** 2, 0) / points.length;
    };
    for (const name of ["train", "held"] as const)
      await expect
        .poll(async () => (await lossOf(page, name)) - (await lossBy(part(name === "held"))))
        .toBeCloseTo(0, 8);
    await block(page).locator(".predicting input").fill("35,5");
    const [w = Number.NaN, b = Number.NaN] = await wb(page);
    const line = (value: number): number => (w * (value - mean)) / std + b;
    const result = block(page).locator(".result");
    await expect.poll(async () => Number(await result.getAttribute("data-value"))).toBeCloseTo(line(35.5), 8);
    // Four digits are read.
    await expect
      .poll(async () => (await result.innerText()).replace(/^.*: /, ""))
      .toBe(String(Number(line(35.5).toPrecision(4))).replace("-", "−"));
  };
  await check();
  await scrub(page, 3);
  await check();
  // The other draw is trained on at once.
  const before = await lossOf(page, "train");
  await block(page).locator(".splitting input[type=text]").fill("1");
  await expect.poll(() => heldRows(page)).not.toEqual(held);
  await expect.poll(() => lossOf(page, "train")).not.toBe(before);
  // Nothing but the site's own files is asked for, and nothing is sent.
  expect(asked.filter((request) => !request.startsWith(`GET ${inject("site")}`))).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a table in columns of blanks is read, the choice is shown, and it can be overruled", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, ["Data:     y        x", ...POINTS.map(({ x, y }) => `     ${y}     ${x}`)].join("\n"));
  const separator = block(page).getByLabel("Separator");
  await expect.poll(() => separator.locator("option:checked").innerText()).toBe("found: blanks");
  // The first row has a cell more than there are columns of numbers.
  await block(page).getByLabel("The first row holds names").uncheck();
  await block(page).getByLabel("Leave these rows out").check();
  await expect
    .poll(() => block(page).locator(".preview tbody tr.train, .preview tbody tr.held").count())
    .toBe(7);
  await separator.selectOption({ label: "comma" });
  await expect.poll(() => block(page).locator(".problem").first().innerText()).toContain("one value only");
  await close();
});

test("on raw x the run diverges, the limit is said, and one press standardises", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, TABLE);
  await train(page);
  const trouble = block(page).locator(".trouble");
  await expect
    .poll(() => trouble.innerText())
    .toMatch(/diverges at update \d+.*With x standardised the limit is/s);
  // There is nothing to predict with, and the ways out are offered once: here, where the reader is.
  const predicting = block(page).locator(".predicting");
  await expect
    .poll(() => predicting.locator(".note").innerText())
    .toBe("This run diverges: it has no line to predict with.");
  expect(await predicting.locator(".result").innerText()).toBe("");
  expect(await predicting.locator(".worked:visible").allInnerTexts()).toEqual([]);
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  await trouble.locator("button", { hasText: "Standardise" }).click();
  await expect.poll(() => predicting.locator(".result").innerText()).toMatch(/^Predicted price: [\d.]+$/);
  expect(await predicting.locator(".worked").last().innerText()).toMatch(/^ŷ = [\d.]+ · x [+−] [\d.]+$/);
  // It holds now, though at this rate it is still on its way.
  await expect.poll(() => trouble.innerText()).toMatch(/^It is stable, but it ends far from the best line/);
  await expect.poll(() => trouble.locator("button").count()).toBe(0);
  await expect.poll(() => block(page).locator(".training input[type=checkbox]").isChecked()).toBe(true);
  await expect.poll(() => block(page).locator(".training .help").innerText()).toContain("(exact)");
  await close();
});

test("what is missing or no number is named by row and column, and nothing is trained before it is looked at", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const text = "x,y\n1,2\n2,\n3,abc\n4,5\n5,6\n6,7\n";
  await paste(page, text);
  const flaws = block(page).locator(".flaws");
  await expect.poll(() => flaws.innerText()).toContain("row 3, y: empty");
  expect(await flaws.innerText()).toContain("row 4, y: “abc” is no number");
  await expect.poll(() => block(page).locator(".main-button").isDisabled()).toBe(true);
  await block(page).locator(".flaws input").check();
  await expect.poll(() => block(page).locator(".main-button").isEnabled()).toBe(true);
  await paste(page, "only\none\ncolumn");
  await expect.poll(() => block(page).locator(".intake .problem").innerText()).toContain("one value only");
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe("only\none\ncolumn");
  await close();
});

test("a dropped file is read, a spreadsheet's own is refused, and the text before can be brought back", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const drop = (name: string, bytes: number[]): Promise<void> =>
    block(page).evaluate(
      (element, [file, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(content as number[])], file as string));
        element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, bytes] as const,
    );
  const problem = block(page).locator(".intake .problem");
  await paste(page, "a,b\n1,2\n3,4");
  await drop("book.xlsx", [0x50, 0x4b, 3, 4]);
  await expect.poll(() => problem.innerText()).toContain("Save the sheet as CSV");
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe("a,b\n1,2\n3,4");
  await drop("points.csv", [...new TextEncoder().encode("u\tv\n5\t6\n7\t8\n")]);
  await expect.poll(() => block(page).locator(".choosing select").first().innerText()).toContain("tab");
  await expect.poll(() => problem.innerText()).toBe("");
  await block(page).locator("button", { hasText: "Bring it back" }).click();
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe("a,b\n1,2\n3,4");
  await close();
});

test("when the lab shows other data, the block says so and shows no losses", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, TABLE);
  await block(page).locator(".training input[type=checkbox]").check();
  await train(page);
  const remark = block(page).locator(".training [role=status]").first();
  await expect.poll(() => remark.innerText()).toBe("");
  await page.locator(".lesson .act", { hasText: "Load the Norris readings" }).click();
  await expect.poll(() => remark.innerText()).toContain("other points");
  await expect.poll(() => block(page).locator(".showing").isVisible()).toBe(false);
  await close();
});

/** What the block and the lab say of a table that was trained on. */
async function standing(page: Page) {
  await block(page).locator(".showing").waitFor();
  const choices = await block(page)
    .locator(".choosing select")
    .evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value));
  return {
    text: await block(page).locator("textarea").inputValue(),
    choices,
    names: await block(page).locator(".choosing thead th.chosen").allInnerTexts(),
    share: await block(page).locator(".splitting input[type=range]").inputValue(),
    seed: await block(page).locator(".splitting input[type=text]").inputValue(),
    held: await heldRows(page),
    scaled: await block(page).locator(".training input[type=checkbox]").isChecked(),
    x: await block(page).locator(".predicting input").inputValue(),
    losses: [await lossOf(page, "train"), await lossOf(page, "held")],
    line: [await readout(page, "w"), await readout(page, "b")],
    offered: (await block(page).locator(".main-button").innerText()).match(/\d+/)?.[0],
  };
}

/** The run stands still, and the address says where. */
async function settled(page: Page): Promise<void> {
  await scrub(page, 2);
  await addressAt(page, 2);
}

const addressAt = (page: Page, update: number): Promise<void> =>
  page.waitForURL(({ hash }) => new RegExp(`&at=${update}(&|$)`).test(hash));

const takeLab = (page: Page) => block(page).locator(".take-lab button");

test("reloading, the other language, and leaving and coming back lose nothing of a table, its draw and its new x", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  // The text's columns are the other way round, with a third one that is not used.
  const rows = POINTS.map(({ x, y }, index) =>
    `${y}|${x}|${index}`.replaceAll(".", ",").replaceAll("|", ";"),
  );
  await paste(page, ["price;size;shop", ...rows].join("\n"));
  const columns = block(page).locator(".choosing select");
  await columns.nth(2).selectOption("1");
  await columns.nth(3).selectOption("0");
  await block(page).locator(".splitting input[type=range]").fill("30");
  await block(page).locator(".splitting input[type=text]").fill("7");
  await block(page).locator(".training input[type=checkbox]").check();
  await train(page);
  await scrub(page, 5);
  await block(page).locator(".predicting input").fill("35,5");
  await addressAt(page, 5);
  await expect.poll(() => block(page).locator(".result").getAttribute("data-value")).not.toBeNull();
  const before = await standing(page);
  expect(before).toMatchObject({ share: "30", seed: "7", scaled: true, x: "35,5", offered: "14" });
  expect(before.held).toHaveLength(6);
  expect(before.names).toEqual(["price y", "size x"]);
  const same = async (): Promise<void> => {
    await page.locator(".lesson .act[tabindex]:visible").first().waitFor();
    await block(page).locator(".choosing thead").waitFor();
    await expect.poll(() => standing(page)).toEqual(before);
    await expect.poll(() => takeLab(page).isVisible()).toBe(false);
    await expect.poll(() => page.locator(".scrubber").inputValue()).toBe("5");
  };
  await page.reload();
  await same();
  await page.locator("a.language:visible").first().click();
  await page.waitForURL(/zh-CN/);
  await same();
  await page.goto(`${inject("site")}zh-CN/batches/`);
  await page.locator(".scrubber").waitFor();
  await page.goto(`${inject("site")}zh-CN/${SLUG}/`);
  await same();
  expect(complaints).toEqual([]);
  await close();
});

test("a text that was never trained on, and choices made of it, are there again too", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, "1|2\n3|4");
  await block(page).locator("textarea").fill("a;b\n1,5;2\n2;x\n3;4\n4;5\n");
  // Left before the typing has come to rest.
  await page.reload();
  await block(page).locator(".flaws input").waitFor();
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe("a;b\n1,5;2\n2;x\n3;4\n4;5\n");
  await block(page).locator(".flaws input").check();
  await page.reload();
  await block(page).locator(".flaws input").waitFor();
  await expect.poll(() => block(page).locator(".flaws input").isChecked()).toBe(true);
  await expect.poll(() => block(page).locator(".main-button").isEnabled()).toBe(true);
  await close();
});

test("a link opens elsewhere with its training points as the table, none held back again, and says what it lacks", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, TABLE);
  await block(page).locator(".training input[type=checkbox]").check();
  await train(page);
  await settled(page);
  const link = page.url();
  expect(link).toContain("xy=");
  await close();
  const other = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await other.goto(link);
  await block(other).locator(".choosing thead").waitFor();
  await expect
    .poll(async () => (await block(other).locator("textarea").inputValue()).split("\n"))
    .toHaveLength(18);
  await expect
    .poll(() => block(other).locator(".intake .note").last().innerText())
    .toContain("An address holds no others");
  await expect.poll(() => block(other).locator(".main-button").innerText()).toContain("16 points");
  await expect.poll(() => block(other).locator(".splitting input[type=range]").inputValue()).toBe("0");
  await expect.poll(() => block(other).locator(".loss-value").last().innerText()).toBe("nothing held back");
  await expect.poll(() => takeLab(other).isVisible()).toBe(false);
  await other.context().close();
});

test("where the lab came back with other points than the table's, both ways are offered and both work", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  await paste(page, TABLE);
  await block(page).locator(".training input[type=checkbox]").check();
  await train(page);
  await settled(page);
  const before = await standing(page);
  const arrive = async (): Promise<void> => {
    await page.goto("about:blank");
    await page.goto(`${inject("site")}en/${SLUG}/#1&bs=3&xy=1,2~2,3.5~3,7`);
    await block(page).locator(".choosing thead").waitFor();
    await takeLab(page).waitFor();
  };
  await arrive();
  await expect
    .poll(() => block(page).locator(".training").innerText())
    .toContain("The lab holds 3 points that are not");
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe(TABLE);
  await block(page).locator(".main-button").click();
  await expect.poll(() => takeLab(page).isVisible()).toBe(false);
  await expect.poll(async () => (await standing(page)).held).toEqual(before.held);
  await expect
    .poll(async () => (await block(page).locator(".main-button").innerText()).match(/\d+/)?.[0])
    .toBe("16");
  await arrive();
  await takeLab(page).click();
  await expect.poll(() => takeLab(page).isVisible()).toBe(false);
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe("x,y\n1,2\n2,3.5\n3,7\n");
  await block(page).locator("button", { hasText: "Bring it back" }).click();
  await expect.poll(() => block(page).locator("textarea").inputValue()).toBe(TABLE);
  await close();
});

test("a link that mail may cut is named with its length, and a short one is not", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const link = block(page).locator(".training .link");
  await paste(page, TABLE);
  await train(page);
  await expect.poll(() => link.innerText()).toBe("");
  const many = Array.from({ length: 900 }, (_, index) => `${index / 7},${index / 3}`);
  await paste(page, ["x,y", ...many].join("\n"));
  await block(page).locator(".main-button", { hasText: "720" }).waitFor();
  await train(page);
  await settled(page);
  const said = async (): Promise<number> =>
    Number((await link.innerText()).match(/has ([\d,\s]+) characters/)?.[1]?.replace(/\D/g, ""));
  await expect.poll(said).toBeGreaterThan(8000);
  await expect.poll(async () => Math.abs((await said()) - page.url().length)).toBeLessThan(20);
  await close();
});

test("where storage throws, the block works and does not promise to keep anything", async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", {
      get: () => {
        throw new DOMException("No storage here.", "SecurityError");
      },
    });
  });
  await page.goto(`${inject("site")}en/${SLUG}/`);
  await block(page).locator("textarea").waitFor();
  const promise = block(page).locator(".private").last();
  await expect.poll(() => promise.innerText()).toContain("does not let the page keep your table");
  await paste(page, TABLE);
  await train(page);
  expect(errors).toEqual([]);
  await context.close();
});
