/**
 * The surface panel: the run's way down the loss over (w, b), or down the parabola's curve. What stands while the run
 * plays has a canvas of its own below what moves. The start can be dragged, or moved by the arrow keys.
 * Refuses to move the start itself: it asks the lab, and shows the run that follows. SGDRegressor always starts at 0.
 */
import { isEngineError, type Line, type LossQuadratic } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import style from "../../style/surface.css?inline";
import type { Cloud } from "../../views/cloud";
import { arrowRate, factor } from "../../views/surface";
import { BowlPicture } from "../bowl_picture";
import { make, write } from "../dom";
import { listenToDrags, type Place } from "../drag";
import { Figure } from "../figure";
import { Handles } from "../handles";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import { ParabolaPicture } from "../parabola_picture";
import type { Moment, Run } from "../run";
import type { Look, RunPicture } from "../run_picture";
import { gradientOf } from "../surface_facts";
import { toggle } from "../toggle";

/** Batches in the cloud. */
const SAMPLED = 500;
/** While the run plays the cloud may take so long to find, in milliseconds; a slower one waits for the run to rest. */
const BRIEF = 1;
/** How near a pointer must come to take hold of the start, in pixels. */
const REACH = 16;

const START = "start";

class SurfacePanel implements Panel {
  readonly glides = true;
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly standing: Figure;
  private readonly moving: Figure;
  private readonly handles: Handles;
  private readonly loss = make("output", { class: "wrong", "data-readout": "surface-loss" });
  private readonly unit = make("span", {});
  private readonly note = make("p", { class: "note" });
  private readonly toggles: HTMLElement[];
  private readonly bowl = new BowlPicture();
  private readonly curve = new ParabolaPicture();
  /** The standing layer must be drawn again. */
  private stale = true;
  /** The picture on it. */
  private drawn: RunPicture | null = null;
  private run: Run | null = null;
  /** What of the last picture the words beside it speak of. */
  private shown: { empty: boolean; cloud: Cloud | null } | null = null;
  private found: { run: Run; update: number; statement: number; cloud: Cloud | null; took: number } | null =
    null;

  constructor(
    private readonly lab: LabActions,
    private readonly words: Words["surface"],
  ) {
    lab.adopt(style);
    const resized = (): void => {
      this.stale = true;
      lab.redraw();
    };
    this.standing = new Figure(resized);
    this.moving = new Figure(resized);
    this.standing.canvas.setAttribute("aria-hidden", "true");
    this.standing.canvas.removeAttribute("role");
    this.handles = new Handles(
      {
        nudge: (_, right, up) => this.nudge(right, up),
        settle: () => this.letGo(),
        focus: () => lab.redraw(),
      },
      lab.signal,
    );
    this.moving.box.append(this.handles.element);
    this.standing.box.append(this.moving.box);
    this.toggles = [
      toggle("axes", this.words.axes, lab, () => {
        this.stale = true;
      }),
      toggle("cloud", this.words.cloud, lab),
    ];
    this.tools = make("div", { class: "surface-tools" }, ...this.toggles);
    this.element = make(
      "div",
      { class: "view surface" },
      this.standing.box,
      make("div", { class: "under" }, make("p", {}, this.unit, " ", this.loss), this.note),
    );
    this.listen();
  }

  draw(scene: Scene): void {
    const { run } = scene;
    // Very many samples are drawn a frame before their run is trained, and their bowl can wait as long.
    if (!run.isTrained) return;
    this.run = run;
    const picture = this.picture;
    const { size } = this.standing;
    const [below, above] = [this.standing.pen(), this.moving.pen()];
    if (!below || !above) return;
    const anew = picture.prepare(scene, size);
    const { layers } = this.lab.look;
    const look: Look = { axes: layers.axes, palette: scene.palette, words: this.words };
    if (anew !== false || this.stale || picture !== this.drawn) {
      below.clearRect(0, 0, size.width, size.height);
      picture.drawStanding(below, scene, look);
      this.stale = false;
      this.drawn = picture;
    }
    const cloud = layers.cloud && run.program !== "parabola" ? this.cloudAt(scene) : null;
    above.clearRect(0, 0, size.width, size.height);
    picture.drawMoving(above, scene, look, cloud);
    this.shown = { empty: anew === null, cloud };
  }

  write({ run, moment }: Scene): void {
    const parabola = run.program === "parabola";
    for (const label of this.toggles) if (label.hidden !== parabola) label.hidden = parabola;
    const { shown, picture } = this;
    if (!shown) return;
    this.readings(run, moment, shown.cloud);
    const [x, y] = picture.startPlace(run);
    this.handles.show(
      shown.empty || run.program === "sgd_regressor"
        ? []
        : [{ id: START, x, y, label: this.words.startHandle, value: this.startText(run) }],
    );
  }

