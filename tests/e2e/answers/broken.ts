// Chapter 9. A broken program is an address of the lab: statements by their letters, f.l.z.b.uw.ub by hand, f.l.z.b.u in
// PyTorch (`www/lab/address_program.ts` has the marks). Edits name lines by their Python.
import { epochMean, freshRun } from "../fresh_run";
import type { ChapterAnswers, Edit, Repair } from "./form";

const BY_HAND = "1";
const TORCH = "1&p=torch";

const UPDATE = (name: "w" | "b"): string => `${name}.data = ${name}.data - lr * ${name}.grad / len(xb)`;
const W: Edit = { line: "w.grad", change: [UPDATE("w")] };
/** A mistake of both updates goes out of both at once. */
const BOTH: Edit = { line: "b.grad", change: [UPDATE("w"), UPDATE("b")] };
/** Or one line after the other. */
const B: Edit = { line: "b.grad", change: [UPDATE("b")] };
const MSE = "loss = loss_fn(y_pred, yb.reshape(-1, 1).float())";

const repair = (
  [broken, repaired]: readonly [string, string],
  predict: readonly string[],
  wrong: readonly Edit[],
  right: readonly Edit[],
  plotted = {},
): Repair => ({ kind: "repair", broken, repaired, predict, wrong, right, plotted });

const byHand = (statements: string): readonly [string, string] => [`1&p=by_hand:${statements}`, BY_HAND];
const torch = (statements: string): readonly [string, string] => [`1&p=torch:${statements}`, TORCH];
const withRate = ([broken, right]: readonly [string, string], lr: string): readonly [string, string] => [
  `${broken}&lr=${lr}`,
  `${right}&lr=${lr}`,
];

const classic = freshRun(BY_HAND);

