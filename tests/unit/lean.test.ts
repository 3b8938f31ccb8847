/**
 * The lean module beside the full one: the same settings give the same bits, and what it leaves out is an error that
 * says so, never another result.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as full from "../../pkg/first_descent.js";
import * as lean from "../../pkg/lean/first_descent_lean.js";

type Engine = Pick<typeof full, "Session" | "leastSquares">;

beforeAll(() => {
  const bytes = (file: string) => readFileSync(new URL(`../../pkg/${file}`, import.meta.url));
  full.initSync({ module: bytes("first_descent_bg.wasm") });
  lean.initSync({ module: bytes("lean/first_descent_lean_bg.wasm") });
});

/** Everything a page reads of a run, from both ends of it and from a place within. */
function told(engine: Engine, settings: full.Settings) {
  const session = new engine.Session(settings);
  session.step(3);
  const states = [session.state()];
  session.train();
  const { updates } = session.state();
  for (const update of [0, 1, Math.floor(updates / 2), updates]) {
    session.seek(update);
    states.push(session.state());
  }
  const data = session.data();
  const all = {
    // The lean module has no listing.
    states: states.map((state) => ({ ...state, line: null })),
    history: session.history(),
    settings: session.settings(),
    data,
    fit: engine.leastSquares(data.x, data.y),
  };
  session.free();
  return all;
}

const runs: [name: string, settings: full.Settings][] = [
  ["the classic run", {}],
  ["shuffled batches by hand", { shuffle: true, seed: 7, drop_last: false, batch_size: 7 }],
  ["by hand in float32", { dtype: "float32", epochs: 20 }],
  ["PyTorch's parts", { program: "torch" }],
  ["a large seed", { program: "torch", seed: 2n ** 63n + 5n, dtype: "float64" }],
  ["momentum and weight decay", { program: "torch", momentum: 0.9, dampening: 0.1, weight_decay: 0.01 }],
  ["Nesterov upwards", { program: "torch", momentum: 0.5, nesterov: true, maximize: true, epochs: 3 }],
  [
    "batches longer than a cascade",
    { batch_size: 3000, data: { source: "make_regression", n_samples: 6001 } },
  ],
  ["a run that diverges", { lr: 1.2, epochs: 300 }],
  [
    "noise and edits",
    {
      data: {
        source: "make_regression",
        noise: 3,
        random_state: 42,
        edits: [{ move: 0, x: 1, y: 2 }, { add: true, x: 3, y: 4 }, { remove: 5 }],
      },
    },
  ],
  [
    "the caller's points, standardised",
    {
      data: { source: "points", x: [1, 2, 4], y: [1, 3, 2] },
      standardize: true,
      batch_size: 2,
    },
  ],
  ["one point", { data: { source: "points", x: [1], y: [2] }, batch_size: 1 }],
  ["a change in mid-run", { changes: [{ update: 30, set: { lr: 0.1, batch_size: 25 } }] }],
  ["the parabola", { program: "parabola" }],
];

describe("the same bits", () => {
  test.each(runs)("%s", (_, settings) => {
    expect(told(lean, settings)).toEqual(told(full, settings));
  });
});

/** What is thrown, without the stack. */
function thrown(call: () => unknown) {
  try {
    call();
  } catch (error) {
    const { code, field, value, range, message } = error as full.EngineError;
    return { code, field, value, range, message };
  }
  throw new Error("nothing was thrown");
}

describe("the same refusals", () => {
  const refused: [name: string, settings: unknown][] = [
    ["an unknown setting", { learning_rat: 1 }],
    ["a setting of another program", { momentum: 0.9 }],
    ["a batch above n", { batch_size: 101 }],
    ["a learning rate below 0", { lr: -1 }],
    ["text for a number", { epochs: "3" }],
    ["too many epochs", { epochs: 4e9 }],
    ["an edit of no point", { data: { source: "make_regression", edits: [{ remove: 100 }] } }],
  ];
  test.each(refused)("%s", (_, settings) => {
    const open = (engine: Engine) => () => new engine.Session(settings as full.Settings);
    expect(thrown(open(lean))).toEqual(thrown(open(full)));
  });
});

describe("what only the full module does", () => {
  const forward = { base: "by_hand", statements: [{ op: "forward" }] } as const;
  const settings: [field: string, settings: full.Settings][] = [
    ["program", { program: "sgd_regressor" }],
    ["program", { program: { ...forward, statements: [...forward.statements] } }],
    ["data.source", { data: { source: "norris" } }],
  ];
  test.each(settings)("settings of %s are refused by name", (field, settings) => {
    const error = thrown(() => new lean.Session(settings));
    expect(error).toMatchObject({ code: "not_in_this_build", field });
    expect(error.message).toContain("only in the full build");
    new full.Session(settings).free();
  });

  test("each member left out is refused by name, and the session stays as it was", () => {
    const session = new lean.Session({});
    session.step(5);
    const before = session.state();
    for (const name of [
      "stepStatement",
      "values",
      "graph",
      "source",
      "fork",
      "output",
      "digest",
      "batchGradients",
    ] as const) {
      expect(thrown(() => session[name]())).toMatchObject({ code: "not_in_this_build", value: name });
    }
    expect(thrown(() => session.seek(5, 1))).toMatchObject({ code: "not_in_this_build", field: "statement" });
    expect(session.state()).toEqual(before);
    session.free();
  });
});

describe("what was freed", () => {
  const engines: [name: string, engine: Engine][] = [
    ["lean", lean],
    ["full", full],
  ];
  test.each(engines)("a session of the %s module says so, with a code, whatever it is asked", (_, engine) => {
    const session = new engine.Session({});
    session.free();
    // The lean module's glue once threw an error without a code here: only the full one's was mended.
    for (const call of [() => session.state(), () => session.step(1), () => session.graph()]) {
      expect(thrown(call)).toMatchObject({ code: "freed" });
    }
  });
});
