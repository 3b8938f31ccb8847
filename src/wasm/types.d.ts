/** Why a call was refused. A later version may have more of them. */
export type ErrorCode =
  /** A number, a count or a choice outside what the field allows. */
  | "out_of_range"
  /** NaN or infinite where a finite number is needed. */
  | "not_finite"
  /** A value of another type. */
  | "wrong_type"
  /** There is no setting of that name. */
  | "unknown_setting"
  /** There is one, but the chosen program, or this function, does not use it. */
  | "unused_setting"
  /** What is required is missing. */
  | "missing"
  /** Two series that belong together differ in length. */
  | "length_mismatch"
  /** A series without an element. */
  | "empty"
  /** More memory than the stated limit. */
  | "too_large"
  /** Shapes that do not fit an operation. */
  | "shape"
  /** float32 and float64 meet where PyTorch does not convert. */
  | "dtype"
  /** `backward()` from what has no graph, is no scalar, or was walked already. */
  | "backward"
  /** The numbers do not determine an answer. */
  | "singular"
  /** The lean module leaves it out; the full one has it. */
  | "not_in_this_build"
  /** The object was freed: unlike all others it cannot be used any more. */
  | "freed";

/**
 * Thrown by every fallible call. `code` is stable and made to be translated; `message` is English and complete.
 * The object that threw can still be used, unless it was freed.
 */
export interface EngineError extends Error {
  code: ErrorCode;
  field?: string;
  value?: unknown;
  range?: string;
}

export type ProgramName = "by_hand" | "torch" | "parabola" | "sgd_regressor";

/** One line of the training loop's body. Loop headers and set-up are not statements. Fields left out are right. */
export interface Statement {
  op: "forward" | "loss" | "zero_grad" | "backward" | "update";
  /** update, by_hand: which parameter. */
  target?: "w" | "b";
  /** loss: sum by hand and mean in torch when right. */
  reduction?: "sum" | "mean";
  /** loss: false leaves y flat, which broadcasts to (n, n). */
  reshape?: boolean;
  /** update, by_hand: false drops the division by the batch's length. */
  divide?: boolean;
  /** update, by_hand: -1 adds the gradient. */
  sign?: 1 | -1;
  /** update, by_hand: true rebinds the parameter instead of changing its data. */
  in_graph?: boolean;
  /** forward: the parameter cut from the graph. */
  detach?: "w" | "b";
  /** forward, torch in float32: false feeds the loader's float64. */
  cast?: boolean;
  /** zero_grad: true clears only in the first update. */
  once?: boolean;
}

export interface EditedProgram {
  base: "by_hand" | "torch";
  statements: Statement[];
}

/** A dragged, added or removed point, applied in order after the data are made. */
export type Edit =
  | { move: number; x: number; y: number }
  | { add: true; x: number; y: number }
  | { remove: number };

export type Data =
  | {
      source: "make_regression";
      /** 100 */
      n_samples?: number;
      /** Standard deviation, 10. */
      noise?: number;
      /** The true intercept, 14.5. */
      bias?: number;
      /** 0 to 2^32 - 1; 0. */
      random_state?: number;
      edits?: Edit[];
    }
  | {
      source: "anscombe_1" | "anscombe_2" | "anscombe_3" | "anscombe_4" | "diabetes_bmi" | "norris";
      edits?: Edit[];
    }
  | { source: "points"; x: ArrayLike<number>; y: ArrayLike<number> };

