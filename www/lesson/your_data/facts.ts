/** Facts of chapter 10: the sample tables as they are and scaled, split by several draws, and what a run makes of them. */
import type { Engine, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "../facts/fact";
import { holdBack, type Split } from "./hold_back";
import { endLoss, leastLoss, lossesAt, seriesOf } from "./losses";
import { ownBatches, ownPoints } from "./own_settings";
import { rangeOf } from "./range";
import type { Point } from "./table";

const DIABETES: Settings = { data: { source: "diabetes_bmi" }, drop_last: false };
const NORRIS: Settings = { data: { source: "norris" } };

/** What exercise "norris-scaled" asks for: all readings' mean squared residual below this, in the usual epochs. */
export const NORRIS_GOAL = 0.75;

/** The prediction of exercise "by-hand": at this body mass index. */
export const NEW_X = 30;

/** The text speaks of two draws of the same share, in percent. */
const SHARE = 20;
const SEEDS = { first: 0, second: 3 } as const;

/** The standardised run on all patients, at its end. */
export function scaledEnd<T>(
  engine: Engine,
  question: (end: { w: number; b: number; mean: number; std: number; run: Run }) => T,
): T {
  return ofRun(engine, { ...DIABETES, standardize: true }, (run) => {
    const { mean, std } = run.data;
    return question({ ...run.after(run.seen), mean: mean ?? Number.NaN, std: std ?? Number.NaN, run });
  });
}

/** The loss of the run's last line over all its points. */
export function yourDataFacts(engine: Engine): Facts {
  const raw = (question: (run: Run) => number | null | undefined) => () =>
    ofRun(engine, DIABETES, (run) => question(run) ?? Number.NaN);
  const scaled = (question: Parameters<typeof scaledEnd<number>>[1]) => () => scaledEnd(engine, question);
  const norris = (settings: Settings, question: (run: Run) => number | null | undefined) => () =>
    ofRun(engine, { ...NORRIS, ...settings }, (run) => question(run) ?? Number.NaN);
  const ratio = ({ limit }: Run): number | null => limit && limit.lambdaMax / limit.lambdaMin;
  const draw = (seed: number, question: (split: Split<Point>) => number) => () =>
    question(holdBack(engine, patients(engine), SHARE, seed));
  const losses = (seed: number, part: "train" | "held") =>
    draw(seed, (split) => lossAfter(engine, split, part));
  return {
    "diabetes.n": raw(({ data }) => data.x.length),
    "diabetes.low": raw(({ data }) => rangeOf(data.x).low),
    "diabetes.high": raw(({ data }) => rangeOf(data.x).high),
    "diabetes.limit": raw(({ limit }) => limit?.lr),
    "diabetes.ratio": raw(ratio),
    "diabetes.diverged": raw(({ divergence }) => divergence && divergence.update + 1),
    "diabetes.lr": raw(({ settings }) => settings.lr),
    "diabetes.scaled.limit": scaled(({ run }) => run.limit?.lr ?? Number.NaN),
    "diabetes.mean": scaled(({ mean }) => mean),
    "diabetes.std": scaled(({ std }) => std),
    "diabetes.w": scaled(({ w }) => w),
    "diabetes.b": scaled(({ b }) => b),
    "diabetes.own.w": scaled(({ w, b, run }) => run.inData({ w, b }).w),
    "diabetes.own.b": scaled(({ w, b, run }) => run.inData({ w, b }).b),
    "diabetes.new": () => NEW_X,
    "diabetes.predicted": scaled(({ w, b, mean, std }) => (w * (NEW_X - mean)) / std + b),
    "held.share": () => SHARE,
    "held.n": draw(SEEDS.first, ({ held }) => held.length),
    "held.train.n": draw(SEEDS.first, ({ train }) => train.length),
    "held.first.seed": () => SEEDS.first,
    "held.first.train": losses(SEEDS.first, "train"),
    "held.first.held": losses(SEEDS.first, "held"),
    "held.first.miss": () => Math.sqrt(losses(SEEDS.first, "held")()),
    "held.second.seed": () => SEEDS.second,
    "held.second.train": losses(SEEDS.second, "train"),
    "held.second.held": losses(SEEDS.second, "held"),
    "norris.n": norris({}, ({ data }) => data.x.length),
    "norris.epochs": norris({}, ({ settings }) => settings.epochs),
    "norris.limit": norris({}, ({ limit }) => limit?.lr),
    "norris.goal": () => NORRIS_GOAL,
    "norris.least": norris({}, (run) => leastLoss(engine, run)),
    "norris.slow": norris({ standardize: true }, (run) => endLoss(engine, run)),
    "norris.good.lr": () => 0.1,
    "norris.good": norris({ standardize: true, lr: 0.1 }, (run) => endLoss(engine, run)),
  };
}

function patients(engine: Engine): Point[] {
  return ofRun(engine, DIABETES, ({ data: { x, y } }) =>
    // The row of names is the first of the table.
    Array.from(x, (value, index) => ({ row: index + 2, x: value, y: y[index] ?? Number.NaN })),
  );
}

/** The loss of one part of the points, for the line that the block's own run ends with. */
function lossAfter(engine: Engine, { train, held }: Split<Point>, part: "train" | "held"): number {
  const series = seriesOf(train);
  const settings = { ...ownPoints(series), ...ownBatches(train.length), standardize: true };
  return ofRun(engine, settings, (run) => {
    const losses = lossesAt(engine, run, seriesOf(held), run.after(run.seen));
    return losses[part] ?? Number.NaN;
  });
}
