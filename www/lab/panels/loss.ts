/**
 * The loss panel: the curve as the track the run is scrubbed along, with the reading of the moment in its heading.
 * Holds what drawing needs between frames and makes it anew only when the runs, the size or the colours change.
 * Refuses to move the cursor; a press on the curve asks for it.
 */
import * as numbers from "../../numbers";
import { fill } from "../../strings";
import * as lossView from "../../views/loss";
import { describeLoss } from "../describe";
import { make } from "../dom";
import { listenToDrags } from "../drag";
import { Figure } from "../figure";
import type { LabActions, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";
import type { Transport } from "../transport";

interface Prepared {
  run: Run;
  runs: readonly Run[];
  scale: lossView.LossScale;
  updates: lossView.Point[];
  means: lossView.Point[];
  running: lossView.Point[] | null;
  ghosts: lossView.Ghost[];
}

export class LossPanel implements Panel {
  readonly element: HTMLElement;
  private readonly figure: Figure;
  private readonly now = make("output", { class: "wrong", "data-readout": "loss" });
  private readonly unit = make("span", { class: "aside" });
  private readonly perSample = make("span", { class: "aside per-sample" });
  private prepared: Prepared | null = null;
  private log = true;
  private running = false;
  private readonly note = make("p", { class: "note", hidden: true });

  constructor(
    private readonly lab: LabActions,
    private readonly transport: Transport,
  ) {
    const { views } = lab.strings;
    this.figure = new Figure(() => {
      this.prepared = null;
      lab.redraw();
    });
    const log = toggle(views.log, this.log, lab, (on) => {
      this.log = on;
      this.prepared = null;
    });
    const running = toggle(views.running, this.running, lab, (on) => {
      this.running = on;
      this.note.hidden = !on;
      this.prepared = null;
    });
    this.note.textContent = views.runningNote;
    this.element = make(
      "section",
      { class: "panel loss", "aria-label": views.loss },
      make("header", {}, make("h2", {}, views.loss), this.now, this.unit, this.perSample, running, log),
      this.figure.box,
      transport.scrubber,
      this.note,
    );
    listenToDrags<true>(
      this.figure.canvas,
      {
        pick: (place) => {
          this.seek(place.x);
          return true;
        },
        move: (_, place) => this.seek(place.x),
      },
      lab.signal,
    );
  }

  draw(scene: Scene): void {
    const { run, moment, palette } = scene;
    this.readings({ run, moment });
    const pen = this.figure.pen();
    if (!pen) return;
    // Another run, or another set of runs, is a new picture.
    const prepared =
      this.prepared?.runs === scene.runs && this.prepared.run === run ? this.prepared : this.prepare(scene);
    const { updates, means, running, ghosts, scale } = prepared;
    const cursor = { update: moment.update + moment.statement / moment.statements, loss: moment.loss };
    const words = this.lab.strings.views;
    lossView.draw(
      pen,
      { updates, means, running, ghosts, cursor, diverges: run.divergence !== null, palette, words },
      scale,
    );
  }

  describe({ run, moment }: Scene): void {
    this.figure.describe(describeLoss(run, moment, this.lab.strings));
  }

  invalidate(): void {
    this.prepared = null;
  }

  destroy(): void {
    this.figure.destroy();
  }

  private prepare({ run, runs, main }: Scene): Prepared {
    const { width } = this.figure.size;
    const updates = lossView.trace(run.losses, width);
    const means = run.epochMeans();
    const running = this.running ? lossView.trace(run.runningMeans(), width) : null;
    const ghosts = runs.flatMap((other, index) => {
      if (index === main) return [];
      const from = parting(run, other);
      const points = lossView
        .trace(other.losses.subarray(from), width)
        .map(({ update, loss }) => ({ update: update + from, loss }));
      return [{ points, from, name: this.lab.nameOf(index) }];
    });
    const extent = { updates: Math.max(...runs.map(({ seen }) => seen)), batches: run.moment.batches };
    const all = [...updates, ...means, ...(running ?? []), ...ghosts.flatMap(({ points }) => points)];
    const scale = lossView.lossScale(this.figure.size, extent, all, this.log, means);
    this.transport.align(scale.plot);
    this.prepared = { run, runs, updates, means, running, ghosts, scale };
    return this.prepared;
  }

  private readings({ run, moment }: Pick<Scene, "run" | "moment">): void {
    const { views } = this.lab.strings;
    const exact = moment.loss === null ? "" : String(moment.loss);
    if (this.now.dataset.value !== exact) {
      this.now.dataset.value = exact;
      this.now.title = exact;
      this.now.textContent = numbers.loss(moment.loss);
    }
    this.unit.textContent = run.summed ? views.sum : views.mean;
    this.perSample.textContent =
      moment.epochLoss === null ? "" : fill(views.perSample, { loss: numbers.loss(moment.epochLoss) });
  }

  /** The slider below the curve does the same by keyboard. */
  private seek(x: number): void {
    if (this.prepared) this.lab.seek({ update: Math.round(this.prepared.scale.x.invert(x)), statement: 0 });
  }
}

/** The first update that two runs do not share: up to it they are one and the same. */
function parting(run: Run, other: Run): number {
  const changes = [...(run.settings.changes ?? []), ...(other.settings.changes ?? [])];
  return Math.min(...changes.map(({ update }) => update), run.seen, other.seen);
}
