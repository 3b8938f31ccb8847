/**
 * What the two pictures in the surface's place have in common: the bowl over (w, b), and the parabola's curve.
 * Each holds what drawing needs between frames, made anew only when the runs or the size change. Its scale stands
 * while the start is held, so that the picture does not slide from under the hand.
 */
import type { Line } from "../engine";
import type { Cloud } from "../views/cloud";
import type { Place } from "../views/marks";
import type { Palette, Pen, Size } from "../views/pen";
import type { Moment, Run } from "./run";

/** The runs to be shown, each at its cursor. */
export interface Shown {
  run: Run;
  moment: Moment;
  runs: readonly Run[];
  main: number;
  /** The run plays or is dragged: names stand. A still picture is at rest. */
  restless?: boolean;
}

export interface Look {
  /** The ellipses' axes with their eigenvalues. */
  axes: boolean;
  palette: Palette;
  words: { start: string; leastSquares: string; truth: string; bottom: string; x: string; f: string };
}

export abstract class RunPicture {
  private held = false;
  private stale = true;
  private last: { runs: readonly Run[]; main: number; size: Size } | null = null;

  /** Makes what the runs need. True if what stands must be drawn again; null if there is nothing to be drawn. */
  prepare(shown: Shown, size: Size): boolean | null {
    const { runs, main } = shown;
    const { last } = this;
    if (!this.stale && last?.runs === runs && last.main === main && last.size === size)
      return this.isReady ? false : null;
    this.last = { runs, main, size };
    this.stale = false;
    return this.make(shown, size, this.held && last?.size === size) ? true : null;
  }

  hold(): void {
    this.held = true;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.stale = true;
  }

  /** Draws what stands while the run plays. */
  abstract drawStanding(pen: Pen, shown: Shown, look: Look): void;
  /** Draws what moves over it. */
  abstract drawMoving(pen: Pen, shown: Shown, look: Look, cloud: Cloud | null): void;
  /** Where the start stands in the picture; of the parabola, x is w. */
  abstract startPlace(run: Run): Place;
  /** The start at a place of the picture, as exact as a pixel is. */
  abstract startAt(place: { x: number; y: number }): Line;
  /** What an arrow key moves the start by. */
  abstract readonly step: Line;

  protected abstract readonly isReady: boolean;
  /** False if there is nothing to be drawn; `keep` asks for the scale there was. */
  protected abstract make(shown: Shown, size: Size, keep: boolean): boolean;
}
