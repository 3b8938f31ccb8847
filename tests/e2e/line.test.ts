// A reader takes the line view in hand: samples are dragged, added and taken away, the line is turned and moved, and
// every number is that of a fresh session with the same settings.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { lineScale } from "../../www/views/line_scale";
import {
  cursor,
  finger,
  frame,
  open as openView,
  readout,
  type Spot,
  scrub,
  type,
  type Visit,
  visit,
} from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

type Settings = NonNullable<ConstructorParameters<typeof engine.Session>[0]>;

function fresh(settings: Settings, update: number): { w: number; b: number } {
  const session = new engine.Session(settings);
  session.seek(update);
  const { w, b } = session.state();
  session.free();
  return { w, b: b ?? Number.NaN };
}

const samples = (() => {
  let made: { x: Float64Array; y: Float64Array } | null = null;
  return () => {
    if (made) return made;
    const session = new engine.Session({});
    made = session.data();
    session.free();
    return made;
  };
})();

/** The lab with the line's hands there. */
async function open(options = {}): Promise<Visit> {
  const reader = await visit(browser, options);
  await reader.page.locator(".line [data-handle=sample]").waitFor();
  return reader;
}

const settings = (page: Page): Promise<Settings> =>
  page.evaluate(() => document.querySelector("first-descent")?.lab?.model.settings ?? {});

