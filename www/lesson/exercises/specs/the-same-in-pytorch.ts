/** What the exercises of chapter 8 ask of the engine. */
import type { Engine, Settings } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { MOMENTUM, STEP, stepLength, TWIN } from "../../facts/pytorch";
import { epochLoss } from "../../facts/whole_loop";
import { differ } from "../compare";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

const TORCH: Settings = { program: "torch" };

const firstSum = (engine: Engine): number => ofRun(engine, {}, ({ losses }) => losses[0] ?? Number.NaN);

export function judgeMomentum(run: Run, engine: Engine): Outcome {
  const wanted = ofRun(engine, TORCH, ({ settings }) => settings);
  if (differ(run.settings, wanted, ["momentum"])) return { right: false, feedback: "other-settings" };
  const epochs = Array.from({ length: MOMENTUM.epochs }, (_, index) => index + 1);
  const losses = epochs.map((epoch) => epochLoss(run, epoch));
  const best = Math.min(...losses.filter((loss) => Number.isFinite(loss)));
  const reached = losses.findIndex((loss) => loss < MOMENTUM.loss);
  const values = {
    epoch: numbers.count(reached + 1),
    loss: numbers.loss(reached < 0 ? best : (losses[reached] ?? null)),
  };
  if (reached >= 0) return { right: true, feedback: "reached", values };
  // On its way each epoch is lower than the one before; past the bottom one of them is higher.
  const falls = losses.every((loss, index) => index === 0 || loss < (losses[index - 1] ?? 0));
  return { right: false, feedback: falls ? "slow" : "swings", values };
}

export const exercises: Specs = {
  "mean-of-the-batch": {
    kind: "number",
    tolerance: 0.005,
    expected: (engine) => ofRun(engine, TWIN, ({ losses }) => losses[0] ?? Number.NaN),
    wrong: {
      sum: firstSum,
      all: (engine) => ofRun(engine, {}, ({ data }) => firstSum(engine) / data.x.length),
      half: (engine) => ofRun(engine, TWIN, ({ losses }) => (losses[0] ?? Number.NaN) / 2),
    },
  },
  "how-many-digits": { kind: "choose", right: "rounding" },
  "second-step": {
    kind: "number",
    tolerance: { absolute: 0.001 },
    expected: () => stepLength(2),
    wrong: {
      plain: () => stepLength(1),
      full: () => stepLength(2, { ...STEP, momentum: 1 }),
    },
  },
  "down-by-momentum": { kind: "goal", judge: judgeMomentum },
  "which-pulls": { kind: "choose", right: "penalty" },
};
