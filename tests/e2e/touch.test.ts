// A reader with nothing but a finger, on a phone and on a tablet: steps, scrubs, edits samples and line, looks into the
// graph and the code, branches, sets, and comes back from a run that diverged. Every number is a fresh session's.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engine, freshLine, freshState } from "./fresh_run";
import { handle, plot } from "./line_picture";
import {
  caption,
  classicRun,
  cursor,
  finger,
  labSettings,
  middleOf,
  PHONE,
  readout,
  type Spot,
  scrub,
  type Visit,
  visit,
  wb,
} from "./reader";

const TABLET = { ...PHONE, viewport: { width: 834, height: 1112 } };

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The whole lab, as a phone opens it. */
async function whole(options: typeof PHONE): Promise<Visit> {
  const visited = await visit(browser, options);
  await visited.page.getByRole("button", { name: "The whole lab" }).tap();
  await visited.page.locator(".loss canvas").last().waitFor();
  return visited;
}

/** Opens a view by its tab; the line is always there on a tablet. */
async function show(page: Page, view: string): Promise<Locator> {
  const tab = page.locator(`[role="tab"][data-view="${view}"]`);
  if ((await tab.count()) > 0) await tab.tap();
  const place = page.locator(`.place[data-view="${view}"]`);
  await place.locator(".body > :not(.waiting)").first().waitFor();
  return place;
}

/** Waits for w and b where the line is in sight: on a phone it has to be shown. */
async function lineSettlesAt(page: Page, parameters: unknown): Promise<void> {
  await show(page, "line");
  await expect.poll(() => wb(page)).toEqual(parameters);
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name, exact: true }).tap();

test("a finger steps by statements, forward and back, and scrubs by the slider and along the loss curve", async () => {
  const { page, complaints, close } = await whole(PHONE);
  await press(page, "Keys");
  const sheet = page.locator(".help-sheet");
  await expect.poll(() => sheet.innerText()).toContain("Shift");
  await sheet.getByRole("button").tap();
  await sheet.waitFor({ state: "hidden" });
  await page.locator(".units label", { hasText: "statement" }).tap();
  for (let statement = 1; statement <= 4; statement += 1) await press(page, "One step");
  await expect.poll(() => caption(page)).toContain("backward gives");
  await expect.poll(() => readout(page, "loss")).toBe(freshState({}, 0, 4).loss);
  await press(page, "One step back");
  await press(page, "One step back");
  await press(page, "One step back");
  await expect.poll(() => caption(page)).toContain("the line predicts y for 16 samples");
  await press(page, "Back to the start");
  const { drag } = await finger(page);
  const track = await page.locator(".scrubber").boundingBox();
  if (!track) throw new Error("The scrubber is not to be seen.");
  const y = track.y + track.height / 2;
  await drag({ x: track.x + 9, y }, { x: track.x + track.width / 2, y });
  await expect.poll(async () => Math.abs((await cursor(page)) - 300)).toBeLessThan(10);
  const slid = await cursor(page);
  await lineSettlesAt(page, classicRun.wb[slid - 1]);
  const curve = page.locator(".loss canvas").last();
  const { y: middle } = await middleOf(curve);
  const left = (await curve.boundingBox())?.x ?? 0;
  const [from, width] = await page.locator(".scrubber").evaluate((element) => {
    const of = (name: string): number => Number.parseFloat(getComputedStyle(element).getPropertyValue(name));
    return [of("--plot-left"), of("--plot-width")] as const;
  });
  const at = (update: number): Spot => ({ x: left + from + (update / 600) * width, y: middle });
  await drag(at(slid), at(slid - 150));
  await expect.poll(async () => Math.abs((await cursor(page)) - slid + 150)).toBeLessThan(5);
  const dragged = await cursor(page);
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[dragged - 1]);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["phone", PHONE],
  ["tablet", TABLET],
] as const)(
  "on a %s a finger adds a sample, takes it away, undoes, redoes, and turns the line",
  async (_, device) => {
    const { page, complaints, close } = await whole(device);
    await page.locator(".line [data-handle=sample]").waitFor({ state: "attached" });
    await scrub(page, 20);
    const { touch, drag } = await finger(page);
    await press(page, "Add a sample where you press next");
    const before = await plot(page);
    const ground = before.place(1.2, -60);
    await touch("touchStart", ground);
    await touch("touchEnd");
    await expect.poll(async () => (await labSettings(page)).data).toMatchObject({ edits: [{ add: true }] });
    await press(page, "Add a sample where you press next");
    const added = await labSettings(page);
    await lineSettlesAt(page, freshLine(added, 20));
    await press(page, "Undo");
    await lineSettlesAt(page, freshLine({}, 20));
    await press(page, "Redo");
    await lineSettlesAt(page, freshLine(added, 20));
    const now = await plot(page);
    const sample = now.place(now.x[100] ?? 0, now.y[100] ?? 0);
    await drag(sample, { x: sample.x, y: now.box.y + now.box.height + 40 });
    // Dragged out of the picture it is still there: the axis goes with it.
    await expect.poll(async () => (await plot(page)).y[100]).toBeLessThan(now.scale.y.domain()[0] ?? 0);
    expect((await labSettings(page)).data).toMatchObject({ edits: [{ add: true }] });
    expect((await plot(page)).x).toHaveLength(101);
    await press(page, "Take sample 101 away");
    await expect.poll(async () => (await labSettings(page)).data).toMatchObject({ edits: [] });
    await lineSettlesAt(page, freshLine({}, 20));
    const right = await handle(page, "right");
    await drag(right, { x: right.x, y: right.y - (await plot(page)).part(0, 0.2).y });
    await expect.poll(async () => (await labSettings(page)).init).toMatchObject({ b: expect.any(Number) });
    await expect.poll(() => cursor(page)).toBe(20);
    const init = (await labSettings(page)).init as { w: number; b: number };
    expect(init.w).toBeGreaterThan(5);
    await lineSettlesAt(page, freshLine({ init }, 20));
    expect(complaints).toEqual([]);
    await close();
  },
);