const at = async (page: Page): Promise<{ w: number; b: number }> => ({
  w: await readout(page, "w"),
  b: await readout(page, "b"),
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
  const sample = (index: number) => place(x[index] ?? 0, y[index] ?? 0);
  return { scale, box, place, sample, x, y };
}

async function handle(page: Page, id: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(`.line [data-handle=${id}]`).boundingBox();
  if (!box) throw new Error(`The handle ${id} has no place.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await frame(page);
}

/** A sample that stands apart, so that no other one is nearer to the pointer. */
function loneSample(): number {
  const { x } = samples();
  return x.indexOf(Math.min(...x));
}

test("a dragged sample is one edit: the run is trained again, the cursor stays, and undo and redo go back and forth", async () => {
  const { page, complaints, close } = await open();
  await scrub(page, 37);
  const index = loneSample();
  const { sample, scale } = await plot(page);
  const from = sample(index);
  await drag(page, from, { x: from.x + 60, y: from.y - 40 });
  const { data } = await settings(page);
  const edits = data && "edits" in data ? data.edits : [];
  expect(edits).toHaveLength(1);
  const { x, y } = samples();
  expect(edits?.[0]).toMatchObject({ move: index });
  const moved = edits?.[0] as { x: number; y: number };
  expect(scale.x(moved.x) - scale.x(x[index] ?? 0)).toBeCloseTo(60, 0);
  expect(scale.y(moved.y) - scale.y(y[index] ?? 0)).toBeCloseTo(-40, 0);
  await expect.poll(() => cursor(page)).toBe(37);
  await expect
    .poll(() => at(page))
    .toEqual(fresh({ data: { source: "make_regression", edits: edits ?? [] } }, 37));

  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => at(page)).toEqual(fresh({}, 37));
  await page.getByRole("button", { name: "Redo" }).click();
  await expect
    .poll(() => at(page))
    .toEqual(fresh({ data: { source: "make_regression", edits: edits ?? [] } }, 37));
  expect(complaints).toEqual([]);
  await close();
});

test("the ground stands still while a sample is dragged, and adapts when it is let go", async () => {
  const { page, close } = await open();
  const index = loneSample();
  const before = await plot(page);
  const from = before.sample(index);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y - 30, { steps: 5 });
  await frame(page);
  const held = await handle(page, "sample");
  expect(held.x).toBeCloseTo(from.x + 90, 0);
  expect(held.y).toBeCloseTo(from.y - 30, 0);
  await page.mouse.up();
  await frame(page);
  // The leftmost sample has gone, so the scale begins further right and the sample is seen further left.
  const after = await plot(page);
  expect(after.scale.x.domain()[0]).toBeGreaterThan(before.scale.x.domain()[0] ?? 0);
  const settled = await handle(page, "sample");
  expect(settled.x).toBeCloseTo(after.sample(index).x, 0);
  await close();
});

test("by keyboard a sample is chosen, moved by steps of the scale, doubled beside itself and taken away", async () => {
  const { page, complaints, close } = await open();
  await scrub(page, 20);
  const { x, y } = samples();
  const sample = page.locator(".line [data-handle=sample]");
  await sample.focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await frame(page);
  await expect.poll(() => sample.getAttribute("aria-label")).toBe("sample 3");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowRight");
  await frame(page);
  // Marks stand every 50 in y and every 1 in x, a step is a twentieth of that, with Shift ten.
  const [place] = ((await settings(page)).data as { edits: { x: number; y: number }[] }).edits;
  expect(place?.x).toBeCloseTo((x[2] ?? 0) + 10 * 0.05, 2);
  expect(Math.abs((place?.y ?? 0) - (y[2] ?? 0) - 2.5)).toBeLessThan(0.06);
  const edits = [{ move: 2, x: place?.x ?? 0, y: place?.y ?? 0 }];
  expect(JSON.stringify(edits).length).toBeLessThan(40);
  await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits });
  await expect.poll(() => at(page)).toEqual(fresh({ data: { source: "make_regression", edits } }, 20));
  await page.keyboard.press("Insert");
  await frame(page);
  await expect.poll(() => sample.getAttribute("aria-label")).toBe("sample 101");
  await page.keyboard.press("Delete");
  await frame(page);
  await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits });
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await frame(page);
  await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits });
  expect(complaints).toEqual([]);
  await close();
});

test("samples are added by double click and by the tool, and taken away by the cross", async () => {
  const { page, close } = await open();
  const { place, scale, box } = await plot(page);
  const count = () =>
    page.evaluate(() => document.querySelector("first-descent")?.lab?.model.run.data.x.length);
  const spot = place(-2, 80);
  await page.mouse.dblclick(spot.x, spot.y);
  await frame(page);
  await expect.poll(() => count()).toBe(101);
  const { data } = await settings(page);
  const added = (data && "edits" in data ? data.edits?.[0] : undefined) as { x: number; y: number };
  // To a pixel: a double click comes in whole ones.
  expect(Math.abs(scale.x(added.x) - (spot.x - box.x))).toBeLessThan(1);
  expect(Math.abs(scale.y(added.y) - (spot.y - box.y))).toBeLessThan(1);
  await page.getByRole("button", { name: "Take sample 101 away" }).click();
  await frame(page);
  await expect.poll(() => count()).toBe(100);

  await page.getByRole("button", { name: "Add a sample" }).click();
  const other = place(1, -60);
  await page.mouse.click(other.x, other.y);
  await frame(page);
  await expect.poll(() => count()).toBe(101);
  await page.getByRole("button", { name: "Add a sample" }).click();
  const now = await plot(page);
  const from = now.sample(100);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // Far below the axis: the axis goes down with the sample, which stays in the picture and in the data.
  const foot = now.box.y + now.scale.plot.bottom;
  await page.mouse.move(from.x, foot + 60, { steps: 6 });
  await frame(page);
  const held = await handle(page, "sample");
  expect(held.x).toBeCloseTo(from.x, 0);
  expect(held.y).toBeCloseTo(foot, 0);
  await page.mouse.up();
  await frame(page);
  await expect.poll(() => count()).toBe(101);
  const edits = ((await settings(page)).data as { edits: { x: number; y: number }[] }).edits;
  expect(edits).toHaveLength(1);
  const pixel = Math.abs(now.scale.y.invert(1) - now.scale.y.invert(0));
  const below = now.scale.y.invert(now.scale.plot.bottom + 60);
  expect(Math.abs((edits[0]?.y ?? 0) - below)).toBeLessThan(pixel);
  const after = await plot(page);
  expect(after.sample(100).y).toBeLessThan(after.box.y + after.scale.plot.bottom - 5);
  await page.locator(".line [data-handle=sample]").press("Delete");
  await frame(page);
  await expect.poll(() => count()).toBe(100);
  await close();
});

test("the line, turned by a handle, is the one the run starts from: under the hand at the start, let go back where the cursor was", async () => {
  const { page, complaints, close } = await open();
  await scrub(page, 37);
  const [left, right] = [await handle(page, "left"), await handle(page, "right")];
  await page.mouse.move(right.x, right.y);
  await page.mouse.down();
  await page.mouse.move(right.x, right.y + 50, { steps: 4 });
  await expect.poll(() => cursor(page)).toBe(0);
  const { scale, box } = await plot(page);
  const line = await at(page);
  const heightAt = (x: number): number => box.y + scale.y(line.w * scale.x.invert(x - box.x) + line.b);
  expect(Math.abs(heightAt(left.x) - left.y)).toBeLessThan(0.75);
  expect(Math.abs(heightAt(right.x) - right.y - 50)).toBeLessThan(0.75);
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBe(37);
  const { init } = await settings(page);
  expect(init).toEqual(line);
  await expect.poll(() => at(page)).toEqual(fresh({ init: line }, 37));
  // Short in the code and in the address: what a pixel shows, not sixteen digits.
  for (const value of [line.w, line.b]) expect(String(value).replace(/^-/, "").length).toBeLessThanOrEqual(6);
  await page.waitForURL(new RegExp(`#1&iw=${line.w}&ib=${line.b}&at=37$`));
  await page.locator(".scrubber").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => at(page)).toEqual(fresh({}, 37));
  expect(complaints).toEqual([]);
  await close();
});

