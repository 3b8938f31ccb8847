/**
 * How far a number in the code goes when it is dragged or nudged, by the slider of its setting: whole steps on a linear
 * one, two significant digits on a logarithmic one. And to which word a flag or a choice goes.
 * Refuses to leave the slider's range, but for a number that stands outside it already; what is allowed, the engine says.
 */
import type { Setting } from "./settings";
import { type Slider, sliderOf, sliderValue } from "./sliders";

/** So many pixels take a number through its whole range, unless its steps would be too small for a hand or too long. */
const TRAVEL = 360;
const SHORTEST_STEP = 1;
const LONGEST_STEP = 8;

/** Settings without a slider go in steps of one. */
const PLAIN: Slider = { min: 0, max: Number.POSITIVE_INFINITY, step: 1, scale: "linear" };

/** The value after a drag of so many pixels to the right. */
export function dragged(setting: Setting, from: number, pixels: number): number {
  const slider = sliderOf(setting) ?? PLAIN;
  if (pixels === 0) return from;
  if (slider.scale === "log") {
    const start = from > 0 ? Math.log(from / slider.min) / Math.log(slider.max / slider.min) : 0;
    return settled(setting, slider, from, sliderValue(slider, start + pixels / TRAVEL));
  }
  const fitting = (TRAVEL * slider.step) / (slider.max - slider.min);
  const pixelsAStep = Math.min(Math.max(fitting, SHORTEST_STEP), LONGEST_STEP);
  return stepped(setting, slider, from, Math.round(pixels / pixelsAStep));
}

/** The value so many steps up. */
export function nudged(setting: Setting, from: number, steps: number): number {
  const slider = sliderOf(setting) ?? PLAIN;
  if (slider.scale === "linear") return stepped(setting, slider, from, steps);
  let value = from;
  for (let step = 0; step < Math.abs(steps); step += 1) value = nextOnLog(slider, value, steps > 0);
  return settled(setting, slider, from, value);
}

/** A flag or a choice so many steps on; without a direction a flag turns over and choices go round. */
export function wordOn({ kind, choices = [] }: Setting, text: string, step?: 1 | -1): string | boolean {
  if (kind === "flag") return step === undefined ? text !== "True" : step > 0;
  const next = choices.indexOf(text) + (step ?? 1);
  const kept = Math.min(Math.max(next, 0), choices.length - 1);
  return choices[step === undefined ? next % choices.length : kept] ?? text;
}

function stepped(setting: Setting, slider: Slider, from: number, steps: number): number {
  const { step } = slider;
  return settled(setting, slider, from, Number((from + steps * step).toPrecision(12)));
}

/** One more, or less, in the second significant digit. */
function nextOnLog({ min }: Slider, value: number, up: boolean): number {
  if (value <= 0) return up ? min : value;
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const isPower = Math.abs(value / 10 ** exponent - 1) < 1e-9;
  const unit = 10 ** (exponent - (!up && isPower ? 2 : 1));
  return Number((value + (up ? unit : -unit)).toPrecision(2));
}

function settled({ kind }: Setting, { min, max }: Slider, from: number, value: number): number {
  const kept = Math.min(Math.max(value, Math.min(min, from)), Math.max(max, from));
  return kind === "count" ? Math.round(kept) : kept;
}
