// Chapter 2.
import { bestLine, freshRun, meanSquare } from "../fresh_run";
import { opens, putsDown } from "./doing";
import { type ChapterAnswers, choose } from "./form";

/** Where a line is at the two points of the first exercise, at x = −1 and x = 2. */
const at = (w: number, b: number) => ({ left: b - w, right: b + 2 * w });

const samples = freshRun("1");
/** What is told of a line fitted by hand; `off` is its mean residual, without its sign. */
const fitted = (w: number, b: number) => ({ loss: meanSquare(samples, { w, b }) });
const LEAST = meanSquare(samples, bestLine(samples));
const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const off = (w: number, b: number): number =>
  Math.abs(w * meanOf(samples.data.x) + b - meanOf(samples.data.y));

const starts = (w: number, b: number): string => `iw=${w}&ib=${b}`;
const PATH = "try=bs=100&lr=0.1&iw=-20&ib=-20";
const THROUGH_ONE = [starts(0, 50), starts(30, 20), starts(50, 0)].map((line) => `try=${line}&at=0`);

export const twoNumbers: ChapterAnswers = {
  slug: "a-line-has-two-numbers",
  lab: "1",
  words: [
    "try=at=0",
    "view=surface",
    "try=at=0",
    "at=37",
    "try=p=by_hand:f.lr.z.b.uw.ub",
    "try=at=0",
    "view=surface",
    "at=0&do=toggle&view=surface",
    PATH,
  ],
  told: ["try=iw=-20&ib=40&at=0", "try=at=0", "try=iw=39&ib=14&at=0", ...THROUGH_ONE, ...THROUGH_ONE, PATH],
  exercises: {
    "through-two-points": {
      kind: "goal",
      wrong: {
        "one-of-them": { by: opens("1"), values: at(0.1, 0) },
        uphill: { by: opens(`1&${starts(20, 0)}`) },
        neither: { by: opens(`1&${starts(-30, 0)}`), values: at(-30, 0) },
      },
      right: { of: "reached", by: putsDown("1", { w: -20, b: 40 }), values: { w: -20, b: 40 } },
    },
    "fit-by-hand": {
      kind: "goal",
      wrong: {
        "other-lab": { by: opens("1&no=30") },
        flat: { by: opens("1"), values: fitted(0.1, 0) },
        steep: { by: opens(`1&${starts(60, 13)}`), values: fitted(60, 13) },
        high: { by: opens(`1&${starts(42, 20)}`), values: { ...fitted(42, 20), off: off(42, 20) } },
        low: { by: opens(`1&${starts(42, 7)}`), values: { ...fitted(42, 7), off: off(42, 7) } },
      },
      right: {
        of: "reached",
        by: putsDown("1", { w: 40, b: 15 }),
        values: { w: 40, b: 15, ...fitted(40, 15), least: LEAST },
      },
    },
    "predict-by-hand": {
      kind: "number",
      wrong: {
        rounded: "-38",
        "no-minus": "37.9",
        "no-b": "-46.27",
        swapped: "6,44",
        sign: "54.62",
        other: "0",
      },
      right: "−37.93",
    },
    "line-to-point": {
      kind: "place",
      plane: { w: [-40, 80], b: [-20, 70] },
      wrong: {
        swapped: { by: [20, 30] },
        rise: { by: [60, 20] },
        height: { by: [30, 50] },
        downhill: { by: [-30, 20] },
        other: { by: [0, 0] },
      },
      right: { by: [30, 20] },
    },
    "all-lines-through": choose("straight", "dot", "circle", "all"),
    "next-line": {
      kind: "place",
      plane: { w: [-25, 35], b: [-25, 20] },
      // The last line shown is (3.57, −6.68), the one before it (−6.83, −12.51).
      wrong: {
        "as-far": { by: [14.5, -0.5] },
        "too-far": { by: [25, 5.2] },
        "too-short": { by: [7, -4.8] },
        backwards: { by: [-15, -17.5] },
        direction: { by: [0, 10] },
      },
      right: { by: [11.8, -2.1] },
    },
  },
};
