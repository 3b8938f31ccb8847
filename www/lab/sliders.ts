/**
 * The slider of each setting in the one table that has one, and how a place on it and a value belong together. Apart from
 * the table, because nothing that is drawn first needs them.
 * Refuses nothing: the bounds shape the sliders and the axes of the map; what is allowed, the engine decides.
 */
import { changeOf } from "./settings";

export interface Slider {
  min: number;
  max: number;
  step: number;
  scale: "linear" | "log";
}

const linear = (min: number, max: number, step: number): Slider => ({ min, max, step, scale: "linear" });
const log = (min: number, max: number): Slider => ({ min, max, step: 0.005, scale: "log" });

const SLIDERS: Readonly<Record<string, Slider>> = {
  lr: log(0.001, 2),
  batch_size: linear(1, 100, 1),
  momentum: linear(0, 0.99, 0.01),
  dampening: linear(0, 0.99, 0.01),
  weight_decay: linear(0, 1, 0.01),
  epochs: linear(1, 200, 1),
  updates: linear(1, 1000, 1),
  eta0: log(0.0001, 2),
  alpha: log(0.00001, 10),
  l1_ratio: linear(0, 1, 0.05),
  power_t: linear(0, 1, 0.05),
  max_iter: linear(1, 1000, 1),
  tol: log(0.00001, 1),
  n_iter_no_change: linear(1, 50, 1),
  validation_fraction: linear(0.05, 0.95, 0.05),
  "init.w": linear(-100, 100, 0.1),
  "init.b": linear(-100, 100, 0.1),
  "init.x": linear(-20, 20, 0.1),
  seed: linear(0, 50, 1),
  random_state: linear(0, 50, 1),
  "data.n_samples": log(10, 1_000_000),
  "data.noise": linear(0, 50, 1),
  "data.bias": linear(-50, 50, 0.5),
  "data.random_state": linear(0, 50, 1),
};

/** The slider of the setting at a path, also where a change in mid-run sets it. */
export function sliderOf({ path }: { path: string }): Slider | undefined {
  return SLIDERS[changeOf(path)?.leaf ?? path];
}

/** Where a value stands on its slider, from 0 to 1; null outside it. */
export function position({ min, max, scale }: Slider, value: number): number | null {
  const at = scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return at >= 0 && at <= 1 ? at : null;
}

/** The value at a place from 0 to 1: two significant digits on a logarithmic slider, whole steps on a linear one. */
export function sliderValue({ min, max, step, scale }: Slider, at: number): number {
  if (scale === "log") return Number((min * (max / min) ** at).toPrecision(2));
  return Number((min + Math.round(((max - min) * at) / step) * step).toPrecision(12));
}
