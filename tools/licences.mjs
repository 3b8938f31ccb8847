// What whoever hands on the site or the package owes to others: the notices of all that is in it, as one text.
//
//   node tools/licences.mjs pkg      writes pkg/licences.txt, for the wasm package
//
// The site's is made with the site (vite.config.ts), which knows the npm packages and the font that are in it.
// Refuses a part without a licence, and to be built without cargo, which knows the crates.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ name: string, version: string, licence: string, from: string, texts: string[] }} Part */

/** @param {string} path */
const fromHere = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** @param {string} path */
const read = (path) => readFileSync(path, "utf8").trim();

/**
 * The licence files of a package. Of a choice we take one: MIT where it is offered, and never Apache, whose text is long.
 * @param {string} folder
 */
function textsIn(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|copyright)\b/i.test(name));
  const chosen = files.filter((name) => /mit|unicode/i.test(name));
  const short = chosen.length > 0 ? chosen : files.filter((name) => !/apache|zlib|unlicense/i.test(name));
  // Vite's goes on with the licences of what only the build uses.
  return short.map((name) =>
    read(join(folder, name))
      .replace(/\n# Licenses of bundled dependencies.*/s, "")
      .trim(),
  );
}

/**
 * The crates that are compiled into the wasm modules: neither those of the build and the tests nor the macros.
 * @returns {Part[]}
 */
function crates() {
  const told = execFileSync(
    "cargo",
    ["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"],
    { cwd: fromHere("."), encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "inherit"] },
  );
  const { packages, resolve } = JSON.parse(told);
  /** @type {Map<string, any>} */
  const known = new Map(packages.map((/** @type {any} */ each) => [each.id, each]));
  /** @type {Map<string, any>} */
  const nodes = new Map(resolve.nodes.map((/** @type {any} */ each) => [each.id, each]));
  const isMacro = (/** @type {string} */ id) =>
    known.get(id).targets.some((/** @type {any} */ target) => target.kind.includes("proc-macro"));
  /** @type {Set<string>} */
  const found = new Set();
  const follow = (/** @type {string} */ id) => {
    if (found.has(id) || isMacro(id)) return;
    found.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps)
      if (dep_kinds.some((/** @type {any} */ { kind }) => kind === null)) follow(pkg);
  };
  follow(resolve.root);
  found.delete(resolve.root);
  return [...found].map((id) => {
    const { name, version, license, repository, manifest_path } = known.get(id);
    if (!license) throw new Error(`licences: the crate ${name} names no licence`);
    return {
      name,
      version,
      licence: license,
      from: repository ?? "",
      texts: textsIn(dirname(manifest_path)),
    };
  });
}

/**
 * The npm packages that the modules of a bundle come from.
 * @param {Iterable<string>} modules
 * @returns {Part[]}
 */
function npmPackages(modules) {
  const folders = new Set();
  for (const id of modules) {
    // The bundler's own few lines have names that are no files: `\0rolldown/runtime.js`, `\0vite/preload-helper.js`.
    const own = /^\0(rolldown|vite)\//.exec(id)?.[1];
    const folder = own
      ? fromHere(`node_modules/${own}`)
      : /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
    if (folder && existsSync(join(folder, "package.json"))) folders.add(folder);
  }
  return [...folders].sort().map((folder) => {
    const { name, version, license, homepage, repository } = JSON.parse(read(join(folder, "package.json")));
    const texts = textsIn(folder);
    if (!license || texts.length === 0) throw new Error(`licences: the npm package ${name} has no licence`);
    const from = homepage ?? repository?.url ?? repository ?? "";
    return { name, version, licence: license, from, texts };
  });
}

/**
 * Parts with their notices. A text that several have in common stands once, after the last of them.
 * @param {Part[]} parts
 */
function listed(parts) {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const { name, version, licence, from, texts } of parts) {
    const text = texts.join("\n\n");
    const line = `${name} ${version} (${licence})${from ? ` ${from}` : ""}`;
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  return [...byText].map(([text, lines]) => `${lines.join("\n")}\n\n${text}`.trim()).join("\n\n---\n\n");
}

/** @param {string} title @param {string} text */
const section = (title, text) => `${"=".repeat(72)}\n${title}\n${"=".repeat(72)}\n\n${text}\n`;

/**
 * The notices of the engine and of what is built around it.
 * @param {{ modules?: Iterable<string>, font?: string }} [site] the modules in its scripts, the licence of its font
 */
export function licences({ modules = [], font } = {}) {
  const { version } = JSON.parse(read(fromHere("package.json")));
  const packages = npmPackages(modules);
  return [
    `First Descent ${version}\n\nIt may be used under the MIT licence or the Apache licence 2.0, as you prefer. After both come\nthe notices of what it is made of.\n`,
    section("The MIT licence", read(fromHere("LICENSE-MIT"))),
    section("The Apache licence 2.0", read(fromHere("LICENSE-APACHE"))),
    section("Data sets", read(fromHere("src/data/NOTICE.txt"))),
    ...(font === undefined ? [] : [section("Font: STIX Two Math, a subset", font.trim())]),
    ...(packages.length === 0 ? [] : [section("npm packages in the scripts", listed(packages))]),
    section(
      "Crates in the WebAssembly modules",
      `${listed(crates())}\n\n---\n\nThe Rust standard library (MIT OR Apache-2.0) https://github.com/rust-lang/rust`,
    ),
  ].join("\n");
}

const [, script, folder] = process.argv;
if (script === fileURLToPath(import.meta.url) && folder)
  writeFileSync(join(folder, "licences.txt"), licences());
