// A reader changes settings: the run is trained again and the cursor stays; what is refused changes nothing.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { answer, press, readChapter } from "./lesson_reader";
import { classicRun, cursor, frame, open, readout, scrub, type, visit } from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

/** w and b of a fresh session after so many updates. */
function fresh(settings: ConstructorParameters<typeof engine.Session>[0], update: number): (number | null)[] {
  const session = new engine.Session(settings);
  session.seek(update);
  const { w, b } = session.state();
  session.free();
  return [w, b];
}

test("an edited learning rate trains again from the first update and keeps the cursor", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await type(page, "lr", "0.05");
  expect(await cursor(page)).toBe(37);
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(fresh({ lr: 0.05 }, 37));
  expect(complaints).toEqual([]);
  await close();
});

test("a shorter run on the way loses neither the cursor nor the playing", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 600);
  await type(page, "lr", "1.2");
  expect(await cursor(page)).toBeLessThan(600);
  await type(page, "lr", "0.01");
  expect(await cursor(page)).toBe(600);
  await scrub(page, 400);
  await page.getByRole("button", { name: "Play" }).click();
  await type(page, "lr", "1.2");
  await page.getByRole("button", { name: "Play again" }).waitFor();
  await type(page, "lr", "0.01");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  expect(await cursor(page)).toBeGreaterThanOrEqual(400);
  await close();
});

test("every control reaches the engine", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 20);
  await type(page, "data.random_state", "3");
  await type(page, "data.noise", "25");
  await type(page, "batch_size", "10");
  const data = { source: "make_regression", random_state: 3, noise: 25 } as const;
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(fresh({ data, batch_size: 10 }, 20));
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await type(page, "momentum", "0.9");
  const settings = { program: "torch", data, batch_size: 10, momentum: 0.9 } as const;
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(fresh(settings, 20));
  await page.locator(".controls .classic").click();
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(classicRun.wb[19]);
  await close();
});

test("the PyTorch program ends where PyTorch ends", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await frame(page);
  await scrub(page, 700);
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual([
    42.798484802246094, 13.803201675415039,
  ]);
  await close();
});

test("a slider trains with every step, and its logarithm is spoken as the learning rate", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 37);
  await open(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await frame(page);
  const lr = Number(await page.locator('input[name="lr"]').inputValue());
  expect(lr).toBeGreaterThan(0.01);
  expect(await slider.getAttribute("aria-valuetext")).toBe(String(lr));
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(fresh({ lr }, 37));
  await close();
});

test("a program shows the settings it uses, and no others", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  const shown = (name: string): Promise<boolean> => page.locator(`[data-name="${name}"]`).isVisible();
  expect([await shown("momentum"), await shown("batch_size")]).toEqual([false, true]);
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await frame(page);
  expect([await shown("momentum"), await shown("eta0")]).toEqual([true, false]);
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await frame(page);
  expect([await shown("lr"), await shown("eta0"), await shown("penalty")]).toEqual([false, true, true]);
  await close();
});

test("lr = 1.2 diverges: a sentence, the line before it, no NaN anywhere, and a way back", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 37);
  await type(page, "lr", "1.2");
  const notice = page.locator(".notice");
  const text = await notice.innerText();
  expect(text).toMatch(/This run will diverge at update [\d,]+: loss over a million times the first\./);
  expect(text).toContain("The learning rate 1.2 is above the limit of 1.108");
  await page.keyboard.press("Escape");
  await page.locator(".scrubber").press("End");
  await frame(page);
  const session = new engine.Session({ lr: 1.2 });
  session.train();
  session.seek(600);
  const { diverged } = session.state();
  session.free();
  expect(text).toContain(`at update ${((diverged?.update ?? 0) + 1).toLocaleString("en")}`);
  expect(await cursor(page)).toBe(diverged?.update);
  expect(await notice.innerText()).toContain("This run diverges at update");
  expect(await notice.innerText()).toMatch(/Just before, w\u00a0=\u00a0−?[\d,.]+, b\u00a0=\u00a0−?[\d,.]+/);
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual([diverged?.w, diverged?.b]);
  expect(await page.locator("body").innerText()).not.toMatch(/NaN|Infinity/);
  await notice.getByRole("button", { name: "Back to lr 0.01" }).click();
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.01");
  expect(complaints).toEqual([]);
  await close();
});

test("lr = 1.05 does not diverge, as the limit for batches in order says", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "1.05");
  expect(await page.locator(".notice").isVisible()).toBe(false);
  expect(await page.locator('[data-name="lr"] .limit').innerText()).toBe("stable below 1.108 (exact)");
  await page.getByRole("radio", { name: "PyTorch" }).check();
  await frame(page);
  expect(await page.locator('[data-name="lr"] .limit').innerText()).toMatch(
    /stable below about [\d.]+ \(a guide\)/,
  );
  await close();
});

test("a learning rate above the exact limit is told even when the updates are too few to diverge", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "1.11");
  expect(new engine.Session({ lr: 1.11 }).state().diverged).toBeNull();
  expect(await page.locator(".notice").innerText()).toContain("1.11 is above the limit of 1.108");
  await close();
});

