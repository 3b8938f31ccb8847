// What a reader of a chapter does: presses a word of the prose, answers an exercise, reads what is said to it.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { frame, openPage, readout, type Visit } from "./reader";

/** Opens a chapter and waits until its words can be pressed. */
export async function readChapter(
  browser: Browser,
  slug: string,
  language = "en",
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const opened = await openPage(browser, `${language}/${slug}/`, options);
  const { page } = opened;
  await page.locator(".scrubber").waitFor();
  await page.locator(".lesson .act[tabindex]:visible").first().waitFor();
  return opened;
}

/** Presses a word of the prose by its text. */
export async function press(page: Page, words: string): Promise<void> {
  await page.locator(".lesson .act", { hasText: words }).first().click();
  await frame(page);
}

/** Opens what a place of the text is folded away in, by its summary. */
export async function unfold(page: Page, id: string): Promise<void> {
  const fold = page.locator(`details.more:not([open]):has(#${id}) > summary`);
  if ((await fold.count()) > 0) await fold.click();
}

/** Presses "Check" and waits for what is said: each verdict is an element of its own. */
async function checked(exercise: Locator): Promise<string> {
  const said = exercise.locator(".answer");
  const before = await said.evaluateHandle((node) => node.querySelector(".verdict"));
  await exercise.locator(".check").click();
  const isNew = (): Promise<boolean> =>
    said.evaluate((node, last) => {
      const now = node.querySelector(".verdict");
      return now !== null && now !== last;
    }, before);
  await expect.poll(isNew).toBe(true);
  return said.innerText();
}

/** Answers an exercise, with an option's name, a number, or with the run in the lab; gives what is said to it. */
export async function answer(page: Page, id: string, given?: string | number): Promise<string> {
  const exercise = page.locator(`#${id}`);
  await unfold(page, id);
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".check").waitFor();
  if (typeof given === "string") await exercise.locator(`input[value="${given}"]`).check();
  if (typeof given === "number") await exercise.locator('input[type="text"]').fill(String(given));
  return checked(exercise);
}

/** Draws a loss curve with the mouse: heights as parts of the picture's, from left to right. */
export async function draw(page: Page, id: string, heights: readonly number[]): Promise<void> {
  const picture = page.locator(`#${id} .curve`);
  await picture.waitFor();
  await picture.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await picture.locator(".axes").boundingBox();
  if (!box) throw new Error(`${id} has no picture to draw on`);
  const at = (index: number): [number, number] => [
    box.x + (box.width * index) / (heights.length - 1),
    box.y + box.height * (1 - (heights[index] ?? 0)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let index = 1; index < heights.length; index += 1) await page.mouse.move(...at(index));
  await page.mouse.up();
}

/** Presses every word of the chapter that acts, one after the other, and the lab must go on. */
export async function pressAll(page: Page): Promise<number> {
  const words = page.locator(".lesson .act:visible");
  const count = await words.count();
  const lab = page.locator("first-descent");
  const form = await lab.getAttribute("data-form");
  for (let index = 0; index < count; index += 1) {
    await words.nth(index).click();
    await frame(page);
    // On a phone some bring the whole lab, which lies over the words.
    if ((await lab.getAttribute("data-form")) !== form) await page.keyboard.press("Escape");
  }
  return count;
}

/** Places the point of an exercise by a press in its plane, and answers; gives what is said to it. */
export async function placeAndAnswer(
  page: Page,
  id: string,
  { w, b }: { w: number; b: number },
  plane: { w: readonly [number, number]; b: readonly [number, number] },
): Promise<string> {
  const exercise = page.locator(`#${id}`);
  await exercise.scrollIntoViewIfNeeded();
  const plot = exercise.locator(".plane .frame");
  await plot.waitFor();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error(`The plane of "${id}" has no box.`);
  const right = (w - plane.w[0]) / (plane.w[1] - plane.w[0]);
  const up = (b - plane.b[0]) / (plane.b[1] - plane.b[0]);
  await page.mouse.click(box.x + right * box.width, box.y + (1 - up) * box.height);
  return checked(exercise);
}

/** Types w or b of the line beside its picture, and waits until the run starts from there. */
export async function putDown(page: Page, name: "w" | "b", value: number): Promise<void> {
  await page.locator(`[data-readout="${name}"]`).click();
  const field = page.locator("input.typed");
  await field.fill(String(value));
  await field.press("Enter");
  await expect.poll(() => readout(page, name)).toBe(value);
}
