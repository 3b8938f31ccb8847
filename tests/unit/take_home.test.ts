// What a reader takes home: tables with every digit, a notebook that is the script, names that say what is inside.
import { beforeAll, describe, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { historyFile, pictureFile, programFile, samplesFile } from "../../www/lab/take_home/file_names";
import { mayBlock } from "../../www/lab/take_home/hand_over";
import { plainColours } from "../../www/lab/take_home/paper";
import { claim, notebook, packagesOf, printed, result, script } from "../../www/lab/take_home/program";
import { historyTable, samplesTable } from "../../www/lab/take_home/tables";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { SvgPen } from "../../www/static/svg_pen";
import { loadWords } from "../../www/strings";

/** The words of the sheet, and what the notebook takes from the lab's. */
async function spoken(language: string) {
  const {
    shell: strings,
    settings: names,
    take_home: words,
  } = await loadWords(language, "shell", "settings", "take_home");
  return { words, lab: { strings, names } };
}
const en = await spoken("en");

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const open = (settings: Settings = {}): Run => Run.open(engine, settings);

/** The rows of a table, a field that is empty as null. */
const rows = (parts: readonly string[]): (number | null)[][] =>
  parts
    .join("")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map((field) => (field === "" ? null : Number(field))));

describe("the samples", () => {
  test("come back from the table with the same bits, edits and all", () => {
    const run = open({
      data: {
        source: "make_regression",
        edits: [{ move: 3, x: 0.1, y: 1e-7 }, { add: true, x: -2.5, y: 1e21 }, { remove: 0 }],
      },
    });
    const table = rows(samplesTable(run));
    expect(table.length).toBe(100);
    expect(table.map(([x]) => x)).toEqual(Array.from(run.data.x));
    expect(table.map(([, y]) => y)).toEqual(Array.from(run.data.y));
    expect(table[2]).toEqual([0.1, 1e-7]);
    expect(table[99]).toEqual([-2.5, 1e21]);
  });

  test("are one long table in short parts", () => {
    const run = open({ data: { source: "make_regression", n_samples: 45_000 }, batch_size: 9000, epochs: 1 });
    const parts = samplesTable(run);
    expect(parts.length).toBe(4);
    expect(rows(parts).at(-1)).toEqual([run.data.x[44_999], run.data.y[44_999]]);
  });
});

test("only a frame without an origin of its own may block downloads unseen", () => {
  const above = {} as Window;
  const page = (origin: string, framed: boolean) => {
    const window = { origin } as { origin: string; parent: Window; window: unknown };
    window.window = window;
    window.parent = framed ? above : (window as unknown as Window);
    return window;
  };
  expect(mayBlock(page("null", true))).toBe(true);
  expect(mayBlock(page("https://course.example", true))).toBe(false);
  // A page opened as a file has no origin either, and may download.
  expect(mayBlock(page("null", false))).toBe(false);
});

