// Serves the built site once for all browser tests, below a sub-path, because it must work from any.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { serveSite } from "../../tools/site_server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the built site, ending with a slash. */
    site: string;
  }
}

export default async function setup(project: TestProject) {
  const dist = fileURLToPath(new URL("../../dist", import.meta.url));
  if (!existsSync(`${dist}/index.html`)) throw new Error("dist/ has not been built: run make build first");
  const site = await serveSite(dist, { base: "/lessons/first-descent/" });
  project.provide("site", site.address);
  return () => site.close();
}
