// Medians and ratios as lines for the terminal and as BENCHMARKS.md, with the machine and every version.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { ROWS } from "./rows.mjs";

const NANOSECONDS = { ns: 1, µs: 1e3, ms: 1e6 };

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three digits, thousands with commas. */
const shown = (value) => value.toLocaleString("en", { maximumSignificantDigits: 3 });

/** The medians of a row, in its unit, and how its targets stand; null where a contestant was not there. */
function outcome(row, times) {
  const figure = (contestant) =>
    times[contestant] ? median(times[contestant]) / NANOSECONDS[row.unit] : null;
  const figures = row.figures
    .map(([label, contestant]) => ({ label, value: figure(contestant) }))
    .filter(({ value }) => value !== null);
  const targets = row.targets.map(({ says, of, by, at_least = 0, at_most = Number.POSITIVE_INFINITY }) => {
    const [above, below] = [figure(of), by === undefined ? 1 : figure(by)];
    if (above === null || below === null) return { says, verdict: "not measured: no such peer here" };
    const value = above / below;
    const measured = by === undefined ? `${shown(value)} ${row.unit}` : `${shown(value)} times`;
    return { says, measured, verdict: value >= at_least && value <= at_most ? "met" : "MISSED" };
  });
  return { figures, targets };
}

/** @param {Record<string, number[]>} times nanoseconds by contestant */
export function printed(times) {
  const lines = [];
  for (const row of ROWS) {
    const { figures, targets } = outcome(row, times);
    lines.push("", row.title);
    for (const { label, value } of figures)
      lines.push(`  ${label.padEnd(44)} ${shown(value).padStart(10)} ${row.unit}`);
    for (const { says, measured, verdict } of targets)
      lines.push(`  → ${says}: ${measured ? `${measured}, ` : ""}${verdict}`);
  }
  return lines.join("\n");
}

function machine() {
  const rust = execFileSync("rustc", ["--version"], { encoding: "utf8" }).split(" ")[1];
  return {
    rust,
    model: `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: process.platform,
    load: loadavg()
      .map((load) => load.toFixed(1))
      .join(", "),
  };
}

function packageVersion(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
}

function sizes() {
  const bytes = readFileSync(new URL("../pkg/first_descent_bg.wasm", import.meta.url));
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return [
    bytes.length,
    gzipSync(bytes, { level: 9 }).length,
    brotliCompressSync(bytes, { params }).length,
  ].map((size) => size.toLocaleString("en"));
}

/**
 * @param {Record<string, number[]>} times nanoseconds by contestant
 * @param {Record<string, string>} versions of what this process cannot ask itself
 */
export function benchmarks(times, versions) {
  const { rust, model, system, load } = machine();
  const rounds = Object.values(times)[0]?.length ?? 0;
  const [raw, gzip, brotli] = sizes();
  const all = {
    "First Descent": packageVersion("../pkg/package.json"),
    Rust: rust,
    Node: process.versions.node,
    V8: process.versions.v8,
    "TensorFlow.js": packageVersion("node_modules/@tensorflow/tfjs/package.json"),
    ...versions,
  };
  const sections = ROWS.map((row) => {
    const { figures, targets } = outcome(row, times);
    const table = figures.map(({ label, value }) => `| ${label} | ${shown(value)} ${row.unit} |`);
    const aims = targets.map(
      ({ says, measured, verdict }) => `| ${says} | ${measured ?? "–"} | ${verdict} |`,
    );
    return [
      `## ${row.title}`,
      "",
      row.about,
      "",
      "| | median |",
      "|---|---:|",
      ...table,
      ...(aims.length > 0 ? ["", "| target | measured | |", "|---|---:|---|", ...aims] : []),
    ].join("\n");
  });
  return `# Benchmarks

Written by \`make bench\`; do not edit. Every contestant was measured once (10 ms or one run, whichever is longer) in each of
${rounds} rounds, in turns, after warming up and after all had shown the same results. A figure is the median of its rounds, and a
ratio that of two medians.

- ${new Date().toISOString().slice(0, 10)}; ${model}; ${system}
- load average at the end (1, 5, 15 minutes): ${load}
- ${Object.entries(all)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}
- the wasm module: ${raw} bytes, ${gzip} with gzip, ${brotli} with Brotli

${sections.join("\n\n")}
`;
}
