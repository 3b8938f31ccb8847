// A static file server for the built site, bound to this machine only. `make start`, the browser tests and the
// screenshots share it. It refuses everything but GET and HEAD, and every path outside the folder it serves.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const HOST = "127.0.0.1";

/** Browsers refuse a module script or a streamed wasm module that comes under another type. */
const CONTENT_TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
});

/**
 * The file of `root` that a request's path names, or null when it names none.
 * @param {string} root
 * @param {string} pathname
 */
async function findFile(root, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const path = normalize(join(root, decoded.endsWith("/") ? `${decoded}index.html` : decoded));
  if (decoded.includes("\0") || !path.startsWith(root + sep)) return null;
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? { path, size: found.size } : null;
}

/**
 * Listens on the first free port at or after `port`; 0 lets the system choose.
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<number>} the port it got
 */
async function listen(server, port) {
  for (;;) {
    server.listen(port, HOST);
    try {
      await once(server, "listening");
      const address = server.address();
      return typeof address === "object" && address ? address.port : port;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== "EADDRINUSE" || port === 0 || port === 65535) throw error;
      port += 1;
    }
  }
}

/**
 * Serves the folder `root` below `base`, a path that begins and ends with a slash.
 * @param {string} root
 * @param {{ port?: number, base?: string }} [options]
 */
export async function serveSite(root, { port = 0, base = "/" } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", `http://${HOST}`);
    const readable = request.method === "GET" || request.method === "HEAD";
    const file =
      readable && pathname.startsWith(base) ? await findFile(root, pathname.slice(base.length - 1)) : null;
    if (!file) {
      response.writeHead(readable ? 404 : 405, { "content-type": "text/plain" }).end("Not here.\n");
      return;
    }
    response.writeHead(200, {
      "content-type": CONTENT_TYPES[extname(file.path)] ?? "application/octet-stream",
      "content-length": file.size,
      // A rebuilt site must show at the next reload.
      "cache-control": "no-cache",
      // Pages on other origins, and sandboxed frames, which have none, may hold the lab.
      "access-control-allow-origin": "*",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file.path).pipe(response);
  });
  const got = await listen(server, port);
  return {
    port: got,
    address: `http://${HOST}:${got}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
