// Chapter 7.
import { epochMean, freshRun } from "../fresh_run";
import { opens, types } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** What the first and the eighth epoch have. */
function climb(lab: string) {
  const run = freshRun(lab);
  return { first: epochMean(run, 1), loss: epochMean(run, 8) };
}

/** The first of the eight epochs below 116, if there is one, and its mean; else the eighth’s. */
function eighth(lab: string) {
  const run = freshRun(lab);
  const means = [1, 2, 3, 4, 5, 6, 7, 8].map((epoch) => epochMean(run, epoch));
  const first = means.findIndex((mean) => mean < 116);
  return first < 0
    ? { loss: means[7] ?? Number.NaN }
    : { epoch: first + 1, loss: means[first] ?? Number.NaN };
}

export const wholeLoop: ChapterAnswers = {
  slug: "the-whole-loop",
  lab: "1&at=37",
  words: [
    "unit=statement",
    "at=37.1&view=code",
    "at=37.2",
    "at=37.3",
    "at=37.4&view=graph",
    "at=37.5",
    "at=38",
    "at=0&do=toggle&unit=batch&view=line",
    "try=dl=0&unit=batch",
    "try=sh=1&unit=batch",
    "try=at=600&view=surface",
    "try=iw=42&ib=12.5&at=600&view=surface",
    "try=at=600&layer=running",
    "layer=-running",
    "try=at=600",
  ],
  told: [
    "at=0.4&view=code",
    "try=ep=500&unit=batch",
    "try=lr=0.03&unit=batch",
    "try=lr=0.1&unit=batch",
    "try=&unit=batch",
  ],
  exercises: {
    "first-update": {
      kind: "number",
      wrong: { undivided: "7.6725", uphill: "−0.3733", "whole-mean": "0.1757", other: "5" },
      right: "0.5733",
    },
    "beside-the-point": choose("same", "fit", "true", "away"),
    "which-mean": choose("epoch", "update", "running"),
    "below-116": {
      kind: "goal",
      wrong: {
        slow: { by: opens("1"), values: eighth },
        high: { by: opens("1&lr=0.1"), values: eighth },
        climbed: { by: opens("1&lr=1.05"), values: climb },
        diverged: { by: opens("1&lr=1.2") },
        "other-settings": { by: opens("1&lr=0.05&bs=8") },
      },
      right: { of: "reached", by: types("1", { lr: "0.05" }), values: eighth },
    },
  },
};