test("by keyboard the line is in hand until the focus leaves it and its parameters: then the cursor is back", async () => {
  const { page, close } = await open();
  await scrub(page, 37);
  await page.locator(".line [data-handle=left]").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => cursor(page)).toBe(0);
  const w = page.getByRole("spinbutton", { name: "w of the line" });
  await w.press("Enter");
  await page.keyboard.type("7.123456789");
  await page.keyboard.press("Enter");
  await expect.poll(async () => [await cursor(page), (await at(page)).w]).toEqual([0, 7.123456789]);
  const init = (await settings(page)).init as { w: number; b: number };
  await page.locator(".scrubber").focus();
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => at(page)).toEqual(fresh({ init }, 37));
  await close();
});

test("the line's body moves it up and down; arrows on a handle turn it; its parameters are typed and nudged", async () => {
  const { page, close } = await open();
  const { place } = await plot(page);
  const middle = place(-1.2, 0.1 * -1.2);
  await drag(page, middle, { x: middle.x, y: middle.y - 40 });
  const { scale } = await plot(page);
  const lifted = await at(page);
  expect(lifted.w).toBe(0.1);
  expect(scale.y(lifted.b) - scale.y(0)).toBeCloseTo(-40, 0);

  await page.locator(".line [data-handle=left]").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(async () => (await at(page)).w).toBeGreaterThan(lifted.w);

  const w = page.getByRole("spinbutton", { name: "w of the line" });
  await w.press("Enter");
  await page.keyboard.type("−7.5");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await at(page)).w).toBe(-7.5);
  const b = page.getByRole("spinbutton", { name: "b of the line" });
  const height = (await at(page)).b;
  await b.press("ArrowUp");
  await expect.poll(async () => (await at(page)).b).toBeCloseTo(height + 2.5, 1);
  await w.press("Enter");
  await page.keyboard.type("40");
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await at(page)).w).toBe(-7.5);
  const init = (await settings(page)).init as { w: number; b: number };
  await scrub(page, 6);
  await expect.poll(() => at(page)).toEqual(fresh({ init }, 6));
  await close();
});