export const broken: ChapterAnswers = {
  slug: "broken-on-purpose",
  lab: "1",
  words: ["try=&view=code", "try=p=torch&view=code"],
  told: ["try=lr=1.05"],
  exercises: {
    "no-zero-grad": repair(
      byHand("f.l.b.uw.ub"),
      ["frozen", "diverges", "swings"],
      [{ line: "loss.backward()", insert: "zero_grad(w, b)" }],
      [{ line: "loss = ", insert: "zero_grad(w, b)" }],
    ),
    "zero-grad-once": repair(
      byHand("f.l.zo.b.uw.ub"),
      ["fine", "raises", "swings"],
      [{ line: "zero_grad(w, b)", keys: ["Delete"] }],
      [{ line: "zero_grad(w, b)", change: ["zero_grad(w, b)"] }],
    ),
    "zero-grad-after-backward": repair(
      torch("f.l.b.z.u"),
      ["swings", "raises", "frozen"],
      [{ line: "optimizer.zero_grad()", keys: ["Delete"] }],
      [{ line: "optimizer.zero_grad()", keys: ["Alt+ArrowUp"] }],
    ),
    "backward-twice": repair(
      byHand("f.l.z.b.b.uw.ub"),
      ["doubled", "fine", "raises"],
      [{ line: "zero_grad(w, b)", keys: ["Delete"] }],
      [{ line: "loss.backward()", button: "remove" }],
    ),
    "update-before-backward": repair(
      byHand("f.l.z.uw.ub.b"),
      ["lagging", "frozen", "raises"],
      [{ line: "loss.backward()", keys: ["Alt+ArrowUp"] }],
      [{ line: "loss.backward()", keys: ["Alt+ArrowUp", "Alt+ArrowUp"] }],
    ),
    "step-before-backward": repair(
      torch("f.l.z.u.b"),
      ["raises", "lagging", "frozen"],
      [{ line: "optimizer.zero_grad()", button: "down" }],
      [{ line: "optimizer.step()", button: "down" }],
    ),
    "wrong-sign": repair(byHand("f.l.z.b.uwn.ubn"), ["frozen", "mirrored", "diverges"], [W], [BOTH]),
    "no-division": repair(
      withRate(byHand("f.l.z.b.uwv.ubv"), "0.1"),
      ["slow", "fine", "diverges"],
      [{ line: "lr = ", rate: "0,00625" }],
      [W, B],
    ),
    "update-in-graph": repair(byHand("f.l.z.b.uwg.ubg"), ["fine", "slow", "raises-later"], [W], [BOTH]),
    "detached-parameter": repair(
      byHand("fw.l.z.b.uw.ub"),
      ["fine", "one-parameter", "raises"],
      [{ line: "w.data", keys: ["Delete"] }],
      [{ line: "y_pred = ", change: ["y_pred = w * xb + b"] }],
    ),
    "missing-reshape": repair(
      byHand("f.lr.z.b.uw.ub"),
      ["raises", "diverges", "wrong-line"],
      [{ line: "loss = ", change: ["loss = ((y_pred - yb) ** 2).mean()"] }],
      [{ line: "loss = ", change: ["loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()"] }],
    ),
    "missing-reshape-torch": repair(
      torch("f.lr.z.b.u"),
      ["raises", "fine", "wrong-line"],
      [{ line: "loss = ", change: ['loss = nn.MSELoss(reduction="sum")(y_pred, yb.float())'] }],
      [{ line: "loss = ", change: [MSE] }],
    ),
    "missing-float": repair(
      torch("fc.l.z.b.u"),
      ["converted", "rounded", "raises"],
      [{ line: "loss = ", change: ["loss = loss_fn(y_pred, yb.float())"] }],
      [{ line: "y_pred = ", change: ["y_pred = model(xb.float())"] }],
    ),
    "sum-for-mean": repair(
      withRate(torch("f.ls.z.b.u"), "0.1"),
      ["fine", "slow", "diverges"],
      [{ line: "optimizer = ", rate: "0.00625" }],
      [{ line: "loss = ", change: ["loss_fn = nn.MSELoss()", "…", MSE] }],
    ),
    "lr-past-limit": repair(
      ["1&lr=1.2", BY_HAND],
      ["fast", "raises", "diverges"],
      [{ line: "lr = ", rate: "1.05" }],
      [{ line: "lr = ", rate: "0.05" }],
    ),
    "x-unscaled": repair(
      ["1&d=norris&bs=12&lr=0.1", "1&d=norris&bs=12&lr=0.1&st=1"],
      ["slow", "fine", "diverges"],
      [{ line: "lr = ", rate: "0.000001" }],
      [
        {
          line: "torch.from_numpy",
          change: ["if x.min() < x.max():", "x = (x - x.mean()) / x.std()"],
        },
      ],
    ),
    "order-never-used": repair(
      [BY_HAND, "1&sh=1"],
      ["raises", "swings", "fixed-order"],
      [{ line: "rng.shuffle", change: ["rng.shuffle(list(order))", "…", "yield x[batch], y[batch]"] }],
      [{ line: "yield", change: ["yield x[batch], y[batch]"] }],
    ),
    "last-batch-dropped": repair(
      [BY_HAND, "1&dl=0"],
      ["raises", "turns", "unseen"],
      [
        {
          line: "for xb, yb",
          change: ["rng = random.Random(0)", "…", "for xb, yb in batches(x, y, 16, shuffle=True):"],
        },
      ],
      [{ line: "for xb, yb", change: ["for xb, yb in batches(x, y, 16, drop_last=False):"] }],
      { seen: 96, unseen: 4, n: 100 },
    ),
    "loss-over-all-epochs": repair(
      [BY_HAND, BY_HAND],
      ["early", "fine", "late"],
      [
        {
          line: "losses.append",
          change: ["for epoch in range(100):", "total, seen = 0.0, 0", "…", "losses.append(loss.item())"],
        },
      ],
      [{ line: "total, seen", change: ["for epoch in range(100):", "total, seen = 0.0, 0"] }],
      { curve: classic.history.runningLoss.at(-1) ?? Number.NaN, rightCurve: epochMean(classic, 100) },
    ),
    "true-line-learned": repair(
      [BY_HAND, BY_HAND],
      ["tilted", "fine", "shifted"],
      [{ line: '"true line"', change: ['plt.plot(x, w.item() * x + bias, label="true line")'] }],
      [{ line: '"true line"', change: ['plt.plot(x, coef * x + bias, label="true line")'] }],
      { drawnB: classic.end.b, rightDrawnB: 14.5 },
    ),
  },
};
