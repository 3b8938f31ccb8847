/**
 * The run's program as files: a script, a notebook, and what both print. The Python comes from the engine as it is; here
 * it is only put into cells and headed by the settings and the numbers to expect.
 * Refuses to promise more than holds: the note beside the numbers says where they may differ in their last digits.
 */
import type { Settings, SourceLine } from "../../engine";
import { fill, type Strings, type Words } from "../../strings";
import { labelOf, type SettingWords } from "../refusal";
import type { Run } from "../run";
import { SETTINGS, valueIn } from "../settings";

/** The part of the notebook format (nbformat 4.5) that is written here. */
interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  metadata: Record<string, never>;
  source: string[];
}

interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: Record<string, never>;
  execution_count: null;
  outputs: never[];
  source: string[];
}

export interface Notebook {
  cells: (MarkdownCell | CodeCell)[];
  metadata: {
    kernelspec: { display_name: string; language: string; name: string };
    language_info: { name: string };
  };
  nbformat: 4;
  nbformat_minor: 5;
}

const CELL = "# %% ";

export function script(run: Run): string {
  const lines = run.ask((session) => session.source("script"));
  return lines.map(({ text }) => `${text}\n`).join("");
}

const PACKAGES: Readonly<Record<string, string>> = {
  numpy: "NumPy",
  sklearn: "scikit-learn",
  torch: "PyTorch",
};

/** What a machine must have besides Python, by the names these packages have for readers. */
export function packagesOf(text: string): string[] {
  const modules = [...text.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name = ""]) => name);
  return Object.entries(PACKAGES).flatMap(([module, name]) => (modules.includes(module) ? [name] : []));
}

/** Every line the script prints. The run's cursor stays where it is. */
export function printed(run: Run): string[] {
  const { cursor } = run;
  const lines = run.ask((session) => {
    session.step(session.state().updates);
    return session.output();
  });
  run.seek(cursor);
  return lines;
}

/** The lab's own words, and the settings' names. */
interface Spoken {
  strings: Strings;
  names: SettingWords;
}

/** The last of those lines: the result, or the exception. */
export function result(run: Run): string[] {
  return printed(run).filter((line) => !/^(epoch|update) \d/.test(line));
}

export function notebook(run: Run, words: Words["take_home"], spoken: Spoken): Notebook {
  const lines = run.ask((session) => session.source("notebook"));
  const cells: Notebook["cells"] = [markdown("about", header(run, words, spoken))];
  for (const { name, source } of cellsOf(lines)) {
    cells.push(
      markdown(`about-${name}`, `## ${words.cells[name as keyof Words["take_home"]["cells"]] ?? name}`),
    );
    cells.push({
      cell_type: "code",
      id: name,
      metadata: {},
      execution_count: null,
      outputs: [],
      source: withEnds(source),
    });
  }
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The engine marks where a cell begins; blank lines around a cell are the script's. */
function cellsOf(lines: readonly SourceLine[]): { name: string; source: string[] }[] {
  const cells: { name: string; source: string[] }[] = [];
  for (const { text } of lines)
    if (text.startsWith(CELL)) cells.push({ name: text.slice(CELL.length), source: [] });
    else cells.at(-1)?.source.push(text);
  for (const { source } of cells) {
    while (source[0] === "") source.shift();
    while (source.at(-1) === "") source.pop();
  }
  return cells;
}

/** As the format wants lines: each but the last with its line feed. */
const withEnds = (lines: readonly string[]): string[] =>
  lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line));

const markdown = (id: string, text: string): MarkdownCell => ({
  cell_type: "markdown",
  id,
  metadata: {},
  source: withEnds(text.split("\n")),
});

function header(run: Run, words: Words["take_home"], spoken: Spoken): string {
  const rows = settingRows(run.settings, spoken, words);
  return [
    `# ${fill(words.notebookTitle, { program: spoken.strings.programs[run.program] })}`,
    "",
    words.notebookNeeds,
    "",
    `| ${words.setting} | ${words.value} |`,
    "| --- | --- |",
    ...rows.map(([label, value]) => `| ${label} | ${value} |`),
    "",
    words.expect,
    "",
    "```",
    ...result(run),
    "```",
    "",
    claim(run, words),
  ].join("\n");
}

/** How far the numbers agree, by what the program computes with and where its data come from. */
export function claim({ program, settings }: Run, { claims, both }: Words["take_home"]): string {
  const kind =
    program === "sgd_regressor" ? "regressor" : settings.dtype === "float32" ? "float32" : "float64";
  const noise = program !== "parabola" && settings.data?.source === "make_regression";
  return noise ? fill(both, { claim: claims[kind], made: claims.made }) : claims[kind];
}

function settingRows(
  settings: Settings,
  { strings, names }: Spoken,
  words: Words["take_home"],
): [string, string][] {
  const { program, data, changes } = settings;
  const base = typeof program === "object" ? program.base : (program ?? "by_hand");
  const rows: [string, string][] = [[labelOf("program", names), strings.programs[base]]];
  if (typeof program === "object")
    rows.push([words.edited, program.statements.map(({ op }) => op).join(", ")]);
  if (base !== "parabola" && data) {
    const count = data.source === "points" ? ` (${data.x.length})` : "";
    rows.push([words.data, `\`${data.source}\`${count}`]);
    if (data.source !== "points" && data.edits?.length) rows.push([words.edits, String(data.edits.length)]);
  }
  for (const setting of SETTINGS) {
    const { path } = setting;
    // The program and the data have rows of their own.
    if (path === "program" || path === "data.source" || !setting.programs.includes(base)) continue;
    if (path.startsWith("data.") && data?.source !== "make_regression") continue;
    const value = path === "seed" ? (settings.seed ?? null) : valueIn(settings, setting);
    if (value !== null) rows.push([`${labelOf(path, names)} (\`${path}\`)`, String(value)]);
  }
  for (const { update, set } of changes ?? [])
    rows.push([
      fill(words.change, { update: String(update) }),
      Object.entries(set)
        .map(([name, value]) => `\`${name}\` = ${String(value)}`)
        .join(", "),
    ]);
  return rows;
}
