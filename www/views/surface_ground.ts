/**
 * What stands while a run plays over the surface: the bands between level sets, their labels, the axes of the ellipses,
 * the marks along the edges, the whole paths, the best and the true line. Does not clear, and refuses to move.
 */
import type { Line, LossQuadratic } from "../engine";
import * as numbers from "../numbers";
import { marks as axisMarks } from "./axes";
import { distance, inPixels, type PixelBowl, traceLevel } from "./level_sets";
import { cross, exit, type Place, widthOf, write } from "./marks";
import { type Box, DASH, HAIRLINE, type Palette, type Pen } from "./pen";
import { factor, insideOf, type SurfaceWords } from "./surface";
import { boxOf, overlap, placedNames, sideOfName } from "./surface_names";
import { placeOf, type SurfaceScale } from "./surface_scale";
import { type Trail, traceTrail } from "./trail";

export interface Ground {
  bowl: LossQuadratic;
  levels: readonly number[];
  start: Line;
  truth: Line | null;
  trail: Trail;
  /** Paths of the other runs. */
  ghosts: readonly Trail[];
  /** The axes of the ellipses, with their eigenvalues. */
  axes: boolean;
  palette: Palette;
  words: SurfaceWords;
}

/** The innermost band's tint; outwards it fades evenly. */
const TINT = 0.34;

