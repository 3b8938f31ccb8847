/**
 * What of the line view can be taken in hand, by pointer and by keyboard: a sample, one of the line's two handles, or
 * its body, which moves it up and down.
 * Refuses to change anything: it says which line, or which sample, a hand has hold of.
 */
import type { Line } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Strings } from "../../strings";
import { handlePlaces, type LineScale, lineThrough, nearestSample } from "../../views/line";
import type { Place } from "../drag";
import type { Handle } from "../handles";
import type { Run } from "../run";

/** How near a pointer must come, in pixels: a finger covers as much. */
const REACH = 14;
/** The body of the line is thinner to the hand than what lies on it. */
const BODY = 7;

export type Held =
  | { kind: "sample"; index: number }
  /** The line; `follow` gives the line that goes with the pointer. */
  | { kind: "line"; follow(place: Place): Line | null };

/** What lies under the pointer: a handle before a sample, a sample before the line's body. */
export function pick(run: Run, scale: LineScale, place: Place, canHold: boolean): Held | null {
  const { model } = run.moment;
  const places = handlePlaces(model, scale);
  const index = places.findIndex(([x, y]) => Math.hypot(x - place.x, y - place.y) < REACH);
  const other = places[1 - index];
  if (canHold && index >= 0 && other)
    return { kind: "line", follow: ({ y }) => lineThrough([places[index]?.[0] ?? 0, y], other, scale) };
  const sample = nearestSample(run.data, scale, place, REACH);
  if (sample !== null) return { kind: "sample", index: sample };
  const height = scale.y(model.w * scale.x.invert(place.x) + model.b);
  if (!canHold || Math.abs(height - place.y) > BODY) return null;
  const grip = height - place.y;
  const at = scale.x.invert(place.x);
  return {
    kind: "line",
    follow: ({ y }) => ({ w: model.w, b: scale.y.invert(y + grip) - model.w * at }),
  };
}

/** The line when one of its handles is moved up by so many pixels; null for a handle that is not the line's. */
export function nudged(id: string, model: Line, scale: LineScale, up: number): Line | null {
  const index = id === "left" ? 0 : id === "right" ? 1 : -1;
  const places = handlePlaces(model, scale);
  const [own, other] = [places[index], places[1 - index]];
  return own && other ? lineThrough([own[0], own[1] - up], other, scale) : null;
}

/** The handles for the keyboard: both ends of the line, and one over the sample that is selected. */
export function handlesOf(
  { views }: Strings,
  run: Run,
  model: Line,
  scale: LineScale,
  canHold: boolean,
  selected: number | null,
): Handle[] {
  const place = (x: number, y: number): string =>
    fill(views.place, { x: numbers.decimals(x, 2), y: numbers.decimals(y, 2) });
  const ends = canHold && Number.isFinite(model.w * model.b) ? handlePlaces(model, scale) : [];
  const handles: Handle[] = ends.map(([x, y], index) => ({
    id: index === 0 ? "left" : "right",
    x,
    y,
    label: index === 0 ? views.left : views.right,
    value: place(scale.x.invert(x), scale.y.invert(y)),
  }));
  const { x, y } = run.data;
  const index = Math.min(selected ?? 0, x.length - 1);
  const [atX, atY] = [x[index] ?? 0, y[index] ?? 0];
  handles.push({
    id: "sample",
    x: scale.x(atX),
    y: scale.y(atY),
    label: fill(views.sample, { number: numbers.count(index + 1) }),
    value: place(atX, atY),
  });
  return handles;
}
