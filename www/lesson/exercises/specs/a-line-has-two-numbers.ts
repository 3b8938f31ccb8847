/** What the exercises of chapter 2 ask of the engine. */
import type { Engine, Line } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { lossOf } from "../../facts/how_wrong";
import { meanOf } from "../../facts/made_data";
import { FULL, HAND_GOAL, NAMED, PREDICT, SHOWN, THROUGH, through } from "../../facts/two_numbers";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

const heightOf = ({ w, b }: Line, x: number): number => w * x + b;

/** How near a line must pass: what a hand can do in the picture. */
const NEAR = 2;

/** Judges the line the run starts from: the one the reader has put down. */
export function judgeThrough(run: Run): Outcome {
  const start = run.inData(run.start);
  const [left, right] = [heightOf(start, THROUGH.left.x), heightOf(start, THROUGH.right.x)];
  const passes = [Math.abs(left - THROUGH.left.y) <= NEAR, Math.abs(right - THROUGH.right.y) <= NEAR];
  const values = {
    w: numbers.parameter(start.w),
    b: numbers.parameter(start.b),
    left: numbers.parameter(left),
    right: numbers.parameter(right),
  };
  if (passes.every(Boolean)) return { right: true, feedback: "reached", values };
  if (passes.some(Boolean)) return { right: false, feedback: "one-of-them", values };
  return { right: false, feedback: start.w > 0 ? "uphill" : "neither", values };
}

/**
 * Judges the line the run starts from as a fit to the samples in the lab. What is said to a bad one is the first thing to
 * mend: its height, where that alone would do, else its slope.
 */
export function judgeByHand(run: Run, engine: Engine): Outcome {
  const { data, leastSquares: best } = run;
  const least = best ? lossOf(engine, data, best) : Number.NaN;
  // Also where no line is the best one, as without samples.
  if (!best || !run.startsAnywhere || !(least < HAND_GOAL)) return { right: false, feedback: "other-lab" };
  const start = run.inData(run.start);
  const loss = lossOf(engine, data, start);
  const above = heightOf(start, meanOf(data.x)) - meanOf(data.y);
  const values = {
    w: numbers.parameter(start.w),
    b: numbers.parameter(start.b),
    loss: numbers.loss(loss),
    least: numbers.loss(least),
    off: numbers.parameter(Math.abs(above)),
  };
  const said = (feedback: string): Outcome => ({ right: feedback === "reached", feedback, values });
  if (loss < HAND_GOAL) return said("reached");
  // Moving a line up or down takes the square of its mean residual off its loss, at most.
  if (loss - above ** 2 < HAND_GOAL) return said(above > 0 ? "high" : "low");
  return said(start.w > best.w ? "steep" : "flat");
}

function atMoment<T>(engine: Engine, question: (line: Line) => T): T {
  return ofRun(engine, {}, (run) => question(run.after(PREDICT.update)));
}

const predicted = (line: Line): number => heightOf(line, PREDICT.x);

export const exercises: Specs = {
  "predict-by-hand": {
    kind: "number",
    label: "ŷ =",
    tolerance: { absolute: 0.05 },
    expected: (engine) => atMoment(engine, predicted),
    wrong: {
      rounded: (engine) => atMoment(engine, (line) => Math.round(predicted(line))),
      "no-minus": (engine) => atMoment(engine, (line) => -predicted(line)),
      "no-b": (engine) => atMoment(engine, ({ w }) => w * PREDICT.x),
      swapped: (engine) => atMoment(engine, ({ w, b }) => b * PREDICT.x + w),
      sign: (engine) => atMoment(engine, (line) => heightOf(line, -PREDICT.x)),
    },
  },
  "through-two-points": { kind: "goal", judge: judgeThrough },
  "fit-by-hand": { kind: "goal", judge: judgeByHand },
  "line-to-point": {
    kind: "place",
    settings: {},
    from: null,
    expected: () => through(NAMED),
    tolerance: 0.03,
    wrong: {
      swapped: () => ({ w: through(NAMED).b, b: through(NAMED).w }),
      rise: () => ({ w: NAMED.right.y - NAMED.left.y, b: through(NAMED).b }),
      height: () => ({ w: through(NAMED).w, b: NAMED.right.y }),
      downhill: () => ({ w: -through(NAMED).w, b: through(NAMED).b }),
    },
    plane: { w: [-40, 80], b: [-20, 70] },
  },
  "all-lines-through": { kind: "choose", right: "straight" },
  "next-line": {
    kind: "place",
    settings: FULL,
    from: SHOWN,
    tolerance: 0.25,
    wrong: {
      // As far again as the last step.
      "as-far": (run) => {
        const [before, last] = [run.after(SHOWN - 1), run.after(SHOWN)];
        return { w: 2 * last.w - before.w, b: 2 * last.b - before.b };
      },
    },
    plane: { w: [-25, 35], b: [-25, 20] },
  },
};
