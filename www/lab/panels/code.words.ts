/** The words of the code view. */
import type { Language, Words } from "../../strings";

const en = {
  listing: "Which program is shown",
  both: "Both",
  same: "The same run with PyTorch’s parts: its samples, start and order",
  sideBySide: "By hand and with PyTorch’s parts, in step: the same samples, start and order",
  byHand: "by hand",
  torch: "PyTorch",
  code: { by_hand: "Program by hand", torch: "Program in PyTorch", both: "Both programs, phase by phase" },
  batch: "batch {batch} of {batches}",
  sample: "sample {batch}/{batches}",
  literal: "{label}, in the code",
  edit: "New value: {label}",
  leftOut: "{name}={value} is the default, which the line need not say. Undo or the settings bring it back.",
  switched: "The run is now the program by hand. Undo brings PyTorch’s back.",
  digits: "digits in common: {digits}",
  allDigits: "the same to the last bit",
  why: "Only rounding parts them: PyTorch divides earlier and fuses the step.",
  broken: "PyTorch’s program is the right one; the one by hand has been changed.",
  output: "Output",
  silent: "nothing printed yet",
} as const;

export type CodeWords = Words<typeof en>;

export const words: Record<Language, CodeWords> = {
  en,
  "zh-CN": {
    listing: "显示哪个程序",
    both: "并排",
    same: "同一训练过程，改用 PyTorch 的部件：样本、起点和顺序都相同",
    sideBySide: "手写与 PyTorch 同步对照：样本、起点和顺序都相同",
    byHand: "手写",
    torch: "PyTorch",
    code: { by_hand: "手写的程序", torch: "PyTorch 程序", both: "两个程序，逐阶段对照" },
    batch: "批次 {batch} / {batches}",
    sample: "样本 {batch} / {batches}",
    literal: "代码中的{label}",
    edit: "新的值：{label}",
    leftOut: "{name}={value} 是默认值，代码里不必写出。可以撤销，也可以在设置中改回。",
    switched: "现在训练的是手写的程序。撤销即可回到 PyTorch。",
    digits: "相同位数：{digits}",
    allDigits: "每一位都相同",
    why: "差别只来自舍入：PyTorch 先做除法，并把更新中的乘与减合并为一次舍入。",
    broken: "PyTorch 的程序是对的；手写的程序被改动过。",
    output: "输出",
    silent: "还没有输出",
  },
};
