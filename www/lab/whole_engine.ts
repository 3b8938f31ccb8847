/**
 * The first picture needs only the lean engine; once it is drawn the whole one is brought, and what needs it.
 * Refuses to ask twice at a time. After a fetch that failed the lean engine goes on with what it can do, and the whole
 * one is asked for again later.
 */
import type { Engine } from "../engine";

/** After a fetch that failed, in milliseconds. */
const AGAIN_MS = 5000;

export class WholeEngine {
  private coming: Promise<void> | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly signal: AbortSignal,
    /** It is there; `late` says that the runs were opened by the lean one. */
    private readonly arrived: (late: boolean) => void,
  ) {}

  bring(): Promise<void> {
    this.coming ??= this.fetch();
    return this.coming;
  }

  private async fetch(): Promise<void> {
    const late = !this.engine.isComplete;
    try {
      await this.engine.complete();
      if (!this.signal.aborted) this.arrived(late);
    } catch (error) {
      window.setTimeout(() => {
        this.coming = null;
      }, AGAIN_MS);
      console.error(error);
    }
  }
}
