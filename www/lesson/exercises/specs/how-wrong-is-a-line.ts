/** What the exercises of chapter 3 ask of the engine. */
import type { Engine } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import {
  ALIKE,
  FROM_LEFT,
  FROM_RIGHT,
  lossOf,
  lossOfThree,
  mirrored,
  THREE,
  yardstick,
} from "../../facts/how_wrong";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

/** Judges the line the run starts from: the one the reader has put down. */
export function judgeEqually(run: Run, engine: Engine): Outcome {
  const { data } = run;
  const start = run.inData(run.start);
  const [loss, wanted] = [lossOf(engine, data, start), yardstick(engine, data)];
  const best = run.leastSquares ?? { w: Number.NaN, b: Number.NaN };
  const opposite = mirrored(data, best);
  const values = {
    w: numbers.parameter(start.w),
    b: numbers.parameter(start.b),
    loss: numbers.loss(loss),
    wanted: numbers.loss(wanted),
    oppositeW: numbers.parameter(opposite.w),
    oppositeB: numbers.parameter(opposite.b),
  };
  const said = (feedback: string): Outcome => ({ right: feedback === "reached", feedback, values });
  if (start.w <= best.w) return said("too-flat");
  if (loss > wanted * (1 + ALIKE)) return said("outside");
  return said(loss < wanted * (1 - ALIKE) ? "inside" : "reached");
}

/** What somebody gets who does something else with the three residuals than squaring them. */
function instead(each: (residual: number) => number): number {
  const { x, y, line } = THREE;
  const residuals = x.map((at, index) => line.w * at + line.b - (y[index] ?? Number.NaN));
  return residuals.reduce((sum, residual) => sum + each(residual), 0) / x.length;
}

export const exercises: Specs = {
  "three-residuals": {
    kind: "number",
    tolerance: { absolute: 0.01 },
    expected: lossOfThree,
    wrong: {
      sum: (engine) => lossOfThree(engine) * THREE.x.length,
      root: (engine) => Math.sqrt(lossOfThree(engine)),
      cancelled: () => instead((residual) => residual),
      absolute: () => instead(Math.abs),
    },
  },
  "which-miss": { kind: "choose", right: "one" },
  "equally-wrong": { kind: "goal", judge: judgeEqually },
  "another-start": {
    kind: "place",
    settings: FROM_LEFT,
    from: 0,
    expected: (run) => run.after(run.planned),
    tolerance: 0.1,
    plane: { w: [-40, 110], b: [-50, 62.5] },
    others: [FROM_RIGHT],
  },
};
