// Prints what the built site weighs, as it is, with gzip and with Brotli, and fails above budget: first what the page
// fetches before its first run is drawn, then what comes after. Serving hosts compress: the budgets are in Brotli bytes
// at its best quality. 1 kB is 1,000 bytes.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/**
 * What may be fetched, in Brotli bytes. The first two are promises; the full module's limit stands just above its
 * present weight, so that a build that grows fails, and it comes down with every saving.
 */
const BUDGETS = { lean: 45_000, first: 100_000, full: 141_600 };

/** What the page fetches, in the order it is printed; what else is in dist/ is none of it. */
const KINDS = ["html", "css", "js", "wasm"];

const LEAN = /first_descent_lean_bg\b.*\.wasm$/;
const FULL = /first_descent_bg\b.*\.wasm$/;

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** @param {Buffer} bytes */
function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length,
  };
}

const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .map((name) => ({ name, kind: extname(name).slice(1) }))
  .filter(({ kind }) => KINDS.includes(kind))
  .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name))
  .map(({ name, kind }) => ({ name, kind, ...weigh(readFileSync(join(dist, name))) }));

/** @param {{ raw: number, gzip: number, brotli: number }[]} rows */
function sum(rows) {
  return {
    raw: rows.reduce((total, row) => total + row.raw, 0),
    gzip: rows.reduce((total, row) => total + row.gzip, 0),
    brotli: rows.reduce((total, row) => total + row.brotli, 0),
  };
}

/** @param {string} name @param {{ raw: number, gzip: number, brotli: number }} sizes */
function line(name, { raw, gzip, brotli }, after = "") {
  const columns = [raw, gzip, brotli].map((size) => size.toLocaleString("en").padStart(9)).join(" ");
  console.log(`${name.padEnd(44)} ${columns}${after}`);
}

/** @param {string} title @param {{ name: string, raw: number, gzip: number, brotli: number }[]} rows */
function list(title, rows) {
  const columns = ["raw", "gzip", "brotli"].map((name) => name.padStart(9)).join(" ");
  console.log(`${title.padEnd(44)} ${columns}`);
  for (const row of rows) line(`  ${row.name}`, row);
}

// What stands in <noscript> no browser with scripts fetches.
const index = readFileSync(join(dist, "index.html"), "utf8").replace(/<noscript>.*?<\/noscript>/gs, "");
/** The first picture's own view comes as a file of its own. */
const FIRST_VIEW = /^assets\/line-[^/]*\.js$/;
const first = files.filter(
  ({ name }) =>
    name === "index.html" || LEAN.test(name) || FIRST_VIEW.test(name) || index.includes(`./${name}"`),
);
const later = files.filter((file) => !first.includes(file));

list("fetched first, before a run is drawn", first);
line("  in all", sum(first));
list("fetched later", later);
line("  in all", sum(later));
console.log();

for (const [name, part, budget] of /** @type {const} */ ([
  ["the lean module", files.filter(({ name }) => LEAN.test(name)), BUDGETS.lean],
  ["all that is fetched first", first, BUDGETS.first],
  ["the full module", files.filter(({ name }) => FULL.test(name)), BUDGETS.full],
])) {
  const sizes = sum(part);
  line(name, sizes, ` of ${budget.toLocaleString("en")}`);
  if (part.length === 0) {
    console.error(`first-descent: dist/ holds nothing of ${name}, so the build is not whole`);
    process.exitCode = 1;
  }
  if (sizes.brotli > budget) {
    const over = (sizes.brotli - budget).toLocaleString("en");
    const limit = budget.toLocaleString("en");
    console.error(`first-descent: ${name} weighs ${over} bytes (Brotli) more than its limit of ${limit}`);
    process.exitCode = 1;
  }
}
