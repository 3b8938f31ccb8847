/**
 * Playing: whether the run plays, by which unit and how fast, and the steps that are due in a frame.
 * Refuses to hold the cursor: it asks the model to step.
 */
import { Clock, DEFAULT_SPEED, FULL_SPEED, type Speed } from "./clock";
import type { LabModel } from "./model";
import { larger, type Unit } from "./units";

/** A run with more updates than this would take minutes at the usual speed; from the lesson it plays at full speed. */
const LONG_RUN = 2000;

export class Player {
  private readonly clock = new Clock(DEFAULT_SPEED);
  private isPlaying: boolean;
  private stepped: Unit = "batch";
  /** A shorter run stopped the playing; a longer one goes on. */
  private cutShort = false;
  /** The speed the reader had chosen before a long run was played at full speed. */
  private ownSpeed: Speed | null = null;

  constructor(
    private readonly model: LabModel,
    playing: boolean,
  ) {
    this.isPlaying = playing;
    this.clock.restart();
  }

  get playing(): boolean {
    return this.isPlaying;
  }

  get unit(): Unit {
    return this.stepped;
  }

  get speed(): Speed {
    return this.clock.speed;
  }

  /** The reader's own speed, whatever a long run is played at. */
  get chosenSpeed(): Speed {
    return this.ownSpeed ?? this.speed;
  }

  play(on: boolean): void {
    this.cutShort = false;
    this.isPlaying = on;
    this.clock.restart();
  }

  rest(): void {
    this.isPlaying = false;
    this.cutShort = false;
  }

  /** After a pause out of sight, or with other runs: from now on, and on with what a shorter run had stopped. */
  resume(): void {
    if (this.cutShort && !this.model.moment.end) this.play(true);
  }

  wake(): void {
    this.clock.restart();
  }

  setUnit(unit: Unit): void {
    this.stepped = unit;
    this.clock.restart();
  }

  setSpeed(speed: Speed): void {
    this.ownSpeed = null;
    this.useSpeed(speed);
  }

  /** A long run plays at full speed, the next short one at the reader's own again. */
  fitSpeed(updates: number): void {
    if (updates > LONG_RUN) {
      this.ownSpeed ??= this.clock.speed;
      this.useSpeed(FULL_SPEED);
    } else if (this.ownSpeed) {
      this.useSpeed(this.ownSpeed);
      this.ownSpeed = null;
    }
  }

  /** Takes the steps that are due at `now`; at the end it rests. False if none was due: all is as it was. */
  advance(now: number): boolean {
    const full = this.clock.speed.perSecond === null;
    const due = this.clock.due(now);
    const unit = full ? larger(this.stepped === "epoch" ? "batch" : this.stepped) : this.stepped;
    for (let step = 0; step < due && !this.model.moment.end; step += 1) this.model.step(unit);
    if (this.model.moment.end) {
      this.isPlaying = false;
      this.cutShort = this.model.cutShort;
    }
    return due > 0 || !this.isPlaying;
  }

  private useSpeed(speed: Speed): void {
    this.clock.speed = speed;
    this.clock.restart();
  }
}
