/**
 * One training run: a session, what is read from it once (data, history, the lines to compare with) and its cursor.
 * Refuses to compute what the engine knows: it reads, and converts units where two views share an axis.
 */
import {
  type Engine,
  EngineTrap,
  type History,
  type Limit,
  type Line,
  type Session,
  type Settings,
  type State,
} from "../engine";

/** What the views and the sentences need to know about the cursor. Epoch and batch count from 1, as the prose does. */
export interface Moment {
  update: number;
  updates: number;
  epoch: number;
  batch: number;
  batches: number;
  batchIndices: Uint32Array | null;
  model: Line;
  /** The parameters before the last update; null at the start. */
  before: Line | null;
  loss: number | null;
  /** Mean squared residual of the samples seen in this epoch: the same unit in every program and for every batch size. */
  epochLoss: number | null;
  done: boolean;
}

export interface Divergence {
  update: number;
  w: number;
  b: number;
}

export class Run {
  private constructor(
    private readonly engine: Engine,
    private readonly session: Session,
    readonly settings: Settings,
    readonly data: { x: Float64Array; y: Float64Array },
    readonly history: History,
    readonly start: Line,
    readonly truth: Line | null,
    readonly leastSquares: Line | null,
    readonly limit: Limit | null,
    readonly divergence: Divergence | null,
    private state: State,
  ) {}

  /** Opens a session and trains it to its end; the cursor stands at the start. Throws the engine's error if refused. */
  static open(engine: Engine, wanted: Settings): Run {
    const session = engine.open(wanted);
    try {
      return engine.call(() => {
        session.train();
        session.seek(session.state().updates);
        const { diverged } = session.state();
        session.seek(0);
        const settings = session.settings();
        const { x, y, coef, bias } = session.data();
        const history = session.history();
        const start = { w: history.init.w, b: history.init.b ?? 0 };
        const truth = coef === null || bias === null ? null : { w: coef, b: bias };
        return new Run(
          engine,
          session,
          settings,
          { x, y },
          history,
          start,
          truth,
          engine.leastSquares(x, y),
          engine.stabilityLimit(settings),
          diverged,
          session.state(),
        );
      });
    } catch (error) {
      if (!(error instanceof EngineTrap)) session.free();
      throw error;
    }
  }

  /** Updates the settings ask for. */
  get planned(): number {
    return this.state.updates;
  }

  /**
   * Updates there are to see: all of them, or those before the one at which the run diverged, so that everything up to
   * here is finite and the end shows the last finite line.
   */
  get updates(): number {
    return this.divergence?.update ?? this.planned;
  }

  /** The loss of each update there is to see. */
  get losses(): Float64Array {
    return this.history.loss.subarray(0, this.updates);
  }

  get batches(): number {
    return this.state.batches;
  }

  /** True when `loss` is summed over the batch, as the hand-written program does. */
  get summed(): boolean {
    return this.settings.program === "by_hand";
  }

  seek(update: number): void {
    this.state = this.engine.call(() => {
      this.session.seek(Math.max(0, Math.min(update, this.updates)));
      return this.session.state();
    });
  }

  step(count: number): void {
    this.state = this.engine.call(() => {
      this.session.step(Math.min(count, this.updates - this.state.update));
      return this.session.state();
    });
  }

  /** Parameters after so many updates. */
  private after(update: number): Line {
    const { w, b } = this.history;
    return update === 0 ? this.start : { w: w[update - 1] ?? Number.NaN, b: b[update - 1] ?? Number.NaN };
  }

  moment(): Moment {
    const { update, epoch, batch, batches, batchIndices, w, b, loss, epochLoss } = this.state;
    return {
      update,
      updates: this.updates,
      epoch: epoch + 1,
      batch: batch + 1,
      batches,
      batchIndices,
      model: { w, b: b ?? 0 },
      before: update === 0 ? null : this.after(update - 1),
      loss,
      epochLoss,
      done: update === this.updates,
    };
  }

  /**
   * Each epoch's mean loss at the update that ends the epoch, in the unit of `history.loss`: the engine gives it per
   * sample, and a summed loss counts a batch of samples.
   */
  epochMeans(): { update: number; loss: number }[] {
    const unit = this.summed ? (this.settings.batch_size ?? 1) : 1;
    const means: { update: number; loss: number }[] = [];
    for (let update = this.batches; update <= this.updates; update += this.batches) {
      means.push({ update, loss: (this.history.epochLoss[update - 1] ?? Number.NaN) * unit });
    }
    return means;
  }

  /** Gives the session's memory back; the run must not be used after. */
  free(): void {
    this.session.free();
  }
}
