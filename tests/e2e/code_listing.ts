// The listing of the program as a reader meets it: its lit lines, the numbers beside them and those that can be edited.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { frame, open, type Visit, visit } from "./reader";

/** Opens the site with the code in sight. */
export async function atCode(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const visited = await visit(browser, options);
  await open(visited.page, "code");
  await visited.page.locator(".code-rows li").first().waitFor();
  return visited;
}

/** A number, flag or choice of the listing, by the engine's path. */
export const literal = (page: Page, path: string): Locator =>
  page.locator(`.literal[data-setting="${path}"]`).first();

/** The text of the lit lines, without what stands beside them. */
export async function litLines(page: Page): Promise<string[]> {
  await frame(page);
  const lines = await page.locator('.code-rows [aria-current="step"] .line').allTextContents();
  return lines.map((text) => text.trim());
}

/** The numbers beside the line with this text, in full. */
export async function beside(page: Page, text: string): Promise<string | null> {
  await frame(page);
  const row = page.locator(".code-rows li", { hasText: text }).first();
  return row.locator(".value").getAttribute("data-value");
}

/** Chooses the listing. */
export const mode = (page: Page, name: "By hand" | "Both" | "PyTorch"): Promise<void> =>
  page.locator(".code-modes label", { hasText: name }).click();
