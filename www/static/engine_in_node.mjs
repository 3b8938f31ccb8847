// The engine outside a browser: for the pictures drawn at build time, and for tests that compare the page with it.
// Refuses to build anything: the package must stand in pkg/ already.
import { readFile } from "node:fs/promises";

const packageFolder = new URL("../../pkg/", import.meta.url);

/** @returns {Promise<typeof import("../../pkg/first_descent.js")>} */
export async function engineInNode() {
  const engine = await import(new URL("first_descent.js", packageFolder).href);
  engine.initSync({ module: await readFile(new URL("first_descent_bg.wasm", packageFolder)) });
  return engine;
}
