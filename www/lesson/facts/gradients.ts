/** Facts of chapter 4: the parabola, a gradient by the chain rule, the same by differences, and what adds up in `.grad`. */
import type { Engine, Session, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { bugOf } from "../bench/bugs";
import { settingsOf } from "../bench/work";
import { type Facts, ofRun } from "./fact";

export const PARABOLA: Settings = { program: "parabola" };

/** One sample and one line, small enough for a head: (w·x + b − y)². */
export const BY_HEAD = { w: 2, b: 1, x: 3, y: 2 };
/** Twice the residual. */
export const byHeadOuter = 2 * (BY_HEAD.w * BY_HEAD.x + BY_HEAD.b - BY_HEAD.y);

/** The by-hand program without the line that clears the gradients. */
const NEVER_CLEARED = settingsOf(bugOf("no-zero-grad").broken);

export function gradientFacts(engine: Engine): Facts {
  const of = (settings: Settings, question: (run: Run) => number | null | undefined) => () =>
    ofRun(engine, settings, (run) => question(run) ?? Number.NaN);
  const parabola = (question: (run: Run) => number | undefined): (() => number) => of(PARABOLA, question);
  /** By differences, after `backward()` in the first batch of the classic run; w is the graph's first node. */
  const numeric =
    (question: (found: ReturnType<Session["numericGradient"]>) => number | undefined) => (): number =>
      ofRun(engine, {}, (run) => {
        run.seek({ update: 0, statement: 4 });
        return question(run.ask((session) => session.numericGradient())) ?? Number.NaN;
      });
  return {
    "parabola.x": parabola(({ start }) => start.w),
    "parabola.f": parabola(({ losses }) => losses[0]),
    "parabola.lr": parabola(({ settings }) => settings.lr),
    "parabola.updates": parabola(({ planned }) => planned),
    "parabola.grad": parabola(({ history }) => history.gradW[0]),
    "parabola.last": parabola((run) => run.after(run.planned).w),
    "parabola.factor": parabola((run) => run.after(1).w / run.start.w),
    "parabola.limit": parabola(({ limit }) => limit?.lr),
    "head.w": () => BY_HEAD.w,
    "head.b": () => BY_HEAD.b,
    "head.x": () => BY_HEAD.x,
    "head.y": () => BY_HEAD.y,
    "head.prediction": () => BY_HEAD.w * BY_HEAD.x + BY_HEAD.b,
    "head.residual": () => byHeadOuter / 2,
    "head.outer": () => byHeadOuter,
    "head.grad": () => byHeadOuter * BY_HEAD.x,
    "check.step": numeric(({ step }) => step),
    "check.parts": numeric(({ step }) => 1 / step),
    "check.w": numeric(({ values }) => values[0]?.[0]),
    "second.gradW": of({}, ({ history }) => history.gradW[1]),
    "second.sum": of({}, ({ history }) => (history.gradW[0] ?? 0) + (history.gradW[1] ?? 0)),
    "uncleared.second": of(NEVER_CLEARED, ({ history }) => history.gradW[1]),
    "uncleared.most": of(NEVER_CLEARED, ({ history }) => Math.max(...history.w)),
  };
}
