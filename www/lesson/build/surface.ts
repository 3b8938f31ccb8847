/**
 * A still picture of a run on the loss surface, in the text: the run is trained when the site is built, and the lab's own
 * view draws it. Refuses to tell the run's settings: the text says what may be known.
 */
import type { Engine } from "../../engine";
import { decode } from "../../lab/address";
import { drawStillSurface } from "../../static/surface_picture";
import { cssPalette, SvgPen } from "../../static/svg_pen";
import type { Words } from "../../strings";
import { ofRun } from "../facts/fact";

/** A phone's width, so that the letters stay readable there. */
const SIZE = { width: 360, height: 270 };

/** The run of the settings at `address`, at its end, with a description for those who do not see it. */
export function stillSurface(
  engine: Engine,
  address: string,
  description: string,
  words: Words["surface"],
): string {
  const { state, ignored } = decode(address);
  if (ignored.length > 0) throw new Error(`The picture of "${address}" has parts nothing reads: ${ignored}`);
  if (description === "") throw new Error(`The picture of "${address}" has no description.`);
  return ofRun(engine, state.settings, (run) => {
    run.seek(run.last);
    const pen = new SvgPen();
    if (!drawStillSurface(pen, run, SIZE, cssPalette, words))
      throw new Error(`The picture of "${address}" has no surface.`);
    return pen.picture(SIZE, description, "surface");
  });
}
