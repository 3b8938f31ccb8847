/**
 * The surface as a still picture: one run at its cursor over (w, b), or on the parabola's curve. Refuses ghosts and the
 * cloud of gradients, which the live view has.
 */
import { BowlPicture } from "../lab/bowl_picture";
import { ParabolaPicture } from "../lab/parabola_picture";
import type { Run } from "../lab/run";
import type { Look, Shown } from "../lab/run_picture";
import type { Palette, Pen, Size } from "../views/pen";

/** A still picture's path has fewer corners, and a third of the weight, and looks the same. */
const COARSE = 2.5;

/** False, and nothing drawn, if the run's samples have no bowl. */
export function drawStillSurface(
  pen: Pen,
  run: Run,
  size: Size,
  palette: Palette,
  words: Look["words"],
): boolean {
  const picture = run.program === "parabola" ? new ParabolaPicture() : new BowlPicture(COARSE);
  const shown: Shown = { run, moment: run.moment, runs: [run], main: 0 };
  const look: Look = { axes: false, palette, words };
  if (picture.prepare(shown, size) === null) return false;
  picture.drawStanding(pen, shown, look);
  picture.drawMoving(pen, shown, look, null);
  return true;
}
