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
    // No member of the full module's sessions is missing here.
    for (const name of Object.getOwnPropertyNames(full.Session.prototype)) {
      expect(lean.Session.prototype).toHaveProperty(name);
    }
    expect(thrown(() => session.seek(5, 1))).toMatchObject({ code: "not_in_this_build", field: "statement" });
    expect(session.state()).toEqual(before);
    session.free();
  });
});

describe("what cannot be read", () => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const engines: [name: string, engine: Engine][] = [
    ["lean", lean],
    ["full", full],
  ];
  /** A getter throws, or a proxy does, or what looks like a list has more elements than are ever read. */
  const arguments_: [name: string, make: () => unknown][] = [
    [
      "an object whose getter throws",
      () => Object.defineProperty({}, "length", { get: raise, enumerable: true }),
    ],
    ["a revoked proxy", revoked],
    ["an endless list", () => ({ length: 2 ** 32 })],
    ["an array without elements", () => new Array(2 ** 32 - 1)],
  ];
  const raise = () => {
    throw new Error("not mine to read");
  };
  for (const [build, engine] of engines) {
    // Once the exception left through the module: the session stayed borrowed, and every later call threw.
    test.each(arguments_)(
      `${build}: %s as an argument is of the wrong type, and the session goes on`,
      (_, make) => {
        const session = new engine.Session({});
        for (const call of [
          () => session.step(make() as number),
          () => session.seek(make() as number),
          () => session.seek(0, make() as number),
        ]) {
          expect(thrown(call)).toMatchObject({ code: "wrong_type", value: "an object" });
        }
        expect(session.step(600)).toBe(600);
        expect(session.state().w).toBe(42.887112362029214);
        session.free();
      },
    );

    const settings: [field: string, settings: () => unknown, value: string][] = [
      ["settings", revoked, "a value that cannot be read"],
      [
        "lr",
        () => ({
          get lr() {
            return raise();
          },
        }),
        "a value that cannot be read",
      ],
      ["data", () => ({ data: revoked() }), "a value that cannot be read"],
      [
        "data.x",
        () => ({ data: { source: "points", x: { length: 2 ** 32 }, y: [1] } }),
        "a list of more than 10000000",
      ],
      [
        "data.x[1]",
        () => ({
          data: {
            source: "points",
            x: {
              length: 2,
              0: 1,
              get 1() {
                return raise();
              },
            },
            y: [1, 2],
          },
        }),
        "a value that cannot be read",
      ],
      ["data.y[1]", () => ({ data: { source: "points", x: [1, 2], y: [1, undefined] } }), "undefined"],
      ["settings", () => new Proxy({}, { ownKeys: raise }), "a value that cannot be read"],
      ["settings", () => new Proxy({}, { getPrototypeOf: raise }), "a value that cannot be read"],
    ];
    test.each(settings)(
      `${build}: settings whose %s cannot be read are refused by that name`,
      (field, make, value) => {
        const open = () => new engine.Session(make() as full.Settings);
        expect(thrown(open)).toMatchObject({ code: "wrong_type", field, value });
        expect(() => new engine.Session({}).free()).not.toThrow();
      },
    );
  }

  test("a branch whose change cannot be read is refused by the setting's name, and the session goes on", () => {
    const session = new full.Session({});
    session.step(7);
    const before = session.state();
    const changes: [change: unknown, field: string][] = [
      [
        {
          get lr() {
            return raise();
          },
        },
        "change.lr",
      ],
      [revoked(), "change"],
      // The session is borrowed while its change is read: it refuses to be asked in between.
      [
        {
          get lr() {
            return session.state().w;
          },
        },
        "change.lr",
      ],
      [
        {
          get epochs() {
            return session.fork({});
          },
        },
        "change.epochs",
      ],
    ];
    for (const [change, field] of changes) {
      expect(thrown(() => session.fork(change as full.Change))).toMatchObject({
        code: "wrong_type",
        field,
        value: "a value that cannot be read",
      });
      expect(session.state()).toEqual(before);
    }
    const branch = session.fork({ lr: 0.1 });
    expect(branch.state().update).toBe(7);
    for (const freed of [branch, session]) freed.free();
  });

  test("a getter is read once", () => {
    let reads = 0;
    const settings = {
      get lr() {
        reads += 1;
        return 0.05;
      },
    };
    const session = new full.Session(settings);
    expect([session.settings().lr, reads]).toEqual([0.05, 1]);
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
