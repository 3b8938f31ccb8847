/**
 * Predict, then look: the reader draws the loss curve a run with given settings will have, by pointer, touch or arrow
 * keys; then the engine's own curve is drawn over it and the feedback says what the drawn shape would have meant.
 * Refuses to show the run before there is an answer.
 */
import type { Settings } from "../../../engine";
import { listenToDrags } from "../../../lab/drag";
import type { Run } from "../../../lab/run";
import type { Words } from "../../../strings";
import type { Mount, Outcome } from "../task";
import { checkButton, form, hint } from "./controls";
import { curveAxes, losses } from "./curve_ground";
import { CurvePicture } from "./curve_picture";

export interface CurveSpec {
  settings: Settings;
  /** The lab opens with this very run: its curve stays covered there until there is an answer. */
  covers?: boolean;
  /** What stands on the axis below. */
  unit: "update" | "epoch";
  /** The run's losses, one for each of these, in order. */
  losses(run: Run): ArrayLike<number>;
  /** Where the reader says how high the loss is, counted from 0; the first is given. */
  at: readonly number[];
  /** What a drawn curve comes to, from its values and the run's at `at`. */
  judge(drawn: readonly number[], real: readonly number[]): Outcome;
}

/** An arrow key moves a ring by this part of the height; with Shift by five such. */
const NUDGE = 1 / 50;

/** A stroke of the pointer: rings it passes over take the height it passes them at. */
export function stroke(
  values: readonly number[],
  at: readonly number[],
  from: { place: number; loss: number },
  to: { place: number; loss: number },
): number[] {
  const [low, high] = [Math.min(from.place, to.place), Math.max(from.place, to.place)];
  return values.map((value, index) => {
    const place = at[index] ?? Number.NaN;
    if (index === 0 || !(place >= low && place <= high)) return value;
    const part = high === low ? 1 : (place - from.place) / (to.place - from.place);
    return from.loss + part * (to.loss - from.loss);
  });
}

/** The reader's ring nearest to a place. */
export function nearest(at: readonly number[], place: number): number {
  const far = (index: number): number => Math.abs((at[index] ?? 0) - place);
  return at.reduce((best, _, index) => (index > 0 && far(index) < far(best) ? index : best), 1);
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

export const mount: Mount<CurveSpec, Words["curve"]> = (
  { place, engine, words: { check }, signal, answer },
  spec,
  own,
) => {
  const { at, unit } = spec;
  const { all, real } = losses(spec, engine);
  const first = real[0] ?? Number.NaN;
  const axes = curveAxes({ at, unit }, first);
  const { top } = axes;
  const picture = new CurvePicture(axes, own, first);
  let values = at.map(() => first);
  let drawn = false;
  const put = (wanted: readonly number[]): void => {
    values = wanted.map((value, index) => (index === 0 ? first : Math.max(0, Math.min(top, value))));
    drawn = true;
    picture.showMine(values);
  };
  const change = (ring: number, loss: number): void =>
    put(values.map((value, index) => (index === ring ? loss : value)));
  picture.showMine(values);

  type Held = { ring: number | null; last: { place: number; loss: number } };
  listenToDrags<Held>(
    picture.element,
    {
      pick(point) {
        const last = picture.under(point);
        return last && { ring: nearest(at, last.place), last };
      },
      move(held, point) {
        const to = picture.under(point, Number.POSITIVE_INFINITY);
        if (!to) return;
        // Until the stroke reaches another ring, it moves the one it began at.
        if (held.ring !== null && nearest(at, to.place) !== held.ring) held.ring = null;
        if (held.ring !== null) change(held.ring, to.loss);
        put(stroke(values, at, held.last, to));
        held.last = to;
      },
      end({ ring, last }, moved) {
        if (!moved && ring !== null) change(ring, last.loss);
      },
    },
    signal,
  );
  picture.onKey((ring, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const now = values[ring] ?? first;
    if (step) change(ring, now + step * top * NUDGE * (event.shiftKey ? 5 : 1));
    else if (event.key === "Home") change(ring, 0);
    else if (event.key === "End") change(ring, top);
    else return;
    event.preventDefault();
  }, signal);

  const how = document.createElement("p");
  how.className = "curve-how";
  how.textContent = own.how;
  const missing = hint();
  const frame = form(() => {
    missing.textContent = drawn ? "" : own.draw;
    if (!drawn) return;
    picture.showRun(all);
    answer(spec.judge(values, real));
  }, signal);
  frame.append(how, picture.element, checkButton(check), missing);
  place.append(frame);
};
