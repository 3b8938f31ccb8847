// Chapter 6.
import { epochMean, freshRun, limitOf } from "../fresh_run";
import { opens, types } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** The learning rate, its share of the limit in percent, and where the run comes to. */
function rate(lab: string) {
  const run = freshRun(lab);
  const lr = run.settings.lr ?? Number.NaN;
  return { lr, share: (100 * lr) / limitOf(lab), loss: epochMean(run, run.history.epochEnds.length) };
}

export const learningRate: ChapterAnswers = {
  slug: "the-learning-rate",
  lab: "1",
  words: [
    "try=lr=0.001",
    "try=lr=0.1",
    "try=lr=0.9",
    "try=lr=1.2",
    "try=at=0&view=map",
    "try=bs=100&lr=0.93&ep=1000",
    "try=bs=100&lr=0.94&ep=1000",
    "try=lr=1.05",
    "try=bs=100&lr=1.05",
    "try=sh=1&lr=1.05",
    "try=d=norris&bs=36&lr=0.000003&ep=1000&view=surface",
    "try=d=norris&bs=36&st=1&lr=0.5&ep=10&view=surface",
    "try=p=torch&bs=100&mo=0",
    "try=p=torch&bs=100&mo=0.9",
  ],
  told: [
    "try=bs=100&lr=0.9&ep=30&view=surface",
    "try=bs=100&lr=0.9&ep=30",
    "try=bs=100&lr=0.96&ep=30",
    "try=bs=100&lr=0.5&ep=30",
    "try=lr=1.05&ep=2000",
    "try=",
    "try=lr=1.1",
    "try=p=torch&bs=100&mo=0.9&lr=1.7&ep=300",
    "try=p=torch&bs=100&mo=0&lr=1.7&ep=300",
  ],
  exercises: {
    "just-below-the-limit": {
      kind: "curve",
      wrong: {
        zigzags: { by: [0.66, 0.3, 0.6, 0.2, 0.55, 0.1, 0.5, 0.1, 0.4, 0] },
        rises: { by: [0.66, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99] },
        high: { by: [0.66, 0.5, 0.42, 0.38, 0.37, 0.36, 0.36, 0.36, 0.36] },
        steady: { by: [0.66, 0.63, 0.6, 0.57, 0.54, 0.51, 0.48, 0.45, 0.42] },
        early: { by: [0.66, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02] },
      },
      right: { of: "like", by: [0.66, 0.42, 0.28, 0.18, 0.12, 0.09, 0.07, 0.05, 0.04] },
    },
    "in-order": choose("directions", "mean", "dropped", "few"),
    "largest-lr": {
      kind: "goal",
      wrong: {
        "other-settings": { by: opens("1&bs=100") },
        careful: { by: opens("1"), values: rate },
        above: { by: opens("1&lr=1.109"), values: rate },
        diverged: { by: opens("1&lr=1.2"), values: rate },
      },
      right: { of: "reached", by: types("1", { lr: "1.08" }), values: rate },
    },
    "limit-with-momentum": {
      kind: "number",
      wrong: { plain: "0.934", narrower: "0.0934", tenfold: "9.34", times: "0.841", other: "5" },
      right: "1.775",
    },
  },
};
