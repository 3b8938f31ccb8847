/**
 * The samples of a run, and what the engine knows of them whatever a run does with them: asked for once, and shared by
 * the runs of one data setting, as copying and going through a million samples takes longer than a frame has.
 * Refuses to compare data: an edit that leaves them alone hands on the setting itself.
 */
import {
  type Engine,
  isEngineError,
  isNotInThisBuild,
  type Line,
  type LossQuadratic,
  type Session,
  type Settings,
} from "../engine";

export class Samples {
  readonly data: ReturnType<Session["data"]>;
  private line: Line | null | undefined;
  private readonly bowls = new Map<boolean, LossQuadratic | null>();

  private constructor(
    private readonly engine: Engine,
    private readonly setting: Settings["data"],
    session: Session,
  ) {
    this.data = session.data();
  }

  /** Those of a session that is open, and of the settings it was opened with; `known`, if these are the same. */
  static of(engine: Engine, { data }: Settings, session: Session, known: Samples | undefined): Samples {
    return known && known.setting === data ? known : new Samples(engine, data, session);
  }

  get leastSquares(): Line | null {
    const { x, y } = this.data;
    if (this.line === undefined) this.line = x.length > 0 ? this.engine.leastSquares(x, y) : null;
    return this.line;
  }

  /** The mean squared error over all of them as the session's run sees them; null beyond the range of numbers. */
  bowl(session: Session, { standardize = false }: Settings): LossQuadratic | null {
    const known = this.bowls.get(standardize);
    if (known !== undefined) return known;
    const bowl = this.findBowl(session);
    this.bowls.set(standardize, bowl);
    return bowl;
  }

  private findBowl(session: Session): LossQuadratic | null {
    try {
      return this.engine.call(() => session.lossQuadratic());
    } catch (error) {
      if (isEngineError(error) && !isNotInThisBuild(error)) return null;
      throw error;
    }
  }
}