/** A setting that the program does not use is an error, as is an unknown one. Left out, it has the program's default. */
export interface Settings {
  program?: ProgramName | EditedProgram;
  data?: Data;
  /** x becomes (x - mean) / std, with the population's standard deviation; x without a spread stays as it is. */
  standardize?: boolean;
  batch_size?: number;
  shuffle?: boolean;
  drop_last?: boolean;
  epochs?: number;
  lr?: number;
  momentum?: number;
  dampening?: number;
  nesterov?: boolean;
  weight_decay?: number;
  maximize?: boolean;
  init?: { w: number; b: number } | { x: number } | "torch";
  /** by_hand: random.Random(seed); torch: torch.manual_seed(seed). 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  seed?: number | bigint;
  dtype?: "float32" | "float64";
  /** parabola */
  updates?: number;
  /** sgd_regressor: scikit-learn's names from here on */
  random_state?: number;
  penalty?: "l2" | "l1" | "elasticnet" | null;
  alpha?: number;
  l1_ratio?: number;
  learning_rate?: "invscaling" | "constant" | "optimal" | "adaptive";
  eta0?: number;
  power_t?: number;
  tol?: number | null;
  max_iter?: number;
  n_iter_no_change?: number;
  average?: boolean;
  fit_intercept?: boolean;
  early_stopping?: boolean;
  validation_fraction?: number;
  /** Settings changed in mid-run, at the start of the named update: how a branch is rebuilt from an address. */
  changes?: { update: number; set: Change }[];
}

export type Change = Partial<
  Pick<
    Settings,
    | "lr"
    | "momentum"
    | "dampening"
    | "nesterov"
    | "weight_decay"
    | "batch_size"
    | "shuffle"
    | "drop_last"
    | "epochs"
  >
>;

/** What the program raised or warned of: where, Python's class, and the message's sense. */
export interface Raised {
  update: number;
  statement: number;
  type: string;
  message: string;
}

/** Values at the cursor; null before they exist. Everything counts from 0. */
export interface State {
  /** Updates completed, and in all. */
  update: number;
  updates: number;
  /** Statements executed of the next update. */
  statement: number;
  /** Line of the listing whose statement was executed last: the one that is lit. */
  line: number | null;
  /** The batch under way, else the last one. */
  epoch: number;
  batch: number;
  batches: number;
  batchIndices: Uint32Array | null;
  w: number;
  b: number | null;
  gradW: number | null;
  gradB: number | null;
  /** Of the batch under way once computed, else of the last one, as the program reduces it. */
  loss: number | null;
  /** Squared residuals / samples seen in this epoch; null in the parabola. */
  epochLoss: number | null;
  done: boolean;
  /**
   * The first update whose loss is not finite, or above 10^6 times the larger of the first loss and the loss of
   * predicting mean(y); with the last finite parameters.
   */
  diverged: { update: number; w: number; b: number } | null;
  /** Where Python or PyTorch would have raised: the run ends there. */
  raised: Raised | null;
  /** Where PyTorch would have warned first. */
  warned: Raised | null;
}

/**
 * Copies, for all that has been computed, also past the cursor. Row k belongs to update k; w and b are after it,
 * gradients as used (NaN where PyTorch had None). The parabola has no epochLoss and no runningLoss: they are empty.
 */
export interface History {
  loss: Float64Array;
  w: Float64Array;
  b: Float64Array;
  gradW: Float64Array;
  gradB: Float64Array;
  epochLoss: Float64Array;
  runningLoss: Float64Array;
  /** Squared residuals / samples of each update's batch: one unit for all programs. Empty in the parabola. */
  batchLoss: Float64Array;
  /** Updates completed at the end of each epoch, for the epochs computed to their end. Empty in the parabola. */
  epochEnds: Uint32Array;
  init: { w: number; b: number | null };
}

/** One of the program's names at the cursor. */
export interface NamedValue {
  name: string;
  shape: number[];
  dtype: string;
  values: Float64Array;
  grad: Float64Array | null;
  requiresGrad: boolean;
}

export interface GraphNode {
  /** PyTorch's name of the operation; "leaf" for parameters and data. */
  op: string;
  /** What it computes, and how a gradient passes it. */
  formula: string;
  derivative: string;
  name: string | null;
  shape: number[];
  leaf: boolean;
  requiresGrad: boolean;
  value: Float64Array | null;
  grad: Float64Array | null;
}