test("a finger sets w of the line by its number, and lights residuals and squares", async () => {
  const { page, complaints, close } = await whole(PHONE);
  const w = page.getByRole("spinbutton", { name: "w of the line" });
  await w.tap();
  await page.keyboard.type("7.5");
  await page.keyboard.press("Enter");
  await expect.poll(() => readout(page, "w")).toBe(7.5);
  await scrub(page, 37);
  await lineSettlesAt(page, freshLine({ init: { w: 7.5, b: 0 } }, 37));
  const picture = page.locator(".line canvas[role=img]");
  const drawn = (): Promise<string> => picture.evaluate((node: HTMLCanvasElement) => node.toDataURL());
  for (const name of ["Residuals", "Squares"]) {
    const without = await drawn();
    await page.getByLabel(name, { exact: true }).tap();
    await expect.poll(drawn).not.toBe(without);
  }
  expect(complaints).toEqual([]);
  await close();
});

test("a tap on a node of the graph tells its formula and gradient, and the numeric check stands beside it", async () => {
  const { page, complaints, close } = await whole(PHONE);
  const graph = await show(page, "graph");
  await scrub(page, 37);
  await page.locator(".units label", { hasText: "statement" }).tap();
  for (let statement = 1; statement <= 4; statement += 1) await press(page, "One step");
  await graph.getByText("Check numerically").tap();
  const tap = async (node: string): Promise<void> => {
    const { x, y } = await middleOf(graph.locator(`${node} circle`).last());
    await page.touchscreen.tap(x, y);
  };
  await tap('.node.parameter[aria-label^="parameter w"]');
  const card = graph.locator(".card");
  await card.waitFor();
  await expect.poll(() => card.innerText()).toContain("accumulated into .grad");
  const { gradW } = freshState({}, 37, 4);
  const numeric = async (): Promise<number> =>
    Number(await card.locator("[data-numeric]").getAttribute("data-numeric"));
  await expect.poll(async () => Math.abs((await numeric()) / (gradW ?? 0) - 1)).toBeLessThan(1e-6);
  // Another node takes the card.
  await tap(".node.loss");
  await expect.poll(() => card.innerText()).toContain("15290.1");
  expect(complaints).toEqual([]);
  await close();
});