  describe({ run, moment }: Scene): void {
    const { bowl } = this.bowl;
    const { start } = run;
    const text = run.program === "parabola" ? this.words.altParabola : this.words.alt;
    if (!bowl && run.program !== "parabola") {
      this.moving.describe(this.words.none);
      return;
    }
    this.moving.describe(
      fill(text, {
        x0: numbers.parameter(start.w),
        x: numbers.parameter(moment.model.w),
        w0: numbers.parameter(start.w),
        b0: numbers.parameter(start.b),
        w: numbers.parameter(moment.model.w),
        b: numbers.parameter(moment.model.b),
        loss: numbers.loss(run.heightAt(moment.model)),
        least: numbers.loss(bowl?.least ?? null),
        best: bowl ? this.best(bowl) : "",
        first: factor(bowl?.eigenvalues[0] ?? 0),
        second: factor(bowl?.eigenvalues[1] ?? 0),
      }),
    );
  }

  invalidate(): void {
    this.stale = true;
  }

  destroy(): void {
    this.standing.destroy();
    this.moving.destroy();
  }

  /** Where the loss is least. */
  private best({ w, b }: LossQuadratic): string {
    const { best, noBest } = this.words;
    return w === null ? noBest : fill(best, { w: numbers.parameter(w), b: numbers.parameter(b) });
  }

  private get picture(): RunPicture {
    return this.run?.program === "parabola" ? this.curve : this.bowl;
  }

  private listen(): void {
    const { canvas } = this.moving;
    const isNear = ({ x, y }: Place): boolean => {
      if (!this.run || this.run.program === "sgd_regressor") return false;
      const [atX, atY] = this.picture.startPlace(this.run);
      return Math.hypot(x - atX, y - atY) <= REACH;
    };
    listenToDrags<typeof START>(
      canvas,
      {
        pick: (place) => (isNear(place) ? START : null),
        move: (_, place) => {
          this.picture.hold();
          this.moveStart(this.picture.startAt(place));
        },
        end: () => {
          this.letGo();
          this.handles.focus(START);
        },
        hover: (place) => canvas.classList.toggle("near", place !== null && isNear(place)),
      },
      this.lab.signal,
    );
  }

  private moveStart({ w, b }: Line): void {
    if (this.run?.program === "parabola") this.lab.set("init.x", w);
    else this.lab.setStart({ w, b });
  }

  private nudge(right: number, up: number): void {
    if (!this.run) return;
    const { picture } = this;
    // Of two presses in one frame the second goes on from the first.
    const { start } = this.lab.model.run;
    const { step } = picture;
    picture.hold();
    const exact = (value: number): number => Number(value.toPrecision(12));
    this.moveStart({ w: exact(start.w + right * step.w), b: exact(start.b + up * step.b) });
  }

  private letGo(): void {
    this.picture.release();
    this.lab.settle();
    this.lab.redraw();
  }

  /** The cloud at the cursor. One that takes too long to find is left out while the run plays. */
  private cloudAt({ run, moment, restless }: Scene): Cloud | null {
    const { update, statement, batch } = moment;
    const { found } = this;
    if (found?.run === run && found.update === update && found.statement === statement) return found.cloud;
    if (restless && found && found.took > BRIEF && found.run.data.x.length <= run.data.x.length) return null;
    const before = performance.now();
    let cloud: Cloud | null = null;
    try {
      const gradients = run.ask((session) => session.batchGradients(SAMPLED));
      cloud = { ...gradients, batch: statement > 0 ? batch : null };
    } catch (error) {
      // Squares beyond the range of numbers have no covariance.
      if (!isEngineError(error)) throw error;
    }
    this.found = { run, update, statement, cloud, took: performance.now() - before };
    return cloud;
  }

  private startText({ program, start }: Run): string {
    const text = program === "parabola" ? this.words.startX : this.words.startValue;
    const [w, b] = [numbers.parameter(start.w), numbers.parameter(start.b)];
    return fill(text, { w, b, x: w });
  }

  private readings(run: Run, moment: Moment, cloud: Cloud | null): void {
    const loss = run.heightAt(moment.model);
    const exact = loss === null ? "" : String(loss);
    write(this.unit, run.program === "parabola" ? this.words.lossHere : this.words.loss);
    if (this.loss.dataset.value !== exact) {
      this.loss.dataset.value = exact;
      this.loss.title = exact;
      write(this.loss, numbers.loss(loss));
    }
    const [note, more] = this.notes(run, moment, cloud);
    write(this.note, note);
    if (this.note.title !== more) this.note.title = more;
  }

  /** What the green marks are: in short to be read, at length in the title. */
  private notes(run: Run, moment: Moment, cloud: Cloud | null): [string, string] {
    const { notes, more, none } = this.words;
    if (run.program === "parabola") {
      const taken = gradientOf(run, moment);
      const note = taken ? fill(notes.tangent, { slope: numbers.gradient(taken.w) }) : notes.flat;
      return [note, note];
    }
    const { bowl, scale } = this.bowl;
    if (!bowl || !scale) return [none, none];
    const values = { lr: factor(arrowRate(bowl)), count: numbers.count(SAMPLED) };
    const kind = cloud ? "cloud" : "arrow";
    const uneven = scale.perW === scale.perB ? "" : ` ${more.uneven}`;
    const short = this.lab.look.layers.cloud && !cloud ? notes.cloudLater : notes[kind];
    return [fill(short, values), fill(more[kind], values) + uneven];
  }
}

export const makeSurfacePanel =
  ({ surface }: Pick<Words, "surface">): MakePanel =>
  (lab) =>
    new SurfacePanel(lab, surface);
