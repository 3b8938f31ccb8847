/** The words of the picture in which a loss curve is drawn. Refuses a language that lacks one. */
import type { Language } from "../../../strings";

const en = {
  how: "Draw across the picture, or move the rings with the arrow keys. The first loss is given.",
  draw: "Draw your curve first.",
  group: "The loss you expect",
  ring: { update: "Loss in update {at}", epoch: "Mean loss of epoch {at}" },
  value: "{loss}",
  beyond: "{loss} or more",
  axis: { update: "update", epoch: "epoch" },
  loss: "loss",
  mine: "you",
  run: "the run",
};

const zhCN: typeof en = {
  how: "在图里画一条线，或者用方向键移动圆圈。第一个损失已经给出。",
  draw: "请先画出你的曲线。",
  group: "你预计的损失",
  ring: { update: "第 {at} 次更新的损失", epoch: "第 {at} 个轮次的平均损失" },
  value: "{loss}",
  beyond: "{loss} 或更大",
  axis: { update: "更新", epoch: "轮次" },
  loss: "损失",
  mine: "你画的",
  run: "训练过程",
};

export const words: Readonly<Record<Language, typeof en>> = { en, "zh-CN": zhCN };
export type CurveWords = typeof en;
