/** The words of the notice. */
import type { Language, Words } from "../strings";

const en = {
  recovered: "The engine stopped and was started again. The run was rebuilt from its settings.",
  lost: "The engine stopped and could not be started again. Reloading the page may help.",
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
  large: "样本增加到 {n} 个，每个批次因此改为 {batch} 个样本，共 {epochs} 个轮次，让训练过程不至于太长。",
  largeRegressor: "样本增加到 {n} 个，SGDRegressor 因此最多遍历 {epochs} 次，让训练过程不至于太长。",
  dismiss: "关闭",
  address: "地址中有一部分读不懂，已略去：{parts}。",
};

export const words: Readonly<Record<Language, NoticeWords>> = { en, "zh-CN": zhCN };
