// What the site and the package owe: every part of them with its notice. Reads what the build has written.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { version } from "../../package.json";
import { licences } from "../../tools/licences.mjs";

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const site = text("dist/licences.txt");
const engine = text("pkg/licences.txt");

test("both files begin with the version that the crate has, and hold both licences of our own", () => {
  expect(text("Cargo.toml")).toContain(`\nversion = "${version}"`);
  for (const file of [site, engine]) {
    expect(file.split("\n")[0]).toBe(`First Descent ${version}`);
    expect(file).toContain(text("LICENSE-MIT").trim());
    expect(file).toContain(text("LICENSE-APACHE").trim());
  }
});

test("the font's licence stands in the site's file and beside the font", () => {
  const ofl = text("www/fonts/OFL.txt");
  expect(ofl).toContain("SIL OPEN FONT LICENSE Version 1.1");
  expect(site).toContain(ofl.trim());
  const assets = readdirSync(new URL("../../dist/assets", import.meta.url));
  expect(assets.filter((name) => /woff2$|^OFL/.test(name))).toEqual([
    "OFL.txt",
    expect.stringMatching(/^stix-/),
  ]);
  expect(text("dist/assets/OFL.txt")).toBe(ofl);
});

test("the npm packages that are bundled are named with their notices, and those of the build are not", () => {
  for (const name of ["lit", "lit-html", "d3-scale", "d3-shape", "papaparse", "rolldown"])
    expect(site).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\S* \\(`, "m"));
  for (const notice of [
    "Copyright (c) 2017 Google LLC. All rights reserved.",
    "Mike Bostock",
    text("node_modules/papaparse/LICENSE").trim(),
  ])
    expect(site).toContain(notice);
  expect(site).not.toMatch(/^(shiki|temml|unified|typescript) \d/m);
});

test("every crate of the wasm module is named, those of the build and the tests are not", () => {
  const tree = execFileSync(
    "cargo",
    ["tree", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro", "--prefix", "none"],
    { cwd: new URL("../..", import.meta.url), encoding: "utf8" },
  );
  const names = [...tree.matchAll(/^(\S+) v(\S+)/gm)].map(([, name, release]) => `${name} ${release} (`);
  expect(new Set(names).size).toBeGreaterThan(10);
  for (const file of [site, engine]) {
    for (const name of names.filter((each) => !each.startsWith("first-descent")))
      expect(file).toContain(name);
    expect(file).toContain("Copyright (c) Radzivon Bartoshyk. All rights reserved.");
    expect(file).not.toMatch(/^(syn|quote|serde_derive|serde_json|oorandom) \d/m);
  }
});

test("the data sets are named with their sources, and the diabetes table has the licence it came with", () => {
  for (const file of [site, engine]) {
    expect(file).toContain(text("src/data/NOTICE.txt").trim());
    expect(file).toContain("Copyright (c) 2007-2026 The scikit-learn developers.");
  }
});

test("the pages beside the chapters and the page of all chapters lead to it, in both languages", async () => {
  for (const [path, words] of [
    ["en/", `First Descent ${version}: licences of all its parts`],
    ["en/glossary/", `First Descent ${version}: licences of all its parts`],
    ["en/progress/", `First Descent ${version}: licences of all its parts`],
    ["zh-CN/", `First Descent ${version}：各部分的许可证`],
    ["zh-CN/teaching-notes/", `First Descent ${version}：各部分的许可证`],
  ] as const) {
    const address = new URL(path, inject("site"));
    const [, href, text] =
      /<p class="about"><a href="([^"]*)">(.*?)<\/a>/.exec(await (await fetch(address)).text()) ?? [];
    expect(text).toBe(words);
    const answer = await fetch(new URL(href ?? "", address));
    expect(await answer.text()).toBe(site);
  }
});

test("a bundle with nothing from outside has no section of packages, and one with a package has its text", () => {
  expect(licences()).not.toContain("npm packages");
  const lit = licences({ modules: [new URL("../../node_modules/lit/index.js", import.meta.url).pathname] });
  expect(lit).toContain(text("node_modules/lit/LICENSE").trim());
});
