/**
 * The two losses, for the line at the lab's cursor and after each epoch, and the points with the line.
 * Refuses to compare losses of different lines: both are of the same (w, b).
 */
import type { Engine } from "../../engine";
import { make } from "../../lab/dom";
import type { Moment, Run } from "../../lab/run";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { part, write } from "./controls";
import { LossCurves } from "./loss_curves";
import { type Losses, lossesAt, lossesOverRun, type Series } from "./losses";
import { Scatter } from "./scatter";

export interface Shown {
  held: Series;
  names: { x: string; y: string };
}

export class Showing {
  readonly element: HTMLElement;
  private readonly at = make("p", { class: "note" });
  private readonly train = make("dd", { class: "loss-value", "data-loss": "train" });
  private readonly held = make("dd", { class: "loss-value", "data-loss": "held" });
  private readonly unit = make("p", { class: "help" });
  private readonly curves = new LossCurves();
  private readonly curvesName = make("figcaption");
  private readonly scatter = new Scatter();
  /** For which run, points and width the still parts are drawn. */
  private drawn: { run: Run; shown: Shown; width: number } | null = null;

  constructor(
    private readonly words: Words["your_data"],
    private readonly engine: Engine,
  ) {
    const { losses } = words;
    this.element = part(
      "showing",
      losses.title,
      this.at,
      make(
        "dl",
        { class: "two-losses" },
        make("div", { class: "train" }, make("dt", {}, losses.train), this.train),
        make("div", { class: "held" }, make("dt", {}, losses.held), this.held),
      ),
      this.unit,
      make("figure", {}, this.curvesName, this.curves.element),
      make("figure", {}, make("figcaption", {}, losses.picture), this.scatter.element),
    );
  }

  show(run: Run, moment: Moment, shown: Shown, predictAt: number | null): void {
    const { losses: words } = this.words;
    const width = Math.max(260, Math.round(this.element.clientWidth));
    const last = this.drawn;
    if (last?.run !== run || last.shown !== shown || last.width !== width) this.draw(run, shown, width);
    const losses = lossesAt(this.engine, run, shown.held, moment.model);
    write(
      this.at,
      fill(words.at, { update: numbers.count(moment.update), updates: numbers.count(run.planned) }),
    );
    const places = placesFor(losses);
    put(this.train, losses.train, places);
    if (losses.held === null) {
      write(this.held, words.noHeld);
      delete this.held.dataset.value;
    } else put(this.held, losses.held, places);
    this.curves.move(moment.update);
    this.scatter.move(run.inData(moment.model), predictAt);
    if (moment.end) this.describe(run, moment, shown);
  }

  private draw(run: Run, shown: Shown, width: number): void {
    const { losses: words } = this.words;
    const { byEpoch, losses: all } = lossesOverRun(this.engine, run, shown.held);
    write(this.curvesName, byEpoch ? words.curve : words.curveUpdates);
    this.curves.draw(all, width, { updates: words.updates, train: words.train, held: words.held });
    const [first, last] = [all[0], all.at(-1)];
    const ends = {
      train0: numbers.loss(first?.train ?? null),
      train1: numbers.loss(last?.train ?? null),
      held0: numbers.loss(first?.held ?? null),
      held1: numbers.loss(last?.held ?? null),
    };
    this.curves.describe(fill(first?.held == null ? words.curveAltAlone : words.curveAlt, ends));
    const { x, y } = run.data;
    this.scatter.draw({ train: { x, y }, held: shown.held, names: shown.names }, width);
    write(this.unit, fill(words.unit, { y: shown.names.y }));
    this.describe(run, run.moment, shown);
    this.drawn = { run, shown, width };
  }

  private describe(run: Run, moment: Moment, { held, names }: Shown): void {
    const { x } = run.data;
    const own = run.inData(moment.model);
    const [low, high] = [Math.min(...x), Math.max(...x)];
    const y = (value: number): string => numbers.setting(own.w * value + own.b);
    this.scatter.describe(
      fill(this.words.losses.pictureAlt, {
        train: numbers.count(x.length),
        held: numbers.count(held.x.length),
        x: names.x,
        x0: numbers.setting(low),
        y0: y(low),
        x1: numbers.setting(high),
        y1: y(high),
      }),
    );
  }
}

/** Two losses that are compared have the same decimals; null where they are too small or too far apart for that. */
function placesFor({ train, held }: Losses): number | null {
  const least = Math.min(train, held ?? train);
  return least >= 10 ? 1 : least >= 1 ? 2 : null;
}

/** A loss as it is read, with the whole number beside it. */
function put(element: HTMLElement, value: number, places: number | null): void {
  write(element, places === null ? numbers.loss(value) : numbers.decimals(value, places));
  element.dataset.value = String(value);
}
