// How the site is built. The wasm package in pkg/ must be there already: `make build` sees to the order.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, runnerImport } from "vite";
import { licences } from "./tools/licences.mjs";
import { engineInNode } from "./www/static/engine_in_node.mjs";

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const { module: lesson } = await runnerImport<typeof import("./www/lesson/build/pages")>(
  fromHere("www/lesson/build/pages.ts"),
);
/** Every page by its file; all but the first are no files here: `index.html` is the shell of them all. */
const pages = new Map(lesson.sitePages().map((page) => [fromHere(page.path), page]));
const shell = fromHere("index.html");
/** The pictures that stand in files of their own, as the pages that show them are built. */
const stills = new lesson.StillFiles();

/** The chapters and the pages beside them, with pictures and numbers made by the engine and the views. */
const lessonPages: Plugin = {
  name: "lesson-pages",
  resolveId: (id) => (pages.has(id) ? id : null),
  load: (id) => (pages.has(id) && id !== shell ? readFileSync(shell, "utf8") : null),
  transformIndexHtml: {
    order: "pre",
    async handler(html, { filename }) {
      const page = pages.get(filename);
      return page ? lesson.buildPage(html, page, await engineInNode(), stills) : html;
    },
  },
  generateBundle() {
    for (const [fileName, source] of stills.files) this.emitFile({ type: "asset", fileName, source });
  },
  // While developing, a chapter's address is answered with the shell, which the hook above fills.
  configureServer(server) {
    server.middlewares.use(async (request, response, next) => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
      const still = stills.files.get(path);
      if (still !== undefined) {
        response.setHeader("content-type", "image/svg+xml");
        return response.end(still);
      }
      const file = fromHere(`${path}index.html`);
      if (!path.endsWith("/") || !pages.has(file)) return next();
      const html = await server.transformIndexHtml(`/${path}index.html`, readFileSync(shell, "utf8"));
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(html);
    });
  },
};

/**
 * One script a page. As all pages share their script, the build writes a tag for every file it is made of, and each would
 * run as soon as it is there: the lab could be up before the page listens to it. The others are fetched ahead instead.
 */
const oneScript: Plugin = {
  name: "one-script",
  enforce: "post",
  transformIndexHtml: {
    order: "post",
    handler(html) {
      const tags = html.match(/<script type="module"[^>]*><\/script>/g) ?? [];
      return tags
        .slice(0, -1)
        .reduce(
          (page, tag) =>
            page.replace(
              tag,
              tag.replace(
                /<script type="module"([^>]*?) src=("[^"]*").*/,
                '<link rel="modulepreload"$1 href=$2>',
              ),
            ),
          html,
        );
    },
  },
};

/** Whether the lab's element imports a module, itself or through others, and not only when asked for. */
function isFirst(
  id: string,
  getImporters: (id: string) => readonly string[],
  seen = new Set<string>(),
): boolean {
  if (id === fromHere("www/lab/element.ts")) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return getImporters(id).some((importer) => isFirst(importer, getImporters, seen));
}

/**
 * A chapter's exercises have their styles from the lesson, which comes late; a reader without scripts gets the same file by
 * a link that only such a browser follows. The build must not count that link as one of the page's own.
 */
const stylesWithoutScripts: Plugin = {
  name: "styles-without-scripts",
  enforce: "post",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const [link] = html.match(/<noscript><link .*?<\/noscript>/) ?? [];
      if (!bundle || link === undefined) return html;
      const file = Object.keys(bundle).find((name) => /^assets\/text-[^/]*\.css$/.test(name));
      if (!file) throw new Error("The text’s styles are in no file of their own.");
      const root = /data-root="([^"]*)"/.exec(html)?.[1] ?? "./";
      // Last, as in the pages that have it from the start: it adds to what the others say.
      const built = `<noscript><link rel="stylesheet" href="${root}${file}"></noscript>`;
      return html.replace(link, "").replace("</head>", `${built}\n  </head>`);
    },
  },
};

/** A file of words of a language, by its module. */
const WORDS = /\/content\/([^/]+)\/words\/([^/]+)\.json$/;

/** A page's language is known when it is built: the words its lab waits for are fetched with the page's script. */
const wordsAhead: Plugin = {
  name: "words-ahead",
  enforce: "post",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const [, lang, root] = /<html lang="([^"]*)" data-root="([^"]*)"/.exec(html) ?? [];
      if (!bundle || lang === undefined) return html;
      const words = Object.values(bundle).find((chunk) => {
        const [, language, part] = WORDS.exec((chunk.type === "chunk" && chunk.facadeModuleId) || "") ?? [];
        return language === lang && part === "shell";
      });
      if (!words) throw new Error(`The words of "${lang}" are in no file of their own.`);
      const link = `<link rel="modulepreload" crossorigin href="${root}${words.fileName}">`;
      return html.replace("</head>", `  ${link}\n  </head>`);
    },
  },
};

/** The notices of all that is in the site, in a file of their own, and the font's licence beside the font once more. */
const notices: Plugin = {
  name: "notices",
  generateBundle(_, bundle) {
    const font = readFileSync(fromHere("www/fonts/OFL.txt"), "utf8");
    const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
    this.emitFile({ type: "asset", fileName: "licences.txt", source: licences({ modules, font }) });
    this.emitFile({ type: "asset", fileName: "assets/OFL.txt", source: font });
  },
};

export default defineConfig({
  plugins: [lessonPages, oneScript, stylesWithoutScripts, wordsAhead, notices],
  // Relative addresses: the same dist/ works at a domain's root, under any sub-path and in a frame.
  base: "./",
  publicDir: false,
  // Parts of d3 that no chart here uses, and that cannot be left out otherwise: 8 kB of what is fetched first.
  resolve: {
    alias: Object.fromEntries(
      ["d3-interpolate", "d3-format"].map((name) => [name, fromHere(`www/slim/${name}.ts`)]),
    ),
  },
  build: {
    // The oldest browsers that have SIMD128, without which the wasm file would not load anyway.
    target: ["chrome91", "firefox89", "safari16.4"],
    // Styles are written for browsers that know light-dark() (since 2024): what would be put in its place for older ones
    // has no colours where a page does not declare its scheme. Older ones get the light theme, from colours.css.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Every asset stays a file of its own: a data: address would be refused by a strict content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [...pages.keys(), "embed.html", "www/embed/element.ts"],
      output: {
        // The element's file keeps its name, because other sites' pages name it.
        // What the first picture takes is one file: it compresses better than a dozen.
        codeSplitting: {
          groups: [
            {
              name: (id, chunking) =>
                isFirst(id, (of) => chunking.getModuleInfo(of)?.importers ?? []) ? "lab" : null,
            },
          ],
        },
        chunkFileNames: ({ facadeModuleId }) => {
          const [, language, part] = WORDS.exec(facadeModuleId ?? "") ?? [];
          return `assets/${part ? `words/${language}/${part}` : "[name]"}-[hash].js`;
        },
        entryFileNames: ({ name }) => (name === "element" ? "first-descent.js" : "assets/[name]-[hash].js"),
      },
    },
    // tools/sizes.mjs prints the sizes and holds them to the budget.
    reportCompressedSize: false,
  },
});
