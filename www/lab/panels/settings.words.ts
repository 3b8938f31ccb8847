/** A word of help for each setting, by its path, and names of what can be chosen; only the settings' panel and the docs show them. */
import type { Language, Words } from "../../strings";

const en = {
  program: "It decides how updates are made.",
  lr: "How long each step is.",
  batch_size: "Samples in one update.",
  momentum: "Share of the last step kept.",
  dampening: "Share of the new gradient that momentum leaves out.",
  weight_decay: "Pull of both parameters towards zero.",
  nesterov: "Momentum that looks ahead.",
  maximize: "Climb instead of descending.",
  shuffle: "A new order in each epoch.",
  drop_last: "Leave out a batch that is not full.",
  epochs: "How often the samples are gone through.",
  updates: "Steps down the parabola.",
  eta0: "eta0: the learning rate it starts with.",
  alpha: "alpha: how much the penalty counts.",
  penalty: "What is added to the loss.",
  l1_ratio: "Of elasticnet: how much of the penalty is L1.",
  learning_rate: "How the learning rate shrinks.",
  power_t: "power_t: how fast invscaling shrinks the rate.",
  max_iter: "max_iter: it may stop sooner.",
  tol: "tol: it stops when the loss falls by less; None never.",
  n_iter_no_change: "n_iter_no_change: epochs without a fall before it stops.",
  average: "Give the mean of all w and b so far.",
  fit_intercept: "Off, b stays 0.",
  early_stopping: "Judge by samples set aside.",
  validation_fraction: "validation_fraction: the share of samples set aside.",
  "init.w": "The slope before the first update.",
  "init.b": "The intercept before the first update.",
  "init.x": "x before the first update.",
  seed: "It decides every shuffle, and PyTorch’s first weights.",
  random_state: "It decides every shuffle.",
  dtype: "How many bits a number has.",
  standardize: "Mean 0, standard deviation 1.",
  "data.source": "Made samples, or a known set.",
  "data.n_samples": "How many there are.",
  "data.noise": "Spread of y around the true line.",
  "data.bias": "Where the true line crosses x = 0.",
  "data.random_state": "Each seed makes other samples.",
} as const;

const zhCN: Words<typeof en> = {
  program: "由它决定怎样更新。",
  lr: "每一步迈多大。",
  batch_size: "一次更新用几个样本。",
  momentum: "上一步保留多少。",
  dampening: "动量里新梯度少算多少。",
  weight_decay: "把两个参数往零拉。",
  nesterov: "先往前看一步的动量。",
  maximize: "往上走，而不是往下。",
  shuffle: "每一轮换一个顺序。",
  drop_last: "不满的最后一批不用。",
  epochs: "全部样本过几遍。",
  updates: "沿抛物线走几步。",
  eta0: "eta0：开始时的学习率。",
  alpha: "alpha：惩罚项占多重。",
  penalty: "加到损失上的那一项。",
  l1_ratio: "elasticnet 中 L1 占多少。",
  learning_rate: "学习率怎样变小。",
  power_t: "power_t：invscaling 让学习率变小的快慢。",
  max_iter: "max_iter：也可能提前停下。",
  tol: "tol：损失下降得比它还少就停下；None 表示从不。",
  n_iter_no_change: "n_iter_no_change：连续几轮没有下降就停下。",
  average: "给出至今所有 w 和 b 的平均。",
  fit_intercept: "关掉后 b 一直为 0。",
  early_stopping: "用留出的样本来判断。",
  validation_fraction: "validation_fraction：留出多少样本。",
  "init.w": "第一次更新之前的斜率。",
  "init.b": "第一次更新之前的截距。",
  "init.x": "第一次更新之前的 x。",
  seed: "决定每次打乱，也决定 PyTorch 的初始权重。",
  random_state: "决定每次打乱。",
  dtype: "一个数占多少位。",
  standardize: "均值为 0，标准差为 1。",
  "data.source": "生成的样本，或一份已知的数据。",
  "data.n_samples": "一共有多少个样本。",
  "data.noise": "y 偏离真实直线的程度。",
  "data.bias": "真实直线在 x = 0 处的高度。",
  "data.random_state": "换一个种子，换一批样本。",
};

export const helps: Readonly<Record<Language, Words<typeof en>>> = { en, "zh-CN": zhCN };

const sets = {
  anscombe_1: "Anscombe 1",
  anscombe_2: "Anscombe 2",
  anscombe_3: "Anscombe 3",
  anscombe_4: "Anscombe 4",
  norris: "NIST Norris",
};

/** What can be chosen, where the engine's own name is none for a reader. */
export const choices: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    ...sets,
    make_regression: "Made samples",
    diabetes_bmi: "Diabetes, body mass index",
    points: "Your own points",
  },
  "zh-CN": {
    ...sets,
    make_regression: "生成的样本",
    diabetes_bmi: "糖尿病数据：体重指数",
    points: "自己的样本",
  },
};

/** The limit of the learning rate, below its slider. */
export const limits: Readonly<Record<Language, Record<"exact" | "guide" | "none", string>>> = {
  en: {
    exact: "stable below {lr} (exact)",
    guide: "stable below about {lr} (a guide)",
    none: "no limit is known for these settings",
  },
  "zh-CN": {
    exact: "低于 {lr} 稳定（精确值）",
    guide: "大约低于 {lr} 稳定（参考值）",
    none: "这组设置没有已知的上限",
  },
};
