/** The words of the graph view. */
import type { Language, Words } from "../../strings";

const en = {
  none: "SGDRegressor works on plain numbers: it builds no graph.",
  check: "Check numerically",
  hidden: "… and {count} earlier nodes",
  hint: "Point at a node for its formula and its numbers.",
  computes: "computes",
  backward: "sends back",
  shape: "shape",
  value: "value",
  gradient: "gradient",
  accumulated: ".grad",
  numeric: "by differences",
  difference: "difference",
  notYet: "not computed yet",
  noGradient: "no gradient yet",
  range: "{low} … {mean} … {high} (least, mean, largest)",
  why: "The loss at a little more and a little less, divided by the distance: rounding is all that parts the two. It is this batch’s alone; .grad adds up until it is cleared.",
  kinds: { parameter: "parameter", data: "data", operation: "operation", loss: "loss" },
  alt: "{count} nodes; the loss is {loss}; gradients: {gradients}.",
  node: "{kind} {symbol}: {value}",
  nodeGradient: "{kind} {symbol}: {value}, gradient {gradient}",
};

export type GraphWords = Words<typeof en>;

export const words: Record<Language, GraphWords> = {
  en,
  "zh-CN": {
    none: "SGDRegressor 直接对数做运算，不建计算图。",
    check: "用数值法核对",
    hidden: "……还有更早的 {count} 个节点",
    hint: "指向一个节点，看它的公式和数值。",
    computes: "计算",
    backward: "传回",
    shape: "形状",
    value: "值",
    gradient: "梯度",
    accumulated: ".grad",
    numeric: "差分法",
    difference: "相差",
    notYet: "还没有算到",
    noGradient: "还没有梯度",
    range: "{low} … {mean} … {high}（最小、平均、最大）",
    why: "把数稍微加大、减小，看损失变了多少，再除以间距：两者只差在舍入。这只是本批次的梯度；.grad 会一直累加，直到被清零。",
    kinds: { parameter: "参数", data: "数据", operation: "运算", loss: "损失" },
    alt: "{count} 个节点；损失为 {loss}；梯度：{gradients}。",
    node: "{kind} {symbol}：{value}",
    nodeGradient: "{kind} {symbol}：{value}，梯度 {gradient}",
  },
};

/** Formulas with words in them, in Chinese; the others are the same everywhere. */
export const FORMULAS_ZH: Readonly<Record<string, readonly [string, string]>> = {
  leaf: ["给定", "累加到 .grad"],
  reshape: ["a，换一种形状", "a：g，恢复 a 的形状"],
  to: ["a，舍入到另一种数值类型", "a：g，舍入到 a 的类型"],
  sum: ["Σ a", "a：每个元素都是 g"],
  linear: ["x @ Wᵀ + b", "x：g @ W；W：gᵀ @ x；b：对批次求 Σ g"],
  mse_loss: ["(a − t)² 的平均", "a：g × (2/n × (a − t))；t：取其相反数"],
};
