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
  type LossQuadratic,
  type Session,
  type Settings,
  type State,
  type Statement,
} from "../engine";
import { Samples } from "./samples";
import { type ProgramName, programOf, valueAt } from "./settings";

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
  /** Of the update under way, the part of its statements that is executed: 0 between two updates, always below 1. */
  part: number;
  /** The statement executed last, inside an update; null between two updates. */
  executed: Statement | null;
  /**
   * What the `backward` executed last has added to `.grad` of w and b: where an edited program does not clear them, they
   * hold more. Null after other statements, and in a right program, whose `.grad` is that gradient.
   */
  added: readonly [number | null, number | null] | null;
  /** Nothing is left to see. */
  end: boolean;
}

/** A run's losses as they are drawn. */
export interface Curves {
  updates: Float64Array;
  means: { update: number; loss: number }[];
  running: Float64Array;
}

/** What is known of a run once it is trained. */
interface Trained {
  history: History;
  leastSquares: Line | null;
  divergence: Divergence | null;
  raised: State["raised"];
  /** Updates the settings ask for. */
  planned: number;
}

/** With more samples than this a run is trained only after they have been drawn. */
const DRAWN_FIRST = 50_000;

export class Run {
  private current: Moment | null = null;
  private currentGradient: readonly [number, number] | null | undefined;
  private knownLimit: Limit | null | undefined;
  private listed: readonly Statement[] | null = null;

  private constructor(
    private readonly engine: Engine,
    private readonly session: Session,
    readonly settings: Settings,
    private readonly samples: Samples,
    readonly isTrained: boolean,
    private readonly known: Trained,
  ) {}

  /**
   * Opens a session and trains it to its end; the cursor stands at the start. Throws the engine's error if refused. A run
   * of very many samples is not trained yet: see `trained`. Samples are not made again if the run `beside` has them.
   */
  static open(engine: Engine, wanted: Settings, beside?: Run): Run {
    const session = engine.open(wanted, beside?.session);
    try {
      return engine.call(() => {
        const samples = Samples.of(engine, wanted, session, beside?.samples);
        const large = samples.data.x.length > DRAWN_FIRST;
        const known = large ? untrained(session) : train(session, samples);
        return new Run(engine, session, session.settings(), samples, !large, known);
      });
    } catch (error) {
      if (!(error instanceof EngineTrap)) session.free();
      throw error;
    }
  }

  /** The same run, trained to its end. It takes over the session: this one must not be used any more. */
  trained(): Run {
    if (this.isTrained) return this;
    const { engine, session, settings, samples } = this;
    return engine.call(() => new Run(engine, session, settings, samples, true, train(session, samples)));
  }

  get data(): ReturnType<Session["data"]> {
    return this.samples.data;
  }

  get history(): History {
    return this.known.history;
  }

  /** Null also before the run is trained. */
  get leastSquares(): Line | null {
    return this.known.leastSquares;
  }

  get divergence(): Divergence | null {
    return this.known.divergence;
  }

  get raised(): State["raised"] {
    return this.known.raised;
  }

  get planned(): number {
    return this.known.planned;
  }

  /** Where the samples' truth is known: made data. */
  get truth(): Line | null {
    const { coef, bias } = this.data;
    return coef === null || bias === null ? null : { w: coef, b: bias };
  }

  /** Where the value that a setting has at an update is set: in a change in mid-run, or in the settings themselves. */
  pathAt(path: string, update: number): string {
    const changes = this.settings.changes ?? [];
    const index = changes.findLastIndex((change) => change.update <= update && path in change.set);
    return index < 0 ? path : `changes[${index}].set.${path}`;
  }

  /** The update that counts for what becomes of the run: the one that diverged, else the last. */
  get lastPlanned(): number {
    return this.divergence?.update ?? this.planned;
  }

  /** Where the learning rate that the run came to is set: scikit-learn's regressor calls it eta0. */
  get ratePath(): string {
    return this.pathAt(this.program === "sgd_regressor" ? "eta0" : "lr", this.lastPlanned);
  }

