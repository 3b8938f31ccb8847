// Chapter 1. The true line of our samples is 42.3855 x + 14.5.
import { freshRun, meanSquare } from "../fresh_run";
import { opens, types } from "./doing";
import { type ChapterAnswers, choose } from "./form";

const anscombe = (set: string, line = "iw=0.5&ib=3"): string => `try=d=anscombe_${set}&bs=11&${line}&at=0`;

const classic = freshRun("1");
const truth = { w: classic.data.coef ?? Number.NaN, b: classic.data.bias ?? Number.NaN };

export const madeData: ChapterAnswers = {
  slug: "data-with-a-known-answer",
  lab: "1",
  words: [
    "view=settings",
    "try=bi=-20&at=0",
    "try=iw=14.5&ib=42.4&at=0",
    "try=iw=42.4&ib=14.5&at=0",
    "try=no=0&at=0",
    "try=no=30&at=0",
    "try=at=0",
    "try=ds=1&at=0",
    "try=ds=3&at=0",
    "try=n=50&at=0",
    ...["1", "2", "3"].map((set) => anscombe(set)),
    // Through the eleventh point the line would hide it.
    anscombe("4", "iw=0&ib=7.4"),
    "try=at=0",
  ],
  told: ["try=no=20&at=0", "try=at=0", "at=0&do=toggle&view=line", "try=no=0&bi=-20&at=0"],
  exercises: {
    "height-at-two": {
      kind: "number",
      wrong: { "no-bias": "84.77", swapped: "71.39", "both-doubled": "113.77", other: "−3" },
      right: "99.27",
    },
    "bias-at-zero": choose("average", "exact", "mean", "zero"),
    "twice-the-noise": choose("twice", "fresh", "sideways", "steeper"),
    "on-the-line": {
      kind: "goal",
      wrong: {
        noisy: { by: opens("1"), values: { off: Math.sqrt(meanSquare(classic, truth)) } },
        elsewhere: { by: types("1", { "data.noise": "0" }), values: { b: 14.5 } },
        "not-made": { by: opens("1&d=anscombe_1&bs=11") },
      },
      right: {
        of: "reached",
        by: types("1", { "data.noise": "0", "data.bias": "-20" }),
        values: { ...freshRun("1&no=0&bi=-20").end },
      },
    },
  },
};
