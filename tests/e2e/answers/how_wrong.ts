// Chapter 3.
import { bestLine, freshRun, meanSquare } from "../fresh_run";
import { opens, putsDown } from "./doing";
import { type ChapterAnswers, choose } from "./form";

const LAB = "1&iw=20&ib=40";
const FROM_LEFT = "bs=100&lr=0.1&iw=-30&ib=50";

const samples = freshRun(LAB);
const line = (w: number, b: number) => ({ w, b, loss: meanSquare(samples, { w, b }) });
const FOUND = { w: 85.2, b: 11.1 };

/** As far from the best line on its other side as the flat line at the mean of y. */
const best = bestLine(samples);
const OPPOSITE = {
  oppositeW: 2 * best.w,
  oppositeB: 2 * best.b - samples.data.y.reduce((sum, y) => sum + y, 0) / samples.data.y.length,
};

export const howWrong: ChapterAnswers = {
  slug: "how-wrong-is-a-line",
  lab: LAB,
  words: [
    "at=0.1&layer=residuals,-squares",
    "at=0.1&layer=squares,-residuals",
    "try=e=m70,2.27,-150&at=0",
    "try=e=m34,0.01,-267&at=0",
    "try=at=0",
    "view=surface&at=0",
    "layer=axes&view=surface",
    `try=${FROM_LEFT}`,
    "try=bs=100&lr=0.1&iw=100&ib=-40",
    "try=bs=100&lr=0.1&iw=-300&ib=300",
    "try=at=0&view=surface",
    "try=iw=0&ib=16.2&at=0",
  ],
  told: [`try=${FROM_LEFT}`, "try=iw=85.2&ib=11.1&at=0"],
  exercises: {
    "three-residuals": {
      kind: "number",
      wrong: { sum: "6", root: "1.414", cancelled: "0", absolute: "1.333", other: "5" },
      right: "2",
    },
    "which-miss": choose("one", "three", "same"),
    "another-start": {
      kind: "place",
      plane: { w: [-40, 110], b: [-50, 62.5] },
      wrong: {
        "too-short": { by: [0, 32] },
        "too-far": { by: [79, -4.5] },
        direction: { by: [-20, -20] },
        backwards: { by: [-38, 58] },
      },
      right: { by: [42.6, 13.7], values: { ...freshRun(`1&${FROM_LEFT}`).end } },
    },
    "equally-wrong": {
      kind: "goal",
      wrong: {
        "too-flat": { by: opens(LAB), values: { w: 20 } },
        inside: { by: opens("1&iw=70&ib=13"), values: line(70, 13) },
        outside: { by: opens("1&iw=95&ib=13"), values: line(95, 13) },
      },
      right: { of: "reached", by: putsDown(LAB, FOUND), values: { ...line(FOUND.w, FOUND.b), ...OPPOSITE } },
    },
  },
};
