// The map as browser tests find it: brought into sight, filled, and its pixel in hand.
import type { Page } from "playwright-core";
import { decimals } from "../../www/numbers";
import { open } from "./reader";

/** Brings the map into sight and waits until all its runs have ended. */
export async function openMap(page: Page): Promise<void> {
  await open(page, "map");
  await filled(page, 10_000);
}

export async function filled(page: Page, runs: number): Promise<void> {
  const text = `${decimals(runs, 0)} runs · `;
  await page
    .locator(`[data-readout="runs"][data-value="${runs}"]`, { hasText: text })
    .waitFor({ state: "attached" });
}

export const pixel = (page: Page) => page.locator('.map [data-handle="pixel"]');
export const told = (page: Page): Promise<string | null> => pixel(page).getAttribute("aria-valuetext");
