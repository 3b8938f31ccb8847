/** The words of the notice. */
import type { Language, Words } from "../strings";

const en = {
  recovered: "The engine stopped and was started again. The run was rebuilt from its settings.",
  lost: "The engine stopped and could not be started again. Reloading the page may help.",
  diverged:
    "This run diverges at update {update}: its loss is {size}. Before that update the line had w = {w}, b = {b}.",
  willDiverge:
    "This run will diverge at update {update}: its loss will be {size}. Before that update the line will have w = {w}, b = {b}.",
  huge: "over a million times the first loss, and that of always predicting the mean of y",
  notFinite: "no finite number any more",
  tooShort:
    "The learning rate {lr} is above the limit of {limit}: the steps overshoot, though {updates} updates are too few for this run to diverge.",
  over: "The learning rate {lr} is above the limit of {limit}.",
  overGuide: "The learning rate {lr} is above {limit}, a guide to where steps begin to overshoot.",
  under:
    "The learning rate {lr} is below the guide of {limit}; the order of the batches made the difference.",
  back: "Back to lr {lr}",
  large:
    "With {n} samples a batch now has {batch} of them and there are {epochs} epochs, so that the run stays short.",
  largeRegressor:
    "With {n} samples SGDRegressor now goes through them {epochs} times at most, so that the run stays short.",
  dismiss: "Close",
  address: "Part of the address could not be read and was left out: {parts}.",
} as const;

export type NoticeWords = Words<typeof en>;

const zhCN: NoticeWords = {
  recovered: "引擎中途停了，已重新启动，并按原来的设置重建了训练过程。",
  lost: "引擎停了，也没能重新启动。可以试试刷新页面。",
  diverged: "训练过程在第 {update} 次更新时发散：损失{size}。此前直线的 w = {w}，b = {b}。",
  willDiverge: "训练过程将在第 {update} 次更新时发散：损失将{size}。此前直线的 w = {w}，b = {b}。",
  huge: "超过了最初损失（以及总是预测 y 均值的损失）的一百万倍",
  notFinite: "不再是有限的数",
  tooShort: "学习率 {lr} 高于界限 {limit}：每一步都会冲过头，只是 {updates} 次更新太少，还没有发散。",
  over: "学习率 {lr} 高于界限 {limit}。",
  overGuide: "学习率 {lr} 高于 {limit}；这是每一步开始冲过头的参考值。",
  under: "学习率 {lr} 低于参考值 {limit}；是批次的顺序造成了差别。",
  back: "回到 lr = {lr}",
  large: "样本增加到 {n} 个，每个批次因此改为 {batch} 个样本，共 {epochs} 个轮次，让训练过程不至于太长。",
  largeRegressor: "样本增加到 {n} 个，SGDRegressor 因此最多遍历 {epochs} 次，让训练过程不至于太长。",
  dismiss: "关闭",
  address: "地址中有一部分读不懂，已略去：{parts}。",
};

export const words: Readonly<Record<Language, NoticeWords>> = { en, "zh-CN": zhCN };
