/**
 * What a run needs to stay short when the number of samples changes: with batches of 16 a million samples would take
 * minutes, and more memory than the engine gives a run.
 * Refuses to touch a run of few samples, but to give it back the batches it had by default.
 */
import type { Settings } from "../engine";
import { programOf, settingOf, valueAt, valueIn } from "./settings";

export const N_SAMPLES = "data.n_samples";

/** From here on batches are a part of the samples, not a number of them. */
const LARGE = 5000;
const BATCHES = 100;
const EPOCHS = 10;
/** SGDRegressor updates once a sample: about so many updates, or one epoch. */
const REGRESSOR_UPDATES = 200_000;

/** How many samples the settings ask for, where they say. */
function samplesOf(settings: Settings): number {
  const n = valueAt(settings, N_SAMPLES);
  return typeof n === "number" ? n : 0;
}

export const isLarge = (settings: Settings): boolean => samplesOf(settings) > LARGE;

/** The settings with batches and epochs that suit their number of samples, which were `before`. */
export function fittedTo(settings: Settings, before: number): Settings {
  const n = samplesOf(settings);
  const program = programOf(settings);
  if (n > LARGE) {
    if (program === "sgd_regressor")
      return { ...settings, max_iter: Math.max(1, Math.floor(REGRESSOR_UPDATES / n)) };
    return { ...settings, batch_size: Math.ceil(n / BATCHES), epochs: EPOCHS };
  }
  const batch = settingOf("batch_size");
  const tooFew = batch !== undefined && Number(valueIn(settings, batch)) > n;
  if (before <= LARGE && !tooFew) return settings;
  const { batch_size, epochs, max_iter, ...rest } = settings;
  const usual = batch?.defaults[program];
  return typeof usual === "number" && usual > n ? { ...rest, batch_size: n } : rest;
}