describe("the history", () => {
  test("has a row for the start and one for each update, with every digit", () => {
    const run = open();
    const { history } = run;
    const [header] = historyTable(run).join("").split("\n");
    expect(header).toBe("update,epoch,loss,w,b,gradW,gradB,epochLoss");
    const table = rows(historyTable(run));
    expect(table.length).toBe(601);
    expect(table[0]).toEqual([0, null, null, 0.1, 0, null, null, null]);
    expect(table[600]?.slice(0, 5)).toEqual([
      600,
      100,
      history.loss[599],
      42.887112362029214,
      13.341959365533667,
    ]);
    for (const [column, values] of [
      [2, history.loss],
      [3, history.w],
      [4, history.b],
      [5, history.gradW],
      [6, history.gradB],
      [7, history.epochLoss],
    ] as const)
      expect(table.slice(1).map((row) => row[column])).toEqual(Array.from(values));
  });

  test("counts epochs from 1, also where a change moves their ends", () => {
    const run = open({ changes: [{ update: 8, set: { batch_size: 50 } }] });
    const epochs = rows(historyTable(run)).map(([, epoch]) => epoch);
    // Two epochs of six batches, then two batches each.
    expect(epochs.slice(0, 8)).toEqual([null, 1, 1, 1, 1, 1, 1, 2]);
    expect(epochs.slice(12, 18)).toEqual([2, 3, 3, 4, 4, 5]);
  });

  test("ends before the update at which the run diverges, and holds finite numbers only", () => {
    const run = open({ lr: 1.2 });
    const table = rows(historyTable(run));
    expect(run.seen).toBeLessThan(600);
    expect(table.length).toBe(run.seen + 1);
    expect(table.at(-1)?.every(Number.isFinite)).toBe(true);
  });

  test("of a standardised run also has the line in the data's own units, which predicts the same", () => {
    const x = [30, 32, 35, 39, 44];
    const y = [61, 66, 70, 80, 88];
    const settings: Settings = { data: { source: "points", x, y }, batch_size: 5, epochs: 20 };
    const run = open({ ...settings, standardize: true });
    const [header] = historyTable(run).join("").split("\n");
    expect(header).toBe("update,epoch,loss,w,b,gradW,gradB,epochLoss,w_data,b_data");
    const table = rows(historyTable(run));
    expect(table.length).toBe(21);
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const std = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
    for (const row of table) {
      const [w, b, ownW, ownB] = [3, 4, 8, 9].map((column) => row[column] ?? Number.NaN) as [
        number,
        number,
        number,
        number,
      ];
      expect(ownW).toBeCloseTo(w / std, 12);
      for (const at of [0, 30, 60]) expect(ownW * at + ownB).toBeCloseTo((w * (at - mean)) / std + b, 9);
    }
    // Of another run w and b are in the data's units already.
    expect(historyTable(open({ ...settings, lr: 1e-4 })).join("")).not.toContain("w_data");
  });

  test("leaves a gradient that is None empty, and has the parabola's own columns", () => {
    const statements = (["forward", "loss", "update"] as const).map((op) => ({ op }));
    const run = open({ program: { base: "torch", statements }, epochs: 1 });
    expect(historyTable(run).join("").split("\n")[2]).toMatch(/^1,1,[\d.]+,[^,]+,[^,]+,,,/);
    const parabola = historyTable(open({ program: "parabola", updates: 2 })).join("");
    expect(parabola).toBe(
      "update,f,x,gradX\n0,,10,\n1,100,9.8,20\n2,96.04000000000002,9.604000000000001,19.6\n",
    );
  });
});

const EVERY: Settings[] = [
  {},
  { program: "torch", momentum: 0.9, weight_decay: 0.01, changes: [{ update: 120, set: { lr: 0.05 } }] },
  { program: "parabola" },
  { program: "sgd_regressor", penalty: "l1" },
  { data: { source: "points", x: [1, 2, 3], y: [2, 4, 7] }, batch_size: 3, standardize: true },
];

test("what a script needs is what it brings in", () => {
  const needs = EVERY.map((settings) => packagesOf(script(open(settings))));
  for (const [index, packages] of needs.entries()) {
    const text = script(open(EVERY[index]));
    expect([
      packages.includes("PyTorch"),
      packages.includes("scikit-learn"),
      packages.includes("NumPy"),
    ]).toEqual(["import torch", "from sklearn", "import numpy"].map((line) => text.includes(line)));
  }
  expect(packagesOf(script(open({ program: "parabola" })))).toEqual(["PyTorch"]);
});

