// A language is added by copying a folder, translating and building: here the whole site is built once more from a copy
// with one more folder in it and not a line of code changed, and read in that language.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { serveSite } from "../../tools/site_server.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));
/** What the site is built from. */
const SOURCES = [
  "www",
  "pkg",
  "index.html",
  "embed.html",
  "vite.config.ts",
  "package.json",
  "tsconfig.json",
].concat(
  // For the licences.
  ["tools", "src", "Cargo.toml", "Cargo.lock", "LICENSE-MIT", "LICENSE-APACHE"],
);

/** The chapters that are built. */
const READ = ["00-one-picture.md", "07-the-whole-loop.md"];

/** What is translated, of which file: each word is English's and stands there once. */
const TRANSLATED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "words/site.json": [['"name": "English"', '"name": "Deutsch"']],
  "words/shell.json": [
    ['"play": "Play"', '"play": "Abspielen"'],
    ['"code": "Code"', '"code": "Programmtext"'],
  ],
  "words/code.json": [['"both": "Both"', '"both": "Beide"']],
  "words/graph.json": [['"check": "Check numerically"', '"check": "Numerisch prüfen"']],
  "words/lesson.json": [['"check": "Check"', '"check": "Prüfen"']],
  "07-the-whole-loop.md": [["# The whole loop", "# Die ganze Schleife"]],
};

let root: string;
let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "first-descent-"));
  for (const name of SOURCES) await cp(join(project, name), join(root, name), { recursive: true });
  await symlink(join(project, "node_modules"), join(root, "node_modules"));
  const content = join(root, "www/lesson/content");
  await cp(join(content, "en"), join(content, "de"), { recursive: true });
  for (const [file, words] of Object.entries(TRANSLATED)) {
    let text = await readFile(join(content, "de", file), "utf8");
    for (const [english, german] of words) {
      expect([file, english, text.split(english).length - 1]).toEqual([file, english, 1]);
      text = text.replace(english, german);
    }
    await writeFile(join(content, "de", file), text);
  }
  // Two chapters of the course are enough, and quicker.
  for (const language of await readdir(content, { withFileTypes: true }))
    for (const file of language.isDirectory() ? await readdir(join(content, language.name)) : [])
      if (/^\d\d-.*\.md$/.test(file) && !READ.includes(file)) await rm(join(content, language.name, file));
  const vite = join(project, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", "--logLevel", "error"], { cwd: root });
  [site, browser] = await Promise.all([
    serveSite(join(root, "dist"), { base: "/course/" }),
    launchChromium(),
  ]);
}, 180_000);

afterAll(async () => {
  await Promise.all([browser?.close(), site?.close()]);
  await rm(root, { recursive: true, force: true });
});

test("a copied folder is a language: of the text, the lab, its late views, the exercises and the menu", async () => {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    locale: "de-AT",
  });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const words = new Set<string>();
  page.on("request", (request) => {
    const [, language] = /\/words\/([^/]+)\//.exec(request.url()) ?? [];
    if (language) words.add(language);
  });
  // The site's own address leads a browser that speaks it there.
  await page.goto(site.address);
  await page.waitForURL(/\/de\/one-picture\/$/);
  words.clear();
  await page.goto(`${site.address}de/the-whole-loop/`);
  expect(await page.locator("h1").textContent()).toBe("Die ganze Schleife");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.getByRole("button", { name: "Abspielen" }).first().waitFor();
  await page.getByRole("tab", { name: "Programmtext" }).first().click();
  await page.locator(".code-modes").getByText("Beide").waitFor();
  await page.getByText("Numerisch prüfen").waitFor();
  const exercise = page.locator(".exercise").first();
  await exercise.scrollIntoViewIfNeeded();
  await exercise.getByRole("button", { name: "Prüfen" }).waitFor();
  expect([...words]).toEqual(["de"]);
  // The other languages' pages know it too.
  expect((await page.locator("a.language").allTextContents()).map((text) => text.trim())).toEqual([
    "English",
    "中文",
  ]);
  await page.getByRole("link", { name: "English" }).click();
  await page.waitForURL(/\/en\/the-whole-loop\//);
  expect(await page.locator('a.language[hreflang="de"]').textContent()).toBe("Deutsch");
  // A frame asks for it by name, in whatever region.
  await page.goto(`${site.address}embed.html?lang=de-CH`);
  await page.getByRole("button", { name: "Abspielen" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  expect(complaints).toEqual([]);
  await page.close();
});
