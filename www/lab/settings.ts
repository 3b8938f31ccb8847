/**
 * The one table of controls: defaults, slider bounds, the engine's field, and how a value enters the settings.
 * Labels and help stand under the same names in the strings table. Refuses nothing: the bounds here shape the
 * sliders; what is allowed, the engine decides.
 */
import type { Data, Settings } from "../engine";
import type { Strings } from "../strings";

export type Program = "by_hand" | "torch";
export const PROGRAMS: readonly Program[] = ["by_hand", "torch"];

/** What the reader has set. */
export interface Values {
  program: Program;
  data_seed: number;
  noise: number;
  batch_size: number;
  lr: number;
  momentum: number;
}

export type NumberName = Exclude<keyof Values, "program">;

/** Settings on their way to the engine; this page always makes its data. */
type Draft = Settings & { data: Extract<Data, { source: "make_regression" }> };

export interface NumberControl {
  name: NumberName;
  /** The engine's path of the field, as its errors name it. */
  field: string;
  default: number;
  slider: { min: number; max: number; step: number; scale: "linear" | "log" };
  /** The programs that use it. */
  programs: readonly Program[];
  write(draft: Draft, value: number): void;
}

const everywhere = PROGRAMS;

export const CONTROLS: readonly NumberControl[] = [
  {
    name: "data_seed",
    field: "data.random_state",
    default: 0,
    slider: { min: 0, max: 50, step: 1, scale: "linear" },
    programs: everywhere,
    write: (draft, random_state) => {
      draft.data.random_state = random_state;
    },
  },
  {
    name: "noise",
    field: "data.noise",
    default: 10,
    slider: { min: 0, max: 50, step: 1, scale: "linear" },
    programs: everywhere,
    write: (draft, noise) => {
      draft.data.noise = noise;
    },
  },
  {
    name: "batch_size",
    field: "batch_size",
    default: 16,
    slider: { min: 1, max: 100, step: 1, scale: "linear" },
    programs: everywhere,
    write: (draft, batch_size) => {
      draft.batch_size = batch_size;
    },
  },
  {
    name: "lr",
    field: "lr",
    default: 0.01,
    slider: { min: 0.001, max: 2, step: 0.005, scale: "log" },
    programs: everywhere,
    write: (draft, lr) => {
      draft.lr = lr;
    },
  },
  {
    name: "momentum",
    field: "momentum",
    default: 0,
    slider: { min: 0, max: 0.99, step: 0.01, scale: "linear" },
    programs: ["torch"],
    write: (draft, momentum) => {
      draft.momentum = momentum;
    },
  },
];

/** The classic run. */
export function classic(): Values {
  const values = { program: "by_hand" } as Values;
  for (const control of CONTROLS) values[control.name] = control.default;
  return values;
}

/** The settings of the engine; what the program does not use is left out. */
export function toSettings(values: Values): Settings {
  const draft: Draft = { program: values.program, data: { source: "make_regression" } };
  for (const control of CONTROLS) {
    if (control.programs.includes(values.program)) control.write(draft, values[control.name]);
  }
  return draft;
}

export function controlOfField(field: string | undefined): NumberControl | undefined {
  return CONTROLS.find((control) => control.field === field || control.name === field);
}

/** Where a value stands on its slider, from 0 to 1; null outside it. */
export function position(control: NumberControl, value: number): number | null {
  const { min, max, scale } = control.slider;
  const at = scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return at >= 0 && at <= 1 ? at : null;
}

/** The value at a place from 0 to 1: two significant digits on a logarithmic slider, whole steps on a linear one. */
export function valueAt(control: NumberControl, at: number): number {
  const { min, max, step, scale } = control.slider;
  if (scale === "log") return Number((min * (max / min) ** at).toPrecision(2));
  return Number((min + Math.round(((max - min) * at) / step) * step).toPrecision(12));
}

export const labelOf = (control: NumberControl, strings: Strings): string =>
  strings.controls[control.name].label;
