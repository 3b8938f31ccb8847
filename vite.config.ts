// How the site is built. The wasm package in pkg/ must be there already: `make build` sees to the order.
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, runnerImport } from "vite";
import { engineInNode } from "./www/static/engine_in_node.mjs";

/** Pictures and numbers of the classic run, for as long as the engine is not up; made by the engine and the views. */
const staticPage: Plugin = {
  name: "static-page",
  transformIndexHtml: {
    order: "pre",
    async handler(html, { path }) {
      // The lab alone, in a frame, has no still picture: its page is not read before it comes.
      if (!path.endsWith("/index.html")) return html;
      const drawing = fileURLToPath(new URL("www/static/page.ts", import.meta.url));
      const { module } = await runnerImport<typeof import("./www/static/page")>(drawing);
      return module.staticPage(html, await engineInNode());
    },
  },
};

export default defineConfig({
  plugins: [staticPage],
  // Relative addresses: the same dist/ works at a domain's root, under any sub-path and in a frame.
  base: "./",
  publicDir: "www/public",
  // Parts of d3 that no chart here uses, and that cannot be left out otherwise: 8 kB of what is fetched first.
  resolve: {
    alias: Object.fromEntries(
      ["d3-interpolate", "d3-format"].map((name) => [
        name,
        fileURLToPath(new URL(`www/slim/${name}.ts`, import.meta.url)),
      ]),
    ),
  },
  build: {
    // The oldest browsers that have SIMD128, without which the wasm file would not load anyway.
    target: ["chrome91", "firefox89", "safari16.4"],
    // Every asset stays a file of its own: a data: address would be refused by a strict content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "index.html", embed: "embed.html", "first-descent": "www/embed/element.ts" },
      output: {
        // The element's file keeps its name, because other sites' pages name it.
        entryFileNames: ({ name }) =>
          name === "first-descent" ? "first-descent.js" : "assets/[name]-[hash].js",
      },
    },
    // tools/sizes.mjs prints the sizes and holds them to the budget.
    reportCompressedSize: false,
  },
});
