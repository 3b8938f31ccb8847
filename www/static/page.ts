/**
 * The page before its engine is up: at build time the classic run is trained, the views draw its end as SVG, and the
 * prose gets its numbers. A reader without scripts, or on a slow line, sees the same picture the lab will show.
 * Refuses to build a page with a place left empty.
 */
import { Engine, type FullModule } from "../engine";
import { describeLine, describeLoss } from "../lab/describe";
import { type Moment, Run } from "../lab/run";
import { liveNumbers } from "../lesson/live";
import { en } from "../strings";
import * as lineView from "../views/line";
import { handlePlaces, lineScale } from "../views/line_scale";
import * as lossView from "../views/loss";
import { lossScale, trace } from "../views/loss_scale";
import type { Size } from "../views/pen";
import { cssPalette, escapeMarkup, SvgPen } from "./svg_pen";

/** The boxes the live pictures have: on a wide window, and on a phone. Style sheets show one of the two. */
const SIZES: readonly { className: string; loss: Size; line: Size }[] = [
  { className: "wide", loss: { width: 800, height: 128 }, line: { width: 552, height: 470 } },
  { className: "narrow", loss: { width: 364, height: 128 }, line: { width: 364, height: 300 } },
];
/** Columns of the still loss curve: an eighth of its width, one an epoch, keeps its shape and a fifth of its weight. */
const COARSE = 8;

function picture(view: "line" | "loss", run: Run, moment: Moment): string {
  const words = en.views;
  return SIZES.map(({ className, ...sizes }) => {
    const pen = new SvgPen();
    const size = sizes[view];
    if (view === "loss") {
      const curves = run.curves(run.unit ?? 1);
      const updates = trace(curves.updates, size.width / COARSE);
      const { means } = curves;
      const scale = lossScale(
        size,
        {
          updates: run.seen,
          epochEnds: run.history.epochEnds,
          points: [...updates, ...means],
          means,
          labels: [],
        },
        true,
      );
      const seen: lossView.LossView = {
        updates,
        means,
        running: null,
        ghosts: [],
        diverges: false,
        palette: cssPalette,
        words: { ...words, unit: "" },
      };
      lossView.drawGround(pen, seen, scale);
      lossView.drawPast(pen, seen, scale, moment.update);
      lossView.drawCursor(pen, cssPalette, scale, moment);
      return pen.picture(size, describeLoss(run, moment, en), className);
    }
    const { truth, leastSquares, data } = run;
    const scale = lineScale(size, data.x, data.y);
    const { model } = moment;
    const seen: lineView.LineView = {
      ...data,
      batch: moment.batchIndices,
      model,
      truth,
      leastSquares,
      residuals: true,
      squares: false,
      handles: handlePlaces(model, scale),
      selected: null,
      leaving: false,
      pointer: null,
      palette: cssPalette,
      words: { ...words, prediction: "", leaving: "" },
    };
    lineView.drawStanding(pen, seen, scale);
    lineView.drawMoving(pen, seen, scale);
    return pen.picture(size, describeLine(run, moment, en), className);
  }).join("");
}

/** Puts the pictures and the numbers of the run at `moment` into their places in the page. */
export function fillPage(html: string, run: Run, moment: Moment): string {
  const values = liveNumbers(run, moment);
  const filled = html
    .replace(/<!-- picture: (line|loss) -->/g, (_, view: "line" | "loss") => picture(view, run, moment))
    .replace(/(data-live="(\w+)"[^>]*>)(?=<)/g, (whole, tag: string, name: string) => {
      const text = values[name];
      return text === undefined ? whole : tag + escapeMarkup(text);
    });
  const left = /<!-- picture: .*?-->|data-live="\w+"[^>]*></.exec(filled);
  if (left) throw new Error(`index.html: nothing to put into ${left[0]}`);
  return filled;
}

/** The page with everything in its place. */
export async function staticPage(html: string, module: FullModule): Promise<string> {
  const engine = Engine.of(module);
  const run = Run.open(engine, {});
  try {
    run.seek({ update: run.seen, statement: 0 });
    return fillPage(html, run, run.moment);
  } finally {
    run.free();
  }
}
