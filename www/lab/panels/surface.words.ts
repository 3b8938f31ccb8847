/** The words only the surface shows. Refuses a language that lacks one. */
import type { Language } from "../../strings";

const en = {
  axes: "Axes",
  cloud: "Cloud",
  start: "start",
  leastSquares: "least squares",
  truth: "true",
  bottom: "no single best line",
  x: "x",
  f: "f(x) = x²",
  startHandle: "Start of the run",
  startValue: "w = {w}, b = {b}",
  startX: "x = {x}",
  loss: "loss over all samples",
  lossHere: "f(x)",
  slope: "slope",
  notes: {
    arrow: "Arrow: against the batch’s gradient, as a step with lr {lr}",
    cloud:
      "Tips of steps with lr {lr}: {count} batches as dots, this epoch’s ringed, two σ around the full gradient",
    cloudLater: "The cloud of {n} samples is drawn when the run rests",
    uneven: "w and b have scales of their own",
    tangent: "Tangent: the slope backward() found",
    fixed: "SGDRegressor starts at w = 0, b = 0",
  },
  alt: "Mean squared error over w and b. The run goes from w = {w0}, b = {b0}; now at w = {w}, b = {b} with {loss}. Least {least} at w = {fitW}, b = {fitB}. Curvatures {first} and {second}.",
  altParabola: "The parabola f(x) = x². The run starts at x = {x0}; now at x = {x} with f(x) = {loss}.",
  none: "These samples have no surface: their squares are beyond what a number can hold.",
};

type Words = typeof en;

const zhCN: Words = {
  axes: "主轴",
  cloud: "梯度云",
  start: "起点",
  leastSquares: "最小二乘",
  truth: "真实值",
  bottom: "最优直线不唯一",
  x: "x",
  f: "f(x) = x²",
  startHandle: "训练的起点",
  startValue: "w = {w}，b = {b}",
  startX: "x = {x}",
  loss: "全部样本的损失",
  lossHere: "f(x)",
  slope: "斜率",
  notes: {
    arrow: "箭头：沿本批次的负梯度，以学习率 {lr} 走一步",
    cloud: "以学习率 {lr} 走一步的终点：点为 {count} 个批次，圆圈为本轮次的批次，椭圆为全梯度周围两倍标准差",
    cloudLater: "样本有 {n} 个，训练停下后才画梯度云",
    uneven: "w 与 b 的比例不同",
    tangent: "切线：backward() 求得的斜率",
    fixed: "SGDRegressor 从 w = 0、b = 0 开始",
  },
  alt: "均方误差随 w 与 b 的变化。训练过程从 w = {w0}、b = {b0} 出发，现在 w = {w}、b = {b}，损失为 {loss}。最小值 {least} 在 w = {fitW}、b = {fitB} 处。曲率为 {first} 和 {second}。",
  altParabola: "抛物线 f(x) = x²。训练过程从 x = {x0} 出发，现在 x = {x}，f(x) = {loss}。",
  none: "这些样本画不出曲面：平方超出了数的范围。",
};

export const words: Record<Language, Words> = { en, "zh-CN": zhCN };
export type SurfaceWords = Words;
