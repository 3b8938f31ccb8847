/**
 * What a run needs to stay short when the number of samples changes: with batches of 16 a million samples would take
 * minutes, and more memory than the engine gives a run.
 * Refuses to touch a run of few samples, but to give it back the batches it had by default.
 */
import type { Settings } from "../engine";
import { BUILT_IN, programOf, settingOf, valueAt, valueIn } from "./settings";

const N_SAMPLES = "data.n_samples";

/** From here on batches are a part of the samples, not a number of them. */
const IN_PARTS = 5000;
const BATCHES = 100;
const EPOCHS = 10;
/** SGDRegressor updates once a sample: about so many updates, or one epoch. */
const REGRESSOR_UPDATES = 200_000;

/** How many samples the settings ask for. */
function samplesOf(settings: Settings): number {
  const { data } = settings;
  if (data?.source === "points") return data.x.length;
  const made = valueAt(settings, N_SAMPLES) ?? settingOf(N_SAMPLES)?.defaults.by_hand;
  const whole = BUILT_IN[data?.source ?? ""] ?? Number(made);
  const edits = data?.edits ?? [];
  const [added, removed] = (["add", "remove"] as const).map((what) => edits.filter((edit) => what in edit));
  return whole + (added?.length ?? 0) - (removed?.length ?? 0);
}

/** Whether another value at this path brings other samples, as many as it says. */
export const resizes = (path: string): boolean => path === N_SAMPLES || path === "data.source";

export const isLarge = (settings: Settings): boolean => samplesOf(settings) > IN_PARTS;

/** The settings with batches and epochs that suit their number of samples, which were `before`. */
export function fittedTo(settings: Settings, before: number): Settings {
  const n = samplesOf(settings);
  const program = programOf(settings);
  if (n > IN_PARTS) {
    if (program === "sgd_regressor")
      return { ...settings, max_iter: Math.max(1, Math.floor(REGRESSOR_UPDATES / n)) };
    return { ...settings, batch_size: Math.ceil(n / BATCHES), epochs: EPOCHS };
  }
  if (before <= IN_PARTS) return withinSamples(settings);
  const { batch_size, epochs, max_iter, ...rest } = settings;
  return withinSamples(rest);
}

/** The settings with a batch of all samples, where there are fewer than a batch would take. */
export function withinSamples(settings: Settings): Settings {
  const n = samplesOf(settings);
  const batch = settingOf("batch_size");
  const tooFew = batch !== undefined && Number(valueIn(settings, batch)) > n;
  return tooFew && n > 0 ? { ...settings, batch_size: n } : settings;
}
