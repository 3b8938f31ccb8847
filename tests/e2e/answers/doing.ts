// What a reader does in the lab before an answer is checked.
import type { Page } from "playwright-core";
import { putDown } from "../lesson_reader";
import { frame, type } from "../reader";
import type { Doing } from "./form";

/** Takes on a state of the lab, as a link does. */
export const opens =
  (address: string): Doing =>
  async (page) => {
    await page.evaluate((text) => document.querySelector("first-descent")?.setState(text), address);
    await frame(page);
  };

/** From a state, types values into the fields of the settings, by the engine's names. */
export const types =
  (address: string, fields: Readonly<Record<string, string>>): Doing =>
  async (page) => {
    await opens(address)(page);
    for (const [name, text] of Object.entries(fields)) await type(page, name, text);
  };

/** From a state, types the parameters of the line beside its picture. */
export const putsDown =
  (address: string, { w, b }: { w: number; b: number }): Doing =>
  async (page) => {
    await opens(address)(page);
    await putDown(page, "w", w);
    await putDown(page, "b", b);
  };

/** From a state, presses the step to the next statement so many times. */
export const steps =
  (address: string, count: number): Doing =>
  async (page: Page) => {
    await opens(address)(page);
    const statement = page.locator('.transport input[value="statement"]');
    await statement.check({ force: true });
    for (let index = 0; index < count; index += 1) await page.locator(".scrubber").press("ArrowRight");
    await frame(page);
  };
