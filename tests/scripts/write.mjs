// Writes what the page gives a reader to take home, for many settings, and what the engine says it prints:
//
//   node tests/scripts/write.mjs DIRECTORY [SETTINGS.json]
//
// For each setting NAME.py and NAME.ipynb, made by the page's own code with the built package; for all of them
// expected.json. tests/scripts/check.py runs them with real Python and compares. Without a file the settings are
// tests/scripts/settings.json. Refuses to build anything: pkg/ must stand already.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import names from "../../www/lesson/content/en/words/settings.json" with { type: "json" };
import shell from "../../www/lesson/content/en/words/shell.json" with { type: "json" };
import words from "../../www/lesson/content/en/words/take_home.json" with { type: "json" };
import { engineInNode } from "../../www/static/engine_in_node.mjs";

const www = (/** @type {string} */ path) => fileURLToPath(new URL(`../../www/${path}`, import.meta.url));

/**
 * Reads JSON whose whole numbers may be too long for a double: those become bigints.
 * @param {string} text
 */
function parse(text) {
  const marked = text.replace(/([[:,]\s*)(\d{16,})(?=\s*[,}\]])/g, '$1"$2n"');
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && /^\d{16,}n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
}

const [directory, file = fileURLToPath(new URL("settings.json", import.meta.url))] = process.argv.slice(2);
if (!directory) {
  console.error("first-descent: name a directory to write to");
  process.exit(2);
}

const [{ module: takeHome }, { module: engines }, { module: runs }] = await Promise.all([
  /** @type {Promise<{ module: typeof import("../../www/lab/take_home/program") }>} */ (
    runnerImport(www("lab/take_home/program.ts"))
  ),
  /** @type {Promise<{ module: typeof import("../../www/engine") }>} */ (runnerImport(www("engine.ts"))),
  /** @type {Promise<{ module: typeof import("../../www/lab/run") }>} */ (runnerImport(www("lab/run.ts"))),
]);

const engine = engines.Engine.of(await engineInNode());
await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });

/** @type {Record<string, { program: string, dtype: string, printed: string[] }>} */
const expected = {};
for (const [name, settings] of parse(await readFile(file, "utf8"))) {
  const run = runs.Run.open(engine, settings);
  const book = takeHome.notebook(run, words, { strings: shell, names });
  await writeFile(join(directory, `${name}.py`), takeHome.script(run));
  await writeFile(join(directory, `${name}.ipynb`), JSON.stringify(book));
  const { program } = run;
  expected[name] = { program, dtype: run.settings.dtype ?? "float64", printed: takeHome.printed(run) };
  run.free();
}
await writeFile(join(directory, "expected.json"), JSON.stringify(expected));
console.log(`${Object.keys(expected).length} settings written to ${directory}`);
