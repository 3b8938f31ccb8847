// The address holds the whole state, is short, and survives broken parts.
import { beforeAll, expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { decode, encode, openWhatCanBe, without } from "../../www/lab/address";
import { BARE } from "../../www/lab/look";
import { CLASSIC, LabModel, type LabState } from "../../www/lab/model";
import { BUILT_IN, PROGRAMS, SETTINGS } from "../../www/lab/settings";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const lab = (state: Partial<LabState>): LabState => ({ ...CLASSIC, ...state });

test("the classic run has the shortest address, and an empty address is the classic run", () => {
  expect(encode(CLASSIC)).toBe("1");
  expect(decode("#1")).toEqual({ state: CLASSIC, look: BARE, ignored: [] });
  expect(decode("")).toEqual({ state: CLASSIC, look: BARE, ignored: [] });
});

test("a run, a branch and a moment fit in one line", () => {
  const state = lab({
    settings: { lr: 0.05, data: { source: "make_regression", random_state: 3 } },
    runs: [[], [{ update: 20, set: { lr: 0.1, shuffle: true } }]],
    main: 1,
    cursor: { update: 37, statement: 4 },
  });
  const text = encode(state);
  expect(text).toBe("1&lr=0.05&ds=3&r=&r=20,lr:0.1,sh:1&m=1&at=37.4");
  expect(decode(`#${text}`)).toEqual({ state, look: BARE, ignored: [] });
});

test.each<[string, LabState["settings"]]>([
  [
    "dragged, added and removed points",
    {
      data: {
        source: "make_regression",
        edits: [{ move: 3, x: 1, y: -0.5 }, { add: true, x: 2e-7, y: 3 }, { remove: 0 }],
      },
    },
  ],
  ["a built-in set with an edit", { data: { source: "norris", edits: [{ remove: 2 }] } }],
  ["points of one's own", { data: { source: "points", x: [1, 2.5, -3], y: [0.1, 1e21, 7] } }],
  [
    "PyTorch with its own first parameters",
    { program: "torch", init: "torch", momentum: 0.9, nesterov: true },
  ],
  ["first parameters", { init: { w: -3, b: 40 } }],
  ["the parabola", { program: "parabola", init: { x: -4 }, updates: 60 }],
  ["the regressor", { program: "sgd_regressor", penalty: "l1", learning_rate: "adaptive", eta0: 0.1 }],
  [
    "every option of the regressor",
    {
      program: "sgd_regressor",
      penalty: null,
      l1_ratio: 0.5,
      power_t: 0.5,
      tol: null,
      n_iter_no_change: 3,
      average: true,
      fit_intercept: false,
      early_stopping: true,
      validation_fraction: 0.2,
    },
  ],
  ["a seed of 64 bits", { program: "torch", seed: 2n ** 64n - 1n }],
  [
    "a broken program by hand",
    {
      program: {
        base: "by_hand",
        statements: [
          { op: "forward", detach: "w" },
          { op: "loss", reduction: "mean", reshape: false },
          { op: "zero_grad", once: true },
          { op: "backward" },
          { op: "update", target: "w", divide: false, sign: -1, in_graph: true },
          { op: "update", target: "b" },
        ],
      },
    },
  ],
  [
    "a broken program in PyTorch",
    {
      program: {
        base: "torch",
        statements: [{ op: "forward", cast: false }, { op: "loss" }, { op: "backward" }, { op: "update" }],
      },
    },
  ],
])("%s come back as they were", (_, settings) => {
  const state = lab({ settings });
  expect(decode(encode(state))).toEqual({ state, look: BARE, ignored: [] });
});

test("a number comes back to the last bit", () => {
  const state = lab({ settings: { lr: 0.1 + 0.2, init: { w: 5e-324, b: -1.7976931348623157e308 } } });
  expect(decode(encode(state)).state).toEqual(state);
});

test.each([
  ["an unknown key", "1&zz=1&lr=0.05", ["zz=1"]],
  ["a word for a number", "1&lr=fast&bs=8", ["lr=fast"]],
  ["a broken escape", "1&p=%E0%A4%A&lr=0.05", ["p=%E0%A4%A"]],
  ["a branch in a setting that cannot change", "1&r=&r=3,ds:4&lr=0.05", ["r=3,ds:4"]],
  ["half a point", "1&e=m3,1&lr=0.05", ["e=m3,1"]],
  ["a part cut off", "1&lr=0.05&b", ["b"]],
  ["a main run that is not there", "1&lr=0.05&m=4", ["m=4"]],
])("%s is left out and named, and the rest opens", (_, text, ignored) => {
  const decoded = decode(text);
  expect(decoded.ignored).toEqual(ignored);
  expect(Object.keys(decoded.state.settings)).not.toEqual([]);
  expect(decoded.state.runs).toEqual([[]]);
});

test("another version opens the classic run and says so", () => {
  expect(decode("#9&lr=0.05")).toEqual({ state: CLASSIC, look: BARE, ignored: ["9"] });
});

test("every setting has a key of its own, none of them a word of the address itself", () => {
  const keys = SETTINGS.map(({ key }) => key);
  const words = ["i", "e", "xy", "r", "m", "at", "v", "l", "c", "ax", "u", "sp", "go"];
  expect(new Set([...keys, ...words]).size).toBe(keys.length + words.length);
  for (const { programs } of SETTINGS) for (const program of programs) expect(PROGRAMS).toContain(program);
});

test("what the engine refuses can be taken out by its path", () => {
  const state = lab({ settings: { lr: 0.05, data: { source: "make_regression", noise: -1 } } });
  expect(without(state, "data.noise")?.settings).toEqual({ lr: 0.05, data: { source: "make_regression" } });
  expect(without(state, "data.source")?.settings).toEqual({ lr: 0.05 });
  expect(without(state, "epochs")).toBeNull();
  const branched = lab({ runs: [[], [{ update: 3, set: { batch_size: 0 } }]] });
  expect(without(branched, "changes[0].set.batch_size")?.runs).toEqual([[]]);
});

test("defaults are not said, whether or not they were set by hand", () => {
  expect(encode(lab({ settings: { lr: 0.01, batch_size: 10, init: { w: 0.1, b: 7 } } }))).toBe(
    "1&bs=10&ib=7",
  );
  expect(encode(lab({ settings: { program: "torch", shuffle: true, drop_last: true } }))).toBe(
    "1&p=torch&dl=1",
  );
  expect(encode(lab({ settings: { program: "by_hand", data: { source: "make_regression" } } }))).toBe("1");
});

/** What opens of an address, with the whole engine. */
function opened(text: string): { model: LabModel; left: string[] } {
  const { state, ignored } = decode(text);
  let model: LabModel | null = null;
  const refused = openWhatCanBe(state, (possible) => {
    model = new LabModel(engine, possible);
  });
  if (model === null) throw new Error("Nothing was opened.");
  return { model, left: [...ignored, ...refused] };
}

test.each<[string, number, number, string[]]>([
  ["1&n=1", 1, 1, []],
  ["1&n=9&at=12", 9, 9, []],
  ["1&xy=1,2", 1, 1, []],
  ["1&xy=1,2~1,5", 2, 2, []],
  ["1&d=anscombe_4", 11, 11, []],
  ["1&n=2000000", 2_000_000, 20_000, []],
  ["1&n=1000000&bs=1", 1_000_000, 10_000, ["bs=1"]],
  ["1&bs=0&n=50&no=-1", 50, 16, ["no=-1", "bs=0"]],
  ["1&n=0&lr=0.05", 100, 16, ["n=0"]],
  ["1&d=norris&n=50", 36, 16, ["n=50"]],
  ["1&ep=1000000000", 100, 16, ["ep=1000000000"]],
  ["1&bs=99999999999999999999", 100, 16, ["bs=99999999999999999999"]],
  ["1&p=by_hand:u.f&lr=0.05", 100, 16, ["p=by_hand:u.f"]],
])("%s opens with %i samples in batches of %i, and what is left out is named", (text, n, batch, named) => {
  const { model, left } = opened(text);
  expect([model.run.data.x.length, model.run.settings.batch_size]).toEqual([n, batch]);
  expect([...left].sort()).toEqual([...named].sort());
  model.destroy();
});

test("a statement that the program does not have is left out, wherever the program stands in the address", () => {
  for (const [text, cursor, named] of [
    ["1&at=5.99", { update: 5, statement: 0 }, ["at=5.99"]],
    ["1&at=5.5&p=torch", { update: 5, statement: 0 }, ["at=5.5"]],
    ["1&at=5.5", { update: 5, statement: 5 }, []],
    ["1&at=700.6", { update: 600, statement: 0 }, ["at=700.6"]],
  ] as const) {
    const { model, left } = opened(text);
    expect([text, model.run.cursor, left]).toEqual([text, cursor, named]);
    model.destroy();
  }
});

test("each built-in set has as many samples as the table says", () => {
  for (const [source, n] of Object.entries(BUILT_IN)) {
    const { model } = opened(`1&d=${source}&bs=4`);
    expect([source, model.run.data.x.length]).toEqual([source, n]);
    model.destroy();
  }
});

test("what the lean engine leaves out is no refusal: it is thrown on, for the whole engine to open", () => {
  const lean = Object.assign(new Error(), { code: "not_in_this_build", field: "program" });
  const open = (): void => {
    throw lean;
  };
  expect(() => openWhatCanBe(decode("1&p=sgd_regressor").state, open)).toThrow(lean);
});
