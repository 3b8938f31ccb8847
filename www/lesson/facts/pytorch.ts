/** Facts of chapter 8: the twin of the classic run, PyTorch on its own, its options, and scikit-learn's regressor. */
import type { Engine, Settings } from "../../engine";
import type { Run } from "../../lab/run";
import { type Facts, ofRun } from "./fact";
import { epochLoss } from "./whole_loop";

/** The classic run's weights and order with PyTorch's parts. */
export const TWIN: Settings = { program: "torch", init: { w: 0.1, b: 0 }, shuffle: false, drop_last: true };
/** What exercise "down-by-momentum" asks for. */
export const MOMENTUM = { loss: 130, epochs: 6 };
/** The example of exercise "second-step". */
export const STEP = { gradient: 10, lr: 0.1, momentum: 0.9 };
const DECAY = 0.1;
const STRONG = 0.1;

/** How long the `count`-th step is when the gradient stays the same. */
export function stepLength(count: number, { gradient, lr, momentum } = STEP): number {
  let velocity = 0;
  for (let step = 0; step < count; step += 1) velocity = momentum * velocity + gradient;
  return lr * velocity;
}

/** The next number after a positive one that float32 has: what a differently ordered sum may come to. */
function nextFloat32(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  return new Float32Array(Uint32Array.of((bits[0] ?? 0) + 1).buffer)[0] ?? Number.NaN;
}

/** The momenta, in tenths, with which an epoch's mean loss comes below the goal in time. */
function enough(engine: Engine): number[] {
  const tenths = Array.from({ length: 9 }, (_, index) => (index + 1) / 10);
  const reaches = (run: Run): boolean =>
    Array.from({ length: MOMENTUM.epochs }, (_, index) => epochLoss(run, index + 1)).some(
      (loss) => loss < MOMENTUM.loss,
    );
  return tenths.filter((momentum) => ofRun(engine, { program: "torch", momentum }, reaches));
}

export function pytorchFacts(engine: Engine): Facts {
  const of = (settings: Settings, question: (run: Run) => number | null | undefined) => () =>
    ofRun(engine, settings, (run) => question(run) ?? Number.NaN);
  const end = (settings: Settings, name: "w" | "b") => of(settings, (run) => run.after(run.planned)[name]);
  const sgd: Settings = { program: "sgd_regressor" };
  return {
    "twin.loss.first": of(TWIN, ({ history }) => history.loss[0]),
    "twin.w": end(TWIN, "w"),
    "twin.w.next": () => nextFloat32(end(TWIN, "w")()),
    "twin.b": end(TWIN, "b"),
    "twin64.w": end({ ...TWIN, dtype: "float64" }, "w"),
    "sum.lr": of({}, ({ settings: { lr = Number.NaN, batch_size = Number.NaN } }) => lr * batch_size),
    "sum.lr.short": of(
      {},
      ({ data, settings: { lr = Number.NaN, batch_size = Number.NaN } }) => lr * (data.x.length % batch_size),
    ),
    "torch.batches": of({ program: "torch" }, ({ moment }) => moment.batches),
    "torch.start.w": of({ program: "torch" }, ({ start }) => start.w),
    "torch.start.b": of({ program: "torch" }, ({ start }) => start.b),
    "torch.seed1.w": end({ program: "torch", seed: 1 }, "w"),
    "step.gradient": () => STEP.gradient,
    "step.lr": () => STEP.lr,
    "step.momentum": () => STEP.momentum,
    "step.first": () => stepLength(1),
    "step.second": () => stepLength(2),
    "step.velocity": () => stepLength(2) / STEP.lr,
    "step.most": () => stepLength(1) / (1 - STEP.momentum),
    "momentum.low": () => Math.min(...enough(engine)),
    "momentum.high": () => Math.max(...enough(engine)),
    "momentum.tenth": () => stepLength(10),
    "momentum.goal": () => MOMENTUM.loss,
    "momentum.epochs": () => MOMENTUM.epochs,
    "momentum.none": of({ program: "torch" }, (run) => epochLoss(run, MOMENTUM.epochs)),
    "decay.value": () => DECAY,
    "decay.w": end({ program: "torch", weight_decay: DECAY }, "w"),
    "decay.b": end({ program: "torch", weight_decay: DECAY }, "b"),
    "sgd.tol": of(sgd, ({ settings }) => settings.tol),
    "sgd.epochs": of(sgd, ({ history }) => history.epochEnds.length),
    "sgd.w": end(sgd, "w"),
    "sgd.b": end(sgd, "b"),
    "sgd.plain.w": end({ ...sgd, penalty: null }, "w"),
    "sgd.strong.w": end({ ...sgd, alpha: STRONG }, "w"),
    "sgd.strong.b": end({ ...sgd, alpha: STRONG }, "b"),
  };
}
