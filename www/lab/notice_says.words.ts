/** What the notice says of a run that diverges or will, and of branches. */
import type { Language, Words } from "../strings";

const en = {
  diverged:
    "This run diverges at update {update}: its loss is {size}. Before that update the line had w = {w}, b = {b}.",
  willDiverge:
    "This run will diverge at update {update}: its loss will be {size}. Before that update the line will have w = {w}, b = {b}.",
  willRaise: "This program will stop in update {update}. {type}: {message}.",
  huge: "over a million times the first loss, and that of always predicting the mean of y",
  notFinite: "no finite number any more",
  tooShort:
    "The learning rate {lr} is above the limit of {limit}: the steps overshoot, though {updates} updates are too few for this run to diverge.",
  over: "The learning rate {lr} is above the limit of {limit}.",
  overGuide: "The learning rate {lr} is above {limit}, a guide to where steps begin to overshoot.",
  under:
    "The learning rate {lr} is below the guide of {limit}; the order of the batches made the difference.",
  back: "Back to lr {lr}",
  below: "Take lr {lr}",
  notBranched: "{label} cannot change in mid-run, so it changed the whole run.",
} as const;

export type NoticeWords = Words<typeof en>;

const zhCN: NoticeWords = {
  diverged: "训练过程在第 {update} 次更新时发散：损失{size}。此前直线的 w = {w}，b = {b}。",
  willDiverge: "训练过程将在第 {update} 次更新时发散：损失将{size}。此前直线的 w = {w}，b = {b}。",
  huge: "超过最初损失（以及总是预测 y 均值的损失）的一百万倍",
  willRaise: "这个程序会在第 {update} 次更新中停下。{type}：{message}。",
  notFinite: "不再是有限的数",
  tooShort: "学习率 {lr} 高于上限 {limit}：每一步都会冲过头，只是 {updates} 次更新太少，还没有发散。",
  over: "学习率 {lr} 高于上限 {limit}。",
  overGuide: "学习率 {lr} 高于 {limit}；这是每一步开始冲过头的参考值。",
  under: "学习率 {lr} 低于参考值 {limit}；是批次的顺序造成了差别。",
  back: "回到 lr = {lr}",
  below: "改用 lr = {lr}",
  notBranched: "{label}不能在训练途中更改，因此改的是整个过程。",
};

export const words: Readonly<Record<Language, NoticeWords>> = { en, "zh-CN": zhCN };
