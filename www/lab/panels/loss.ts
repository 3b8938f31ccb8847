/**
 * The loss panel: the curve as the track the run is scrubbed along, with the reading of the moment in its heading.
 * Holds what drawing needs between frames and makes it anew only when the runs, the size or the colours change.
 * Refuses to move the cursor; a press on the curve asks for it.
 */
import * as numbers from "../../numbers";
import { fill, type Strings } from "../../strings";
import type { LossView } from "../../views/loss";
import * as lossView from "../../views/loss";
import { type LossScale, labelIn, lossScale, trace } from "../../views/loss_scale";
import { describeLoss } from "../describe";
import { make, write } from "../dom";
import { listenToDrags } from "../drag";
import { Figure } from "../figure";
import type { LabActions, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";
import type { Transport } from "../transport";
import { commonUnit, ghostOf, PER_SAMPLE } from "./loss_runs";

interface Prepared {
  run: Run;
  runs: readonly Run[];
  unit: number;
  scale: LossScale;
  view: LossView;
}

/** What the program's loss is of the squared residuals; the parabola has none. */
function unitOf(run: Run, { sum, mean, half }: Strings["views"]): string {
  if (run.program === "parabola") return "";
  if (run.program === "sgd_regressor") return half;
  return run.summed ? sum : mean;
}

/** A running mean is smooth: a point for so many pixels is enough. */
const SMOOTH = 6;
/** How near a finger must come to take the marker; farther off it scrolls the page, and a tap moves the marker. */
const REACH = 28;
/** With so much room for a statement, in pixels, the marker can be dragged into an update. */
const ROOM_FOR_STATEMENT = 5;

export class LossPanel implements Panel {
  readonly glides = true;
  readonly element: HTMLElement;
  private readonly standing: Figure;
  private readonly moving: Figure;
  private readonly now = make("output", { class: "wrong", "data-readout": "loss" });
  private readonly unit = make("span", { class: "aside" });
  private readonly perSample = make("span", { class: "aside per-sample" });
  private prepared: Prepared | null = null;
  private readonly note = make("p", { class: "note" });

  constructor(
    private readonly lab: LabActions,
    private readonly transport: Transport,
  ) {
    const { views } = lab.strings;
    const resized = (): void => {
      this.prepared = null;
      lab.redraw();
    };
    this.standing = new Figure(resized);
    this.standing.canvas.setAttribute("aria-hidden", "true");
    this.standing.canvas.removeAttribute("role");
    this.moving = new Figure(resized);
    this.standing.box.append(this.moving.box);
    const log = toggle("log", views.log, lab, () => {
      this.prepared = null;
    });
    const running = toggle("running", views.running, lab, (on) => {
      this.note.hidden = !on;
      this.prepared = null;
    });
    this.note.textContent = views.runningNote;
    this.note.hidden = !lab.look.layers.running;
    this.element = make(
      "section",
      { class: "panel loss", "aria-label": views.loss },
      make("header", {}, make("h2", {}, views.loss), this.now, this.unit, this.perSample, running, log),
      this.standing.box,
      transport.scrubber,
      this.note,
    );
    this.listen();
  }

  draw(scene: Scene): void {
    const { run, moment, palette } = scene;
    const { standing, moving } = this;
    const [below, above] = [standing.pen(), moving.pen()];
    if (!below || !above) return;
    // Another run, or another set of runs, is a new picture.
    if (run.seen === 0 && scene.runs.length === 1) {
      this.prepared = null;
      lossView.drawNone(below, above, palette, standing.size, this.lab.strings.views.noLoss);
      return;
    }
    if (this.prepared?.runs !== scene.runs || this.prepared.run !== run) {
      const { view, scale } = this.prepare(scene);
      below.clearRect(0, 0, standing.size.width, standing.size.height);
      lossView.drawGround(below, view, scale);
      lossView.drawToCome(below, view, scale);
    }
    if (!this.prepared) return;
    const { view, scale, unit } = this.prepared;
    const update = moment.update + moment.part;
    above.clearRect(0, 0, moving.size.width, moving.size.height);
    lossView.drawPast(above, view, scale, update);
    lossView.drawCursor(above, palette, scale, { update, loss: run.lossAt(moment, unit) });
  }

  describe({ run, moment }: Scene): void {
    this.moving.describe(describeLoss(run, moment, this.lab.strings));
  }

  invalidate(): void {
    this.prepared = null;
  }

  destroy(): void {
    this.standing.destroy();
    this.moving.destroy();
  }

  private prepare({ run, runs, main, palette }: Scene): Prepared {
    const { views } = this.lab.strings;
    const { size } = this.moving;
    const unit = commonUnit(runs);
    const own = run.curves(unit ?? PER_SAMPLE);
    const updates = trace(own.updates, size.width);
    const { layers } = this.lab.look;
    const running = layers.running ? trace(own.running, size.width / SMOOTH) : null;
    const ghosts = runs.flatMap((other, index) => {
      if (index === main) return [];
      const points = ghostOf(run, other, unit ?? PER_SAMPLE, size.width);
      return [{ points, name: labelIn(size, this.lab.namesOf(index)) }];
    });
    // Beside other runs this one's curve is named by what it is among them.
    const alone = ghosts.length === 0;
    const view: LossView = {
      updates,
      means: own.means,
      running,
      ghosts,
      diverges: run.divergence !== null,
      palette,
      words: {
        ...views,
        means: alone ? views.means : (this.lab.namesOf(main)[0] ?? ""),
        updates: alone || own.means.length === 0 ? views.updates : "",
        unit: unit === null ? views.unitPerSample : "",
      },
    };
    const extent = {
      updates: Math.max(...runs.map(({ seen }) => seen)),
      epochEnds: run.history.epochEnds,
      points: [...updates, ...own.means, ...(running ?? []), ...ghosts.flatMap(({ points }) => points)],
      means: own.means,
      labels: ghosts.map(({ name }) => name),
    };
    const scale = lossScale(size, extent, layers.log);
    this.prepared = { run, runs, unit: unit ?? PER_SAMPLE, scale, view };
    return this.prepared;
  }

  write({ run, moment }: Scene): void {
    const { views } = this.lab.strings;
    // Another run may be longer: then this one ends before the plot does.
    if (this.prepared) this.transport.align(this.prepared.scale.plot.left, this.prepared.scale.x(run.seen));
    const exact = moment.loss === null ? "" : String(moment.loss);
    if (this.now.dataset.value !== exact) {
      this.now.dataset.value = exact;
      this.now.title = exact;
      write(this.now, numbers.loss(moment.loss));
    }
    write(this.unit, unitOf(run, views));
    const { epochLoss } = moment;
    write(this.perSample, epochLoss === null ? "" : fill(views.perSample, { loss: numbers.loss(epochLoss) }));
  }

  /** The slider below the curve does the same by keyboard. */
  private listen(): void {
    const { canvas } = this.moving;
    const { signal } = this.lab;
    listenToDrags<true>(
      canvas,
      {
        pick: ({ x }, event) => {
          const touch = !("pointerType" in event) || event.pointerType === "touch";
          if (touch && Math.abs(x - this.markerAt()) > REACH) return null;
          if (!touch) this.seek(x);
          return true;
        },
        move: (_, { x }) => this.seek(x),
      },
      signal,
    );
    // A mouse has been there already; a tap far from the marker has not.
    canvas.addEventListener("click", ({ offsetX }) => this.seek(offsetX), { signal });
  }

  private markerAt(): number {
    const { update, part } = this.lab.model.run.moment;
    return this.prepared?.scale.x(update + part) ?? 0;
  }

  private seek(at: number): void {
    if (!this.prepared) return;
    const { x } = this.prepared.scale;
    const place = x.invert(at);
    // Before the whole engine is there nobody can stand inside an update.
    const statements = this.lab.engine.isComplete ? this.prepared.run.statements.length : 0;
    const inside = statements > 0 && x(1) - x(0) >= ROOM_FOR_STATEMENT * statements;
    const update = inside ? Math.floor(place) : Math.round(place);
    this.lab.seek({ update, statement: inside ? Math.round((place - update) * statements) : 0 });
  }
}
