/** Words that only the hands of the line view use. */
import type { Language } from "../../strings";

export interface LineWords {
  add: string;
  remove: string;
  leaving: string;
  zoomIn: string;
  zoomOut: string;
  whole: string;
  sample: string;
  /** Of the sample in hand. */
  place: string;
  left: string;
  right: string;
  end: string;
  prediction: string;
  undo: string;
  redo: string;
  parameter: string;
}

export const words: Readonly<Record<Language, LineWords>> = {
  en: {
    add: "Add a sample where you press next",
    remove: "Take {sample} away",
    leaving: "let go to take it away",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "All samples",
    sample: "sample {number}",
    place: "x {x}, y {y}, prediction {prediction}",
    left: "the line, left handle",
    right: "the line, right handle",
    end: "x {x}, y {y}",
    prediction: "x = {x} → y = {y}",
    undo: "Undo",
    redo: "Redo",
    parameter: "{name} of the line: arrows change it, Enter types it",
  },
  "zh-CN": {
    add: "在接下来按下的位置添加一个样本",
    remove: "移除{sample}",
    leaving: "松手即移除",
    zoomIn: "放大",
    zoomOut: "缩小",
    whole: "显示全部样本",
    sample: "样本 {number}",
    place: "x {x}，y {y}，预测 {prediction}",
    left: "直线的左手柄",
    right: "直线的右手柄",
    end: "x {x}，y {y}",
    prediction: "x = {x} → y = {y}",
    undo: "撤销",
    redo: "重做",
    parameter: "直线的 {name}：方向键调整，回车键输入",
  },
};
