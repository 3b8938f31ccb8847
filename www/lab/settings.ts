/**
 * The one table of settings: the engine's path of each, which programs use it, its default, its place in the
 * address, and whether it can change in mid-run; its slider, which is needed later, stands in `sliders.ts`. Controls, literals in the code, the address, the map and the docs
 * read it; labels and help stand under the same names in the strings tables.
 * Refuses nothing: what is allowed, the engine decides.
 */
import type { Settings } from "../engine";

export type ProgramName = "by_hand" | "torch" | "parabola" | "sgd_regressor";
export const PROGRAMS: readonly ProgramName[] = ["by_hand", "torch", "parabola", "sgd_regressor"];

export type Kind = "number" | "count" | "flag" | "choice";
export type SettingValue = number | bigint | boolean | string | null;

/** The data sets that come with the engine, and how many samples each has. */
export const BUILT_IN: Readonly<Record<string, number>> = {
  anscombe_1: 11,
  anscombe_2: 11,
  anscombe_3: 11,
  anscombe_4: 11,
  diabetes_bmi: 442,
  norris: 36,
};

export interface Setting {
  /** The engine's path, as its errors and the literals of its listing name it. */
  path: string;
  kind: Kind;
  programs: readonly ProgramName[];
  /** The default of each program that uses it. */
  defaults: Partial<Record<ProgramName, SettingValue>>;
  /** What a choice can be. */
  choices?: readonly string[];
  /** Whether it can also be none, Python's `None`. */
  nullable?: true;
  /** Whether it can change in mid-run, so that a branch can differ in it. */
  changeable: boolean;
  /** Its name in the address: never used again for another setting. */
  key: string;
}

const TRAINED: readonly ProgramName[] = ["by_hand", "torch"];
const ON_DATA: readonly ProgramName[] = ["by_hand", "torch", "sgd_regressor"];
const STEPPED: readonly ProgramName[] = ["by_hand", "torch", "parabola"];

function same(programs: readonly ProgramName[], value: SettingValue): Setting["defaults"] {
  return Object.fromEntries(programs.map((program) => [program, value]));
}

type Row = Omit<Setting, "defaults" | "changeable" | "programs"> & {
  programs: readonly ProgramName[];
  value: SettingValue | Setting["defaults"];
  changeable?: true;
};

function setting({ value, changeable, ...row }: Row): Setting {
  const defaults = typeof value === "object" && value !== null ? value : same(row.programs, value);
  return { ...row, defaults, changeable: changeable ?? false };
}

export const SETTINGS: readonly Setting[] = [
  setting({
    path: "program",
    kind: "choice",
    programs: PROGRAMS,
    value: Object.fromEntries(PROGRAMS.map((program) => [program, program])),
    choices: PROGRAMS,
    key: "p",
  }),
  setting({
    path: "lr",
    kind: "number",
    programs: STEPPED,
    value: 0.01,
    changeable: true,
    key: "lr",
  }),
  setting({
    path: "batch_size",
    kind: "count",
    programs: TRAINED,
    value: 16,
    changeable: true,
    key: "bs",
  }),
  setting({
    path: "momentum",
    kind: "number",
    programs: ["torch"],
    value: 0,
    changeable: true,
    key: "mo",
  }),
  setting({
    path: "dampening",
    kind: "number",
    programs: ["torch"],
    value: 0,
    changeable: true,
    key: "da",
  }),
  setting({
    path: "weight_decay",
    kind: "number",
    programs: ["torch"],
    value: 0,
    changeable: true,
    key: "wd",
  }),
  setting({ path: "nesterov", kind: "flag", programs: ["torch"], value: false, changeable: true, key: "ne" }),
  setting({ path: "maximize", kind: "flag", programs: ["torch"], value: false, key: "mx" }),
  setting({
    path: "shuffle",
    kind: "flag",
    programs: ON_DATA,
    value: { by_hand: false, torch: true, sgd_regressor: true },
    changeable: true,
    key: "sh",
  }),
  setting({
    path: "drop_last",
    kind: "flag",
    programs: TRAINED,
    value: { by_hand: true, torch: false },
    changeable: true,
    key: "dl",
  }),
  setting({
    path: "epochs",
    kind: "count",
    programs: TRAINED,
    value: 100,
    changeable: true,
    key: "ep",
  }),
  setting({
    path: "updates",
    kind: "count",
    programs: ["parabola"],
    value: 500,
    key: "up",
  }),
  setting({
    path: "eta0",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.01,
    key: "et",
  }),
  setting({
    path: "alpha",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.0001,
    key: "al",
  }),
  setting({
    path: "penalty",
    kind: "choice",
    programs: ["sgd_regressor"],
    value: "l2",
    choices: ["l2", "l1", "elasticnet"],
    nullable: true,
    key: "pe",
  }),
  setting({
    path: "l1_ratio",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.15,
    key: "l1",
  }),
  setting({
    path: "learning_rate",
    kind: "choice",
    programs: ["sgd_regressor"],
    value: "invscaling",
    choices: ["invscaling", "constant", "optimal", "adaptive"],
    key: "sc",
  }),
  setting({
    path: "power_t",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.25,
    key: "pt",
  }),
  setting({
    path: "max_iter",
    kind: "count",
    programs: ["sgd_regressor"],
    value: 1000,
    key: "mi",
  }),
  setting({
    path: "tol",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.001,
    nullable: true,
    key: "to",
  }),
  setting({
    path: "n_iter_no_change",
    kind: "count",
    programs: ["sgd_regressor"],
    value: 5,
    key: "ni",
  }),
  setting({ path: "average", kind: "flag", programs: ["sgd_regressor"], value: false, key: "av" }),
  setting({ path: "fit_intercept", kind: "flag", programs: ["sgd_regressor"], value: true, key: "fi" }),
  setting({ path: "early_stopping", kind: "flag", programs: ["sgd_regressor"], value: false, key: "es" }),
  setting({
    path: "validation_fraction",
    kind: "number",
    programs: ["sgd_regressor"],
    value: 0.1,
    key: "vf",
  }),
  setting({
    path: "init.w",
    kind: "number",
    programs: TRAINED,
    value: { by_hand: 0.1, torch: null },
    key: "iw",
  }),
  setting({
    path: "init.b",
    kind: "number",
    programs: TRAINED,
    value: { by_hand: 0, torch: null },
    key: "ib",
  }),
  setting({
    path: "init.x",
    kind: "number",
    programs: ["parabola"],
    value: 10,
    key: "ix",
  }),
  setting({ path: "seed", kind: "count", programs: TRAINED, value: 0, key: "se" }),
  setting({
    path: "random_state",
    kind: "count",
    programs: ["sgd_regressor"],
    value: 0,
    key: "rs",
  }),
  setting({
    path: "dtype",
    kind: "choice",
    programs: TRAINED,
    value: { by_hand: "float64", torch: "float32" },
    choices: ["float32", "float64"],
    key: "dt",
  }),
  setting({ path: "standardize", kind: "flag", programs: ON_DATA, value: false, key: "st" }),
  setting({
    path: "data.source",
    kind: "choice",
    programs: ON_DATA,
    value: "make_regression",
    choices: ["make_regression", ...Object.keys(BUILT_IN)],
    key: "d",
  }),
  setting({
    path: "data.n_samples",
    kind: "count",
    programs: ON_DATA,
    value: 100,
    key: "n",
  }),
  setting({
    path: "data.noise",
    kind: "number",
    programs: ON_DATA,
    value: 10,
    key: "no",
  }),
  setting({
    path: "data.bias",
    kind: "number",
    programs: ON_DATA,
    value: 14.5,
    key: "bi",
  }),
  setting({
    path: "data.random_state",
    kind: "count",
    programs: ON_DATA,
    value: 0,
    key: "ds",
  }),
];

