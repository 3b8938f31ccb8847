/**
 * A map being filled: the engine's sweep, and the stability limit beside it, in slices that end in time for the frame.
 * Refuses to work on its own: each slice is asked for, and whoever stops asking frees it.
 */
import { type Engine, EngineTrap, type Settings } from "../../engine";
import type { LimitPoint } from "../../views/map";
import type { Grid } from "../../views/map_pixels";
import { settingOf, valueIn, withValue } from "../settings";
import type { Axis, Plan } from "./map_axes";

/** Where the limit is asked for, on an axis of real numbers: it is smooth there. Whole numbers are asked for one by one. */
const PLACES = 33;
/** With more batches in an epoch the limit, a product over all of them, takes longer than a frame has. */
const MOST_BATCHES = 250;
const STRIDES = [8, 4, 2, 1];
/** Settings whose limit is drawn. */
const RATES: readonly string[] = ["lr", "eta0"];

export class Filling {
  private sweep: InstanceType<Engine["whole"]["Sweep"]> | null;
  readonly grid: Grid;
  private readonly places: number[] = [];
  private readonly found = new Map<number, LimitPoint>();
  /** Which axis has the learning rate, if either. */
  readonly along: "x" | "y" | null;

  /** Throws the engine's error if it refuses the sweep. */
  constructor(
    private readonly engine: Engine,
    readonly plan: Plan,
    private readonly samples: number,
    private readonly start: { w: number; b: number },
  ) {
    const { settings, x, y, updates } = plan;
    const axis = ({ setting, values }: Axis) => ({ setting: setting.path, values });
    this.sweep = engine.call(() => new engine.whole.Sweep(settings, axis(x), axis(y), updates));
    const [columns, rows] = [x.values.length, y.values.length];
    this.grid = { values: new Float64Array(columns * rows).fill(Number.NaN), columns, rows };
    this.along = RATES.includes(x.setting.path) ? "x" : RATES.includes(y.setting.path) ? "y" : null;
    if (this.along) this.places = coarseToFine(this.other);
  }

  /** Every run has come to its end. */
  get filled(): boolean {
    return this.sweep === null;
  }

  /** Nothing is left to do. */
  get complete(): boolean {
    return this.filled && this.places.length === 0;
  }

  /** Runs known so far. */
  get known(): number {
    return this.grid.values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  }

  /** The limit as far as it is known. */
  get limit(): { along: "x" | "y"; points: LimitPoint[] } | null {
    if (!this.along) return null;
    return { along: this.along, points: [...this.found.values()].sort((a, b) => a.index - b.index) };
  }

  /** With more batches than this in an epoch there is no limit on this map; null where all of it can have one. */
  get mostBatches(): number | null {
    if (!this.along) return null;
    const left = this.other.values.some((value) => this.isSlow(this.settingsWith(value)));
    return left ? MOST_BATCHES : null;
  }

  /** Works until about that time on the page's clock: first the runs, then the limit. */
  work(until: number): void {
    if (this.sweep) this.run(this.sweep, Math.max(0, until - performance.now()));
    else while (this.places.length > 0 && performance.now() < until) this.askLimit();
  }

  free(): void {
    this.sweep?.free();
    this.sweep = null;
    this.places.length = 0;
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

  private get other(): Axis {
    return this.along === "x" ? this.plan.y : this.plan.x;
  }

  private settingsWith(value: number): Settings {
    return withValue(this.plan.settings, this.other.setting.path, value, this.start);
  }

  private isSlow(settings: Settings): boolean {
    return this.samples > MOST_BATCHES * batchOf(settings);
  }

  private askLimit(): void {
    const index = this.places.shift();
    const value = index === undefined ? undefined : this.other.values[index];
    if (index === undefined || value === undefined) return;
    const settings = this.settingsWith(value);
    if (this.isSlow(settings)) return;
    const limit = this.engine.stabilityLimit(settings);
    if (limit) this.found.set(index, { index, rate: limit.lr, kind: limit.kind });
  }
}

/** Samples in a batch; one where the program takes them one by one, or has none. */
function batchOf(settings: Settings): number {
  const setting = settingOf("batch_size");
  const value = setting && valueIn(settings, setting);
  return typeof value === "number" ? value : 1;
}

/** Indices from the last down, every eighth first. */
function coarseToFine({ values, whole }: Axis): number[] {
  const last = values.length - 1;
  const count = whole ? values.length : Math.min(PLACES, values.length);
  const all = Array.from({ length: count }, (_, k) => last - Math.round((k * last) / Math.max(1, count - 1)));
  return STRIDES.flatMap((stride, level) => {
    const coarser = STRIDES[level - 1];
    return all.filter((_, k) => k % stride === 0 && (coarser === undefined || k % coarser !== 0));
  });
}
