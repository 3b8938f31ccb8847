/** What the exercises of chapter 10 ask of the engine. */
import type { Engine } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { NEW_X, NORRIS_GOAL, scaledEnd } from "../../your_data/facts";
import { lineText } from "../../your_data/in_own_units";
import { endLoss, leastLoss, meanSquare } from "../../your_data/losses";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

export function judgeNorris(run: Run, engine: Engine): Outcome {
  const { data, standardize = false, epochs, lr = Number.NaN } = run.settings;
  const untouched = data?.source === "norris" && (data.edits ?? []).length === 0 && epochs === 100;
  if (!untouched) return { right: false, feedback: "other-settings" };
  if (!startsAsUsual(run, engine)) return { right: false, feedback: "other-start" };
  const { b } = run.inData(run.after(run.seen));
  const loss = endLoss(engine, run);
  const values = {
    loss: numbers.loss(loss),
    lr: numbers.setting(lr),
    limit: numbers.setting(run.limit?.lr ?? Number.NaN),
    b: numbers.parameter(b),
    fitB: numbers.parameter(run.leastSquares?.b ?? null),
  };
  if (run.divergence) return { right: false, feedback: "diverged", values };
  if (loss < NORRIS_GOAL) return { right: true, feedback: "reached", values };
  if (!standardize) return { right: false, feedback: "unscaled", values };
  return { right: false, feedback: isFalling(run) ? "slow" : "high", values };
}

/** Whether the run starts where its program puts it, and not on a line of the reader's choice, which may be the answer. */
function startsAsUsual({ settings: { program, init } }: Run, engine: Engine): boolean {
  const usual = ofRun(engine, program === undefined ? {} : { program }, ({ settings }) => settings.init);
  return JSON.stringify(init) === JSON.stringify(usual);
}

/** Whether the last epoch's mean is still a hundredth below that of the one before. */
function isFalling({ history }: Run): boolean {
  const [before, last] = Array.from(history.epochEnds.slice(-2), (end) => history.epochLoss[end - 1]);
  return last !== undefined && before !== undefined && last < 0.99 * before;
}

/** How far above the least loss a run may end: a twentieth, or next to nothing of the way down. */
const NEAR = 0.05;
const OF_THE_WAY = 1e-4;

export function judgeOwn(run: Run, engine: Engine): Outcome {
  if (run.settings.data?.source !== "points") return { right: false, feedback: "no-points" };
  if (run.divergence)
    return {
      right: false,
      feedback: "diverged",
      values: { limit: numbers.setting(run.limit?.lr ?? Number.NaN) },
    };
  if (!run.leastSquares) return { right: false, feedback: "no-line" };
  const [loss, least] = [endLoss(engine, run), leastLoss(engine, run)];
  const first = meanSquare(engine, run.data, run.inData(run.start));
  const { w, b } = run.inData(run.after(run.seen));
  const values = {
    loss: numbers.loss(loss),
    least: numbers.loss(least),
    line: lineText({ w, b }),
    miss: numbers.loss(Math.sqrt(loss)),
  };
  if (first - least <= NEAR * least && !startsAsUsual(run, engine))
    return { right: false, feedback: "other-start", values };
  const right = loss - least <= Math.max(NEAR * least, OF_THE_WAY * (first - least));
  return { right, feedback: right ? "reached" : "not-yet", values };
}

export const exercises: Specs = {
  "which-is-lower": { kind: "choose", right: "draw" },
  "norris-scaled": { kind: "goal", judge: judgeNorris },
  "by-hand": {
    kind: "number",
    label: "ŷ =",
    tolerance: 0.01,
    expected: (engine) => scaledEnd(engine, ({ w, b, mean, std }) => (w * (NEW_X - mean)) / std + b),
    wrong: {
      unscaled: (engine) => scaledEnd(engine, ({ w, b }) => w * NEW_X + b),
      undivided: (engine) => scaledEnd(engine, ({ w, b, mean }) => w * (NEW_X - mean) + b),
      "without-b": (engine) => scaledEnd(engine, ({ w, mean, std }) => (w * (NEW_X - mean)) / std),
    },
  },
  "far-out": { kind: "choose", right: "number" },
  "your-own": { kind: "goal", judge: judgeOwn },
};
