/**
 * Where the names of places stand on the surface: beside their marks, and clear of what is drawn there. Of several sides
 * the first that covers nothing is taken, else the one that covers least.
 * Refuses to follow a run that plays: what passes by then, the model's dot and its arrow, does not move a name.
 */
import type { Line, LossQuadratic } from "../engine";
import { type Place, widthOf } from "./marks";
import type { Box } from "./pen";
import type { SurfaceWords } from "./surface";
import { INSET, placeOf, type SurfaceScale } from "./surface_scale";
import type { Trail } from "./trail";

export interface Named {
  bowl: LossQuadratic;
  truth: Line | null;
  start: Line;
  trail: Trail;
  words: SurfaceWords;
}

/** A name in the picture, by its middle. */
interface Name {
  text: string;
  at: Place;
  weight: 400 | 600;
}

/** What moves and stands at the moment: the model's dot, and the arrow from its foot to its tip. */
export interface Passing {
  now: Place;
  way: readonly [Place, Place] | null;
}

/** Half the height of a name, and of the mark it belongs to. */
const HALF_NAME = 8;
const HALF_MARK = 7;
/** Half the width of an arrow with its head. */
const HALF_ARROW = 5;
/** Between a mark and a name to its right or left. */
const AWAY = 12;
/** A name that has no room beside its mark stands so much farther away, or twice that. */
const FARTHER = 14;

/** How bad it is to cover each of these: a mark or another text, the dot, an arrow, the path. */
const COST = { box: 8, dot: 8, arrow: 4, path: 1 } as const;

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const around = ([x, y]: Place, half: number, high: number): Box => ({
  left: x - half,
  right: x + half,
  top: y - high,
  bottom: y + high,
});

/** The room of a text, by its middle. */
export const boxOf = (text: string, at: Place): Box => around(at, widthOf(text) / 2, HALF_NAME);

/** Whether a line from one place to another passes through a box. */
export function passes([x, y]: Place, [toX, toY]: Place, { left, right, top, bottom }: Box): boolean {
  let [first, last] = [0, 1];
  for (const [from, step, low, high] of [
    [x, toX - x, left, right],
    [y, toY - y, top, bottom],
  ] as const) {
    if (step === 0) {
      if (from < low || from > high) return false;
      continue;
    }
    const ends = [(low - from) / step, (high - from) / step];
    first = Math.max(first, Math.min(...ends));
    last = Math.min(last, Math.max(...ends));
  }
  return first <= last;
}

function onPath({ x, y }: Trail, box: Box): boolean {
  const place = (index: number): Place => [x[index] ?? 0, y[index] ?? 0];
  for (let index = 1; index < x.length; index += 1)
    if (passes(place(index - 1), place(index), box)) return true;
  return false;
}

/** Places for a name: `up` pixels above or below its mark, else to its right or left, else farther away. */
function sidesOf([x, y]: Place, text: string, up: number, { size }: Pick<SurfaceScale, "size">): Place[] {
  const { width, height } = size;
  const half = widthOf(text) / 2;
  const middle = Math.max(INSET + half, Math.min(width - INSET - half, x));
  const far = up + Math.sign(up) * FARTHER;
  const sides: Place[] = [
    [middle, y - up],
    [middle, y + up],
    [x + AWAY + half, y],
    [x - AWAY - half, y],
    ...[-far, far].flatMap((rise): Place[] => [
      [middle, y + rise],
      [x + AWAY + half, y + rise / 2],
      [x - AWAY - half, y + rise / 2],
    ]),
    [x + AWAY + FARTHER + half, y],
    [x - AWAY - FARTHER - half, y],
  ];
  const inside = sides.filter(
    ([at, high]) => high > 12 && high < height - 26 && at - half >= INSET && at + half <= width - INSET,
  );
  return inside.length > 0 ? inside : [[middle, y + up]];
}

/** Whether the best line's name stands above its cross, 1, or below it, −1: away from the true line's. */
export const sideOfName = (bowl: LossQuadratic, truth: Line | null): 1 | -1 =>
  truth && truth.b > bowl.bottom[1] ? -1 : 1;

/** The places' names: none over another, over a mark, over the texts given, or over what stands still at the moment. */
export function placedNames(
  { bowl, truth, words, trail, ...run }: Named,
  scale: SurfaceScale,
  texts: readonly Box[],
  passing: Passing | null,
): Name[] {
  const bottom = placeOf({ w: bowl.bottom[0], b: bowl.bottom[1] }, scale);
  const start = placeOf(run.start, scale);
  const best = truth && placeOf(truth, scale);
  const side = sideOfName(bowl, truth);
  const { width, height } = scale.size;
  const outside = start[0] < 0 || start[0] > width || start[1] < 0 || start[1] > height;
  const last: Place = [trail.x.at(-1) ?? start[0], trail.y.at(-1) ?? start[1]];
  const marks = [bottom, start, last, ...(best ? [best] : [])];
  const taken = [...marks.map((place) => around(place, HALF_MARK, HALF_MARK)), ...texts];
  const dot = passing && around(passing.now, HALF_MARK, HALF_MARK);
  const way = passing?.way;
  const grown = ({ left, right, top, bottom }: Box, by: number): Box => ({
    left: left - by,
    right: right + by,
    top: top - by,
    bottom: bottom + by,
  });
  const cost = (box: Box): number =>
    COST.box * taken.filter((other) => overlap(box, other)).length +
    (dot && overlap(box, dot) ? COST.dot : 0) +
    (way && passes(...way, grown(box, HALF_ARROW)) ? COST.arrow : 0) +
    (onPath(trail, box) ? COST.path : 0);
  const named = (place: Place, text: string, up: number, weight: 400 | 600): Name => {
    const sides = sidesOf(place, text, up, scale);
    let [at, least]: [Place, number] = [place, Infinity];
    for (const candidate of sides) {
      const found = cost(boxOf(text, candidate));
      if (found < least) [at, least] = [candidate, found];
      if (least === 0) break;
    }
    taken.push(boxOf(text, at));
    return { text, at, weight };
  };
  return [
    named(bottom, bowl.w === null ? words.bottom : words.leastSquares, 20 * side, 600),
    ...(best ? [named(best, words.truth, -21 * side, 400)] : []),
    ...(outside ? [] : [named(start, words.start, start[1] > bottom[1] ? -18 : 18, 600)]),
  ];
}