test("amid the samples the line is taken by the grip at its middle, and a sample beside it by itself", async () => {
  const { page, complaints, close } = await open();
  const middle = await handle(page, "middle");
  const { place, x, y, scale, box } = await plot(page);
  const apart = (index: number): number => {
    const spot = place(x[index] ?? 0, y[index] ?? 0);
    return Math.hypot(spot.x - middle.x, spot.y - middle.y);
  };
  const nearest = [...x.keys()].sort((one, other) => apart(one) - apart(other));
  // The cloud is there: a press of a mouse reaches a sample, too.
  expect(apart(nearest[0] ?? 0)).toBeLessThan(18);
  await drag(page, middle, { x: middle.x + 5, y: middle.y - 40 });
  const lifted = await at(page);
  expect(lifted.w).toBe(0.1);
  expect(scale.y(lifted.b) - scale.y(0)).toBeCloseTo(-40, 0);
  await expect.poll(async () => (await settings(page)).data ?? {}).not.toHaveProperty("edits");
  await page.locator(".line [data-handle=middle]").press("ArrowUp");
  await expect.poll(async () => (await at(page)).b).toBeCloseTo(lifted.b + 2.5, 1);

  const now = await handle(page, "middle");
  const beside = nearest.find((index) => {
    const spot = place(x[index] ?? 0, y[index] ?? 0);
    const off = Math.hypot(spot.x - now.x, spot.y - now.y);
    const line = box.y + scale.y(lifted.b + 0.1 * (x[index] ?? 0));
    return off > 14 && Math.abs(line - spot.y) > 6 && Math.abs(line - spot.y) < 30;
  });
  const spot = place(x[beside ?? 0] ?? 0, y[beside ?? 0] ?? 0);
  await drag(page, spot, { x: spot.x + 6, y: spot.y + 6 });
  await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits: [{ move: beside }] });
  expect(complaints).toEqual([]);
  await close();
});

test("a standardised run's line lies on the data, and is put down with the parameters the run has for it", async () => {
  const { page, close } = await open();
  await openView(page, "settings");
  await page.locator('input[name="standardize"]').check();
  await scrub(page, 600);
  const { scale, box, x } = await plot(page);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const std = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
  const { w, b } = await at(page);
  for (const id of ["left", "right"]) {
    const place = await handle(page, id);
    const at = scale.x.invert(place.x - box.x);
    expect(box.y + scale.y((w * (at - mean)) / std + b)).toBeCloseTo(place.y, 0);
  }
  await close();
});

test("the wheel scrolls the page; with Ctrl it zooms about the pointer, and a button shows all again", async () => {
  const { page, close } = await open();
  const { sample } = await plot(page);
  const before = sample(0);
  const spot = { x: before.x, y: before.y };
  await page.mouse.move(spot.x, spot.y);
  await page.locator(".line [data-handle=sample]").focus();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await frame(page);
  // The sample under the pointer stays there.
  const after = await handle(page, "sample");
  expect(Math.hypot(after.x - spot.x, after.y - spot.y)).toBeLessThan(2);
  const whole = page.getByRole("button", { name: "All samples" });
  await expect.poll(() => whole.getAttribute("aria-disabled")).toBeNull();
  await whole.click();
  await frame(page);
  const again = await handle(page, "sample");
  expect(again.x).toBeCloseTo(before.x, 0);
  await close();
});

test("by keyboard the zoomed picture is moved with the arrows on a zoom button; as a whole the arrows step the run", async () => {
  const { page, complaints, close } = await open();
  const zoomIn = page.getByRole("button", { name: "Zoom in" });
  await zoomIn.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => cursor(page)).toBe(1);
  const { scale } = await plot(page);
  const before = await handle(page, "sample");
  await zoomIn.focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("Enter");
  await frame(page);
  const zoomed = await handle(page, "sample");
  const middle = before.x - zoomed.x;
  const [width, height] = [scale.plot.right - scale.plot.left, scale.plot.bottom - scale.plot.top];
  // Twice by 1.6 about the middle.
  const at = scale.plot.left + width / 2;
  const left = (await page.locator(".line canvas").last().boundingBox())?.x ?? 0;
  expect(zoomed.x).toBeCloseTo(left + at + (before.x - left - at) * 1.6 ** 2, 0);
  expect(middle).not.toBe(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await frame(page);
  const moved = await handle(page, "sample");
  expect(moved.x).toBeCloseTo(zoomed.x - 0.1 * width, 0);
  expect(moved.y).toBeCloseTo(zoomed.y + 0.1 * height, 0);
  // With Shift five times as far, and never beyond the edge of all samples.
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift+ArrowLeft");
  await frame(page);
  const edge = await handle(page, "sample");
  expect(edge.x).toBeCloseTo(left + scale.plot.left + (before.x - left - scale.plot.left) * 1.6 ** 2, 0);
  await expect.poll(() => cursor(page)).toBe(1);
  await page.keyboard.press("?");
  const sheet = page.locator(".help-sheet");
  await expect.poll(() => sheet.innerText()).toContain("on a zoom button, once zoomed in: move the picture");
  expect(complaints).toEqual([]);
  await close();
});