test("SGDRegressor's first rate carries the limit, and past it the notice says why and leads back", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await page.locator('select[name="learning_rate"]').selectOption("constant");
  await frame(page);
  const row = page.locator('[data-name="eta0"]');
  expect(await row.locator(".limit").innerText()).toBe("stable below about 1.022 (a guide)");
  const tick = await row.locator(".tick").boundingBox();
  const track = await row.locator(".track").boundingBox();
  if (!tick || !track) throw new Error("The limit is not marked.");
  // On a slider from 0.0001 to 2, both ends half a thumb inside the track.
  const at = (Math.log(1.022 / 0.0001) / Math.log(2 / 0.0001)) * (track.width - 16) + 8;
  expect(Math.abs(tick.x + tick.width / 2 - track.x - at)).toBeLessThan(2);
  await type(page, "eta0", "3");
  const notice = page.locator(".notice");
  expect(await notice.innerText()).toContain("The learning rate 3 is above 1.022, a guide");
  await notice.getByRole("button", { name: "Back to eta0 0.01" }).click();
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  expect(await page.locator('input[name="eta0"]').inputValue()).toBe("0.01");
  expect(complaints).toEqual([]);
  await close();
});

test("a run whose data are too large offers the classic run, since the learning rate is not the cause", async () => {
  const { page, close } = await visit(browser);
  await type(page, "data.noise", "1e300");
  const notice = page.locator(".notice");
  expect(await notice.innerText()).toContain("no finite number any more");
  await notice.getByRole("button", { name: "Back to the classic run" }).click();
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  expect(await page.locator('input[name="data.noise"]').inputValue()).toBe("10");
  await close();
});

test("the notice moves nothing in the settings", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  const slider = page.getByLabel("Learning rate, slider");
  const before = await slider.boundingBox();
  await type(page, "lr", "1.2");
  expect(await page.locator(".notice").isVisible()).toBe(true);
  await frame(page);
  expect(await slider.boundingBox()).toEqual(before);
  await close();
});

test.each([
  ["batch_size", "0", "Batch size (batch_size) is 0; it must be"],
  ["batch_size", "2.5", "Batch size (batch_size) is 2.5; it must be"],
  ["data.noise", "-1", "Noise (data.noise) is -1; it must be"],
  ["data.random_state", "4294967296", "Data seed (data.random_state) is 4294967296; it must be"],
  ["lr", "1e999", "Learning rate (lr) is 1e999; it must be"],
  ["lr", "Infinity", "Learning rate (lr) is Infinity; it must be"],
  ["lr", "0x10", "Learning rate (lr) is “0x10”; it must be a number"],
  ["lr", "", "Learning rate (lr) is empty; it must be a number"],
  ["lr", "fast", "Learning rate (lr) is “fast”; it must be a number"],
])(
  "%s = %s is refused beside its control, with field, value and range, and the run is kept",
  async (name, text, says) => {
    const { page, complaints, close } = await visit(browser);
    await scrub(page, 37);
    await type(page, name, text);
    const control = page.locator(`[data-name="${name}"]`);
    expect(await control.getByRole("alert").innerText()).toContain(says);
    expect(await control.getByRole("alert").innerText()).toContain("The run is unchanged.");
    expect(await page.locator(`input[name="${name}"]`).getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator(`input[name="${name}"]`).inputValue()).toBe(text);
    expect(await cursor(page)).toBe(37);
    expect([await readout(page, "w"), await readout(page, "b")]).toEqual(classicRun.wb[36]);
    await page.locator(`input[name="${name}"]`).press("Escape");
    expect(await control.getByRole("alert").innerText()).toBe("");
    expect(await page.locator(`input[name="${name}"]`).getAttribute("aria-invalid")).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  },
);

test("a refused text stays when another setting changes, and goes with the classic run", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "fast");
  await type(page, "data.noise", "20");
  const field = page.locator('input[name="lr"]');
  expect(await field.inputValue()).toBe("fast");
  expect(await page.locator('[data-name="lr"]').getByRole("alert").innerText()).toContain("“fast”");
  await page.locator(".controls .classic").click();
  await frame(page);
  expect(await field.inputValue()).toBe("0.01");
  await close();
});

test("full-width digits are digits, and a long value is not cut", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "０．０５");
  const field = page.locator('input[name="lr"]');
  expect(await field.inputValue()).toBe("0.05");
  await type(page, "lr", "0.012345678901234");
  expect(
    await field.evaluate((node: HTMLInputElement) => node.scrollWidth - node.clientWidth),
  ).toBeLessThanOrEqual(0);
  await close();
});

test("words in the lesson set the lab and play from the start", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 100);
  await page.getByRole("button", { name: "Try lr = 0.1" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await open(page, "settings");
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.1");
  expect(await cursor(page)).toBeLessThan(100);
  await close();
});

