/** What the exercises of chapter 6 ask of the engine. */
import type { Engine, Settings } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { CLOSE, FULL, limitOf, MOMENTUM, NEAR_LIMIT } from "../../facts/learning_rate";
import { epochLoss } from "../../facts/whole_loop";
import { differ } from "../compare";
import type { Specs } from "../registry";
import { shapeOf } from "../shapes";
import type { Outcome } from "../task";

const AT = [0, 2, 5, 10, 15, 20, 25, 29];

/** The lab as the chapter opens it. */
const classic = (engine: Engine): Settings => ofRun(engine, {}, ({ settings }) => settings);

export function judgeLargest(run: Run, engine: Engine): Outcome {
  if (differ(run.settings, classic(engine), ["lr", "epochs"]))
    return { right: false, feedback: "other-settings" };
  const { lr = Number.NaN } = run.settings;
  const limit = run.limit?.lr ?? Number.NaN;
  const values = {
    lr: numbers.setting(lr),
    share: numbers.count((100 * lr) / limit),
    loss: numbers.loss(epochLoss(run, run.history.epochEnds.length)),
    w: numbers.parameter(run.after(run.seen).w),
  };
  if (lr >= limit) return { right: false, feedback: run.divergence ? "diverged" : "above", values };
  return { right: lr >= CLOSE * limit, feedback: lr >= CLOSE * limit ? "reached" : "careful", values };
}

const full = (engine: Engine): number => limitOf(engine, FULL).lr;
const mu = MOMENTUM.momentum ?? Number.NaN;

export const exercises: Specs = {
  "just-below-the-limit": {
    kind: "curve",
    settings: NEAR_LIMIT,
    unit: "update",
    losses: (run) => run.history.epochLoss,
    at: AT,
    judge(drawn, real) {
      const shape = shapeOf(drawn, real, AT);
      return { right: shape === "like", feedback: shape };
    },
  },
  "largest-lr": { kind: "goal", judge: judgeLargest },
  "in-order": { kind: "choose", right: "directions" },
  "limit-with-momentum": {
    kind: "number",
    label: "lr <",
    tolerance: 0.01,
    expected: (engine) => limitOf(engine, MOMENTUM).lr,
    wrong: {
      plain: full,
      narrower: (engine) => full(engine) * (1 - mu),
      tenfold: (engine) => full(engine) / (1 - mu),
      times: (engine) => full(engine) * mu,
    },
  },
};
