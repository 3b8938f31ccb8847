// A reader takes the run home: every kind of file is downloaded, and its contents are compared with the screen.
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { open, readout, scrub, type, visit } from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

async function openSheet(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Take it home", exact: true }).click();
  await page.getByRole("dialog", { name: "Take it home" }).waitFor();
}

async function take(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The lines of the script that a session of these settings has. */
function script(settings: ConstructorParameters<typeof engine.Session>[0]): string[] {
  const session = new engine.Session(settings);
  const lines = session.source("script").map(({ text }) => text);
  session.free();
  return lines;
}

const rowsOf = (bytes: Buffer): string[][] =>
  bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

test("the tables hold the numbers of the screen, to the last digit", async () => {
  const { page, complaints, close } = await visit(browser);
  await scrub(page, 600);
  const shown = [await readout(page, "loss"), await readout(page, "w"), await readout(page, "b")];
  await openSheet(page);
  const history = await take(page, "History (.csv)");
  expect(history.name).toBe("first-descent-history-600-updates.csv");
  const rows = rowsOf(history.bytes);
  expect(rows.length).toBe(602);
  expect(rows.at(-1)?.slice(2, 5).map(Number)).toEqual(shown);
  const samples = await take(page, "Samples (.csv)");
  expect(samples.name).toBe("first-descent-samples.csv");
  expect(rowsOf(samples.bytes)[1]?.map(Number)).toEqual([-0.3595531615405413, -5.455885609879578]);
  expect(rowsOf(samples.bytes).length).toBe(101);
  expect(complaints).toEqual([]);
  await close();
});

test("script and notebook are those of the run as it was changed", async () => {
  const { page, close } = await visit(browser);
  await type(page, "lr", "0.02");
  await openSheet(page);
  const expected = script({ lr: 0.02 });
  const python = await take(page, "Script (.py)");
  expect(python.name).toBe("first-descent-by-hand.py");
  expect(python.bytes.toString()).toBe(`${expected.join("\n")}\n`);
  const { name, bytes } = await take(page, "Notebook (.ipynb)");
  expect(name).toBe("first-descent-by-hand.ipynb");
  const book: { nbformat: number; cells: { cell_type: string; source: string[] }[] } = JSON.parse(
    bytes.toString(),
  );
  expect(book.nbformat).toBe(4);
  const code = book.cells.filter(({ cell_type }) => cell_type === "code").flatMap(({ source }) => source);
  const full = (line: string): boolean => line !== "";
  expect(code.map((line) => line.trimEnd()).filter(full)).toEqual(expected.filter(full));
  // What the sheet promises is what the notebook's head promises, and the end of the run.
  await scrub(page, 600);
  const promise = await page.locator(".take-home pre").innerText();
  expect(promise).toContain(`w = ${await readout(page, "w")}\nb = ${await readout(page, "b")}`);
  expect(book.cells[0]?.source.join("")).toContain(promise);
  await close();
});

test("a branch is taken home with its change", async () => {
  const { page, close } = await visit(browser);
  await page.goto(`${inject("site")}embed.html#1~lr=0.01`);
  await page.locator(".scrubber").waitFor();
  await scrub(page, 120);
  await page.getByRole("button", { name: "Branch", exact: true }).click();
  await type(page, "lr", "0.05");
  await page.locator(".chip.ghost button").first().click();
  await page.locator(".chip.ghost .name", { hasText: "lr 0.05 → 0.01" }).waitFor();
  await openSheet(page);
  const python = await take(page, "Script (.py)");
  expect(python.bytes.toString()).toContain("        if update == 120: lr = 0.05\n");
  await close();
});

/** Width, height and the colour of the first pixel of a PNG, as a browser reads it. */
async function look(page: Page, bytes: Buffer): Promise<{ width: number; height: number; corner: number[] }> {
  return page.evaluate(async (base64) => {
    const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([raw], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext("2d");
    pen?.drawImage(picture, 0, 0);
    const corner = Array.from(pen?.getImageData(0, picture.height - 1, 1, 1).data ?? []);
    return { width: picture.width, height: picture.height, corner };
  }, bytes.toString("base64"));
}

/** What an SVG file shows: its size, and its texts. */
async function parse(
  page: Page,
  text: string,
): Promise<{ size: string[]; texts: string[]; broken: boolean }> {
  return page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    const { documentElement: root } = parsed;
    return {
      size: [root.getAttribute("width") ?? "", root.getAttribute("height") ?? ""],
      texts: Array.from(parsed.querySelectorAll("text"), (node) => node.textContent ?? ""),
      broken: parsed.querySelector("parsererror") !== null,
    };
  }, text);
}

