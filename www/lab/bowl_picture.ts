/**
 * The surface's picture of a run over (w, b): bowl, scale, levels and paths, kept between frames. For the live panel, and
 * for a still picture of one run. Refuses samples whose squares are beyond the range of numbers: they have no bowl.
 */
import type { Line, LossQuadratic } from "../engine";
import type { Cloud } from "../views/cloud";
import type { Place } from "../views/marks";
import type { Box, Pen, Size } from "../views/pen";
import { drawRun } from "../views/surface";
import { drawGround } from "../views/surface_ground";
import { keptLevels, keptScale, placeOf, type SurfaceScale } from "../views/surface_scale";
import { type Trail, trailOf } from "../views/trail";
import { roundTo, unitBelow } from "./rounding";
import type { Run } from "./run";
import { type Look, RunPicture, type Shown } from "./run_picture";
import { gradientOf, truthOf } from "./surface_facts";

interface Prepared {
  bowl: LossQuadratic;
  scale: SurfaceScale;
  levels: readonly number[];
  truth: Line | null;
  trail: Trail;
  ghosts: readonly Trail[];
}

export class BowlPicture extends RunPicture {
  private prepared: Prepared | null = null;
  /** Where something is written on what stands. */
  private labels: readonly Box[] = [];

  /** `shortest`: steps of a path that are left out, in pixels; see `trailOf`. */
  constructor(private readonly shortest?: number) {
    super();
  }

  get bowl(): LossQuadratic | null {
    return this.prepared?.bowl ?? null;
  }

  get scale(): SurfaceScale | null {
    return this.prepared?.scale ?? null;
  }

  override drawStanding(pen: Pen, { run }: Shown, { axes, palette, words }: Look): void {
    if (!this.prepared) return;
    const { bowl, levels, truth, trail, ghosts, scale } = this.prepared;
    const { start } = run;
    const ground = { bowl, levels, start, truth, trail, ghosts, axes, palette, words };
    this.labels = drawGround(pen, ground, scale);
  }

  override drawMoving(pen: Pen, shown: Shown, { palette, words }: Look, cloud: Cloud | null): void {
    if (!this.prepared) return;
    const { bowl, truth, trail, scale } = this.prepared;
    const { run, moment, runs, main } = shown;
    const gradient = gradientOf(run, moment);
    const others = runs.filter((_, index) => index !== main).map((other) => other.moment.model);
    const { update, model } = moment;
    const { start } = run;
    const { labels } = this;
    const restless = shown.restless ?? false;
    const places = { bowl, truth, trail, update, start, model, others, gradient, cloud, labels, restless };
    drawRun(pen, { ...places, palette, words }, scale);
  }

  override startPlace({ start }: Run): Place {
    return this.prepared ? placeOf(start, this.prepared.scale) : [0, 0];
  }

  override startAt({ x, y }: { x: number; y: number }): Line {
    const { scale } = this.prepared ?? {};
    if (!scale) return { w: 0, b: 0 };
    const w = scale.w.invert(Math.max(0, Math.min(scale.size.width, x)));
    const b = scale.b.invert(Math.max(0, Math.min(scale.size.height, y)));
    const unit = { w: unitBelow(1 / scale.perW), b: unitBelow(1 / scale.perB) };
    return { w: roundTo(w, unit.w), b: roundTo(b, unit.b) };
  }

  override get step(): Line {
    const { scale } = this.prepared ?? {};
    return scale ? { w: unitBelow(5 / scale.perW), b: unitBelow(5 / scale.perB) } : { w: 0, b: 0 };
  }

  protected override get isReady(): boolean {
    return this.prepared !== null;
  }

  protected override make({ run, runs, main }: Shown, size: Size, keep: boolean): boolean {
    const before = this.prepared;
    this.prepared = null;
    const { bowl } = run;
    if (!bowl) return false;
    const truth = truthOf(run);
    const { w, b } = run.history;
    const path = { w: w.subarray(0, run.seen), b: b.subarray(0, run.seen) };
    const content = { start: run.start, bowl, truth, path };
    const scale = keep && before ? before.scale : keptScale(before?.scale ?? null, size, content);
    const levels = keptLevels(before?.scale === scale ? before.levels : null, bowl, scale);
    const trail = (of: Run): Trail =>
      trailOf(of.seen + 1, (update) => placeOf(of.after(update), scale), this.shortest);
    const ghosts = runs.filter((_, index) => index !== main).map(trail);
    this.prepared = { bowl, scale, levels, truth, trail: trail(run), ghosts };
    return true;
  }
}
