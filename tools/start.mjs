// Serves dist/ for a reader and prints the address. PORT chooses the port; one that is taken is passed over, and
// said to be.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveSite } from "./site_server.mjs";

const DEFAULT_PORT = 8080;

const root = fileURLToPath(new URL("../dist", import.meta.url));
const asked = process.env.PORT ? Number(process.env.PORT) : DEFAULT_PORT;

if (!Number.isInteger(asked) || asked < 1 || asked > 65535) {
  console.error(`first-descent: PORT is "${process.env.PORT}"; it must be a whole number from 1 to 65535`);
  process.exit(1);
}
if (!existsSync(`${root}/index.html`)) {
  console.error("first-descent: dist/ has not been built yet: run make start or make build");
  process.exit(1);
}

const site = await serveSite(root, { port: asked });
if (site.port !== asked) console.log(`Port ${asked} is taken; using ${site.port} instead.`);
console.log(`First Descent is at ${site.address} (Ctrl-C stops it)`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    site.close().then(() => process.exit(0));
  });
}