test("each view is taken as PNG of twice its size and as SVG that stands alone, on white in the dark", async () => {
  const { page, complaints, close } = await visit(browser, { colorScheme: "dark" });
  await scrub(page, 37);
  await open(page, "graph");
  await openSheet(page);
  for (const [view, label, word] of [
    ["line", "Line", "least squares"],
    ["loss", "Loss", "epoch mean"],
    ["surface", "Surface", "start"],
    ["graph", "Graph", "6,138.9"],
    ["map", "Map", "→ Learning rate"],
  ] as const) {
    const svg = await take(page, `${label} as SVG`);
    expect(svg.name).toBe(`first-descent-${view}-update-37.svg`);
    const text = svg.bytes.toString();
    expect(text).not.toMatch(/var\(--|rgb\(|color\(|undefined|NaN/);
    const { size, texts, broken } = await parse(page, text);
    expect([broken, texts.includes(word)], `${view}: ${texts.join(" ")}`).toEqual([false, true]);
    const drawn = page.locator(
      view === "loss" ? ".lab .loss .canvas-box" : `.view.${view} :is(.canvas-box, svg)`,
    );
    const box = await drawn.first().boundingBox();
    expect(size.map(Number)).toEqual([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]);

    const png = await take(page, `${label} as PNG`);
    expect(png.name).toBe(`first-descent-${view}-update-37.png`);
    const { width, height, corner } = await look(page, png.bytes);
    expect([width, height]).toEqual(size.map((side) => 2 * Number(side)));
    // The surface's loss fills its picture.
    if (view !== "surface") expect(corner, view).toEqual([255, 255, 255, 255]);
  }
  // The lab itself is dark again.
  const ground = await page
    .locator(".place[data-view=map]")
    .evaluate((node) => getComputedStyle(node).backgroundColor);
  expect(ground).toBe("rgb(29, 32, 36)");
  expect(complaints).toEqual([]);
  await close();
});

test("the code is taken as its lines with what stands beside them, the one executed last lit, and both programs phase by phase", async () => {
  const { page, close } = await visit(browser, { colorScheme: "dark" });
  await scrub(page, 37);
  await open(page, "code");
  const rows = page.locator(".view.code .code-rows > li");
  const shown = await rows.evaluateAll((all) =>
    all.map((row) => ({
      code: (row.querySelector(".line")?.textContent ?? "").replaceAll(" ", ""),
      value: row.querySelector(".value")?.textContent ?? "",
      lit: row.hasAttribute("aria-current"),
    })),
  );
  expect(shown).toHaveLength(11);
  await openSheet(page);
  const svg = await take(page, "Code as SVG");
  expect(svg.name).toBe("first-descent-code-update-37.svg");
  const text = svg.bytes.toString();
  expect(text).not.toMatch(/var\(--|rgb\(|color\(|undefined|NaN/);
  const drawn = await page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    const lines: Record<string, string[]> = {};
    for (const node of parsed.querySelectorAll("text")) {
      const y = node.getAttribute("y") ?? "";
      lines[y] = [...(lines[y] ?? []), (node.textContent ?? "").replaceAll(" ", "")];
    }
    // The bar's path begins at its upper left corner; a text's place is the middle of its line.
    const bar = parsed.querySelector('path[fill="#fdf0cc"]')?.getAttribute("d") ?? "";
    return {
      lines: Object.entries(lines)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, parts]) => parts.join("")),
      lit: (Number(/^M\S+ ([\d.]+)/.exec(bar)?.[1]) - 8) / 20,
      title: parsed.querySelector("title")?.textContent,
      size: [parsed.documentElement.getAttribute("width"), parsed.documentElement.getAttribute("height")],
    };
  }, text);
  expect(drawn.lines).toEqual(shown.map(({ code, value }) => `${code}${value.replaceAll(" ", "")}`));
  expect(drawn.lit).toBe(shown.findIndex(({ lit }) => lit));
  expect(drawn.title).toBe("The program by hand");
  const png = await take(page, "Code as PNG");
  const { width, height, corner } = await look(page, png.bytes);
  expect([width, height]).toEqual(drawn.size.map((side) => 2 * Number(side)));
  expect(corner).toEqual([255, 255, 255, 255]);

  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "Both", exact: true }).check();
  await openSheet(page);
  const both = await parse(page, (await take(page, "Code as SVG")).bytes.toString());
  expect(both.broken).toBe(false);
  const together = both.texts.join("").replaceAll(" ", "");
  for (const part of ["w.data=w.data-lr*w.grad/len(xb)", "optimizer.step()"])
    expect(together).toContain(part);
  await close();
});

