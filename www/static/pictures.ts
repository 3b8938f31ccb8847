/**
 * The pictures of a page before its engine is up: at build time the chapter's run is trained and the views draw a moment
 * of it as SVG. A reader without scripts, or on a slow line, sees the same picture the lab will show.
 * Refuses to know the page: it gives markup.
 */
import { describeLine, describeLoss } from "../lab/describe";
import type { Moment, Run } from "../lab/run";
import type { Strings } from "../strings";
import * as lineView from "../views/line";
import { handlePlaces, lineScale } from "../views/line_scale";
import * as lossView from "../views/loss";
import { lossScale, trace } from "../views/loss_scale";
import type { Size } from "../views/pen";
import { cssPalette, SvgPen } from "./svg_pen";

export type PictureName = "line" | "loss";

/** The boxes the live pictures have: on a wide window, and on a phone. Style sheets show one of the two. */
const SIZES: readonly ({ className: string } & Record<PictureName, Size>)[] = [
  { className: "wide", loss: { width: 800, height: 128 }, line: { width: 552, height: 470 } },
  { className: "narrow", loss: { width: 364, height: 128 }, line: { width: 364, height: 300 } },
];
/** Columns of the still loss curve: so few keep its shape and a quarter of its weight. */
const COLUMNS = 60;

type Draw = (pen: SvgPen, size: Size, run: Run, moment: Moment, strings: Strings) => string;

const drawLoss: Draw = (pen, size, run, moment, strings) => {
  const curves = run.curves(run.unit ?? 1);
  const updates = trace(curves.updates, COLUMNS);
  const { means } = curves;
  const { seen, history } = run;
  const points = [...updates, ...means];
  const scale = lossScale(
    size,
    { updates: seen, epochEnds: history.epochEnds, points, means, labels: [] },
    true,
  );
  const view: lossView.LossView = {
    updates,
    means,
    running: null,
    ghosts: [],
    diverges: false,
    palette: cssPalette,
    words: { ...strings.views, unit: "" },
  };
  lossView.drawGround(pen, view, scale);
  lossView.drawPast(pen, view, scale, moment.update);
  lossView.drawCursor(pen, cssPalette, scale, moment);
  return describeLoss(run, moment, strings);
};

const drawLine: Draw = (pen, size, run, moment, strings) => {
  const { truth, leastSquares, data } = run;
  const scale = lineScale(size, data.x, data.y);
  const model = run.inData(moment.model);
  const view: lineView.LineView = {
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
    words: { ...strings.views, prediction: "", leaving: "" },
  };
  lineView.drawStanding(pen, view, scale);
  lineView.drawMoving(pen, view, scale);
  return describeLine(run, moment, strings);
};

const DRAWN: Record<PictureName, Draw> = { line: drawLine, loss: drawLoss };

/** A view of the run at `moment`, in both sizes. */
export function picture(name: PictureName, run: Run, moment: Moment, strings: Strings): string {
  return SIZES.map(({ className, ...sizes }) => {
    const pen = new SvgPen();
    const words = DRAWN[name](pen, sizes[name], run, moment, strings);
    return pen.picture(sizes[name], words, className);
  }).join("");
}
