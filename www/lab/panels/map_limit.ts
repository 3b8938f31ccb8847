/**
 * The stability limit over a map, asked of the engine place by place in slices. With the learning rate on an axis it is the
 * limit itself, along the other axis; else the line on which the limit is the run's own learning rate.
 * Refuses where the rate follows a schedule that no one number describes, and where an epoch has very many batches.
 */
import { type Engine, EngineTrap, isEngineError, type Limit, type Settings } from "../../engine";
import type { LimitPoint, LimitView } from "../../views/map_limit";
import type { Cell } from "../../views/map_scale";
import { settingOf, valueIn, withValue } from "../settings";
import type { Axis, Plan } from "./map_axes";
import { Contour, type Height } from "./map_contour";

/** Where the limit is asked for, on an axis of real numbers: it is smooth there. Whole numbers are asked for one by one. */
const PLACES = 33;
/** With more batches in an epoch the limit, a product over all of them, takes too long. */
const MOST_BATCHES = 1000;
const STRIDES = [8, 4, 2, 1];
/** The settings that are the learning rate of their program. */
const RATES: readonly string[] = ["lr", "eta0"];
/** Work that one call into the engine does, in ms; it looks at the clock that often. */
const CALL = 1;

/** What is to be said of the limit, beside the line. */
export type LimitSays =
  | { case: "line" | "above" | "below"; rate: number }
  | { case: "never" }
  | { case: "schedule"; schedule: string }
  | null;

type Search = InstanceType<Engine["whole"]["LimitSearch"]>;

export class MapLimit {
  /** Which axis has the learning rate, if either. */
  private readonly along: "x" | "y" | null;
  /** The run's own rate, where no axis has it. */
  private readonly rate: number | null;
  private readonly schedule: string | null;
  private readonly points = new Map<number, LimitPoint>();
  private readonly contour: Contour;
  private readonly asks: Iterator<Cell, void, Height>;
  private search: Search | null = null;
  private asked: Cell | null;
  /** Whether the engine is at work on what is asked. */
  private isUnderWay = false;
  private isStableAnywhere = false;
  private isAnswered = false;

  constructor(
    private readonly engine: Engine,
    private readonly plan: Plan,
    private readonly samples: number,
    private readonly start: { w: number; b: number },
  ) {
    const { settings, x, y } = plan;
    this.along = RATES.includes(x.setting.path) ? "x" : RATES.includes(y.setting.path) ? "y" : null;
    this.rate = this.along ? null : rateOf(settings);
    this.schedule = scheduleOf(settings, this.along !== null);
    this.contour = new Contour(x.values.length, y.values.length);
    this.asks = this.along ? this.askAlong() : this.contour.ask();
    this.asked = this.schedule === null ? (this.asks.next().value ?? null) : null;
  }

  get complete(): boolean {
    return this.asked === null;
  }

  /** The lines as far as they are known. */
  get view(): LimitView | null {
    if (this.schedule !== null) return null;
    if (!this.along) return { along: null, lines: this.contour.lines() };
    return { along: this.along, points: [...this.points.values()].sort((a, b) => a.index - b.index) };
  }

  /** With more batches than this in an epoch there is no limit on this map; null where all of it can have one. */
  get mostBatches(): number | null {
    if (this.schedule !== null) return null;
    const { x, y } = this.plan;
    // The fewest samples of a batch are at an end of its axis.
    const ends = ({ values }: Axis): number[] => [0, values.length - 1];
    const corners = ends(x).flatMap((column) => ends(y).map((row) => ({ column, row })));
    return corners.some((cell) => this.isSlow(this.settingsAt(cell))) ? MOST_BATCHES : null;
  }

  /** Null where the line says it all, and until it is known. */
  get says(): LimitSays {
    if (this.schedule !== null) return { case: "schedule", schedule: this.schedule };
    if (!this.complete || !this.isAnswered) return null;
    if (!this.isStableAnywhere) return { case: "never" };
    if (this.rate === null) return null;
    const { rate, contour } = this;
    if (contour.isAll("above")) return { case: "above", rate };
    if (contour.isAll("below")) return { case: "below", rate };
    return contour.lines().length > 0 ? { case: "line", rate } : null;
  }

  /** Works until about that time on the page's clock. */
  work(until: number): void {
    while (this.asked && performance.now() < until) this.askOn(this.asked);
    if (this.complete) this.free();
  }

  free(): void {
    this.search?.free();
    this.search = null;
    this.asked = null;
  }

  private askOn(cell: Cell): void {
    const settings = this.settingsAt(cell);
    const limit = this.isSlow(settings) ? undefined : this.limitOf(settings);
    if (this.isUnderWay) return;
    if (limit !== undefined) {
      this.isAnswered = true;
      this.isStableAnywhere ||= limit !== null;
    }
    if (this.along && limit) {
      const index = this.along === "x" ? cell.row : cell.column;
      this.points.set(index, { index, rate: limit.lr, kind: limit.kind });
    }
    // A limit of 0, where nothing is stable, lies below every rate.
    const value = limit === undefined ? Number.NaN : Math.log((limit?.lr ?? 0) / (this.rate ?? 1));
    this.asked = this.asks.next({ value, exact: limit?.kind === "exact" }).value ?? null;
  }

  /** The limit of settings, null for none; while the engine is at work on it, that too. */
  private limitOf(settings: Settings): Limit | null {
    const { engine } = this;
    try {
      return engine.call(() => {
        this.search ??= new engine.whole.LimitSearch();
        if (!this.isUnderWay) this.search.ask(settings);
        this.isUnderWay = !this.search.run(CALL);
        return this.search.found();
      });
    } catch (error) {
      this.isUnderWay = false;
      // After a trap the search is gone with its module, and must not be freed.
      if (error instanceof EngineTrap) this.search = null;
      if (isEngineError(error)) return null;
      throw error;
    }
  }

  /** The indices of the axis that has no rate on it, as pixels. */
  private *askAlong(): Generator<Cell, void, Height> {
    const { x, y } = this.plan;
    for (const index of coarseToFine(this.along === "x" ? y : x))
      yield this.along === "x" ? { column: 0, row: index } : { column: index, row: 0 };
  }

  private settingsAt({ column, row }: Cell): Settings {
    const { settings, x, y } = this.plan;
    return [[x, column] as const, [y, row] as const].reduce(
      (made, [{ setting, values }, index]) =>
        withValue(made, setting.path, values[index] ?? Number.NaN, this.start),
      settings,
    );
  }

  private isSlow(settings: Settings): boolean {
    return this.samples > MOST_BATCHES * batchOf(settings);
  }
}

function number(settings: Settings, path: string): number | null {
  const setting = settingOf(path);
  const value = setting && valueIn(settings, setting);
  return typeof value === "number" ? value : null;
}

const rateOf = (settings: Settings): number =>
  RATES.map((path) => number(settings, path)).find((rate) => rate !== null) ?? 0;

/** Samples in a batch; one where the program takes them one by one, or has none. */
const batchOf = (settings: Settings): number => number(settings, "batch_size") ?? 1;

/** The schedule that leaves no rate to compare a limit with: any but a constant one, or with the first rate on an axis the one that does not use it. */
function scheduleOf(settings: Settings, hasAxis: boolean): string | null {
  const setting = settingOf("learning_rate");
  const schedule = setting && valueIn(settings, setting);
  if (typeof schedule !== "string" || schedule === "constant") return null;
  return !hasAxis || schedule === "optimal" ? schedule : null;
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
