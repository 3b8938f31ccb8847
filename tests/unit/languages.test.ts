// What a language's folder must hold, that no code names a language, and which language a reader gets.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROGRAMS } from "../../www/lab/settings";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { ENGLISH, LANGUAGES, languageOf, loadWords, lookUp } from "../../www/strings";

const CONTENT = "www/lesson/content";
const others = LANGUAGES.filter((language) => language !== ENGLISH);

const filesOf = (language: string): string[] => readdirSync(join(CONTENT, language, "words")).sort();
const read = (language: string, file: string): unknown =>
  JSON.parse(readFileSync(join(CONTENT, language, "words", file), "utf8"));

/** Every word by its path, e.g. "views.line". */
function flat(table: unknown, path = ""): [string, string][] {
  if (typeof table === "string") return [[path, table]];
  return Object.entries(table as object).flatMap(([name, value]) =>
    flat(value, path ? `${path}.${name}` : name),
  );
}

const placesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test("a folder with words is a language, and English comes first", () => {
  const folders = readdirSync(CONTENT).filter((name) => existsSync(join(CONTENT, name, "words")));
  expect(LANGUAGES[0]).toBe("en");
  expect([...LANGUAGES].sort()).toEqual(folders.sort());
  expect(LANGUAGES.length).toBeGreaterThanOrEqual(2);
});

test.each(others)("%s has the files that English has, with the same words and places in each", (language) => {
  expect(filesOf(language)).toEqual(filesOf(ENGLISH));
  for (const file of filesOf(ENGLISH)) {
    const places = (of: string): [string, string[]][] =>
      flat(read(of, file))
        .map(([path, text]): [string, string[]] => [`${file}: ${path}`, placesIn(text)])
        .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(places(language)).toEqual(places(ENGLISH));
  }
});

/** What may be empty: a space between two sentences, which not every language writes. */
const MAY_BE_EMPTY = ["your_data.json: train.between"];

test.each(LANGUAGES)("%s leaves no word empty, and what is no word is one of what can be", (language) => {
  for (const file of filesOf(language))
    for (const [path, text] of flat(read(language, file)))
      if (!MAY_BE_EMPTY.includes(`${file}: ${path}`)) expect([file, path, text.trim()]).not.toContain("");
  const words = (file: string) => read(language, file) as Record<string, string>;
  expect(["alphabet", "characters"]).toContain(words("site.json").letters);
  expect(() => new TextDecoder(words("your_data.json").encoding)).not.toThrow();
});

test("of the formulas in a graph those with words have them in English from the engine, and so in every language", async () => {
  const { graph } = await loadWords(ENGLISH, "graph");
  const { Session } = await engineInNode();
  const said: Record<string, { formula: string; derivative: string }> = {};
  for (const program of PROGRAMS.filter((name) => name !== "sgd_regressor")) {
    const session = new Session({ program });
    session.step();
    for (const { op, formula, derivative } of session.graph().nodes) said[op] = { formula, derivative };
    session.free();
  }
  for (const [op, own] of Object.entries(graph.formulas)) expect([op, said[op]]).toEqual([op, own]);
  for (const [op, { formula, derivative }] of Object.entries(said))
    if (/[a-z]{4}/.test(`${formula} ${derivative}`)) expect(graph.formulas).toHaveProperty(op);
});

test("a reader gets the language asked for, one it is a variety of, another variety of it, or English", () => {
  const offered = ["en", "pt", "pt-BR", "zh-CN"];
  expect(
    ["zh-CN", "ZH-cn", "zh-TW", "zh", "zh-Hant-HK", "pt-PT", "pt-br", "en-GB", "de", ""].map((wanted) =>
      lookUp(wanted, offered),
    ),
  ).toEqual(["zh-CN", "zh-CN", "zh-CN", "zh-CN", "zh-CN", "pt", "pt-BR", "en", null, null]);
  expect(lookUp("zho", offered)).toBeNull();
  expect([languageOf("zh-TW"), languageOf("x-klingon"), languageOf("")]).toEqual(["zh-CN", "en", "en"]);
});

test("no code names another language than English", () => {
  const code = readdirSync("www", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|mjs|css)$/.test(name) && !/\.test\.ts$/.test(name))
    .map((name) => `www/${name}`);
  expect(code.length).toBeGreaterThan(200);
  for (const file of [...code, "vite.config.ts", "index.html", "embed.html", "tools/settings_doc.mjs"]) {
    const text = readFileSync(file, "utf8")
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/(?<=^|\s)\/\/.*$/gm, "");
    for (const language of others)
      expect([file, new RegExp(`\\b${language.split("-")[0]}\\b`).test(text)]).toEqual([file, false]);
  }
});
