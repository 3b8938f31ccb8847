/** The words of the help sheet. */
import type { Language, Words } from "../strings";

const en = {
  title: "Keys of the lab",
  close: "Close",
  pointer:
    "Samples, the line, the start and every number in the code can be dragged, or focused with Tab and moved with the arrows.",
  keys: {
    play: { keys: "Space", what: "play, pause" },
    step: { keys: "← →", what: "one step back, one step on" },
    larger: { keys: "Shift ← →", what: "the next larger step" },
    ends: { keys: "Home End", what: "to the start, to the end" },
    undo: { keys: "Ctrl+Z Ctrl+Shift+Z", what: "undo, redo an edit" },
    samples: { keys: "PageUp PageDown", what: "on a sample: to the one before, to the next" },
    add: { keys: "Insert Delete", what: "on a sample: add one beside it, remove it" },
    numbers: {
      keys: "↑ ↓ PageUp PageDown",
      what: "on a number in the code, w or b: one step; with Shift or the Page keys, in the code, ten",
    },
    type: { keys: "Enter Escape", what: "on a number: type a value and take it, or leave it as it was" },
    help: { keys: "?", what: "this sheet" },
  },
} as const;

export type HelpWords = Words<typeof en>;

const zhCN: HelpWords = {
  title: "实验台的按键",
  close: "关闭",
  pointer: "样本点、直线、起点和代码中的每个数都可以拖动，也可以用 Tab 选中，再用方向键移动。",
  keys: {
    play: { keys: "空格", what: "播放、暂停" },
    step: { keys: "← →", what: "后退一步、前进一步" },
    larger: { keys: "Shift ← →", what: "走更大的一步" },
    ends: { keys: "Home End", what: "到开头、到结尾" },
    undo: { keys: "Ctrl+Z Ctrl+Shift+Z", what: "撤销、重做一次改动" },
    samples: { keys: "PageUp PageDown", what: "选中样本点时：上一个、下一个" },
    add: { keys: "Insert Delete", what: "选中样本点时：在旁边添加、删除" },
    numbers: {
      keys: "↑ ↓ PageUp PageDown",
      what: "选中代码中的数、w 或 b 时：走一步；按住 Shift（在代码中也可用翻页键）走十步",
    },
    type: { keys: "Enter Escape", what: "选中一个数时：输入新的值并采用，或放弃输入、保持原值" },
    help: { keys: "?", what: "打开本表" },
  },
};

export const words: Readonly<Record<Language, HelpWords>> = { en, "zh-CN": zhCN };
