/**
 * The run of one pixel, tried out beside the lab: its losses, and the settings that make it the lab's run.
 * Refuses to train where the samples are so many that a pointer passing over would be held up.
 */
import { type Engine, EngineTrap, type Session, type Settings } from "../../engine";
import type { Cell } from "../../views/map_scale";
import { settingOf, valueIn } from "../settings";
import { type Plan, settingsAt } from "./map_axes";

/** With more samples a session takes longer to open than a frame has. */
const MOST_SAMPLES = 20_000;
/** Trials kept: as many as a hand passes over before it comes back. */
const KEPT = 200;

export class Trials {
  private readonly kept = new Map<string, Float64Array>();

  constructor(
    private readonly engine: Engine,
    private readonly plan: Plan,
    private readonly samples: number,
  ) {}

  /** The loss of each update up to its divergence; null where too many samples forbid it. */
  losses(cell: Cell): Float64Array | null {
    if (this.samples > MOST_SAMPLES) return null;
    const key = `${cell.column} ${cell.row}`;
    const known = this.kept.get(key);
    if (known) return known;
    const { updates } = this.plan;
    const settings = this.settings(cell);
    const losses = ask(this.engine, settings, (session) => {
      session.step(updates);
      const { diverged } = session.state();
      return session.history().loss.slice(0, Math.min(updates, diverged?.update ?? updates));
    });
    const oldest = this.kept.keys().next();
    if (this.kept.size >= KEPT && !oldest.done) this.kept.delete(oldest.value);
    this.kept.set(key, losses);
    return losses;
  }

  /** The settings of a pixel's run, with more epochs where those there are would end before the map's runs do. */
  settings(cell: Cell): Settings {
    const settings = settingsAt(this.engine, this.plan, cell);
    const epochs = settingOf("epochs");
    const used = epochs && valueIn(settings, epochs);
    if (typeof used !== "number") return settings;
    const { updates, batches } = ask(this.engine, settings, (session) => session.state());
    return updates >= this.plan.updates
      ? settings
      : { ...settings, epochs: Math.ceil(this.plan.updates / batches) };
  }
}

function ask<T>(engine: Engine, settings: Settings, question: (session: Session) => T): T {
  const session = engine.open(settings);
  try {
    const answer = engine.call(() => question(session));
    session.free();
    return answer;
  } catch (error) {
    if (!(error instanceof EngineTrap)) session.free();
    throw error;
  }
}
