// Runs every check and every test, cheap ones first, and adds up what the runners themselves report:
//
//   node tools/test.mjs              all of them (`make test`)
//   node tools/test.mjs tsc e2e      only those (`make test ONLY="tsc e2e"`)
//
// A failure does not stop what follows: one run tells everything that is wrong. A runner that ends without its
// closing line counts as a failure, so that tests which silently did not run can't pass.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * `test result: ok. 5 passed; 0 failed; …`, once for each test binary: from cargo, and from wasm-bindgen's runner.
 * @param {string} output @returns {Count | null}
 */
function countRust(output) {
  const lines = [...output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)];
  if (lines.length === 0) return null;
  return {
    passed: lines.reduce((total, line) => total + Number(line[1]), 0),
    failed: lines.reduce((total, line) => total + Number(line[2]), 0),
  };
}

/**
 * `Tests  1 failed | 5 passed (6)`
 * @param {string} output @returns {Count | null}
 */
function countVitest(output) {
  const line = output.match(/^\s*Tests\s+(.*\(\d+\))\s*$/m)?.[1];
  if (line === undefined) return null;
  return {
    passed: Number(line.match(/(\d+) passed/)?.[1] ?? 0),
    failed: Number(line.match(/(\d+) failed/)?.[1] ?? 0),
  };
}

/**
 * A check has no tests to count: its exit status is all it says.
 * @typedef {{ name: string, command: string[], env?: Record<string, string>, count?: (output: string) => Count | null }} Step
 */

const WASM = "--target=wasm32-unknown-unknown";

// Every integration test, and neither the unit tests nor the doctests of src/, which run natively.
const WASM_TESTS = ["--", "--test", "*"];

// Golden runs take their time in a browser on a busy machine: the runner's own limit is 20 s. Debug information
// makes a test module ten times as large, and a browser's turn three times as long.
const WASM_TEST_ENV = { WASM_BINDGEN_TEST_TIMEOUT: "300", CARGO_PROFILE_TEST_DEBUG: "false" };

/** @type {Step[]} */
const STEPS = [
  { name: "rustfmt", command: ["cargo", "fmt", "--check"] },
  { name: "biome", command: ["biome", "check", "--error-on-warnings"] },
  { name: "clippy", command: ["cargo", "clippy", "--all-targets", "--", "-D", "warnings"] },
  { name: "rust", command: ["cargo", "test", "--no-fail-fast"], count: countRust },
  { name: "rustdoc", command: ["cargo", "doc", "--no-deps"], env: { RUSTDOCFLAGS: "-D warnings" } },
  { name: "clippy-wasm", command: ["cargo", "clippy", "--all-targets", WASM, "--", "-D", "warnings"] },
  // The crate that the page fetches first. Its tests compare the two modules, and stand among the unit tests.
  {
    name: "clippy-lean",
    command: ["cargo", "clippy", "--lib", "--no-default-features", WASM, "--", "-D", "warnings"],
  },
  // The types of the page name those of the package, so the package is built before they are checked.
  { name: "build", command: ["make", "--no-print-directory", "build"] },
  { name: "tsc", command: ["tsc", "--project", "."] },
  { name: "unit", command: ["vitest", "run", "--project", "unit"], count: countVitest },
  {
    name: "chromium",
    command: ["wasm-pack", "test", "--headless", "--chrome", ...WASM_TESTS],
    env: WASM_TEST_ENV,
    count: countRust,
  },
  {
    name: "firefox",
    command: ["wasm-pack", "test", "--headless", "--firefox", ...WASM_TESTS],
    env: WASM_TEST_ENV,
    count: countRust,
  },
  { name: "e2e", command: ["vitest", "run", "--project", "e2e"], count: countVitest },
];

/** The runners write to a pipe here, so they are told what a terminal would have told them. */
const COLOURS = process.stdout.isTTY ? { FORCE_COLOR: "1", CARGO_TERM_COLOR: "always" } : { NO_COLOR: "1" };

/**
 * Runs one step with its output shown as it comes.
 * @param {Step} step
 * @returns {Promise<{ status: number, output: string }>}
 */
function run({ command, env }) {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...COLOURS, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (data) => {
      process.stdout.write(data);
      output += data;
    });
    child.stderr.on("data", (data) => {
      process.stderr.write(data);
      output += data;
    });
    child.on("error", (error) => resolve({ status: 1, output: `${output}${error.message}` }));
    child.on("close", (status) => resolve({ status: status ?? 1, output: stripVTControlCharacters(output) }));
  });
}

const only = process.argv.slice(2);
const unknown = only.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `first-descent: no step is called ${unknown.join(", ")}; there are ${STEPS.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
const summary = [];
for (const step of STEPS.filter(({ name }) => only.length === 0 || only.includes(name))) {
  console.log(`\n== ${step.name}: ${step.command.join(" ")}`);
  const began = performance.now();
  const { status, output } = await run(step);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);

  const count = step.count?.(output);
  let verdict = status === 0 ? "ok" : `failed (exit status ${status})`;
  passed += count?.passed ?? 0;
  failed += count?.failed ?? 0;
  if (step.count && (!count || count.passed + count.failed === 0)) {
    verdict = "failed: it reported no tests";
    failed += 1;
  } else if (status !== 0 && !count?.failed) {
    failed += 1;
  } else if (status === 0 && count?.failed) {
    verdict = "failed";
  }
  const tests = count ? `${count.passed} passed, ${count.failed} failed` : "";
  summary.push(`${step.name.padEnd(12)} ${seconds.padStart(7)} s  ${tests.padEnd(26)} ${verdict}`);
}

console.log(`\n${summary.join("\n")}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
