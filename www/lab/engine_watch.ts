/**
 * Watches over the lab's engine. The first picture needs only the lean one; once it is drawn the whole one is brought,
 * and the runs are opened anew in it. After a trap a sound one takes its place.
 * Refuses to ask for the whole engine twice at a time. After a fetch that failed the lean one goes on with what it can do,
 * and the whole one is asked for again later.
 */
import { type Engine, EngineTrap } from "../engine";

/** After a fetch that failed, in milliseconds. */
const AGAIN_MS = 5000;

export interface Watched {
  /** The runs must be opened anew: the whole engine has come in the lean one's place. */
  rebuild(): void;
  /** The whole engine is there. */
  whole(): void;
  /** The engine broke; nothing may play. */
  broken(): void;
  /** A sound one is there. */
  sound(): void;
  /** None could be had. */
  lost(): void;
}

export class EngineWatch {
  private coming: Promise<void> | null = null;
  /** The runs were opened with the lean engine. */
  private lean: boolean;

  constructor(
    private readonly engine: Engine,
    private readonly lab: Watched,
    private readonly signal: AbortSignal,
  ) {
    this.lean = !engine.isComplete;
  }

  /** Brings the whole engine, and what needs it. */
  bring(): Promise<void> {
    this.coming ??= this.fetch();
    return this.coming;
  }

  /** Opens the lean engine's runs anew as soon as there is the whole one, whichever lab has asked for it. */
  reopen(): void {
    if (!this.lean || !this.engine.isComplete) return;
    this.lean = false;
    this.lab.rebuild();
  }

  /** Runs work in the engine; a trap is answered with a fresh engine. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof EngineTrap)) throw error;
      console.error(error);
      void this.recover();
    }
  }

  private async fetch(): Promise<void> {
    try {
      await this.engine.complete();
      if (this.signal.aborted) return;
      this.reopen();
      this.lab.whole();
    } catch (error) {
      window.setTimeout(() => {
        this.coming = null;
      }, AGAIN_MS);
      console.error(error);
    }
  }

  private async recover(): Promise<void> {
    this.lab.broken();
    try {
      await this.engine.restart();
      this.lab.sound();
    } catch (error) {
      console.error(error);
      this.lab.lost();
    }
  }
}
