// A reader with nothing but a finger, on a phone and on a tablet: steps, scrubs, edits samples and line, looks into the
// graph and the code, branches, sets, and comes back from a run that diverged. Every number is a fresh session's.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { lineScale } from "../../www/views/line_scale";
import {
  caption,
  classicRun,
  cursor,
  finger,
  frame,
  middleOf,
  readout,
  scrub,
  type Visit,
  visit,
} from "./reader";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const TABLET = { ...PHONE, viewport: { width: 834, height: 1112 } };

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

type Settings = NonNullable<ConstructorParameters<typeof engine.Session>[0]>;

/** What a fresh session says at a moment. */
function fresh(settings: Settings, update: number, statement = 0) {
  const session = new engine.Session(settings);
  session.seek(update, statement);
  const state = session.state();
  session.free();
  return state;
}

const line = (settings: Settings, update: number): (number | null)[] => {
  const { w, b } = fresh(settings, update);
  return [w, b];
};

/** w and b as the line's heading tells them. */
async function wb(page: Page): Promise<number[]> {
  await show(page, "line");
  return [await readout(page, "w"), await readout(page, "b")];
}

const settings = (page: Page): Promise<Settings> =>
  page.evaluate(() => document.querySelector("first-descent")?.lab?.model.settings ?? {});

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
  await frame(page);
  return place;
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
  await expect.poll(() => readout(page, "loss")).toBe(fresh({}, 0, 4).loss);
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
  const slid = await cursor(page);
  expect(Math.abs(slid - 300)).toBeLessThan(10);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[slid - 1]);
  const curve = await middleOf(page.locator(".loss canvas").last());
  const at = await page.locator(".scrubber").evaluate(
    (element, [x, part]) => {
      const of = (name: string): number =>
        Number.parseFloat(getComputedStyle(element).getPropertyValue(name));
      return (x ?? 0) + of("--plot-left") + (part ?? 0) * of("--plot-width");
    },
    [(await page.locator(".loss canvas").last().boundingBox())?.x ?? 0, slid / 600],
  );
  await drag({ x: at, y: curve.y }, { x: at - 90, y: curve.y });
  const dragged = await cursor(page);
  expect(dragged).toBeLessThan(slid - 100);
  await expect.poll(() => readout(page, "loss")).toBe(classicRun.losses[dragged - 1]);
  expect(complaints).toEqual([]);
  await close();
});

/** The plot's scales as the view makes them for the data there are, and where its canvas lies on the page. */
async function plot(page: Page) {
  const box = await page.locator(".line canvas").last().boundingBox();
  if (!box) throw new Error("The line has no canvas.");
  const data = await page.evaluate(() => {
    const run = document.querySelector("first-descent")?.lab?.model.run;
    return { x: [...(run?.data.x ?? [])], y: [...(run?.data.y ?? [])] };
  });
  const [x, y] = [Float64Array.from(data.x), Float64Array.from(data.y)];
  const scale = lineScale({ width: box.width, height: box.height }, x, y);
  const place = (dataX: number, dataY: number) => ({ x: box.x + scale.x(dataX), y: box.y + scale.y(dataY) });
  return { scale, box, place, x, y };
}

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
    await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits: [{ add: true }] });
    await press(page, "Add a sample where you press next");
    const added = await settings(page);
    await expect.poll(() => wb(page)).toEqual(line(added, 20));
    await press(page, "Undo");
    await expect.poll(() => wb(page)).toEqual(line({}, 20));
    await press(page, "Redo");
    await expect.poll(() => wb(page)).toEqual(line(added, 20));
    const now = await plot(page);
    const sample = now.place(now.x[100] ?? 0, now.y[100] ?? 0);
    // Dragged out of the picture it is still there: the axis goes with it.
    await drag(sample, { x: sample.x, y: now.box.y + now.box.height + 40 });
    await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits: [{ add: true }] });
    await expect.poll(async () => (await plot(page)).x).toHaveLength(101);
    await press(page, "Take sample 101 away");
    await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits: [] });
    await expect.poll(() => wb(page)).toEqual(line({}, 20));
    const right = await middleOf(page.locator(".line [data-handle=right]"));
    await drag(right, { x: right.x, y: right.y - 40 });
    const { init } = await settings(page);
    expect(init).toMatchObject({ b: expect.any(Number) });
    expect((init as { w: number }).w).toBeGreaterThan(5);
    await expect.poll(() => cursor(page)).toBe(20);
    await expect.poll(() => wb(page)).toEqual(line({ init: init ?? null } as Settings, 20));
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
  await expect.poll(() => wb(page)).toEqual(line({ init: { w: 7.5, b: 0 } }, 37));
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
  const { gradW } = fresh({}, 37, 4);
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
  await expect.poll(() => wb(page)).toEqual(line({ lr: 0.05, dtype: "float32" }, 37));
  await show(page, "code");
  await literal("dtype").tap();
  await code.locator(".code-modes label", { hasText: "Both" }).tap();
  const session = new engine.Session({ lr: 0.05 });
  const twin = session.twin();
  twin.seek(37);
  const other = twin.state();
  for (const of of [session, twin]) of.free();
  const own = fresh({ lr: 0.05 }, 37);
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
    await expect.poll(() => wb(page)).toEqual(classicRun.wb[59]);
    await press(page, "Make it the main run: lr 0.01 → 0.05 at update 20");
    const branched = line({ changes: [{ update: 20, set: { lr: 0.05 } }] }, 60);
    await expect.poll(() => wb(page)).toEqual(branched);
    await press(page, "Drop this run: lr 0.05 → 0.01 at update 20");
    await expect.poll(() => chips.isVisible()).toBe(false);
    await expect.poll(() => wb(page)).toEqual(branched);
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
  await expect.poll(() => settings(page)).toEqual({ lr: 2 });
  await page.locator(".notice").waitFor();
  await scrub(page, 600);
  // No further than the last line that can be drawn.
  const last = await cursor(page);
  const { diverged } = fresh({ lr: 2 }, 600);
  expect(last).toBe(diverged?.update);
  await expect.poll(() => wb(page)).toEqual([diverged?.w, diverged?.b]);
  await press(page, "Back to lr 0.01");
  await page.locator(".notice").waitFor({ state: "hidden" });
  await scrub(page, 30);
  await expect.poll(() => wb(page)).toEqual(classicRun.wb[29]);
  await show(page, "settings");
  await controls.getByLabel("Shuffle").tap();
  await expect.poll(() => settings(page)).toMatchObject({ shuffle: true });
  await expect.poll(() => wb(page)).toEqual(line({ shuffle: true }, 30));
  expect(complaints).toEqual([]);
  await close();
});
