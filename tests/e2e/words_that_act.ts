// Presses the words of a chapter that act on the lab and compares what the lab then shows with a run in Node.
// An action is read here anew, from what the handbook of the text says it means; the page's own reader is not asked.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { decode } from "../../www/lab/address";
import { freshRun, settingsOf } from "./fresh_run";
import { frame } from "./reader";

/** What the button of the transport says while nothing plays. */
const RESTING: Readonly<Record<string, string>> = { en: "Play", "zh-CN": "播放" };

const stateOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector("first-descent")?.getState() ?? "");

const without = (address: string, key: string): string =>
  address
    .split("&")
    .filter((part) => !part.startsWith(`${key}=`))
    .join("&");

const momentIn = (address: string): { update: number; statement: number } => ({
  ...decode(address).state.cursor,
});

/** What a lab is set to, however its address says it: a default may be written out. */
function setUpOf(address: string) {
  const { runs, main } = decode(address).state;
  return { settings: settingsOf(address), runs, main };
}

/** Where an action leads: the lab's state, and the moment it rests at; null where it plays. */
function goalOf(action: URLSearchParams, opened: string, before: string) {
  const asked = action.get("try");
  const at = action.get("at");
  const acts = action.get("do");
  let address = before;
  if (asked !== null) address = asked === "" ? without(opened, "at") : `${without(opened, "at")}&${asked}`;
  if (at !== null) address = `${without(address, "at")}&at=${at}`;
  if (acts === "start") address = without(address, "at");
  const moment = momentIn(address);
  if (acts === "step") moment.update += 1;
  else if (acts !== null && acts !== "start" && acts !== "toggle")
    throw new Error(`The test does not know what "${acts}" does.`);
  const plays = acts === "toggle" || (asked !== null && !/(^|&)at=/.test(asked));
  return { address, moment, plays };
}

/** The lab's own numbers, to the last bit. */
async function shown(page: Page): Promise<{ update: number; w: number; b: number }> {
  await frame(page);
  const value = async (name: string): Promise<number> =>
    Number(await page.locator(`[data-readout="${name}"]`).getAttribute("data-value"));
  return {
    update: Number(await page.locator(".scrubber").inputValue()),
    w: await value("w"),
    b: await value("b"),
  };
}

/** Presses one, and looks at everything it should have done. `opened` is the lab as the chapter opens it. */
export async function pressAndLook(page: Page, word: Locator, opened: string): Promise<string> {
  const text = (await word.getAttribute("data-action")) ?? "";
  const action = new URLSearchParams(text);
  const { address, moment, plays } = goalOf(action, opened, await stateOf(page));
  await word.click();
  await frame(page);
  const here = (what: unknown): [string, unknown] => [text, what];
  const unit = action.get("unit");
  if (unit) {
    const radio = page.locator(`.transport input[value="${unit}"]`);
    await expect.poll(async () => here(await radio.isChecked())).toEqual(here(true));
  }
  const view = action.get("view");
  if (view) await page.locator(`.place[data-view="${view}"] .body > :not(.waiting)`).first().waitFor();
  for (const layer of action.get("layer")?.split(",") ?? []) {
    const box = page.locator(`input[data-layer="${layer.replace(/^-/, "")}"]`);
    await expect.poll(async () => here(await box.isChecked())).toEqual(here(!layer.startsWith("-")));
  }
  const setUp = async (): Promise<unknown> => here(setUpOf(await stateOf(page)));
  await expect.poll(setUp).toEqual(here(setUpOf(address)));
  const run = freshRun(address);
  const playButton = page.locator(".transport button.primary");
  const language = (await page.locator("html").getAttribute("lang")) ?? "";
  const resting = async (): Promise<unknown> =>
    here((await playButton.innerText()).trim() === RESTING[language]);
  if (plays) {
    await expect.poll(resting).toEqual(here(false));
    await page.locator(".scrubber").press("End");
    const { w, b } = run.after(run.seen);
    await expect.poll(async () => here(await shown(page))).toEqual(here({ update: run.seen, w, b }));
  } else {
    const { w, b } = run.after(moment.update, moment.statement);
    const there = here({ update: moment.update, w, b });
    await expect.poll(async () => here(await shown(page))).toEqual(there);
    await expect.poll(async () => here(momentIn(await stateOf(page)))).toEqual(here(moment));
    // At its end a run offers to be played again.
    if (moment.update < run.seen) await expect.poll(resting).toEqual(here(true));
  }
  return decodeURIComponent(text);
}

/** Presses all that can be seen in a part of the page, in order; gives what they were. */
export async function pressEach(page: Page, part: Locator, opened: string): Promise<string[]> {
  const words = part.locator(".act:visible");
  const count = await words.count();
  const pressed: string[] = [];
  for (let index = 0; index < count; index += 1)
    pressed.push(await pressAndLook(page, words.nth(index), opened));
  return pressed;
}
