// Chapter 0.
import { freshRun } from "../fresh_run";
import { opens } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** One of the samples at the right edge, far down; and another one besides. */
const ONE = "1&e=m34,2.27,-400";
const TWO = `${ONE}~m3,0,0`;

export const onePicture: ChapterAnswers = {
  slug: "one-picture",
  lab: "1",
  words: ["do=start", "do=step", "try=lr=0.1", "try=lr=1.2", "try="],
  told: ["unit=epoch"],
  exercises: {
    "one-sample-moved": {
      kind: "goal",
      wrong: {
        "not-yet": { by: opens("1"), values: { w: freshRun("1").end.w } },
        several: { by: opens(TWO), values: { moved: 2 } },
      },
      right: { of: "reached", by: opens(ONE), values: { w: freshRun(ONE).end.w } },
    },
    "what-is-an-update": choose("batch", "all", "sample", "epoch"),
  },
};
