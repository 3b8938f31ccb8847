/** What the exercises of chapter 4 ask of the engine. */
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { BY_HEAD, byHeadOuter, PARABOLA } from "../../facts/gradients";
import type { Specs } from "../registry";
import { shapeOf } from "../shapes";
import type { Outcome } from "../task";

const AT = [0, 25, 60, 120, 200, 300, 400, 499];

/** A moment at which `.grad` is 0 and the slope is not: between clearing and `backward()`, in any update but the first. */
export function judgeCleared(run: Run): Outcome {
  const { moment, program } = run;
  if (program !== "parabola") return { right: false, feedback: "other-program" };
  const values = { grad: numbers.gradient(moment.gradW), x: numbers.parameter(moment.w) };
  const said = (feedback: string): Outcome => ({ right: feedback === "cleared", feedback, values });
  if (moment.gradW === null) return said("none-yet");
  if (moment.w === 0) return said("at-rest");
  if (moment.gradW === 0) return said("cleared");
  return said(moment.executed?.op === "backward" ? "filled" : "old");
}

export const exercises: Specs = {
  "parabola-curve": {
    kind: "curve",
    covers: true,
    settings: PARABOLA,
    unit: "update",
    losses: (run) => run.losses,
    at: AT,
    judge(drawn, real) {
      const shape = shapeOf(drawn, real, AT);
      return { right: shape === "like", feedback: shape };
    },
  },
  "one-sample-by-hand": {
    kind: "number",
    label: "∂L/∂w =",
    tolerance: { absolute: 0.01 },
    expected: () => byHeadOuter * BY_HEAD.x,
    wrong: {
      outer: () => byHeadOuter,
      "no-two": () => (byHeadOuter / 2) * BY_HEAD.x,
      downhill: () => -byHeadOuter * BY_HEAD.x,
      loss: () => (byHeadOuter / 2) ** 2,
    },
  },
  "twice-backward": {
    kind: "number",
    label: "x.grad =",
    tolerance: { absolute: 0.01 },
    expected: (engine) => ofRun(engine, PARABOLA, ({ history }) => 2 * (history.gradW[0] ?? Number.NaN)),
    wrong: {
      once: (engine) => ofRun(engine, PARABOLA, ({ history }) => history.gradW[0] ?? Number.NaN),
      squared: (engine) => ofRun(engine, PARABOLA, ({ history }) => (history.gradW[0] ?? Number.NaN) ** 2),
      cleared: () => 0,
    },
  },
  "between-two-lines": { kind: "goal", judge: judgeCleared },
};
