// Starts the contestants, sees that they come to the same numbers, lets them settle, then measures them in turns: one
// short measurement each, round after round, so that whatever else the machine does meets them all. Prints medians and
// ratios, and writes BENCHMARKS.md.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tools/browsers.mjs";
import { serveSite } from "../tools/site_server.mjs";
import { checkAgreement } from "./agreement.mjs";
import { labSection, measureLab } from "./lab.mjs";
import { loadEngine, startChromium, startProcess } from "./places.mjs";
import { benchmarks, printed } from "./report.mjs";
import { CONTESTANTS } from "./rows.mjs";
import { BATCH, SWEEP_UPDATES } from "./work.mjs";

const FULL_ROUNDS = 21;
const rounds = Number(process.env.ROUNDS ?? FULL_ROUNDS);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench: ROUNDS is "${process.env.ROUNDS}"; it must be a whole number from 1`);
  process.exit(1);
}
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The default data, and the orders in which the torch program reads them, from the engine. */
async function given() {
  const engine = await loadEngine();
  const session = new engine.Session({ program: "torch" });
  const { x, y } = session.data();
  session.free();
  const epochs = Math.ceil(SWEEP_UPDATES / Math.ceil(x.length / BATCH));
  const whole = new engine.Session({ program: "torch", epochs });
  const orders = [];
  while (whole.step() === 1) orders.push(...whole.state().batchIndices);
  whole.free();
  return { x: [...x], y: [...y], orders };
}

/** What a Python has of PyTorch and NumPy, or null after a line that says why there is none. */
function pythonVersions(python) {
  try {
    return JSON.parse(
      execFileSync(python, [here("peers.py"), "--versions"], { stdio: ["ignore", "pipe", "pipe"] }),
    );
  } catch (error) {
    const reason =
      String(error.stderr ?? "")
        .trim()
        .split("\n")
        .at(-1) || error.message;
    console.log(
      `Skipping PyTorch and NumPy: ${python} cannot run them (${reason}). PYTHON=… names another Python.`,
    );
    return null;
  }
}

/** The lab's own figures, as a section, when the engine's are done and its places closed. */
async function lab() {
  const site = await serveSite(here("../dist"));
  const browser = await launchChromium();
  try {
    return labSection(await measureLab(browser, site.address));
  } finally {
    await browser.close();
    await site.close();
  }
}

const python = process.env.PYTHON || "python3";
const versions = pythonVersions(python);
const data = await given();
const chromium = await startChromium(["engine", "loops"], data);
const node = (which) => startProcess(process.execPath, [here("node_worker.mjs"), which], data);
const places = {
  wasm_node: node("engine"),
  js_node: node("loops"),
  tensorflow: node("tensorflow"),
  wasm_chromium: chromium.places.engine,
  js_chromium: chromium.places.loops,
  native: startProcess(here("../target/release/examples/fused_updates"), [], data),
  ...(versions && { python: startProcess(python, [here("peers.py")], data) }),
};

/** @param {string} verb @param {string} contestant */
const ask = (verb, contestant) => {
  const [place, task] = contestant.split("/");
  return places[place].ask(`${verb} ${task}`);
};
const contestants = CONTESTANTS.filter((contestant) => contestant.split("/")[0] in places);

/** @type {{ times: Record<string, number[]>, version: string } | null} */
let measured = null;
try {
  await checkAgreement(contestants, ask);
  for (const contestant of contestants) await ask("warm", contestant);

  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${rounds} `);
    for (const contestant of contestants) times[contestant].push(await ask("time", contestant));
  }
  if (process.stderr.isTTY) process.stderr.write("\r");

  measured = { times, version: chromium.places.engine.version };
} finally {
  for (const place of Object.values(places)) await place.close();
  await chromium.close();
}

const { times, version } = measured;
console.log(printed(times));
const section = await lab();
console.log(`\n${section}`);
if (rounds < FULL_ROUNDS) {
  console.log(`BENCHMARKS.md is left as it was: it takes ${FULL_ROUNDS} rounds.`);
} else {
  writeFileSync(
    here("../BENCHMARKS.md"),
    `${benchmarks(times, { Chromium: version, ...versions })}\n${section}`,
  );
  console.log("BENCHMARKS.md is written.");
}