/** A path into a change in mid-run: which change, and its update or the setting it sets. */
export function changeOf(path: string): { index: number; leaf: string } | null {
  const [, index, leaf] = /^changes\[(\d+)\]\.(?:set\.)?(\w+)$/.exec(path) ?? [];
  return leaf === undefined ? null : { index: Number(index), leaf };
}

/** The setting at a path; one that a change in mid-run sets is that of the table, at its place in the change. */
export function settingOf(path: string | undefined): Setting | undefined {
  const change = changeOf(path ?? "");
  if (change?.leaf === "update")
    return { path: path ?? "", kind: "count", programs: STEPPED, defaults: {}, changeable: false, key: "" };
  const own = SETTINGS.find((setting) => setting.path === (change?.leaf ?? path));
  return own && change ? { ...own, path: path ?? "" } : own;
}

/** The program a run executes, or the one an edited program started from. */
export function programOf({ program }: Settings): ProgramName {
  return typeof program === "object" ? program.base : (program ?? "by_hand");
}

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null;

/** The value at a path; undefined where the settings leave it to the default. */
export function valueAt(settings: Settings, path: string): unknown {
  return path.split(/[.[\]]+/).reduce<unknown>((at, name) => (isBag(at) ? at[name] : undefined), settings);
}

const isValue = (value: unknown): value is SettingValue =>
  value === null || ["number", "bigint", "boolean", "string"].includes(typeof value);

/** The value in force at a path: what is set, else the program's default; null if the program does not use it. */
export function valueIn(settings: Settings, setting: Setting): SettingValue {
  const own = valueAt(settings, setting.path);
  if (isValue(own)) return own;
  return setting.defaults[programOf(settings)] ?? null;
}

/**
 * The settings with one value put at a path. `init` is a pair to the engine: setting one of its numbers gives the other
 * the value it has in force, `start` where the settings name none (a torch run draws its own).
 */
export function withValue(
  settings: Settings,
  path: string,
  value: SettingValue,
  start: { w: number; b: number },
): Settings {
  const [head = "", leaf] = path.split(".");
  if (leaf === undefined) return { ...settings, [head]: value };
  if (head === "init") {
    if (leaf === "x") return { ...settings, init: { x: Number(value) } };
    const own = settings.init;
    const pair = typeof own === "object" && "w" in own ? own : start;
    return { ...settings, init: { w: pair.w, b: pair.b, [leaf]: Number(value) } };
  }
  const data = settings.data ?? { source: "make_regression" };
  // Another source shares nothing with the one before.
  if (leaf === "source")
    return data.source === value ? settings : { ...settings, data: { source: value } as typeof data };
  return { ...settings, data: { ...data, [leaf]: value } as NonNullable<Settings["data"]> };
}

/** Whether the settings can hold it: noise, bias and the data's seed belong to made data only. */
export function applies(settings: Settings, setting: Setting): boolean {
  if (!setting.programs.includes(programOf(settings))) return false;
  const made = settings.data === undefined || settings.data.source === "make_regression";
  return made || setting.path === "data.source" || !setting.path.startsWith("data.");
}

/** A whole number in full: one beyond 53 bits, as a seed may be, is no plain number any more. */
export function exactCount(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}
