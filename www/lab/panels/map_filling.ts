/**
 * A map being filled: the engine's sweep, then the stability limit over it, in slices that end in time for the frame.
 * Refuses to work on its own: each slice is asked for, and whoever stops asking frees it.
 */
import { type Engine, EngineTrap } from "../../engine";
import type { LimitView } from "../../views/map_limit";
import type { Grid } from "../../views/map_pixels";
import type { Axis, Plan } from "./map_axes";
import { type LimitSays, MapLimit } from "./map_limit";

export class Filling {
  private sweep: InstanceType<Engine["whole"]["Sweep"]> | null;
  readonly grid: Grid;
  private readonly limits: MapLimit;
  /** With more batches than this in an epoch there is no limit on this map; null where all of it can have one. */
  readonly mostBatches: number | null;

  /** Throws the engine's error if it refuses the sweep. */
  constructor(
    private readonly engine: Engine,
    readonly plan: Plan,
    samples: number,
    start: { w: number; b: number },
  ) {
    const { settings, x, y, updates } = plan;
    const axis = ({ setting, values }: Axis) => ({ setting: setting.path, values });
    this.sweep = engine.call(() => new engine.whole.Sweep(settings, axis(x), axis(y), updates));
    const [columns, rows] = [x.values.length, y.values.length];
    this.grid = { values: new Float64Array(columns * rows).fill(Number.NaN), columns, rows };
    this.limits = new MapLimit(engine, plan, samples, start);
    this.mostBatches = this.limits.mostBatches;
  }

  /** Every run has come to its end. */
  get filled(): boolean {
    return this.sweep === null;
  }

  /** Nothing is left to do. */
  get complete(): boolean {
    return this.filled && this.limits.complete;
  }

  /** Runs known so far. */
  get known(): number {
    return this.grid.values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  }

  /** The limit as far as it is known. */
  get limit(): LimitView | null {
    return this.limits.view;
  }

  /** What is to be said of the limit. */
  get says(): LimitSays {
    return this.limits.says;
  }

  /** Works until about that time on the page's clock: first the runs, then the limit. */
  work(until: number): void {
    if (this.sweep) this.run(this.sweep, Math.max(0, until - performance.now()));
    else this.limits.work(until);
  }

  free(): void {
    this.sweep?.free();
    this.sweep = null;
    this.limits.free();
  }

  private run(sweep: NonNullable<typeof this.sweep>, milliseconds: number): void {
    try {
      const done = this.engine.call(() => {
        const done = sweep.run(milliseconds);
        this.grid.values.set(sweep.values());
        return done;
      });
      if (!done) return;
      sweep.free();
      this.sweep = null;
    } catch (error) {
      // After a trap the sweep is gone with its module, and must not be freed.
      if (error instanceof EngineTrap) this.sweep = null;
      throw error;
    }
  }
}