function drawLevels(pen: Pen, ground: Ground, bowl: PixelBowl, scale: SurfaceScale): void {
  const { palette, levels } = ground;
  const above = levels.map((level) => level - ground.bowl.least).filter((excess) => excess > 0);
  pen.setLineDash([]);
  pen.fillStyle = palette.wrongMark;
  // Each band is a ring of its own: every pixel is painted once.
  above.forEach((excess, index) => {
    pen.globalAlpha = (TINT * (above.length - index)) / above.length;
    pen.beginPath();
    traceLevel(pen, bowl, excess, scale.size);
    const inner = above[index - 1];
    if (inner !== undefined) traceLevel(pen, bowl, inner, scale.size);
    pen.fill("evenodd");
  });
  pen.globalAlpha = 0.75;
  pen.strokeStyle = palette.wrongMark;
  pen.lineWidth = HAIRLINE;
  for (const excess of above) {
    pen.beginPath();
    traceLevel(pen, bowl, excess, scale.size);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Labels of levels are at least so far apart, in pixels, and so many. */
const APART = 38;
const LABELS = 4;
/** Directions tried, evenly around. */
const RAYS = 24;
/** A ray keeps so far from the path's direction and from the axes, in radians. */
const CLEAR_OF_PATH = 0.5;
const CLEAR_OF_AXES = 0.24;

/** The angle between two directions, from 0 to π. */
const between = (a: number, b: number): number => Math.acos(Math.cos(a - b));

/** Around a text nothing else is written. */
const RIM = 8;

const isFree = (box: Box, taken: readonly Box[]): boolean =>
  !taken.some((other) => overlap(box, { ...other, left: other.left - RIM, right: other.right + RIM }));

/** Along the ray that keeps away from the path and the axes and has room for most of them; on nothing that is written. */
function labelLevels(
  pen: Pen,
  ground: Ground,
  bowl: PixelBowl,
  scale: SurfaceScale,
  taken: readonly Box[],
): Box[] {
  const { palette, levels } = ground;
  const bottom: Place = [bowl.x, bowl.y];
  const start = placeOf(ground.start, scale);
  const box = insideOf(scale);
  const inset = { left: box.left + 46, top: box.top + 6, right: box.right - 18, bottom: box.bottom - 24 };
  const towards = Math.atan2(start[1] - bottom[1], start[0] - bottom[0]);
  const first = Math.atan2(bowl.u[1], bowl.u[0]);
  const rays = Array.from({ length: RAYS }, (_, index) => {
    const angle = (2 * Math.PI * index) / RAYS;
    const ray: Place = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = exit(bottom, ray, inset);
    const onAxis = Math.abs(Math.sin(2 * (angle - first))) < Math.sin(2 * CLEAR_OF_AXES);
    const clear = !onAxis && between(angle, towards) > CLEAR_OF_PATH;
    return { ray, room: clear ? Math.hypot(x - bottom[0], y - bottom[1]) : 0 };
  });
  const along = rays.map(({ ray, room }) => {
    const labels: { text: string; at: Place; box: Box }[] = [];
    let last = 0;
    for (const level of levels) {
      const away = level > ground.bowl.least ? distance(bowl, level - ground.bowl.least, ray) : 0;
      if (away < last + APART || away > room || labels.length === LABELS) continue;
      const at: Place = [bottom[0] + away * ray[0], bottom[1] + away * ray[1]];
      const text = numbers.tick(level);
      const box = boxOf(text, at);
      if (!isFree(box, [...taken, ...labels.map((label) => label.box)])) continue;
      labels.push({ text, at, box });
      last = away;
    }
    return { room, labels };
  });
  const best = along.reduce((most, ray) => {
    const more = ray.labels.length - most.labels.length;
    return more > 0 || (more === 0 && ray.room > most.room) ? ray : most;
  });
  for (const { text, at } of best.labels)
    write(pen, palette, at, { text, colour: palette.wrongText, weight: 400, align: "center" });
  return best.labels.map(({ box }) => box);
}

/** Marks along the lower and the left edge, inside the picture; the names of the axes at their ends. */
function drawEdges(pen: Pen, { palette }: Ground, scale: SurfaceScale): Box[] {
  const { width, height } = scale.size;
  // Room for the names at the ends of both edges, and for the corner.
  const w = axisMarks(scale.w.ticks(Math.max(2, Math.round(width / 90))), scale.w).filter(
    ({ at }) => at > 24 && at < width - 30,
  );
  const b = axisMarks(scale.b.ticks(Math.max(2, Math.round(height / 80))), scale.b).filter(
    ({ at }) => at > 28 && at < height - 30,
  );
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.strokeStyle = palette.quiet;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const { at } of w) {
    pen.moveTo(Math.round(at) + 0.5, height);
    pen.lineTo(Math.round(at) + 0.5, height - 4);
  }
  for (const { at } of b) {
    pen.moveTo(0, Math.round(at) + 0.5);
    pen.lineTo(4, Math.round(at) + 0.5);
  }
  pen.stroke();
  const quiet = { colour: palette.quiet, weight: 400 } as const;
  const name = { colour: palette.modelText, weight: 600 } as const;
  const below = w.filter(({ at }) => at > 46 && at < width - 30);
  for (const { at, text } of below)
    write(pen, palette, [at, height - 13], { ...quiet, text, align: "center" });
  for (const { at, text } of b) write(pen, palette, [9, at], { ...quiet, text, align: "left" });
  write(pen, palette, [width - 9, height - 13], { ...name, text: "w", align: "right" });
  write(pen, palette, [9, 13], { ...name, text: "b", align: "left" });
  return [
    ...below.map(({ at, text }) => boxOf(text, [at, height - 13])),
    ...b.map(({ at, text }) => boxOf(text, [9 + widthOf(text) / 2, at])),
  ];
}

/**
 * The ellipses' axes through the bottom, each with its eigenvalue at the end that is farther from the start; at the other
 * where that is taken.
 */
function drawAxes(pen: Pen, ground: Ground, scale: SurfaceScale, taken: readonly Box[]): Box[] {
  const { palette, bowl } = ground;
  const bottom = placeOf({ w: bowl.bottom[0], b: bowl.bottom[1] }, scale);
  const start = placeOf(ground.start, scale);
  const box = insideOf(scale);
  const written: Box[] = [];
  bowl.axes.forEach(([w, b], index) => {
    const [dx, dy] = [w * scale.perW, -b * scale.perB];
    const length = Math.hypot(dx, dy);
    const ends = [1, -1].map((sign) => exit(bottom, [(sign * dx) / length, (sign * dy) / length], box));
    pen.setLineDash([]);
    pen.strokeStyle = palette.ink;
    pen.globalAlpha = 0.55;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(...(ends[0] ?? bottom));
    pen.lineTo(...(ends[1] ?? bottom));
    pen.stroke();
    pen.globalAlpha = 1;
    const along = (start[0] - bottom[0]) * dx + (start[1] - bottom[1]) * dy;
    const sign = along > 0 ? -1 : 1;
    const text = `λ${index === 0 ? "₁" : "₂"} = ${factor(bowl.eigenvalues[index] ?? 0)}`;
    const half = widthOf(text) / 2;
    const inset = { left: half + 14, top: 16, right: box.right - half, bottom: box.bottom - 26 };
    // Beside the line, so that it is not crossed out: below it where the best line's name stands above, else above.
    const down = (dx < 0 ? -1 : 1) * sideOfName(bowl, ground.truth);
    const normal: Place = [(-dy * down) / length, (dx * down) / length];
    const clearance = Math.abs(normal[0]) * (half + 6) + Math.abs(normal[1]) * 11;
    const beside = [sign, -sign].flatMap((towards) => {
      const at = exit(bottom, [(towards * dx) / length, (towards * dy) / length], inset);
      return [clearance, -clearance].map((by): Place => [at[0] + by * normal[0], at[1] + by * normal[1]]);
    });
    const fitting = beside.filter(
      ([x, y]) => x > inset.left - 10 && x < inset.right + 10 && y > 10 && y < inset.bottom + 10,
    );
    const free = fitting.find((at) => isFree(boxOf(text, at), [...taken, ...written]));
    const place = free ?? fitting[0] ?? exit(bottom, [(sign * dx) / length, (sign * dy) / length], inset);
    write(pen, palette, place, { text, colour: palette.ink, weight: 400, align: "center" });
    written.push(boxOf(text, place));
  });
  return written;
}

function strokeTrail(pen: Pen, trail: Trail, colour: string, width: number, alpha: number): void {
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.globalAlpha = alpha;
  pen.beginPath();
  traceTrail(pen, trail, Infinity, null);
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Tells where it has written. */
export function drawGround(pen: Pen, ground: Ground, scale: SurfaceScale): Box[] {
  const { palette, bowl, truth } = ground;
  const pixelBowl = inPixels(bowl, scale);
  drawLevels(pen, ground, pixelBowl, scale);
  const edges = drawEdges(pen, ground, scale);
  const names = placedNames(ground, scale, edges, null).map(({ text, at }) => boxOf(text, at));
  const axes = ground.axes ? drawAxes(pen, ground, scale, [...names, ...edges]) : [];
  const levels = labelLevels(pen, ground, pixelBowl, scale, [...names, ...edges, ...axes]);
  strokeTrail(pen, ground.trail, palette.ink, 1.25, 0.42);
  for (const ghost of ground.ghosts) {
    pen.setLineDash([5, 3.5]);
    strokeTrail(pen, ghost, palette.quiet, 1.5, 1);
  }
  pen.setLineDash([]);
  const bottom = placeOf({ w: bowl.bottom[0], b: bowl.bottom[1] }, scale);
  if (truth) {
    const at = placeOf(truth, scale);
    pen.setLineDash([...DASH.dotted]);
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 2;
    pen.lineCap = "round";
    pen.beginPath();
    pen.arc(at[0], at[1], 9, 0, 2 * Math.PI);
    pen.stroke();
  }
  cross(pen, bottom, 7, palette);
  return [...edges, ...axes, ...levels];
}
