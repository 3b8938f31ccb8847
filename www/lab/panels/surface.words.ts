/** The words only the surface shows. Refuses a language that lacks one. */
import type { Language } from "../../strings";

const en = {
  axes: "Axes",
  cloud: "Cloud",
  start: "start",
  leastSquares: "least squares",
  truth: "true line",
  bottom: "no single best line",
  x: "x",
  f: "f(x) = x²",
  startHandle: "Start of the run",
  startValue: "w = {w}, b = {b}",
  startX: "x = {x}",
  loss: "loss over all samples",
  lossHere: "f(x)",
  notes: {
    arrow: "arrow: −gradient of the batch × {lr}",
    cloud: "dots: {count} batches, rings: this epoch’s",
    cloudLater: "the cloud comes when the run rests",
    flat: "tangent: it comes with backward()",
    tangent: "tangent: the slope {slope} that backward() found",
  },
  more: {
    arrow:
      "The arrow starts where the batch’s gradient was taken and shows the step that a learning rate of {lr} = 1/λ₁ would make: half the limit of full batches. The run’s own rate makes the same step longer or shorter.",
    cloud:
      "Each dot is where one batch alone would lead with a learning rate of {lr} = 1/λ₁. The arrow is the full gradient, the rings are this epoch’s batches, and the ellipse holds two standard deviations.",
    uneven: "w and b have scales of their own here.",
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
  truth: "真实直线",
  bottom: "最优直线不唯一",
  x: "x",
  f: "f(x) = x²",
  startHandle: "训练的起点",
  startValue: "w = {w}，b = {b}",
  startX: "x = {x}",
  loss: "全部样本的损失",
  lossHere: "f(x)",
  notes: {
    arrow: "箭头：本批次的负梯度 × {lr}",
    cloud: "点：{count} 个批次；圆圈：本轮次的批次",
    cloudLater: "训练停下后才画梯度云",
    flat: "切线：backward() 之后出现",
    tangent: "切线：backward() 求得的斜率 {slope}",
  },
  more: {
    arrow:
      "箭头从求梯度的位置出发，表示学习率取 {lr} = 1/λ₁ 时走的一步，即全批次稳定上限的一半。训练所用的学习率只改变这一步的长短。",
    cloud:
      "每个点是单独用一个批次、学习率取 {lr} = 1/λ₁ 时走到的位置。箭头是全梯度，圆圈是本轮次的批次，椭圆包含两倍标准差。",
    uneven: "这里 w 与 b 的比例不同。",
  },
  alt: "均方误差随 w 与 b 的变化。训练过程从 w = {w0}、b = {b0} 出发，现在 w = {w}、b = {b}，损失为 {loss}。最小值 {least} 在 w = {fitW}、b = {fitB} 处。曲率为 {first} 和 {second}。",
  altParabola: "抛物线 f(x) = x²。训练过程从 x = {x0} 出发，现在 x = {x}，f(x) = {loss}。",
  none: "这些样本画不出曲面：平方超出了数的范围。",
};

export const words: Record<Language, Words> = { en, "zh-CN": zhCN };
export type SurfaceWords = Words;
