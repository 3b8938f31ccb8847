// Chapter 4.

import { freshRun } from "../fresh_run";
import { opens, steps } from "./doing";
import type { ChapterAnswers } from "./form";

const LAB = "1&p=parabola";
const parabola = freshRun(LAB);
/** x, and the gradient that the last `backward()` before it left. */
const after = (update: number) => ({
  x: parabola.after(update).w,
  grad: parabola.history.gradW[update - 1] ?? Number.NaN,
});

export const gradients: ChapterAnswers = {
  slug: "gradients-by-machine",
  lab: LAB,
  words: [
    "do=step&view=surface",
    "at=0.1&view=graph",
    "at=3.1&view=graph",
    "at=3.2",
    "at=3.3",
    "at=4",
    "try=p=by_hand:f.l.b.uw.ub",
    "try=p=by_hand",
    "try=at=0",
    "unit=statement",
    "try=p=by_hand&at=0.4&view=graph&layer=check",
  ],
  told: ["layer=-log", "try=lr=1.1", "try=lr=0.5", "at=3.2&view=graph"],
  exercises: {
    "parabola-curve": {
      kind: "curve",
      wrong: {
        steady: { by: [0.66, 0.58, 0.5, 0.41, 0.33, 0.25, 0.16, 0.08, 0] },
        high: { by: [0.66, 0.4, 0.38, 0.38, 0.38, 0.38, 0.38, 0.38, 0.38] },
        rises: { by: [0.66, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99] },
        zigzags: { by: [0.66, 0.3, 0.6, 0.2, 0.55, 0.1, 0.5, 0.1, 0.4, 0] },
        // At the bottom after a twentieth of the way.
        early: { by: [0.66, ...Array<number>(20).fill(0)] },
      },
      right: { of: "like", by: [0.66, 0.09, 0.02, 0.01, 0, 0, 0, 0, 0] },
    },
    "one-sample-by-hand": {
      kind: "number",
      wrong: { outer: "10", "no-two": "15", downhill: "-30", loss: "25", other: "7" },
      right: "30",
    },
    "twice-backward": {
      kind: "number",
      wrong: { once: "20", squared: "400", cleared: "0", other: "7" },
      right: "40",
    },
    "between-two-lines": {
      kind: "goal",
      wrong: {
        "other-program": { by: opens("1") },
        "none-yet": { by: opens(`${LAB}&at=0.2`) },
        // With this learning rate the first update lands on 0.
        "at-rest": { by: opens(`${LAB}&lr=0.5&at=1.2`) },
        old: { by: opens(`${LAB}&at=2`), values: { grad: after(2).grad } },
        filled: { by: opens(`${LAB}&at=3.3`), values: { x: after(3).x, grad: after(4).grad } },
      },
      right: { of: "cleared", by: steps(`${LAB}&at=3`, 2), values: { x: after(3).x } },
    },
  },
};
