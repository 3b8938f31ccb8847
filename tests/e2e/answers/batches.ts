// Chapter 5.
import { freshRun } from "../fresh_run";
import { opens, types } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** When the slope is first above 40, and what that took. */
function spent(lab: string) {
  const { history, settings, seen, end } = freshRun(lab);
  const size = settings.batch_size ?? Number.NaN;
  const first = history.w.findIndex((w) => w > 40);
  const updates = first < 0 ? seen : first + 1;
  return { size, updates, samples: updates * size, w: end.w };
}

export const batches: ChapterAnswers = {
  slug: "batches",
  lab: "1",
  words: [
    "try=at=0.1",
    "try=at=6.1",
    "try=sh=1&at=0.1",
    "try=sh=1&at=6.1",
    "try=bs=6",
    "try=",
    "try=sh=1",
    "try=at=0",
    "view=surface",
    "layer=cloud",
    "try=at=600",
    "try=bs=100&ep=5&sh=1&r=&r=0,bs:10&r=0,bs:1&m=2",
    "try=bs=100&ep=401&sh=1&r=&r=0,bs:10,ep:41&r=0,bs:1,ep:5&m=0",
  ],
  told: [
    "try=dl=0",
    "try=bs=4&at=0",
    "try=at=0",
    "try=bs=2&sh=1&lr=0.1&ep=2",
    "try=bs=16&sh=1&lr=0.1&ep=17",
    "try=bs=100&lr=0.1&ep=100",
    "try=",
  ],
  exercises: {
    "how-many-updates": {
      kind: "number",
      wrong: {
        "sixteen-batches": "1600",
        kept: "700",
        "not-whole": "625",
        epoch: "6",
        samples: "10,000",
        other: "5",
      },
      right: "600",
    },
    "four-times-the-batch": choose("half", "quarter", "same", "wider"),
    "whose-path": choose("b2", "b16", "b100"),
    "few-samples": {
      kind: "goal",
      wrong: {
        "other-settings": { by: opens("1&lr=0.05") },
        never: { by: opens("1&bs=100"), values: spent },
        many: { by: opens("1"), values: spent },
      },
      right: { of: "reached", by: types("1", { batch_size: "2" }), values: spent },
    },
  },
};
