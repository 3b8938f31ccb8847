/** What the exercises of chapter 7 ask of the engine. */
import type { Engine } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { epochLoss, GOAL, reachedIn } from "../../facts/whole_loop";
import { differ } from "../compare";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

/** The first update of the classic run, with its parts. */
function first<T>(engine: Engine, question: (w: number, grad: number, lr: number, run: Run) => T): T {
  return ofRun(engine, {}, (run) =>
    question(run.start.w, run.history.gradW[0] ?? Number.NaN, run.settings.lr ?? Number.NaN, run),
  );
}

const batchSize = ({ settings }: Run): number => settings.batch_size ?? Number.NaN;

export function judgeBelow(run: Run, engine: Engine): Outcome {
  const wanted = ofRun(engine, {}, ({ settings }) => settings);
  // More epochs, or fewer, do no harm as long as there are the eight in question.
  const tooFew = (run.settings.epochs ?? 0) < GOAL.epochs;
  if (tooFew || differ(run.settings, wanted, ["lr", "epochs"]))
    return { right: false, feedback: "other-settings" };
  if (run.divergence) return { right: false, feedback: "diverged" };
  const epochs = Array.from({ length: GOAL.epochs }, (_, index) => index + 1);
  const losses = epochs.map((epoch) => epochLoss(run, epoch));
  const reached = reachedIn(run);
  if (reached > 0) {
    const values = { epoch: numbers.count(reached), loss: numbers.loss(epochLoss(run, reached)) };
    return { right: true, feedback: "reached", values };
  }
  const [first = Number.NaN] = losses;
  const last = losses.at(-1) ?? Number.NaN;
  const values = { loss: numbers.loss(last), first: numbers.loss(first) };
  // Near the limit the batches throw the line farther off than the first epoch had brought it, and past it ever farther.
  if (last > first) return { right: false, feedback: "climbed", values };
  // Still falling by more than a hundredth an epoch: on its way.
  const falling = last < 0.99 * (losses.at(-2) ?? Number.NaN);
  return { right: false, feedback: falling ? "slow" : "high", values };
}

export const exercises: Specs = {
  "first-update": {
    kind: "number",
    label: "w =",
    tolerance: { absolute: 0.001 },
    expected: (engine) => ofRun(engine, {}, (run) => run.after(1).w),
    wrong: {
      undivided: (engine) => first(engine, (w, grad, lr) => w - lr * grad),
      uphill: (engine) => first(engine, (w, grad, lr, run) => w + (lr * grad) / batchSize(run)),
      "whole-mean": (engine) => first(engine, (w, grad, lr, run) => w - (lr * grad) / run.data.x.length),
    },
  },
  "beside-the-point": { kind: "choose", right: "same" },
  "which-mean": { kind: "choose", right: "epoch" },
  "below-116": { kind: "goal", judge: judgeBelow },
};