describe("the notebook", () => {
  test("has the script's lines in its code cells, in order and nothing else", () => {
    for (const settings of EVERY) {
      const run = open(settings);
      const cells = notebook(run, en.words, en.lab).cells.filter((cell) => cell.cell_type === "code");
      const lines = cells.flatMap(({ source }) => source.map((line) => line.replace(/\n$/, "")));
      const full = (line: string): boolean => line !== "";
      expect(lines.filter(full)).toEqual(script(run).split("\n").filter(full));
      // The parabola has no data.
      expect(cells.length).toBe(run.program === "parabola" ? 4 : 5);
    }
  });

  test("is of format 4.5: ids that differ, lines that end, nothing run yet", () => {
    const { cells, nbformat, nbformat_minor } = notebook(open(), en.words, en.lab);
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    for (const cell of cells) {
      expect(cell.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      for (const [index, line] of cell.source.entries())
        expect(line.endsWith("\n")).toBe(index < cell.source.length - 1);
      if (cell.cell_type === "code") expect([cell.execution_count, cell.outputs]).toEqual([null, []]);
    }
  });

  test("says in its head which settings made it and which numbers to expect", () => {
    const run = open(EVERY[1]);
    const head = notebook(run, en.words, en.lab).cells[0]?.source.join("") ?? "";
    expect(head).toContain("| Momentum (`momentum`) | 0.9 |");
    expect(head).toContain("| From update 120 on | `lr` = 0.05 |");
    const { w, b } = run.history;
    expect(head).toContain(`w = ${w.at(-1)}\nb = ${b.at(-1)}\n`);
    expect(notebook(open(EVERY[4]), en.words, en.lab).cells[0]?.source.join("")).not.toContain("data.noise");
  });

  test("is headed in the reader's language, with the same code", async () => {
    const zh = await spoken("zh-CN");
    const [ours, theirs] = [notebook(open(), en.words, en.lab), notebook(open(), zh.words, zh.lab)];
    expect(theirs.cells[0]?.source[0]).toBe("# 线性回归（手写）：First Descent 中的一个训练过程\n");
    const code = (book: typeof ours) => book.cells.filter(({ cell_type }) => cell_type === "code");
    expect(code(theirs)).toEqual(code(ours));
  });
});

describe("what is promised", () => {
  test("is what the script prints last, and asking for it leaves the cursor alone", () => {
    const run = open();
    run.seek({ update: 37, statement: 2 });
    expect(result(run)).toEqual([
      `loss = ${run.history.loss[599]}`,
      "w = 42.887112362029214",
      "b = 13.341959365533667",
    ]);
    expect(printed(run).length).toBe(13);
    expect(run.cursor).toEqual({ update: 37, statement: 2 });
    expect(result(open(EVERY[3])).map((line) => line.split(" ")[0])).toEqual([
      "coef_",
      "intercept_",
      "n_iter_",
    ]);
  });

  test("is the exception where the program raises", () => {
    const statements = (["forward", "loss", "backward", "backward", "update"] as const).map((op) => ({ op }));
    const [line, ...rest] = result(open({ program: { base: "torch", statements } }));
    expect(line).toMatch(/^RuntimeError: /);
    expect(rest).toEqual([]);
  });

  test("is fewer digits where the claim is weaker", () => {
    const { claims } = en.words;
    expect(claim(open({ program: "parabola" }), en.words)).toBe(claims.float64);
    expect(claim(open({ program: "torch" }), en.words)).toBe(`${claims.float32} ${claims.made}`);
    const regressor = open({ program: "sgd_regressor", data: { source: "anscombe_1" } });
    expect(claim(regressor, en.words)).toBe(claims.regressor);
  });
});

test("a file's name says what it holds and of which moment", () => {
  const run = open();
  expect(programFile(run, "py")).toBe("first-descent-by-hand.py");
  expect(programFile(open({ program: "sgd_regressor" }), "ipynb")).toBe("first-descent-sgd-regressor.ipynb");
  const statements = (["forward", "loss", "backward", "update"] as const).map((op) => ({ op }));
  expect(programFile(open({ program: { base: "torch", statements } }), "py")).toBe(
    "first-descent-torch-edited.py",
  );
  expect(samplesFile()).toBe("first-descent-samples.csv");
  expect(historyFile(run)).toBe("first-descent-history-600-updates.csv");
  run.seek({ update: 37, statement: 0 });
  expect(pictureFile("line", run, "svg")).toBe("first-descent-line-update-37.svg");
  run.seek({ update: 37, statement: 2 });
  expect(pictureFile("graph", run, "png")).toBe("first-descent-graph-update-37-statement-2.png");
});

test("colours that only browsers know become plain ones", () => {
  expect(plainColours('fill="rgb(0, 114, 178)" stroke="rgb(213 94 0)"')).toBe(
    'fill="#0072b2" stroke="#d55e00"',
  );
  expect(plainColours('fill="color(srgb 1 0.5 0)" aria-label="rgb(1, 2, 3) said"')).toBe(
    'fill="#ff8000" aria-label="rgb(1, 2, 3) said"',
  );
});

test("a text keeps its size and its face where they are not the usual ones", () => {
  const pen = new SvgPen("Inter");
  pen.font = "600 12.5px Inter";
  pen.fillText("w", 1, 2);
  pen.font = "400 12px Inter";
  pen.fillText("b", 1, 2);
  expect(pen.markup).toBe(
    '<text x="1" y="2" fill="" font-weight="600" font-size="12.5">w</text><text x="1" y="2" fill="">b</text>',
  );
  // A listing's face is not the picture's.
  pen.font = "400 12px 'Fira Code', monospace";
  pen.fillText("c", 1, 2);
  expect(pen.markup.split("<text").at(-1)).toBe(
    ` x="1" y="2" fill="" font-family="'Fira Code', monospace">c</text>`,
  );
});
