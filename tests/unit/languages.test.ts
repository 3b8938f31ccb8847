// What a language's folder must hold, that no code names a language, and which language a reader gets.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decode } from "../../www/lab/address";
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

/** What may be empty: the space between two sentences, which not every language writes. */
const MAY_BE_EMPTY = /\bbetween$/;

test.each(LANGUAGES)("%s leaves no word empty, and what is no word is one of what can be", (language) => {
  for (const file of filesOf(language))
    for (const [path, text] of flat(read(language, file)))
      if (!MAY_BE_EMPTY.test(path)) expect([file, path, text.trim()]).not.toContain("");
  const words = (file: string) => read(language, file) as Record<string, string>;
  expect(["alphabet", "characters"]).toContain(words("site.json").letters);
  expect(() => new TextDecoder(words("your_data.json").encoding)).not.toThrow();
});

/** The programs with a graph, one of them with the sum in place of the mean. */
const GRAPHS = [...PROGRAMS.filter((name) => name !== "sgd_regressor"), "torch:f.ls.z.b.u"];
/** Of every element; a program must make one number of them. */
const UNREDUCED = "(a − t)²";

test("of the formulas in a graph those with words have them in English from the engine, and so in every language", async () => {
  const { graph } = await loadWords(ENGLISH, "graph");
  const { Session } = await engineInNode();
  const said: Record<string, { formula: string; derivative: string }> = {};
  for (const program of GRAPHS) {
    const session = new Session(decode(`1&p=${program}`).state.settings);
    session.step();
    for (const { formula, derivative } of session.graph().nodes) said[formula] = { formula, derivative };
    session.free();
  }
  const { [UNREDUCED]: unreduced, ...reduced } = graph.formulas;
  for (const [formula, own] of Object.entries(reduced)) expect(said[formula]).toEqual(own);
  expect(unreduced).toEqual({ ...graph.formulas["sum of (a − t)²"], formula: UNREDUCED });
  for (const [key, { formula, derivative }] of Object.entries(said))
    if (/[a-z]{4}/.test(`${formula} ${derivative}`)) expect(graph.formulas).toHaveProperty([key]);
});

test.each(LANGUAGES)(
  "%s tells a loss that is a mean, one that is a sum, and one of every element apart",
  async (language) => {
    const { formulas } = (await loadWords(language, "graph")).graph;
    const mean = formulas["mean of (a − t)²"];
    const sum = formulas["sum of (a − t)²"];
    const unreduced = formulas[UNREDUCED];
    expect(new Set([mean, sum, unreduced].map(({ formula }) => formula)).size).toBe(3);
    for (const { formula } of [mean, sum, unreduced]) expect(formula).toContain("(a − t)²");
    expect(mean.derivative).toContain("g × (2/n × (a − t))");
    for (const { derivative } of [sum, unreduced]) expect(derivative).toContain("g × (2 × (a − t))");
  },
);

test.each(LANGUAGES)("%s writes a percent sign behind its number without a space", (language) => {
  const texts = readdirSync(join(CONTENT, language)).filter((file) => file.endsWith(".md"));
  const said = [
    ...texts.map((file) => [file, readFileSync(join(CONTENT, language, file), "utf8")] as const),
    ...filesOf(language).flatMap((file) => flat(read(language, file))),
  ];
  const apart = said.flatMap(([of, text]) =>
    [...text.matchAll(/.{0,20}[\d}\]][ \u00a0\u202f]%.?/g)].map(([at]) => `${of}: ${at}`),
  );
  expect(apart).toEqual([]);
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