/** Edges go from input to result, by position in `nodes`. */
export interface Graph {
  nodes: GraphNode[];
  edges: [number, number][];
}

export interface SourceLine {
  text: string;
  /** The statement that stands there, by its place in the program. */
  statement: number | null;
  /** Which characters are a setting's number. */
  literals: { start: number; end: number; setting: string }[];
  /** Which are a setting's value and no number: `True`, `False`, `None`, a choice (a string with its quotes). */
  words: { start: number; end: number; setting: string }[];
}

export interface MakeRegressionOptions {
  n_samples?: number;
  n_features?: number;
  n_informative?: number;
  noise?: number;
  bias?: number;
  shuffle?: boolean;
  random_state?: number;
}

/**
 * Gradients of the mean squared error at the cursor's (w, b), as pairs (w, b): sampled batches, this epoch's own, the
 * full one; and the covariance of the sampled kind as [ww, wb, bb].
 */
export interface BatchGradients {
  sampled: Float64Array;
  epoch: Float64Array;
  full: [number, number];
  covariance: [number, number, number];
}

/** Where a run stops being stable as lr grows, in the units of its program. */
export interface StabilityLimit {
  lr: number;
  kind: "exact" | "guide";
  lambdaMax: number;
  lambdaMin: number;
}

/**
 * Of the mean squared error, by w and by b: numbers as float32 and double arithmetic leave them. Infinity or NaN, never
 * null, where a residual, its square or its product with x is beyond float32 (3.4e38).
 */
export interface LossAndGradient {
  loss: number;
  gradW: number;
  gradB: number;
}

/**
 * The mean squared error over all points, mse(w, b) = least + ½·(λ1·p² + λ2·q²), where p and q are the distances of
 * (w, b) from the best line along the two axes. So the level set mse = L is an ellipse around (w, b) with the semi-axes
 * sqrt(2 * (L - least) / eigenvalues[k]) along axes[k]. Where the second eigenvalue is 0 it is two lines parallel to
 * axes[1], at the first of these distances from `bottom`.
 */
export interface LossQuadratic {
  /** The least-squares line; null where no single line is best: one point, or constant x. */
  w: number | null;
  b: number | null;
  /** A line (w, b) of least loss: the best one, or of all the best the one nearest to (0, 0). */
  bottom: [number, number];
  least: number;
  /** Second derivatives [ww, wb, bb]. */
  hessian: [number, number, number];
  /** The larger first. */
  eigenvalues: [number, number];
  /** Unit vectors (w, b); the first has w >= 0, a quarter turn from w towards b leads to the second. */
  axes: [[number, number], [number, number]];
}

/**
 * Derivatives of the current batch's loss, as the program computes it, by central differences: (loss at v + h - loss at
 * v - h) / 2h. They are the gradient of this loss alone, in its own unit (a sum's where the loss is a sum), while `.grad`
 * of a leaf accumulates: the two agree only where the program has cleared `.grad` first. Both are taken at the values
 * that forward read, also after an update has moved a parameter. A parameter cut from the graph by `detach` is seen to
 * matter, as it does, where `backward()` sees nothing.
 */
export interface NumericGradient {
  /**
   * For each of `graph().nodes`, the derivative by each of its elements: for the parameters and for nodes of this batch
   * that require a gradient. Null for others, for nodes after the loss or of more than 256 elements, before there is a
   * loss, and where a difference is not finite.
   */
  values: (Float64Array | null)[];
  /** h = step * max(1, |v|). */
  step: number;
}

/** What a `PointPicture` shows and where on the canvas, in device pixels. */
export interface PictureView {
  /** x at the left and the right edge, the left one below the right one; a point at the right edge is outside. */
  x: [number, number];
  /** y at the bottom and the top edge, the bottom one below the top one; a point at the bottom edge is outside. */
  y: [number, number];
  width: number;
  height: number;
  /** Of the picture's upper left corner; 0. */
  left?: number;
  top?: number;
}