test("a finger drags a sample, and adds one by staying where it is", async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.locator(".line canvas").last().scrollIntoViewIfNeeded();
  const { sample, place } = await plot(page);
  const client = await page.context().newCDPSession(page);
  const touch = (type: string, point?: { x: number; y: number }) =>
    client.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: point ? [{ x: point.x, y: point.y }] : [],
    });
  const index = loneSample();
  const from = sample(index);
  await touch("touchStart", from);
  await touch("touchMove", { x: from.x + 30, y: from.y - 10 });
  await touch("touchMove", { x: from.x + 60, y: from.y - 20 });
  await touch("touchEnd");
  await frame(page);
  await expect.poll(async () => (await settings(page)).data).toMatchObject({ edits: [{ move: index }] });

  const spot = place(1.2, -40);
  await touch("touchStart", spot);
  const both = { edits: [{ move: index }, { add: true }] };
  await expect.poll(async () => (await settings(page)).data).toMatchObject(both);
  await touch("touchEnd");
  await frame(page);
  await expect.poll(async () => (await settings(page)).data).toMatchObject(both);
  await close();
});

/** Keeps what is written on canvases from now on; tells the x and y of the last prediction among it since it was last asked. */
async function predictions(page: Page): Promise<() => Promise<{ x: number; y: number } | null>> {
  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (this: CanvasRenderingContext2D, ...parts) {
      written.push(parts[0]);
      draw.apply(this, parts);
    };
  });
  return async () => {
    await frame(page);
    const written = await page.evaluate(() => (window as unknown as { written: string[] }).written.splice(0));
    const text = written
      .filter((line) => /^(x = |prediction )/.test(line))
      .slice(-2)
      .join(" ")
      .replaceAll("\u2212", "-");
    // At the pointer in one piece; of a sample in hand its own place first, and the prediction by itself.
    const [, x, y] =
      /x = (\S+) → prediction (\S+)$/.exec(text) ?? /x = (\S+), y = \S+ prediction (\S+)$/.exec(text) ?? [];
    return x && y ? { x: Number(x), y: Number(y.replaceAll(",", "")) } : null;
  };
}

test("the prediction at a place is the line's there: under the mouse, where a finger taps, at the sample that keys chose", async () => {
  const { page, close } = await open({ viewport: { width: 834, height: 1112 }, hasTouch: true });
  await scrub(page, 37);
  const told = await predictions(page);
  const { scale, box, place, x } = await plot(page);
  /** Within a pixel of there; what is told of x is rounded to two digits, and so is y. */
  const isTold = async (dataX: number, update: number): Promise<void> => {
    const { w, b } = fresh({}, update);
    const pixel = Math.abs(scale.x.invert(1) - scale.x.invert(0));
    await expect
      .poll(async () => {
        const now = await told();
        if (!now) return "nothing";
        const right = Math.abs(now.y - (w * now.x + b)) < 0.005 * Math.abs(w) + 0.006;
        return right && Math.abs(now.x - dataX) < pixel + 0.005 ? "told" : `${now.x} → ${now.y}`;
      })
      .toBe("told");
  };
  const spot = { x: Math.round(place(1.2, 0).x), y: Math.round(place(0, -70).y) };
  await page.mouse.move(spot.x, spot.y);
  await isTold(scale.x.invert(spot.x - box.x), 37);
  // A finger does not hover: where it tapped stays, also when the run goes on.
  const tapped = { ...spot, x: spot.x - 60 };
  await page.touchscreen.tap(tapped.x, tapped.y);
  await isTold(scale.x.invert(tapped.x - box.x), 37);
  await page.keyboard.press("ArrowRight");
  await isTold(scale.x.invert(tapped.x - box.x), 38);
  await page.locator(".line [data-handle=sample]").focus();
  await page.keyboard.press("PageDown");
  await isTold(x[1] ?? Number.NaN, 38);
  await close();
});