  /** The learning rate that the run came to; null where none is set, as in a schedule that finds its own. */
  get rate(): number | null {
    const rate = valueAt(this.settings, this.ratePath);
    return typeof rate === "number" && this.settings.learning_rate !== "optimal" ? rate : null;
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

  /** The program raises before there is anything else to stop it. */
  get stopsRaising(): boolean {
    return this.raised !== null && this.raised.update === this.seen;
  }

  /** The last moment there is to see: the end, the last finite one, or the statement that raised. */
  get last(): Cursor {
    return { update: this.seen, statement: this.stopsRaising ? (this.raised?.statement ?? 0) + 1 : 0 };
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

  /** The statements of one update, in order. Only the whole engine tells them: it alone can stand inside an update. */
  get statements(): readonly Statement[] {
    this.listed ??= this.ask((session) => session.statements());
    return this.listed;
  }

  /** The moment that this program has: another one's loop may have more statements. */
  within({ update, statement }: Cursor): Cursor {
    return { update, statement: statement === 0 ? 0 : Math.min(statement, this.statements.length - 1) };
  }

  /**
   * Moves the cursor, at most to the last moment there is to see. Throws the engine's error for a statement that no update
   * has.
   */
  seek({ update, statement }: Cursor): void {
    const { last } = this;
    const isAfter = update > last.update || (update === last.update && statement > last.statement);
    const past = isAfter && (statement === 0 || statement < this.statements.length);
    const to = past ? last : update < 0 ? { update: 0, statement: 0 } : { update, statement };
    this.engine.call(() =>
      to.statement === 0 ? this.session.seek(to.update) : this.session.seek(to.update, to.statement),
    );
    this.current = null;
    this.currentGradient = undefined;
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
   * How many times the mean of the squared residuals `loss` is; null where no one number says so, as when the size of
   * the batches that are summed changes in mid-run, or an edited program's loss is over n × n differences.
   */
  get unit(): number | null {
    const { program, batch_size, changes } = this.settings;
    if (this.program === "sgd_regressor") return 0.5;
    if (typeof program === "object" && program.statements.some(({ reshape }) => reshape === false))
      return null;
    if (!this.summed) return 1;
    return changes?.some(({ set }) => set.batch_size !== undefined) ? null : (batch_size ?? 1);
  }

  /** The loss of each update and the means over epochs and since the first, all `unit` times the mean per sample. */
  curves(unit: number): Curves {
    const { history, seen } = this;
    const scaled = (means: Float64Array): Float64Array => means.subarray(0, seen).map((mean) => mean * unit);
    const epochs = Array.from(history.epochEnds).filter((end) => end <= seen);
    return {
      // The program's own numbers, to the last bit, where they are in that unit.
      updates: unit === this.unit || history.batchLoss.length === 0 ? this.losses : scaled(history.batchLoss),
      means: epochs.map((end) => ({ update: end, loss: (history.epochLoss[end - 1] ?? Number.NaN) * unit })),
      running: scaled(history.runningLoss),
    };
  }

  /** The loss at the cursor in the unit of `curves`; null before there is one. */
  lossAt({ update, statement, loss }: State, unit: number): number | null {
    const { history } = this;
    if (loss === null || unit === this.unit || history.batchLoss.length === 0) return loss;
    const underWay = statement > 0 && loss === history.loss[update];
    const mean = history.batchLoss[underWay ? update : update - 1];
    return mean === undefined ? null : mean * unit;
  }

  /** Whether it can start from any line: scikit-learn's regressor always starts at 0, and the parabola has none. */
  get startsAnywhere(): boolean {
    return this.program === "by_hand" || this.program === "torch";
  }

  /** A line of this run, with its parameters for x as the data have it: a standardised run's are for the scaled x. */
  inData({ w, b }: Line): Line {
    const { mean, std } = this.spread;
    return { w: w / std, b: b - (w * mean) / std };
  }

  /** A line over the data's x, with the parameters this run has for it. */
  fromData({ w, b }: Line): Line {
    const { mean, std } = this.spread;
    return { w: w * std, b: b + w * mean };
  }

  /** What only the whole engine tells: the listing, the graph, the names' values, the printed lines. */
  ask<T>(question: (session: Session) => T): T {
    return this.engine.call(() => question(this.session));
  }

  /**
   * The mean squared error over all samples as the run sees them; null for the parabola, and where it is beyond the range
   * of numbers.
   */
  get bowl(): LossQuadratic | null {
    return this.program === "parabola" ? null : this.samples.bowl(this.session, this.settings);
  }

  /** Of the mean squared error over the batch at the cursor, by w and b; null until backward has found it. */
  get batchGradient(): readonly [number, number] | null {
    if (this.currentGradient === undefined)
      this.currentGradient = this.engine.call(() => this.session.batchGradient());
    return this.currentGradient;
  }

  /** The height of the surface at a line with this run's parameters; null beyond the range of numbers. */
  heightAt({ w, b }: Line): number | null {
    return this.engine.call(() => this.session.lossAt(w, b));
  }

  /** Null where no limit is defined, or while the engine is not yet complete, or the run not trained. */
  get limit(): Limit | null {
    if (!this.isTrained) return null;
    if (this.knownLimit === undefined) this.knownLimit = this.engine.stabilityLimit(this.settings);
    return this.knownLimit;
  }

  /** Gives the session's memory back; the run must not be used after. */
  free(): void {
    this.session.free();
  }

  private get spread(): { mean: number; std: number } {
    const { mean, std } = this.data;
    // Without a spread x stays as it is.
    return this.settings.standardize && mean !== null && std !== null ? { mean, std } : { mean: 0, std: 1 };
  }

  private look(): Moment {
    const state = this.session.state();
    const { statement } = state;
    const executed = statement === 0 ? null : (this.statements[statement - 1] ?? null);
    const ownGradient = executed?.op === "backward" && typeof this.settings.program === "object";
    return {
      ...state,
      seen: this.seen,
      model: { w: state.w, b: state.b ?? 0 },
      before: state.update === 0 ? null : this.after(state.update - 1),
      part: statement === 0 ? 0 : statement / this.statements.length,
      executed,
      added: ownGradient ? this.session.addedGradient() : null,
      end: state.update === this.last.update && statement === this.last.statement,
    };
  }
}

function train(session: Session, { leastSquares }: Samples): Trained {
  session.train();
  session.step(session.state().updates);
  const { diverged: divergence, raised, updates: planned } = session.state();
  session.seek(0);
  return { history: session.history(), leastSquares, divergence, raised, planned };
}

/** There is nothing to see but the start. */
function untrained(session: Session): Trained {
  return { history: session.history(), leastSquares: null, divergence: null, raised: null, planned: 0 };
}
