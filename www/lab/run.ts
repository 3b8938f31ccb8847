/**
 * A run on the page: an engine session trained to its end, what is known of it as a whole, and its cursor.
 * Computes nothing the engine knows, and refuses to show an update at which the run has diverged.
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
  type Statement,
} from "../engine";
import { type ProgramName, programOf } from "./settings";

/** A place in a run: completed updates, and statements executed of the next one. */
export interface Cursor {
  update: number;
  statement: number;
}

export type Divergence = NonNullable<State["diverged"]>;

/** What the views need at the cursor. The engine's state, and what follows from the history beside it. */
export interface Moment extends State {
  /** Updates there are to see: the last is the one before divergence. */
  seen: number;
  model: Line;
  /** The parameters before the last completed update; null at the start. */
  before: Line | null;
  /** Statements in the program's loop. */
  statements: number;
  /** The statement executed last, inside an update; null between two updates. */
  executed: Executed | null;
  /** Nothing is left to see. */
  end: boolean;
}

export class Run {
  private current: Moment | null = null;
  private knownLimit: Limit | null | undefined;

  private constructor(
    private readonly engine: Engine,
    private readonly session: Session,
    readonly settings: Settings,
    readonly data: ReturnType<Session["data"]>,
    readonly history: History,
    /** Where the samples' truth is known: made data. */
    readonly truth: Line | null,
    readonly leastSquares: Line | null,
    readonly divergence: Divergence | null,
    readonly raised: State["raised"],
    /** Updates the settings ask for. */
    readonly planned: number,
  ) {}

  /** Opens a session and trains it to its end; the cursor stands at the start. Throws the engine's error if refused. */
  static open(engine: Engine, wanted: Settings): Run {
    const session = engine.open(wanted);
    try {
      return engine.call(() => {
        session.train();
        session.step(session.state().updates);
        const { diverged, raised, updates } = session.state();
        session.seek(0);
        const settings = session.settings();
        const data = session.data();
        const truth = data.coef === null || data.bias === null ? null : { w: data.coef, b: data.bias };
        const history = session.history();
        const fit = data.x.length > 0 ? engine.leastSquares(data.x, data.y) : null;
        return new Run(engine, session, settings, data, history, truth, fit, diverged, raised, updates);
      });
    } catch (error) {
      if (!(error instanceof EngineTrap)) session.free();
      throw error;
    }
  }

  get program(): ProgramName {
    return programOf(this.settings);
  }

  get start(): Line {
    const { w, b } = this.history.init;
    return { w, b: b ?? 0 };
  }

  /**
   * Updates there are to see: all of them, or those before the one at which the run diverged, so that everything up to
   * here is finite, or before the one in which the program raised.
   */
  get seen(): number {
    return Math.min(this.divergence?.update ?? this.planned, this.raised?.update ?? this.planned);
  }

  /** The last moment there is to see: the end, the last finite one, or the statement that raised. */
  get last(): Cursor {
    const stopped = this.raised !== null && this.raised.update === this.seen;
    return { update: this.seen, statement: stopped ? (this.raised?.statement ?? 0) + 1 : 0 };
  }

  /** The loss of each update there is to see. */
  get losses(): Float64Array {
    return this.history.loss.subarray(0, this.seen);
  }

  /** True when `loss` is summed over the batch, as the hand-written program does. */
  get summed(): boolean {
    const { program } = this.settings;
    if (typeof program !== "object") return program === "by_hand";
    const loss = program.statements.findLast(({ op }) => op === "loss");
    return (loss?.reduction ?? (program.base === "by_hand" ? "sum" : "mean")) === "sum";
  }

  /** Moves the cursor, at most to the last moment there is to see. */
  seek({ update, statement }: Cursor): void {
    const { last } = this;
    const past = update > last.update || (update === last.update && statement > last.statement);
    const to = past ? last : update < 0 ? { update: 0, statement: 0 } : { update, statement };
    this.engine.call(() =>
      to.statement === 0 ? this.session.seek(to.update) : this.session.seek(to.update, to.statement),
    );
    this.current = null;
  }

  get moment(): Moment {
    this.current ??= this.engine.call(() => this.look());
    return this.current;
  }

  get cursor(): Cursor {
    const { update, statement } = this.moment;
    return { update, statement };
  }

  /** Parameters after so many updates. */
  after(update: number): Line {
    const { w, b } = this.history;
    return update === 0 ? this.start : { w: w[update - 1] ?? Number.NaN, b: b[update - 1] ?? Number.NaN };
  }

  /**
   * Each epoch's mean loss at the update that ends the epoch, in the unit of `history.loss`: the engine gives it per
   * sample, and a summed loss counts a batch of samples.
   */
  epochMeans(): { update: number; loss: number }[] {
    const { epochLoss, epochEnds } = this.history;
    const unit = this.summed ? (this.settings.batch_size ?? 1) : 1;
    return Array.from(epochEnds)
      .filter((update) => update <= this.seen)
      .map((update) => ({ update, loss: (epochLoss[update - 1] ?? Number.NaN) * unit }));
  }

  /** The mean loss over all samples since the first, after each update, in the unit of `history.loss`. */
  runningMeans(): Float64Array {
    const unit = this.summed ? (this.settings.batch_size ?? 1) : 1;
    return this.history.runningLoss.subarray(0, this.seen).map((loss) => loss * unit);
  }

  /** What only the whole engine tells: the listing, the graph, the names' values, the printed lines. */
  ask<T>(question: (session: Session) => T): T {
    return this.engine.call(() => question(this.session));
  }

  /** Null where no limit is defined, or while the engine is not yet complete. */
  get limit(): Limit | null {
    if (this.knownLimit === undefined) this.knownLimit = this.engine.stabilityLimit(this.settings);
    return this.knownLimit;
  }

  /** Gives the session's memory back; the run must not be used after. */
  free(): void {
    this.session.free();
  }

  private look(): Moment {
    const state = this.session.state();
    const statements = statementsOf(this.settings);
    return {
      ...state,
      seen: this.seen,
      model: { w: state.w, b: state.b ?? 0 },
      before: state.update === 0 ? null : this.after(state.update - 1),
      statements: statements.length,
      executed: state.statement === 0 ? null : (statements[state.statement - 1] ?? null),
      end: state.update === this.last.update && state.statement === this.last.statement,
    };
  }
}

/** A statement of the loop's body, as far as the page speaks of it. */
export type Executed = Pick<Statement, "op" | "target">;

const op = (name: Statement["op"], target?: "w" | "b"): Executed =>
  target ? { op: name, target } : { op: name };

const BODIES: Record<ProgramName, readonly Executed[]> = {
  by_hand: [op("forward"), op("loss"), op("zero_grad"), op("backward"), op("update", "w"), op("update", "b")],
  torch: [op("forward"), op("loss"), op("zero_grad"), op("backward"), op("update")],
  parabola: [op("forward"), op("zero_grad"), op("backward"), op("update")],
  sgd_regressor: [op("forward"), op("loss"), op("update")],
};

/** The statements of the loop's body, in order. */
export function statementsOf({ program }: Settings): readonly Executed[] {
  return typeof program === "object" ? program.statements : BODIES[program ?? "by_hand"];
}
