/**
 * The surface's place while the program is the parabola: its curve and the run on it, kept between frames.
 * Refuses a height: the start lies on the curve wherever it is dropped.
 */
import type { Line } from "../engine";
import type { Place } from "../views/marks";
import {
  drawParabolaGround,
  drawParabolaRun,
  onCurve,
  type ParabolaScale,
  type ParabolaView,
  parabolaScale,
} from "../views/parabola";
import type { Pen, Size } from "../views/pen";
import { type Trail, trailOf } from "../views/trail";
import { roundTo, unitBelow } from "./rounding";
import type { Run } from "./run";
import { type Look, RunPicture, type Shown } from "./run_picture";
import { gradientOf } from "./surface_facts";

interface Prepared {
  scale: ParabolaScale;
  trail: Trail;
  ghosts: readonly Trail[];
}

export class ParabolaPicture extends RunPicture {
  private prepared: Prepared | null = null;

  override drawStanding(pen: Pen, shown: Shown, look: Look): void {
    if (this.prepared) drawParabolaGround(pen, this.view(shown, look, this.prepared), this.prepared.scale);
  }

  override drawMoving(pen: Pen, shown: Shown, look: Look): void {
    if (this.prepared) drawParabolaRun(pen, this.view(shown, look, this.prepared), this.prepared.scale);
  }

  override startPlace({ start }: Run): Place {
    return this.prepared ? onCurve(start.w, this.prepared.scale) : [0, 0];
  }

  override startAt({ x }: { x: number }): Line {
    const { scale } = this.prepared ?? {};
    if (!scale) return { w: 0, b: 0 };
    const at = scale.x.invert(Math.max(scale.plot.left, Math.min(scale.plot.right, x)));
    return { w: roundTo(at, unitBelow(this.perPixel)), b: 0 };
  }

  override get step(): Line {
    return this.prepared ? { w: unitBelow(5 * this.perPixel), b: 0 } : { w: 0, b: 0 };
  }

  protected override get isReady(): boolean {
    return this.prepared !== null;
  }

  protected override make({ run, runs, main }: Shown, size: Size, keep: boolean): boolean {
    const path = run.history.w.subarray(0, run.seen);
    const scale = keep && this.prepared ? this.prepared.scale : parabolaScale(size, run.start.w, path);
    const trail = (of: Run): Trail => trailOf(of.seen + 1, (update) => onCurve(of.after(update).w, scale));
    const ghosts = runs.filter((_, index) => index !== main).map(trail);
    this.prepared = { scale, trail: trail(run), ghosts };
    return true;
  }

  private get perPixel(): number {
    const { scale } = this.prepared ?? {};
    return scale ? scale.x.invert(1) - scale.x.invert(0) : 1;
  }

  private view(
    { run, moment, runs, main }: Shown,
    { palette, words }: Look,
    { trail, ghosts }: Prepared,
  ): ParabolaView {
    const gradient = gradientOf(run, moment);
    return {
      trail,
      ghosts,
      update: moment.update,
      start: run.start.w,
      x: moment.model.w,
      others: runs.filter((_, index) => index !== main).map((other) => other.moment.model.w),
      gradient: gradient && { at: gradient.at.w, slope: gradient.w },
      palette,
      words,
    };
  }
}
