/**
 * What spans the map: the settings a sweep can vary, the values they take along an axis, and the settings of one pixel.
 * Refuses to know which settings those are: the engine is asked.
 */
import { type Engine, isEngineError, type Settings } from "../../engine";
import type { Cell, MapAxis } from "../../views/map_scale";
import { applies, programOf, SETTINGS, type Setting, valueIn, withValue } from "../settings";
import { sliderOf } from "../sliders";

/** Steps between the first and the last pixel of an axis, at most. */
const STEPS = 100;
/** Of an edited program, whose runs the engine interprets one after the other. */
const STEPS_EDITED = 30;

/** Up to so many samples the axis of batch sizes reaches all of them. Beyond, the runs of a map would read too many. */
export const MOST_BATCHED = 5000;

/** Every pixel's run: these settings, but for the two that vary. */
export interface Plan {
  settings: Settings;
  x: Axis;
  y: Axis;
  /** Of every run. */
  updates: number;
}

export interface Axis extends MapAxis {
  setting: Setting;
}

/** The settings that can vary, in the order of the table. */
export function sweepable(engine: Engine, settings: Settings): Setting[] {
  const program = programOf(settings);
  return SETTINGS.filter((setting) => applies(settings, setting) && varies(engine, program, setting));
}

/** One setting on both axes is refused, but for that reason only if it is one that can vary. */
function varies(engine: Engine, program: ReturnType<typeof programOf>, setting: Setting): boolean {
  const { path } = setting;
  const slider = sliderOf(setting);
  if (!slider) return false;
  const axis = { setting: path, values: Float64Array.of(slider.min) };
  try {
    engine.call(() => new engine.whole.Sweep({ program }, axis, axis, 1)).free();
    return true;
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return error.code !== "unknown_setting" && error.code !== "unused_setting";
  }
}

/** The slider's range in even steps; a batch holds no more than all samples, and up to a few thousand it can hold all. */
export function axisOf(setting: Setting, samples: number, program: Settings["program"]): Axis {
  const most = typeof program === "object" ? STEPS_EDITED : STEPS;
  const { min = 0, max: end = 1, step = 1, scale = "linear" } = sliderOf(setting) ?? {};
  const isBatch = setting.path === "batch_size";
  if (isBatch && samples > end && samples <= MOST_BATCHED)
    return { setting, values: growing(samples, most), log: false, whole: true, uneven: true };
  const max = isBatch ? Math.max(min, Math.min(end, samples)) : end;
  const log = scale === "log";
  const steps = log ? most - 1 : Math.min(Math.round((max - min) / step), most);
  const values = Array.from({ length: steps + 1 }, (_, index) => {
    const at = steps === 0 ? 0 : index / steps;
    const value = log
      ? Number((min * (max / min) ** at).toPrecision(3))
      : Number((min + (max - min) * at).toPrecision(12));
    return setting.kind === "count" ? Math.round(value) : value;
  });
  const whole = setting.kind === "count";
  return { setting, values: Float64Array.from(new Set(values)), log, whole };
}

/** Whole numbers from 1 to `last`: one by one at first, then in equal ratios, as they need to be to get there in so many. */
function growing(last: number, count: number): Float64Array {
  const walk = (ratio: number): number[] => {
    const values = [1];
    while (values.length < count) {
      const before = values.at(-1) ?? 1;
      values.push(Math.max(before + 1, Math.round(before * ratio)));
    }
    return values;
  };
  let [low, high] = [1, 2];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if ((walk(middle).at(-1) ?? 0) <= last) low = middle;
    else high = middle;
  }
  return Float64Array.from([...walk(low).slice(0, -1), last]);
}

/** Whether all runs share a least-squares loss to be measured from: not if their samples vary, and f(x) has none. */
export const sharesLeast = ({ settings, x, y }: Plan): boolean =>
  programOf(settings) !== "parabola" && ![x, y].some(({ setting }) => setting.path.startsWith("data."));

export const valuesAt = ({ x, y }: Plan, { column, row }: Cell): [number, number] => [
  x.values[column] ?? Number.NaN,
  y.values[row] ?? Number.NaN,
];

/** The settings of a pixel's run. A drawn first parameter that does not vary stays what the others draw. */
export function settingsAt(engine: Engine, plan: Plan, cell: Cell): Settings {
  const [x, y] = valuesAt(plan, cell);
  const pairs = [[plan.x.setting.path, x] as const, [plan.y.setting.path, y] as const];
  const ofStart = (path: string): boolean => path.startsWith("init.");
  pairs.sort(([a], [b]) => Number(ofStart(a)) - Number(ofStart(b)));
  return pairs.reduce(
    (settings, [path, value]) =>
      withValue(settings, path, value, ofStart(path) ? startOf(engine, settings) : { w: 0, b: 0 }),
    plan.settings,
  );
}

function startOf(engine: Engine, settings: Settings): { w: number; b: number } {
  const session = engine.open(settings);
  const { w, b } = engine.call(() => session.history().init);
  session.free();
  return { w, b: b ?? 0 };
}

/** Where the settings stand on an axis; a PyTorch run draws its first parameters, so they are asked of the run. */
export function standing(
  settings: Settings,
  { setting }: Axis,
  start: { w: number; b: number },
): number | null {
  const drawn: Readonly<Record<string, number>> = { "init.w": start.w, "init.b": start.b };
  const value = valueIn(settings, setting) ?? drawn[setting.path];
  return typeof value === "number" ? value : null;
}

const numbered = new WeakMap<object, number>();
let count = 0;

/** Given points can be a million: they are told apart as objects, since an edit makes another. */
function identity(data: object): number {
  const known = numbered.get(data);
  if (known !== undefined) return known;
  count += 1;
  numbered.set(data, count);
  return count;
}

/** What a plan depends on, apart from what varies and from the number of epochs. Equal texts make equal maps. */
export function fingerprint(settings: Settings, paths: readonly string[]): string {
  const { data, ...rest } = ["epochs", "changes", ...paths].reduce(without, settings);
  return JSON.stringify([paths, rest, data?.source === "points" ? identity(data) : data]);
}

function without(settings: Settings, path: string): Settings {
  const [head = "", leaf] = path.split(".");
  const held = settings[head as keyof Settings];
  if (leaf === undefined) return { ...settings, [head]: undefined };
  if (typeof held !== "object" || held === null) return settings;
  return { ...settings, [head]: { ...held, [leaf]: undefined } };
}
