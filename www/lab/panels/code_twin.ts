/**
 * The same run with PyTorch's parts, beside a run by hand: the engine's twin, kept in step with it by phases.
 * Refuses to outlive its run: whoever makes it frees it, and makes another for another run.
 */
import type { Engine, FullModule, NamedValue, Session, State, Statement } from "../../engine";
import type { Listing } from "../../views/code";
import type { Cursor, Run } from "../run";

const PHASES: readonly Statement["op"][] = ["forward", "loss", "zero_grad", "backward", "update"];

/** Where the other program stands once it has done every phase that this one has begun. */
export function besides(
  { update, statement }: Cursor,
  own: readonly Statement[],
  other: readonly Statement[],
): Cursor {
  const phase = own[statement - 1]?.op;
  if (phase === undefined) return { update, statement: 0 };
  const rank = PHASES.indexOf(phase);
  const done = other.findLastIndex((listed) => PHASES.indexOf(listed.op) <= rank) + 1;
  return done === other.length ? { update: update + 1, statement: 0 } : { update, statement: done };
}

export class Twin {
  readonly listing: Listing;
  private readonly session: Session;
  private readonly module: FullModule;

  constructor(
    readonly run: Run,
    private readonly engine: Engine,
  ) {
    this.module = engine.whole;
    this.session = run.ask((session) => session.twin());
    this.listing = {
      program: "torch",
      edited: false,
      source: engine.call(() => this.session.source()),
      statements: engine.call(() => this.session.statements()),
    };
  }

  /** Goes where the run is, by phases. */
  follow(cursor: Cursor, own: readonly Statement[]): State {
    const { update, statement } = besides(cursor, own, this.listing.statements);
    return this.engine.call(() => {
      this.session.seek(update, statement);
      return this.session.state();
    });
  }

  names(): NamedValue[] {
    return this.engine.call(() => this.session.values());
  }

  free(): void {
    // After a trap its memory is gone with the module it lived in.
    if (this.module === this.engine.whole) this.session.free();
  }
}
