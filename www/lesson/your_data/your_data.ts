/**
 * "Your data": the reader's own table, from text to a trained line and a prediction. Text → records → table → points →
 * split → the lab; what the lab's run then says of the points is shown at its cursor.
 * What was entered stays as long as the window is open, and is compared with the lab's points on return.
 * Refuses to send anything anywhere, and to train on a table with entries that nobody has looked at.
 */
import type { Engine } from "../../engine";
import { encode } from "../../lab/address";
import { make } from "../../lab/dom";
import type { Lab } from "../../lab/lab";
import type { Run } from "../../lab/run";
import { programOf } from "../../lab/settings";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import "./results.css";
import "./your_data.css";
import { Choosing, type Overruled } from "./choosing";
import { fromLab, type Given, type GivenColumn, sameDraw, samePoints } from "./given";
import { holdBack, type Split } from "./hold_back";
import { type InLab, inLab } from "./in_lab";
import { Intake } from "./intake";
import { type Kept, keep, kept } from "./kept";
import { MIN_TRAINED } from "./limits";
import { seriesOf } from "./losses";
import { ownBatches, ownPoints } from "./own_settings";
import { Predicting } from "./predicting";
import { readRecords, separatorOf } from "./records";
import { problemOf, sayFound, sayProblem, unnamed } from "./says";
import { Showing, type Shown } from "./showing";
import { Splitting } from "./splitting";
import { likelyColumns, type Point, type Points, pointsOf, type Table, tableOf } from "./table";
import { Training } from "./training";

/** What the block works with. */
export interface Desk {
  /** Complete: the full module is there. */
  engine: Engine;
  /** The lab beside the lesson, which does the training. */
  lab: Lab;
  /** Ends every listener. */
  signal: AbortSignal;
}

const SHARE = 20;
const SEED = 0;

class YourData {
  private readonly intake: Intake;
  private readonly choosing: Choosing;
  private readonly splitting: Splitting;
  private readonly training: Training;
  private readonly showing: Showing;
  private readonly predicting: Predicting;
  private text = "";
  private overruled: Overruled = { skip: false };
  /** Counts the readings, so that a slow one does not overtake a later one. */
  private reading = 0;
  private table: Table | null = null;
  private found: Points = { points: [], missing: [], unreadable: [] };
  private at = { x: 0, y: 1 };
  private split: Split<Point> = { train: [], held: [] };
  private given: Given | null = null;
  /** What of it is drawn beside the run's own points. */
  private shown: Shown | null = null;
  /** The run whose link was measured last. */
  private measured: Run | null = null;
  /** What the run in the lab is to the points given, found out once a run. */
  private judged: { run: Run; given: Given; is: InLab } | null = null;
  private frame: number | null = null;

