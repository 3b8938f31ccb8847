/** Words of the plane in which a point is placed. */
import type { Language } from "../../../strings";

const en = {
  alt: "A plane: w to the right, from {w0} to {w1}, and b upwards, from {b0} to {b1}.",
  path: "The run so far: {points}.",
  other: "Another run, dashed: {points}.",
  point: "w {w}, b {b}",
  handle: "Your point",
  readout: "w = {w}, b = {b}",
  start: "start",
  now: "now",
  yours: "yours",
  there: "there",
  missing: "Place the point first: drag it, press where it belongs, or focus it and use the arrow keys.",
  revealed: "It belongs at w = {w}, b = {b}; your point is {distance} away.",
};

export type PlaceWords = typeof en;

const zhCN: PlaceWords = {
  alt: "一个平面：向右是 w，从 {w0} 到 {w1}；向上是 b，从 {b0} 到 {b1}。",
  path: "训练过程到目前为止：{points}。",
  other: "另一个训练过程（虚线）：{points}。",
  point: "w {w}，b {b}",
  handle: "你的点",
  readout: "w = {w}，b = {b}",
  start: "起点",
  now: "现在",
  yours: "你的点",
  there: "答案",
  missing: "请先把点放好：拖动它，或在该放的地方按一下，也可以选中它再用方向键移动。",
  revealed: "它应该在 w = {w}，b = {b}；你的点离它 {distance}。",
};

export const words: Readonly<Record<Language, PlaceWords>> = { en, "zh-CN": zhCN };
