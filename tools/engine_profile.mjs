// Says what the wasm module is made of: each section, the modules that its functions come from, and the largest
// functions, in bytes before compression. For whoever has to bring the engine back below its budget:
//
//   make profile
//
// It reads a module that still has its names, as written by wasm-bindgen and `wasm-opt -g`.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const SECTIONS = ["custom", "type", "import", "function", "table", "memory", "global", "export", "start"];
SECTIONS.push("element", "code", "data", "data count", "tag");
const LARGEST = 40;

const bytes = readFileSync(process.argv[2] ?? "");
let at = 8;

/** An unsigned LEB128 number at the reading position. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
}

/** How many functions are imported: they come first in the numbering. */
function countImportedFunctions() {
  let functions = 0;
  for (let left = number(); left > 0; left -= 1) {
    text();
    text();
    const kind = bytes[at++];
    if (kind === 0) {
      number();
      functions += 1;
    } else {
      // A table begins with its element type; a table and a memory have limits; a global has a type and a flag.
      if (kind === 1) at += 1;
      if (kind === 3) at += 2;
      else if (number() & 1) number() + number();
      else number();
    }
  }
  return functions;
}

let imported = 0;
/** @type {number[]} */
const lengths = [];
/** @type {Map<number, string>} */
const names = new Map();

console.log("section          bytes    brotli");
while (at < bytes.length) {
  const id = bytes[at++] ?? 0;
  const length = number();
  const begin = at;
  const end = at + length;
  const custom = id === 0 ? text() : "";
  const compressed = brotliCompressSync(bytes.subarray(begin, end)).length;
  console.log(
    `${(custom || SECTIONS[id] || "?").padEnd(14)} ${String(length).padStart(7)} ${String(compressed).padStart(9)}`,
  );
  if (id === 2) imported = countImportedFunctions();
  if (id === 10) {
    for (let left = number(); left > 0; left -= 1) {
      const size = number();
      lengths.push(size);
      at += size;
    }
  }
  if (custom === "name") {
    while (at < end) {
      const part = bytes[at++];
      const next = number() + at;
      if (part === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
      at = next;
    }
  }
  at = end;
}

const functions = lengths
  .map((size, index) => ({ size, name: (names.get(imported + index) ?? "?").replace(/::h[0-9a-f]{16}/, "") }))
  .sort((a, b) => b.size - a.size);

/** @type {Map<string, { size: number, count: number }>} */
const modules = new Map();
for (const { size, name } of functions) {
  const own = name.match(/first_descent::\w+(::\w+)?/)?.[0];
  const module = own ?? name.match(/\w+(::\w+)?/)?.[0] ?? name;
  const sum = modules.get(module) ?? { size: 0, count: 0 };
  modules.set(module, { size: sum.size + size, count: sum.count + 1 });
}

console.log("\n  bytes  functions  module");
for (const [module, { size, count }] of [...modules]
  .sort((a, b) => b[1].size - a[1].size)
  .slice(0, LARGEST)) {
  console.log(`${String(size).padStart(7)} ${String(count).padStart(10)}  ${module}`);
}
console.log("\n  bytes  function");
for (const { size, name } of functions.slice(0, LARGEST)) console.log(`${String(size).padStart(7)}  ${name}`);