  constructor(
    place: HTMLElement,
    private readonly desk: Desk,
    private readonly words: Words["your_data"],
  ) {
    const { engine, lab, signal } = desk;
    const before = kept();
    const block = make("div", { class: "your-data" });
    block.dataset.drop = this.words.points.drop;
    this.intake = new Intake(block, engine, this.words, (text) => this.take(text), signal);
    this.choosing = new Choosing(this.words, (change) => this.overrule(change), signal);
    this.splitting = new Splitting(
      this.words,
      before?.share ?? SHARE,
      before?.seed ?? SEED,
      () => this.resplit(),
      signal,
    );
    this.training = new Training(
      this.words,
      engine,
      {
        train: () => this.train(true),
        takeLab: () => this.takeLab(),
        standardize: (on) => this.inLab !== "other" && lab.set("standardize", on),
        setRate: (lr) => lab.set("lr", lr),
        explained: (run) => lab.explained(run),
      },
      signal,
    );
    this.showing = new Showing(this.words, engine);
    this.predicting = new Predicting(this.words, () => this.request(), signal);
    const parts = [this.choosing, this.splitting, this.training, this.showing, this.predicting];
    block.append(this.intake.element, ...parts.map(({ element }) => element));
    // What the text says where no script runs.
    place.replaceChildren(block);
    lab.model.listen(() => this.request(), signal);
    const resizes = new ResizeObserver(() => this.request());
    resizes.observe(block);
    signal.addEventListener("abort", () => {
      resizes.disconnect();
      if (this.frame !== null) cancelAnimationFrame(this.frame);
    });
    window.addEventListener("pagehide", () => this.keep(), { signal });
    // Where a window is thrown away in the background, this is the last that is heard.
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(), { signal });
    if (before && before.text.trim() !== "") this.resume(before);
    else this.takeLab();
    this.show();
  }

  // ------------------------------------------------------------------ from visit to visit

  private resume({ text, overruled, standardize, newX, given }: Kept): void {
    this.training.standardize = standardize;
    if (given) this.receive(given);
    this.predicting.resume(newX);
    this.put(text, overruled);
  }

  /**
   * The points of the reader's own that the lab holds become the table, as when an address brought them. The run has seen
   * all of them: none are held back until the reader draws.
   */
  private takeLab(): void {
    const { data } = this.desk.lab.model.settings;
    if (data?.source !== "points") return;
    const { text, given } = fromLab(data);
    this.splitting.share = 0;
    this.receive(given);
    this.put(text, { skip: false }, this.words.points.fromLab);
  }

  private put(text: string, overruled: Overruled, note = ""): void {
    this.text = text;
    this.overruled = overruled;
    this.intake.put(text, note);
    void this.read();
  }

  private keep(): void {
    const { overruled, given } = this;
    const { share, seed } = this.splitting;
    const { standardize } = this.training;
    const state = { overruled, share, seed, standardize, given };
    const stays = keep({ ...state, text: this.intake.text, newX: this.predicting.text });
    this.intake.promise(stays ? this.words.stays : this.words.goes);
  }

  // ------------------------------------------------------------------ from text to points

  private take(text: string): void {
    if (text === this.text) return;
    // Another table has other columns; how it is written is found anew.
    if (firstLine(text) !== firstLine(this.text)) this.overruled = { skip: false };
    this.text = text;
    void this.read();
  }

  private overrule(change: Partial<Overruled>): void {
    this.overruled = { ...this.overruled, ...change };
    void this.read();
  }

  private async read(): Promise<void> {
    this.reading += 1;
    const { reading, text, overruled } = this;
    const found = separatorOf(text);
    let table: Table | null = null;
    let problem = "";
    try {
      const records = await readRecords(text, overruled.separator ?? found);
      table = tableOf(records, overruled);
    } catch (error) {
      const reason = problemOf(error);
      // A text that is not there yet is no mistake.
      if (reason.code !== "empty" || text !== "") problem = sayProblem(reason, this.words);
    }
    if (reading !== this.reading || this.desk.signal.aborted) return;
    this.intake.refuse(problem);
    this.table = table;
    if (!table) this.intake.tell("");
    if (table) {
      const likely = likelyColumns(table);
      const within = (at: number | undefined): at is number =>
        at !== undefined && at < (table?.columns.length ?? 0);
      this.at = {
        x: within(overruled.x) ? overruled.x : likely.x,
        y: within(overruled.y) ? overruled.y : likely.y,
      };
      this.found = pointsOf(table, this.at);
      this.intake.tell(sayFound(table, this.found, this.words));
    }
    this.resplit();
  }

  private resplit(): void {
    const { engine } = this.desk;
    const points = this.table ? this.found.points : [];
    this.split = holdBack(engine, points, this.splitting.share, this.splitting.seed);
    // Once the lab trains on them, another draw trains again; a table in the making waits for the button.
    const { given, split } = this;
    const drawnAnew = given && samePoints(given.split, split) && !sameDraw(given.split, split);
    if (drawnAnew && this.blocked === "" && this.inLab !== "other") this.train(false);
    this.show();
  }

  // ------------------------------------------------------------------ the lab

  /** Why training cannot start; empty if it can. */
  private get blocked(): string {
    const { train, columns } = this.words;
    if (this.found.unreadable.length > 0 && !this.overruled.skip) return train.fixFirst;
    if (this.at.x === this.at.y) return columns.same;
    const count = this.split.train.length;
    const values = { least: numbers.count(MIN_TRAINED), count: numbers.count(count) };
    return count < MIN_TRAINED ? fill(train.tooFew, values) : "";
  }

  private train(play: boolean): void {
    const { lab } = this.desk;
    const { table, split, at } = this;
    if (!table) return;
    const series = seriesOf(split.train);
    // What the reader has set for these points stays; other points begin with the usual settings.
    const kept = this.inLab === "other" ? {} : lab.model.settings;
    const taken = lab.load({
      ...kept,
      ...(programOf(kept) === "sgd_regressor" ? {} : ownBatches(split.train.length, kept)),
      ...ownPoints(series),
      standardize: this.training.standardize,
    });
    if (!taken) return;
    const column = (place: number): GivenColumn => ({ at: place, name: table.columns[place]?.name ?? null });
    this.receive({ split, columns: { x: column(at.x), y: column(at.y) }, mark: table.mark });
    if (play) lab.playFromStart();
    this.show();
  }

  /** Takes note of what the lab has been given. */
  private receive(given: Given): void {
    const { split, columns, mark } = given;
    const name = ({ at, name }: GivenColumn): string => name ?? unnamed(at, this.words);
    const names = { x: name(columns.x), y: name(columns.y) };
    this.given = given;
    this.shown = { held: seriesOf(split.held), names };
    this.predicting.begin(names, mark, seriesOf(split.train).x);
  }

  /** What the lab's points are to those given to it. */
  private get inLab(): InLab {
    const { run } = this.desk.lab.model;
    if (!this.given) return "other";
    if (this.judged?.run !== run || this.judged.given !== this.given)
      this.judged = { run, given: this.given, is: inLab(run.settings.data, this.given.split) };
    return this.judged.is;
  }

  // ------------------------------------------------------------------ what is seen

  private request(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.showRun();
    });
  }

  private show(): void {
    const { table, found, split } = this;
    for (const { element } of [this.choosing, this.splitting, this.training]) element.hidden = table === null;
    if (table) {
      const separator = separatorOf(this.text);
      this.choosing.show(table, separator, this.overruled, this.at, found, split);
      this.splitting.show(split);
      const again = this.given !== null;
      this.training.offer(split.train.length, again, this.blocked);
    }
    this.showRun();
    this.keep();
  }

  private showRun(): void {
    const { lab } = this.desk;
    const { given, shown } = this;
    const is = this.inLab;
    this.showDifference(is);
    const seen = given !== null && is !== "other" && lab.model.isTrained;
    this.showing.element.hidden = !seen;
    this.predicting.element.hidden = !seen;
    const { run, moment } = lab.model;
    this.training.show(seen ? run : null);
    this.measureLink(seen ? run : null);
    if (!seen || shown === null) return;
    lab.guard(() => {
      this.showing.show(run, moment, shown, this.predicting.at);
      this.predicting.show(run, moment);
    });
  }

  /** Where the lab has points of the reader's own that are not these, the reader says which to go on with. */
  private showDifference(is: InLab): void {
    const { train } = this.words;
    const { data } = this.desk.lab.model.run.settings;
    const both = is === "other" && this.table !== null && data?.source === "points";
    if (both) this.training.remark(fill(train.otherPoints, { count: numbers.count(data.x.length) }), true);
    else if (this.given === null || is === "same") this.training.remark("", false);
    else this.training.remark(is === "edited" ? train.edited : train.other, false);
  }

  /** How long the address is that opens this run again. Once a run, as it holds every point. */
  private measureLink(run: Run | null): void {
    if (run === this.measured) return;
    this.measured = run;
    const [page = ""] = window.location.href.split("#", 1);
    this.training.warnOf(run ? page.length + 1 + encode(this.desk.lab.model.state).length : 0);
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

export function mountYourData(place: HTMLElement, desk: Desk, words: Words["your_data"]): void {
  new YourData(place, desk, words);
}
