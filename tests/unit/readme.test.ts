/** What the readme says of the package in Node is run as it stands there, with the package where npm would put it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the readme's way to start the engine in Node starts it", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, script] = /^In Node, .*?```js\n(.*?)```/ms.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "first-descent-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
    symlinkSync(pkg, join(folder, "node_modules/first-descent"), "dir");
    writeFileSync(join(folder, "run.mjs"), script ?? "");
    expect(execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" })).toBe("600\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
