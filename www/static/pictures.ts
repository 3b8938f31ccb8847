/**
 * The pictures of a page before its engine is up: at build time the chapter's run is trained and the views draw a moment
 * of it as SVG. A reader without scripts, or on a slow line, sees the same picture the lab will show.
 * Refuses to know the page: it gives markup.
 */
import type { Engine } from "../engine";
import { describeLine, describeLoss } from "../lab/describe";
import { narrate } from "../lab/narration";
import type { Moment, Run } from "../lab/run";
import type { Strings, Words } from "../strings";
import * as lineView from "../views/line";
import { handlePlaces, lineScale } from "../views/line_scale";
import * as lossView from "../views/loss";
import { lossScale, trace } from "../views/loss_scale";
import type { Size } from "../views/pen";
import { drawStillGraph } from "./graph_picture";
import { drawStillListing } from "./listing_picture";
import { describeStill, drawStillMap, stillMap } from "./map_picture";
import type { Drawn } from "./still_files";
import { drawStillSurface } from "./surface_picture";
import { cssPalette, SvgPen } from "./svg_pen";

type PictureName = "line" | "loss";

/** The boxes the live pictures have: on a wide window, and on a phone. Style sheets show one of the two. */
const SIZES: readonly ({ className: string } & Record<PictureName, Size>)[] = [
  { className: "wide", loss: { width: 800, height: 128 }, line: { width: 552, height: 470 } },
  { className: "narrow", loss: { width: 364, height: 128 }, line: { width: 364, height: 300 } },
];
/**
 * Columns of the loss curve on the page that is fetched first: so few keep its shape and a quarter of its weight. Elsewhere
 * there are as many as the lab's own curve has, as the text speaks of what it does from one update to the next.
 */
const FEW_COLUMNS = 60;

type Draw = (pen: SvgPen, size: Size, still: Still) => string;

const drawLoss: Draw = (pen, size, { run, moment, strings, light }) => {
  const curves = run.curves(run.unit ?? 1);
  const updates = trace(curves.updates, light ? FEW_COLUMNS : size.width);
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
  if (moment.update < seen) lossView.drawToCome(pen, view, scale);
  lossView.drawPast(pen, view, scale, moment.update);
  lossView.drawCursor(pen, cssPalette, scale, moment);
  return describeLoss(run, moment, strings);
};

const drawLine: Draw = (pen, size, { run, moment, strings }) => {
  const { truth, leastSquares, data } = run;
  const scale = lineScale(size, data.x, data.y);
  const model = run.inData(moment.model);
  const view: lineView.LineView = {
    ...data,
    batch: moment.batchIndices,
    grown: 1,
    model,
    truth,
    leastSquares,
    residuals: true,
    squares: false,
    handles: handlePlaces(model, scale),
    selected: null,
    pointer: null,
    palette: cssPalette,
    words: { ...strings.views, prediction: "", own: "" },
  };
  lineView.drawStanding(pen, view, scale);
  lineView.drawMoving(pen, view, scale);
  return describeLine(run, moment, strings);
};

const DRAWN: Record<PictureName, Draw> = { line: drawLine, loss: drawLoss };

/** What a picture is made of. */
export interface Still {
  engine: Engine;
  run: Run;
  moment: Moment;
  strings: Strings;
  /** What the surface says. */
  surface: Words["surface"];
  /** The page has to be light, as it is fetched first. */
  light: boolean;
}

/** A view of the run at its moment, in both sizes. */
export function picture(name: PictureName, still: Still): string {
  return SIZES.map(({ className, ...sizes }) => {
    // On its way before anything moves, and only until then: to half a pixel.
    const pen = new SvgPen(cssPalette.face, 2);
    const words = DRAWN[name](pen, sizes[name], still);
    return pen.picture(sizes[name], words, className);
  }).join("");
}

/** The surface of the run where the line would be: a parabola has no line. */
export function pictureForLine(still: Still): { name: string; markup: string } {
  const { run, strings } = still;
  if (run.program !== "parabola") return { name: strings.views.line, markup: picture("line", still) };
  const sizes = SIZES.map(({ className, line }) => surfaceOf(still, line, className) ?? "");
  return { name: strings.views.surface, markup: sizes.join("") };
}

/** Null if the samples have no surface. */
function surfaceOf({ run, moment, strings, surface }: Still, size: Size, className: string): string | null {
  const pen = new SvgPen();
  if (!drawStillSurface(pen, run, size, cssPalette, surface)) return null;
  return pen.picture(size, `${strings.views.surface}. ${narrate(moment, strings)}`, className);
}

/** A phone's width, so that the letters stay readable there. */
const BESIDE: Size = { width: 360, height: 300 };

/** A view that a reader without scripts would not see at all, with its name. */
export interface Beside extends Drawn {
  name: string;
}

/** What the other views say. */
export type BesideWords = Pick<Words, "code" | "map" | "settings">;

export function picturesBeside(still: Still, words: BesideWords): Beside[] {
  const { engine, run, moment, strings, surface } = still;
  const { views } = strings;
  const now = narrate(moment, strings);
  const made: Beside[] = [];
  const add = (name: string, pen: SvgPen, size: Size): void => {
    made.push({ name, size, draw: () => pen.markup, description: `${name}. ${now}` });
  };
  const pen = new SvgPen();
  if (run.program !== "parabola" && drawStillSurface(pen, run, BESIDE, cssPalette, surface))
    add(views.surface, pen, BESIDE);
  if (run.program !== "sgd_regressor") {
    const graph = new SvgPen();
    drawStillGraph(
      graph,
      run.ask((session) => session.graph()),
      BESIDE,
      cssPalette,
    );
    add(views.graph, graph, BESIDE);
  }
  const listing = new SvgPen();
  add(views.code, listing, drawStillListing(listing, run, moment, words.code));
  const map = stillMap(engine, run);
  if (map)
    made.push({
      name: views.map,
      size: BESIDE,
      draw: (theme) => drawStillMap(map, BESIDE, theme, words),
      description: describeStill(map, words),
    });
  return made;
}
