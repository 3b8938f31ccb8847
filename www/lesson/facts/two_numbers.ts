/** Facts of chapter 2: a fit and predictions by hand, the run that compares all with all, a path of full-batch updates. */
import type { Engine, Line, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { bugOf } from "../bench/bugs";
import { settingsOf } from "../bench/work";
import { type Facts, ofRun } from "./fact";
import { lossOf } from "./how_wrong";
import { meanOf } from "./made_data";

/** Where exercise "predict-by-hand" asks for a prediction. */
export const PREDICT = { update: 37, x: -2 };

/** What exercise "through-two-points" asks for. */
export const THROUGH = { left: { x: -1, y: 60 }, right: { x: 2, y: 0 } };

/** The loss over all samples that exercise "fit-by-hand" asks for less than. */
export const HAND_GOAL = 150;

/** Half the width of the strip in which the middle of the cloud is read. */
const STRIP = 0.2;

/** The line that a reader gets who reads the middle of the cloud near x = 0 and near x = 1, to whole numbers. */
export function byHand({ data: { x, y } }: Run): Line {
  const middle = (at: number): number =>
    Math.round(meanOf(y.filter((_, index) => Math.abs((x[index] ?? Number.NaN) - at) < STRIP)));
  return { w: middle(1) - middle(0), b: middle(0) };
}

/** The line that exercise "line-to-point" names by two of its points. */
export const NAMED = { left: { x: -1, y: -10 }, right: { x: 1, y: 50 } };

/** The sample of exercise "all-lines-through". */
export const PIVOT = { x: 1, y: 50 };

/** The run whose next line is asked for: the whole data in each update, so that the path has no zigzag. */
export const FULL: Settings = { batch_size: 100, lr: 0.1, init: { w: -20, b: -20 } };
/** Updates that are shown of it. */
export const SHOWN = 2;

/** The program whose targets are left flat: (16, 1) against (16,). */
const FLAT = settingsOf(bugOf("missing-reshape").broken);

/** The line through two points. */
export function through({ left, right }: typeof THROUGH): { w: number; b: number } {
  const w = (right.y - left.y) / (right.x - left.x);
  return { w, b: left.y - w * left.x };
}

/** How long an update's step is in the plane, counted from 1. */
export function stepOf(run: Run, update: number): number {
  const [from, to] = [run.after(update - 1), run.after(update)];
  return Math.hypot(to.w - from.w, to.b - from.b);
}

export function twoNumbersFacts(engine: Engine): Facts {
  const atMoment = (name: "w" | "b") => () => ofRun(engine, {}, (run) => run.after(PREDICT.update)[name]);
  const flat = (name: "w" | "b") => () => ofRun(engine, FLAT, (run) => run.after(run.planned)[name]);
  const full = (question: (run: Run) => number) => () => ofRun(engine, FULL, question);
  const hand = (question: (run: Run) => number) => () => ofRun(engine, {}, question);
  return {
    "hand.goal": () => HAND_GOAL,
    "hand.start": hand(({ data, start }) => lossOf(engine, data, start)),
    "hand.w": hand((run) => byHand(run).w),
    "hand.b": hand((run) => byHand(run).b),
    "hand.one": hand((run) => byHand(run).w + byHand(run).b),
    "hand.loss": hand((run) => lossOf(engine, run.data, byHand(run))),
    "predict.update": () => PREDICT.update,
    "predict.x": () => PREDICT.x,
    "predict.other": () => -PREDICT.x,
    "predict.w": atMoment("w"),
    "predict.b": atMoment("b"),
    "predict.y": () =>
      ofRun(engine, {}, (run) => {
        const { w, b } = run.after(PREDICT.update);
        return w * PREDICT.x + b;
      }),
    "flat.w": flat("w"),
    "flat.b": flat("b"),
    "through.left.x": () => THROUGH.left.x,
    "through.left.y": () => THROUGH.left.y,
    "through.right.x": () => THROUGH.right.x,
    "through.right.y": () => THROUGH.right.y,
    "through.w": () => through(THROUGH).w,
    "through.b": () => through(THROUGH).b,
    "named.left.x": () => NAMED.left.x,
    "named.left.y": () => NAMED.left.y,
    "named.right.x": () => NAMED.right.x,
    "named.right.y": () => NAMED.right.y,
    "named.w": () => through(NAMED).w,
    "named.b": () => through(NAMED).b,
    "pivot.x": () => PIVOT.x,
    "pivot.y": () => PIVOT.y,
    "full.lr": () => FULL.lr ?? Number.NaN,
    "full.shown": () => SHOWN,
    "full.ratio": full((run) => stepOf(run, SHOWN + 1) / stepOf(run, SHOWN)),
    "full.step": full((run) => stepOf(run, SHOWN)),
    "full.next.w": full((run) => run.after(SHOWN + 1).w),
    "full.next.b": full((run) => run.after(SHOWN + 1).b),
  };
}