test("each try starts from the settings its chapter opens with, and a long run plays at full speed", async () => {
  const { page, close } = await readChapter(browser, "the-learning-rate");
  const settings = (): Promise<string[]> =>
    Promise.all(
      ["lr", "batch_size", "epochs"].map((name) => page.locator(`input[name="${name}"]`).inputValue()),
    );
  await open(page, "settings");
  const speed = page.getByLabel("Speed");
  await speed.selectOption("60 steps/s");
  await press(page, "does diverge");
  expect(await settings()).toEqual(["1.05", "100", "100"]);
  expect(await page.locator(".notice").isVisible()).toBe(true);
  // At the reader's own speed twelve thousand updates would take minutes.
  await answer(page, "in-order", "few");
  await press(page, "Take 2,000 epochs");
  expect(await settings()).toEqual(["1.05", "16", "2000"]);
  expect(await page.locator(".notice").isVisible()).toBe(false);
  expect(await speed.inputValue()).toBe("full");
  const played = await page.evaluate(async () => {
    const updates: number[] = [];
    while (updates.length < 20) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      updates.push(document.querySelector("first-descent")?.lab?.model.moment.update ?? 0);
    }
    return updates;
  });
  // Whole epochs of six updates go by.
  expect(played.filter((update) => update % 6 !== 0)).toEqual([]);
  expect((played.at(-1) ?? 0) - (played[0] ?? 0)).toBeGreaterThanOrEqual(10 * 6);
  // The reader's own speed can still be chosen.
  await speed.selectOption("60 steps/s");
  await frame(page);
  expect(await speed.inputValue()).toBe("sixty");
  await page.keyboard.press("End");
  await page.getByRole("button", { name: "Play again" }).waitFor();
  expect(await cursor(page)).toBe(12_000);
  await press(page, "0.93");
  expect(await settings()).toEqual(["0.93", "100", "1000"]);
  expect(await speed.inputValue()).toBe("sixty");
  await press(page, "lr = 0.1");
  expect(await settings()).toEqual(["0.1", "16", "100"]);
  await close();
});

test("the numbers in the lesson follow the run", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 37);
  const live = (name: string): Promise<string> => page.locator(`[data-live="${name}"]`).first().innerText();
  // A hand on the slider is followed now and then, and to its end.
  await expect
    .poll(() => Promise.all(["w", "b", "update", "updates"].map(live)))
    .toEqual(["23.14", "8.35", "37", "600"]);
  expect([await live("trueW"), await live("trueB")]).toEqual(["42.39", "14.50"]);
  const { x, y } = new engine.Session().data();
  const fit = engine.leastSquares(x, y);
  expect([await live("fitW"), await live("fitB")]).toEqual([fit.w?.toFixed(2), fit.b?.toFixed(2)]);
  await close();
});

test("where the usual learning rate is above the limit too, the way back lies below it, or scales x", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  await page.locator('select[name="data.source"]').selectOption("norris");
  await frame(page);
  const notice = page.locator(".notice");
  expect(await notice.innerText()).toContain("The learning rate 0.01 is above the limit of 0.000003254");
  expect(await notice.getByRole("button").filter({ hasText: /./ }).allInnerTexts()).toEqual([
    "Take lr 0.000002",
    "Standardise x",
  ]);
  await notice.getByRole("button", { name: "Take lr 0.000002" }).click();
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  expect(await page.locator('input[name="lr"]').inputValue()).toBe("0.000002");
  await type(page, "lr", "0.01");
  await notice.getByRole("button", { name: "Standardise x" }).click();
  await frame(page);
  expect(await notice.isVisible()).toBe(false);
  await scrub(page, 60);
  const settings = { data: { source: "norris" }, lr: 0.01, standardize: true } as const;
  expect([await readout(page, "w"), await readout(page, "b")]).toEqual(fresh(settings, 60));
  expect(complaints).toEqual([]);
  await close();
});

test("a refusal said in the notice goes with the next edit that is taken", async () => {
  const { page, close } = await visit(browser);
  await open(page, "code");
  const literal = page.locator('.literal[data-setting="batch_size"]').first();
  await literal.focus();
  await page.keyboard.press("0");
  await page.keyboard.press("Enter");
  await frame(page);
  const notice = page.locator(".notice");
  expect(await notice.innerText()).toContain("Batch size (batch_size) is 0; it must be");
  await literal.focus();
  await page.keyboard.press("ArrowUp");
  await frame(page);
  expect(await literal.innerText()).toBe("17");
  expect(await notice.isVisible()).toBe(false);
  await close();
});
test("each program chosen, and the classic run, is a step of its own to undo", async () => {
  const { page, complaints, close } = await visit(browser);
  await open(page, "settings");
  const program = (name: string) => page.getByRole("radio", { name, exact: true });
  await program("PyTorch").check();
  await program("SGDRegressor").check();
  await page.getByRole("button", { name: "Back to the classic run" }).first().click();
  await frame(page);
  const chosen = (): Promise<string | null> =>
    page.locator('[data-name="program"] input:checked').getAttribute("value");
  const seen = [await chosen()];
  await page.locator(".scrubber").focus();
  for (let back = 0; back < 3; back += 1) {
    await page.keyboard.press("Control+z");
    await frame(page);
    seen.push(await chosen());
  }
  expect(seen).toEqual(["by_hand", "sgd_regressor", "torch", "by_hand"]);
  expect(complaints).toEqual([]);
  await close();
});
