/** What the exercises of chapter 1 ask of the engine. */
import type { Engine } from "../../../engine";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { ofRun } from "../../facts/fact";
import { lossOf } from "../../facts/how_wrong";
import { HEIGHT_AT, WANTED_BIAS } from "../../facts/made_data";
import type { Specs } from "../registry";
import type { Outcome } from "../task";

function truth<T>(engine: Engine, question: (coef: number, bias: number) => T): T {
  return ofRun(engine, {}, (run) => question(run.truth?.w ?? Number.NaN, run.truth?.b ?? Number.NaN));
}

/** A squared residual below this is rounding: y has at most some hundreds, its last bit 10⁻¹³ or so. */
const ROUNDING = 1e-20;

export function judgeOnTheLine(run: Run, engine: Engine): Outcome {
  if (!run.truth) return { right: false, feedback: "not-made" };
  const off = lossOf(engine, run.data, run.truth);
  if (off > ROUNDING)
    return { right: false, feedback: "noisy", values: { off: numbers.parameter(Math.sqrt(off)) } };
  if (run.truth.b !== WANTED_BIAS)
    return { right: false, feedback: "elsewhere", values: { b: numbers.setting(run.truth.b) } };
  const { w, b } = run.after(run.seen);
  return {
    right: true,
    feedback: "reached",
    values: { w: numbers.parameter(w), b: numbers.parameter(b) },
  };
}

export const exercises: Specs = {
  "height-at-two": {
    kind: "number",
    label: "y =",
    tolerance: { absolute: 0.1 },
    expected: (engine) => truth(engine, (coef, bias) => coef * HEIGHT_AT + bias),
    wrong: {
      "no-bias": (engine) => truth(engine, (coef) => coef * HEIGHT_AT),
      swapped: (engine) => truth(engine, (coef, bias) => bias * HEIGHT_AT + coef),
      "both-doubled": (engine) => truth(engine, (coef, bias) => (coef + bias) * HEIGHT_AT),
    },
  },
  "bias-at-zero": { kind: "choose", right: "average" },
  "twice-the-noise": { kind: "choose", right: "twice" },
  "on-the-line": { kind: "goal", judge: judgeOnTheLine },
};
