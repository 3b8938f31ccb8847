// The server that readers and the browser tests share: what it serves, what it refuses, which port it takes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveSite } from "../../tools/site_server.mjs";

let folder: string;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "site-"));
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "secret.txt"), "not for readers");
  writeFileSync(join(folder, "dist", "index.html"), "<p>page</p>");
  writeFileSync(join(folder, "dist", "engine.wasm"), "wasm");
  site = await serveSite(join(folder, "dist"), { base: "/below/" });
});

afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** Asks for a path exactly as written: fetch would tidy away the dots. */
function statusOf(path: string, method = "GET"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: site.port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("a folder's address gives its index page", async () => {
  const response = await fetch(site.address);
  expect(await response.text()).toBe("<p>page</p>");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
});

test("wasm comes with the type that streaming compilation asks for", async () => {
  const response = await fetch(`${site.address}engine.wasm`);
  expect(response.headers.get("content-type")).toBe("application/wasm");
});

test.each([
  "/below/../secret.txt",
  "/below/..%2fsecret.txt",
  "/below/%2e%2e/secret.txt",
  "/below/%00",
  "/below/%",
])("%s leads nowhere outside the site", async (path) => {
  expect(await statusOf(path)).toBe(404);
});

test("nothing is served above the base path", async () => {
  expect(await statusOf("/index.html")).toBe(404);
});

test("only reading is allowed", async () => {
  expect(await statusOf("/below/", "POST")).toBe(405);
});

test("a port that is taken is passed over for a later one", async () => {
  const second = await serveSite(join(folder, "dist"), { port: site.port });
  expect(second.port).toBeGreaterThan(site.port);
  await second.close();
});
