// What the notice says of a run that diverges, and the way back it offers: in the run's own terms.
import { beforeAll, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { explainRun, type Verdict, waysBack } from "../../www/lab/notice_says";
import { Run } from "../../www/lab/run";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES, loadWords } from "../../www/strings";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

function withRun<T>(settings: Settings, work: (run: Run) => T): T {
  const run = Run.open(engine, settings);
  try {
    return work(run);
  } finally {
    run.free();
  }
}

async function said(settings: Settings, verdict: Verdict, language = "en"): Promise<string> {
  const { notice } = await loadWords(language, "notice");
  return withRun(settings, (run) => explainRun(run, verdict, notice)).replaceAll("\u00a0", " ");
}

async function wayOf(settings: Settings) {
  const { notice, settings: names, shell } = await loadWords("en", "notice", "settings", "shell");
  const set: [string, unknown][] = [];
  const lab = {
    set: (path: string, value: unknown) => set.push([path, value]) > 0,
    load: () => true,
    strings: shell,
  };
  const texts = withRun(settings, (run) =>
    waysBack(run, lab, notice, names).map(({ text, go }) => {
      go();
      return text;
    }),
  );
  return { texts, set };
}

test("the parabola diverges in its own terms: x and the first f, no line, no y", async () => {
  const settings: Settings = { program: "parabola", lr: 1.1 };
  expect(await said(settings, "willDiverge")).toBe(
    "This run will diverge at update 39: f(x) over a million times the first. Just before, x = 10,206.75. The learning rate 1.1 is above the limit of 1.",
  );
  expect(await said(settings, "diverged", "zh-CN")).toBe(
    "训练过程在第 39 次更新时发散：f(x) 超过最初的一百万倍。此前 x = 10,206.75。学习率 1.1 高于上限 1。",
  );
  for (const language of LANGUAGES)
    expect(await said(settings, "diverged", language)).not.toMatch(/\b[wby] = |\by\b/);
});

test("SGDRegressor's rate is eta0: it is held against the guide, and the way back sets it", async () => {
  const settings: Settings = { program: "sgd_regressor", eta0: 3, learning_rate: "constant" };
  expect(await said(settings, "willDiverge")).toMatch(
    /The learning rate 3 is above 1\.022, a guide to where steps begin to overshoot\.$/,
  );
  expect(await wayOf(settings)).toEqual({ texts: ["Back to eta0 0.01"], set: [["eta0", 0.01]] });
});

test("a schedule that finds its own rate has none to blame", () => {
  withRun({ program: "sgd_regressor", eta0: 3, learning_rate: "optimal" }, (run) => {
    expect([run.ratePath, run.rate]).toEqual(["eta0", null]);
  });
});

test("a branch's own rate is what the way back sets", async () => {
  const settings: Settings = { changes: [{ update: 20, set: { lr: 1.5 } }] };
  expect(await wayOf(settings)).toEqual({
    texts: ["Back to lr 0.01"],
    set: [["changes[0].set.lr", 0.01]],
  });
});
