// The line's picture as a reader takes it in hand: where its samples and handles are on the page, and what was edited.
// Places are worked out by the view's own scales from the canvas's box, so that a layout may change.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { Edit } from "../../www/engine";
import { lineScale } from "../../www/views/line_scale";
import { engine } from "./fresh_run";
import { labSettings, middleOf, type Spot, type Visit, visit } from "./reader";

/** The lab with the samples' handle there. */
export async function openLine(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const reader = await visit(browser, options);
  await reader.page.locator(".line [data-handle=sample]").waitFor();
  return reader;
}

/** The plot's scales as the view makes them for the data there are, and where its canvas lies on the page. */
export async function plot(page: Page) {
  const box = await page.locator(".line canvas").last().boundingBox();
  if (!box) throw new Error("The line has no canvas.");
  const data = await page.evaluate(() => {
    const run = document.querySelector("first-descent")?.lab?.model.run;
    return { x: [...(run?.data.x ?? [])], y: [...(run?.data.y ?? [])] };
  });
  const [x, y] = [Float64Array.from(data.x), Float64Array.from(data.y)];
  const scale = lineScale({ width: box.width, height: box.height }, x, y);
  const { left, right, top, bottom } = scale.plot;
  const place = (dataX: number, dataY: number): Spot => ({
    x: box.x + scale.x(dataX),
    y: box.y + scale.y(dataY),
  });
  const sample = (index: number): Spot => place(x[index] ?? 0, y[index] ?? 0);
  /** Pixels that are such parts of the plot's width and height. */
  const part = (across: number, down: number): Spot => ({
    x: Math.round(across * (right - left)),
    y: Math.round(down * (bottom - top)),
  });
  return { scale, box, place, sample, part, x, y };
}

export const handle = (page: Page, id: string): Promise<Spot> =>
  middleOf(page.locator(`.line [data-handle=${id}]`));

const apart = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);

/** Waits until a handle stands at a place, to so many pixels. */
export const handleAt = (page: Page, id: string, spot: Spot, within = 0.75): Promise<void> =>
  expect.poll(async () => apart(await handle(page, id), spot)).toBeLessThan(within);

/** What was done to the samples, in order. */
export async function editsOf(page: Page): Promise<Edit[]> {
  const { data } = await labSettings(page);
  return (data && "edits" in data ? data.edits : null) ?? [];
}

/** The samples of the classic run. */
export const classicSamples = (() => {
  const session = new engine.Session({});
  const { x, y } = session.data();
  session.free();
  return { x, y };
})();

/** A sample that stands apart, so that no other one is nearer to the pointer. */
export const loneSample = classicSamples.x.indexOf(Math.min(...classicSamples.x));