test("two fingers zoom about where they are, and a tap on a button shows all again", async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const before = await handle(page, "sample");
  const { place } = await plot(page);
  const about = place(1.2, -70);
  const { touch } = await finger(page);
  const apart = (by: number): Spot[] => [
    { x: about.x - by, y: about.y },
    { x: about.x + by, y: about.y },
  ];
  await touch("touchStart", ...apart(20));
  for (const by of [25, 30, 35, 40]) await touch("touchMove", ...apart(by));
  await touch("touchEnd");
  const whole = page.getByRole("button", { name: "All samples" });
  await expect.poll(() => whole.getAttribute("aria-disabled")).toBeNull();
  await frame(page);
  // Twice as far apart: what was there is twice as far from the middle. One finger is told of before the other.
  const after = await handle(page, "sample");
  expect((after.x - about.x) / (before.x - about.x)).toBeCloseTo(2, 1);
  expect((after.y - about.y) / (before.y - about.y)).toBeCloseTo(2, 1);
  await expect.poll(async () => (await settings(page)).data).toBeUndefined();
  await whole.tap();
  await frame(page);
  await expect.poll(async () => (await handle(page, "sample")).x).toBeCloseTo(before.x, 0);
  await close();
});

test("a million samples are one action away: batches are made to fit, the reader is told, and the numbers are the engine's", async () => {
  const { page, complaints, close } = await open();
  await type(page, "data.n_samples", "1000000");
  await page.getByText("With 1,000,000 samples a batch now has 10,000 of them").waitFor();
  await page.waitForFunction(() => document.querySelector("first-descent")?.lab?.model.isTrained);
  const asked: Settings = {
    data: { source: "make_regression", n_samples: 1_000_000 },
    batch_size: 10_000,
    epochs: 10,
  };
  await expect.poll(() => settings(page)).toEqual(asked);
  await scrub(page, 1000);
  await expect.poll(() => at(page)).toEqual(fresh(asked, 1000));
  // The picture below holds samples where they are dense, and nothing where there are none.
  const pixels = await page.evaluate(() => {
    const canvas = document
      .querySelector("first-descent")
      ?.shadowRoot?.querySelector<HTMLCanvasElement>(".line canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return null;
    const { width, height } = canvas;
    const { data } = context.getImageData(0, 0, width, height);
    const alpha = (x: number, y: number) => data[4 * (Math.round(y) * width + Math.round(x)) + 3];
    return { corner: alpha(width / 4, height / 4), middle: alpha(width * 0.4, height / 2) };
  });
  expect(pixels?.middle).toBeGreaterThan(100);
  expect(pixels?.corner).toBe(0);
  await type(page, "data.n_samples", "100");
  await expect.poll(() => settings(page)).toEqual({ data: { source: "make_regression", n_samples: 100 } });
  expect(complaints).toEqual([]);
  await close();
});

test("the parabola has no line: its place is the neighbour's, and coming back the line is there again", async () => {
  const { page, complaints, close } = await open();
  await openView(page, "settings");
  await page.getByRole("radio", { name: "Parabola" }).check();
  await frame(page);
  // On a page so wide it leaves its place to the curve; where the views share one place the words stand in it.
  await expect.poll(() => page.locator('.place[data-view="line"]').isVisible()).toBe(false);
  const words = page.getByText("The parabola has no samples and no line.");
  await expect.poll(() => words.evaluate((node: HTMLElement) => node.hidden)).toBe(false);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await frame(page);
  await expect.poll(() => page.locator(".line canvas").last().isVisible()).toBe(true);
  // Its line always starts at 0: there is no handle to take it by, but samples can be moved.
  await expect.poll(() => page.locator(".line .handle").count()).toBe(1);
  await expect.poll(() => page.getByText("half the square of one sample’s residual").isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});
