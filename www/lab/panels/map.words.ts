/** The words that only the map shows. */
import type { Language, Words } from "../../strings";

const en = {
  across: "Setting across",
  up: "Setting upwards",
  runs: "{count} runs · click to load",
  runsByTouch: "{count} runs · tap to look",
  load: "Load this run",
  filling: "{known} of {count} runs",
  note: "Each pixel is a run of {updates} updates; stronger colour: nearer to the least-squares loss.",
  noteLoss: "Each pixel is a run of {updates} updates; stronger colour: a smaller loss over all samples.",
  noteParabola: "Each pixel is a run of {updates} updates; stronger colour: f(x) nearer to 0.",
  none: "{program} has no two settings that a map could span.",
  refused: "No map of these settings: {reason}",
  diverged: "diverged",
  exact: "limit, exact",
  guide: "limit, a guide",
  here: "this run",
  ends: "loss {loss}",
  endsDiverged: "it diverges",
  waiting: "not run yet",
  cell: "A run on the map; Enter loads it",
  pair: "{x}, {y}",
  value: "{x}, {y}: {end}",
  alt: "Map of {count} runs of {updates} updates, {xLabel} from {xFirst} to {xLast} across, {yLabel} from {yFirst} to {yLast} upwards. The smallest loss is {loss}, at {best}. {diverged} runs diverged. {here}",
  altHere: "This run has {x}, {y}.",
} as const;

const zhCN: Words<typeof en> = {
  across: "横轴的设置",
  up: "纵轴的设置",
  runs: "{count} 次训练 · 点击载入",
  runsByTouch: "{count} 次训练 · 点按查看",
  load: "载入这次训练",
  filling: "已完成 {known} / {count} 次训练",
  note: "每个像素是一次训练，更新 {updates} 次；颜色越浓，越接近最小二乘的损失。",
  noteLoss: "每个像素是一次训练，更新 {updates} 次；颜色越浓，全部样本上的损失越小。",
  noteParabola: "每个像素是一次训练，更新 {updates} 次；颜色越浓，f(x) 越接近 0。",
  none: "{program}没有可以张成图的两个设置。",
  refused: "这些设置画不出图：{reason}",
  diverged: "发散",
  exact: "上限（精确）",
  guide: "上限（参考）",
  here: "当前训练过程",
  ends: "损失 {loss}",
  endsDiverged: "发散",
  waiting: "尚未训练",
  cell: "图上的一次训练；按 Enter 载入",
  pair: "{x}，{y}",
  value: "{x}，{y}：{end}",
  alt: "{count} 次训练的图，每次训练更新 {updates} 次；横轴为{xLabel}，从 {xFirst} 到 {xLast}；纵轴为{yLabel}，从 {yFirst} 到 {yLast}。最小的损失是 {loss}，位于{best}。{diverged} 次发散。{here}",
  altHere: "当前训练过程：{x}，{y}。",
};

export type MapWords = Words<typeof en>;
export const words: Readonly<Record<Language, MapWords>> = { en, "zh-CN": zhCN };
