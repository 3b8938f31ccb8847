// Prints what the built site weighs, as it is, with gzip and with Brotli, and fails above budget. Serving hosts
// compress: the budgets are in Brotli bytes at its best quality. 1 kB is 1,000 bytes.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/**
 * What the wasm module and the whole page are to weigh in Brotli bytes, and what they may weigh today. Neither goal is
 * reached yet: the limits stand just above the present weight, so that a build that grows fails, and they come down
 * with every saving until they meet the goals.
 */
const BUDGETS = { wasm: { goal: 45_000, limit: 130_000 }, page: { goal: 100_000, limit: 175_000 } };

/** The kinds that make up the first view, in the order they are printed. */
const KINDS = ["wasm", "js", "css", "html"];

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

/**
 * @param {string} name
 * @param {{ raw: number, gzip: number, brotli: number }} sizes
 * @param {{ goal: number, limit: number }} [budget]
 */
function line(name, { raw, gzip, brotli }, budget) {
  const columns = [raw, gzip, brotli].map((size) => size.toLocaleString("en").padStart(9)).join(" ");
  const limit =
    budget === undefined
      ? ""
      : `  of ${budget.limit.toLocaleString("en")}, the goal is ${budget.goal.toLocaleString("en")}`;
  console.log(`${name.padEnd(40)} ${columns}${limit}`);
}

console.log(
  `${"bytes in dist/".padEnd(40)} ${"raw".padStart(9)} ${"gzip".padStart(9)} ${"brotli".padStart(9)}`,
);
for (const file of files) line(file.name, file);

const wasm = sum(files.filter(({ kind }) => kind === "wasm"));
const page = sum(files);
line("the wasm module", wasm, BUDGETS.wasm);
line("the page", page, BUDGETS.page);

const found = new Set(files.map(({ kind }) => kind));
for (const kind of ["wasm", "js", "html"].filter((kind) => !found.has(kind))) {
  console.error(`first-descent: dist/ holds no .${kind} file, so the build is not whole`);
  process.exitCode = 1;
}
for (const [name, sizes, budget] of /** @type {const} */ ([
  ["the wasm module", wasm, BUDGETS.wasm],
  ["the page", page, BUDGETS.page],
])) {
  if (sizes.brotli > budget.limit) {
    const over = (sizes.brotli - budget.limit).toLocaleString("en");
    console.error(
      `first-descent: ${name} is ${over} bytes (Brotli) above its limit of ${budget.limit.toLocaleString("en")}`,
    );
    process.exitCode = 1;
  }
}
