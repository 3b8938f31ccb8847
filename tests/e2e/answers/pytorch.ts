// Chapter 8.
import { epochMean, freshRun } from "../fresh_run";
import { opens, types } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** The first of six epochs below 130, if there is one, and its mean; else the lowest. */
function sixth(lab: string) {
  const run = freshRun(lab);
  const means = [1, 2, 3, 4, 5, 6].map((epoch) => epochMean(run, epoch));
  const first = means.findIndex((mean) => mean < 130);
  return first < 0 ? { loss: Math.min(...means) } : { epoch: first + 1, loss: means[first] ?? Number.NaN };
}

export const pytorch: ChapterAnswers = {
  slug: "the-same-in-pytorch",
  lab: "1",
  words: [
    "at=0&view=code&layer=both",
    "unit=statement",
    "try=p=torch:f.ls.z.b.u&unit=batch",
    "try=at=600",
    "try=p=torch&unit=batch",
    "try=p=torch&se=1&unit=batch",
    "try=p=torch&mo=0.9&unit=batch&view=surface",
    "try=p=torch&unit=batch",
    "try=p=torch&wd=0.1&unit=batch",
    "try=p=sgd_regressor&unit=batch",
    "try=p=sgd_regressor&al=0.1&unit=batch",
  ],
  told: ["try=p=torch&unit=batch"],
  exercises: {
    "mean-of-the-batch": {
      kind: "number",
      wrong: { sum: "20,738.2", all: "207.38", half: "648.07", other: "5" },
      right: "1296.1",
    },
    "how-many-digits": choose("rounding", "bug", "seed"),
    "second-step": { kind: "number", wrong: { plain: "1", full: "2", other: "5" }, right: "1.9" },
    "down-by-momentum": {
      kind: "goal",
      wrong: {
        "other-settings": { by: opens("1") },
        slow: { by: opens("1&p=torch"), values: sixth },
        swings: { by: opens("1&p=torch&mo=0.99"), values: sixth },
      },
      right: { of: "reached", by: types("1&p=torch", { momentum: "0.9" }), values: sixth },
    },
    "which-pulls": choose("penalty", "lr", "decay", "noise"),
  },
};