test("in the code a finger types a number, steps through a choice and sets the programs side by side", async () => {
  const { page, complaints, close } = await whole(PHONE);
  await scrub(page, 37);
  const code = await show(page, "code");
  const literal = (path: string): Locator => code.locator(`.literal[data-setting="${path}"]`).first();
  await literal("lr").tap();
  const field = code.locator(".literal-input");
  await field.fill("0.05");
  await field.press("Enter");
  await expect.poll(() => literal("lr").textContent()).toBe("0.05");
  await literal("dtype").tap();
  await expect.poll(() => literal("dtype").textContent()).toBe("float32");
  await lineSettlesAt(page, freshLine({ lr: 0.05, dtype: "float32" }, 37));
  await show(page, "code");
  await literal("dtype").tap();
  await code.locator(".code-modes label", { hasText: "Both" }).tap();
  const session = new engine.Session({ lr: 0.05 });
  const twin = session.twin();
  twin.seek(37);
  const other = twin.state();
  for (const of of [session, twin]) of.free();
  const own = freshState({ lr: 0.05 }, 37);
  const told = code.locator(".agreement p[data-pair]");
  await expect
    .poll(() => told.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.value)))
    .toEqual([`${own.w} ${other.w}`, `${own.b} ${other.b}`]);
  await code.locator(".code-modes label", { hasText: "By hand" }).tap();
  await code.getByRole("button", { name: "Output" }).tap();
  await scrub(page, 120);
  const printing = new engine.Session({ lr: 0.05 });
  printing.seek(120);
  const printed = printing.output().join("\n");
  printing.free();
  await expect.poll(() => code.locator(".printed").innerText()).toBe(printed);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["phone", PHONE],
  ["tablet", TABLET],
] as const)(
  "on a %s a finger branches here, makes the branch the main run, and drops the other",
  async (_, device) => {
    const { page, complaints, close } = await whole(device);
    await scrub(page, 20);
    await press(page, "Branch");
    const controls = await show(page, "settings");
    const field = controls.locator('input[name="lr"]');
    await field.tap();
    await field.fill("0.05");
    await field.press("Enter");
    await press(page, "Branch");
    const chips = page.locator(".runs");
    await chips.waitFor();
    await scrub(page, 60);
    await lineSettlesAt(page, classicRun.wb[59]);
    await press(page, "Make it the main run: lr 0.01 → 0.05 at update 20");
    const branched = freshLine({ changes: [{ update: 20, set: { lr: 0.05 } }] }, 60);
    await lineSettlesAt(page, branched);
    await press(page, "Drop this run: lr 0.05 → 0.01 at update 20");
    await expect.poll(() => chips.isVisible()).toBe(false);
    await lineSettlesAt(page, branched);
    expect(complaints).toEqual([]);
    await close();
  },
);

test("a finger slides the learning rate past the limit, reads why the run diverged, and takes the way back", async () => {
  const { page, complaints, close } = await whole(PHONE);
  const controls = await show(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("The slider is not to be seen.");
  const { drag } = await finger(page);
  const thumb = Number(await slider.inputValue());
  const y = box.y + box.height / 2;
  await drag({ x: box.x + 8 + thumb * (box.width - 16), y }, { x: box.x + box.width + 20, y });
  await expect.poll(() => labSettings(page)).toEqual({ lr: 2 });
  await page.locator(".notice").waitFor();
  const { diverged } = freshState({ lr: 2 }, 600);
  if (!diverged) throw new Error("A learning rate of 2 does not make the run diverge.");
  // The track ends at the last line that can be drawn.
  await expect.poll(() => page.locator(".scrubber").getAttribute("max")).toBe(String(diverged.update));
  await scrub(page, diverged.update);
  await expect.poll(() => cursor(page)).toBe(diverged.update);
  await lineSettlesAt(page, [diverged.w, diverged.b]);
  await press(page, "Back to lr 0.01");
  await page.locator(".notice").waitFor({ state: "hidden" });
  await scrub(page, 30);
  await lineSettlesAt(page, classicRun.wb[29]);
  await show(page, "settings");
  await controls.getByLabel("Shuffle").tap();
  await expect.poll(() => labSettings(page)).toMatchObject({ shuffle: true });
  await lineSettlesAt(page, freshLine({ shuffle: true }, 30));
  expect(complaints).toEqual([]);
  await close();
});