test("a view with nothing to show says so instead of giving an empty picture", async () => {
  const { page, close } = await visit(browser);
  await open(page, "settings");
  await page.getByRole("radio", { name: "SGDRegressor" }).check();
  await openSheet(page);
  await page.getByRole("button", { name: "Graph as SVG" }).click();
  const status = page.locator(".take-home [role=status]");
  await expect
    .poll(() => status.innerText())
    .toBe("There is nothing to draw: Graph is empty with these settings.");
  await close();
});

test("the script goes to the clipboard; where the browser refuses, it is shown, selected", async () => {
  const { page, close } = await visit(browser);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openSheet(page);
  const status = page.locator(".take-home [role=status]");
  const copy = page.getByRole("button", { name: "Copy the script" });
  await copy.click();
  await expect.poll(() => status.innerText()).toBe("The script is on the clipboard.");
  const whole = `${script({}).join("\n")}\n`;
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(whole);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("No leave.", "NotAllowedError"));
    document.execCommand = () => false;
  });
  await copy.click();
  const field = page.getByLabel("The script, to be copied");
  await field.waitFor();
  await expect
    .poll(() =>
      field.evaluate((node: HTMLTextAreaElement) => node.value.slice(node.selectionStart, node.selectionEnd)),
    )
    .toBe(whole);
  await expect.poll(() => status.innerText()).toContain("copy it by key");
  await close();
});

test("by touch on a phone: a view that was not in sight is brought, and taken whole", async () => {
  const { page, close } = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.getByRole("button", { name: "The whole lab" }).tap();
  await page.getByRole("button", { name: "Take it home", exact: true }).tap();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Surface as SVG" }).tap(),
  ]);
  const { texts } = await parse(page, (await readFile(await download.path())).toString());
  expect(texts).toEqual(expect.arrayContaining(["start", "true line", "least squares"]));
  await close();
});

test("by keyboard: opened, walked through and closed, and the run stays where it is", async () => {
  const { page, close } = await visit(browser);
  await scrub(page, 37);
  const button = page.getByRole("button", { name: "Take it home", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Take it home" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    })(),
  ]);
  expect(download.suggestedFilename()).toBe("first-descent-by-hand.py");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await expect
    .poll(() => button.evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node))
    .toBe(true);
  await expect.poll(() => page.locator(".scrubber").inputValue()).toBe("37");
  await close();
});

test("in a sandboxed frame nothing is said to be downloaded, and what is text is shown to be copied", async () => {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 900, height: 900 },
  });
  const page = await context.newPage();
  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  await page.setContent(
    `<iframe sandbox="allow-scripts" width="860" height="860" src="${inject("site")}embed.html#1&lr=0.02"></iframe>`,
  );
  const lab = page.frameLocator("iframe");
  await lab.getByRole("button", { name: "Take it home", exact: true }).click();
  const sheet = lab.getByRole("dialog", { name: "Take it home" });
  const status = sheet.getByRole("status");
  const shown = async (button: string, file: string): Promise<string> => {
    await sheet.getByRole("button", { name: button, exact: true }).click();
    const field = sheet.getByLabel(`The text of ${file}, to be copied`);
    await field.waitFor();
    await expect
      .poll(() => status.innerText())
      .toContain(`may block downloads, without a word. If ${file} has not come`);
    return field.evaluate((node: HTMLTextAreaElement) =>
      node.value.slice(node.selectionStart, node.selectionEnd),
    );
  };
  expect(await shown("Script (.py)", "first-descent-by-hand.py")).toBe(
    `${script({ lr: 0.02 }).join("\n")}\n`,
  );
  const book = JSON.parse(await shown("Notebook (.ipynb)", "first-descent-by-hand.ipynb"));
  expect(book.nbformat).toBe(4);
  expect((await shown("Samples (.csv)", "first-descent-samples.csv")).split("\n")).toHaveLength(102);
  const history = await shown("History (.csv)", "first-descent-history-600-updates.csv");
  expect(history.split("\n")).toHaveLength(603);
  // A PNG is no text.
  await sheet.getByRole("button", { name: "Loss as PNG" }).click();
  const said = () => status.innerText();
  await expect.poll(said).toContain("open the lab in a window of its own");
  expect(await sheet.locator("textarea").isVisible()).toBe(false);
  expect(downloads).toEqual([]);
  await context.close();
});
