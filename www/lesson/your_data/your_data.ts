/**
 * "Your data": the reader's own table, from text to a trained line and a prediction. Text → records → table → points →
 * split → the lab; what the lab's run then says of the points is shown at its cursor.
 * Refuses to send anything anywhere, and to train on a table with entries that nobody has looked at.
 */
import type { Engine } from "../../engine";
import { make } from "../../lab/dom";
import type { Lab } from "../../lab/lab";
import type { Run } from "../../lab/run";
import { programOf } from "../../lab/settings";
import * as numbers from "../../numbers";
import { fill, type Language } from "../../strings";
import "./your_data.css";
import { Choosing, type Overruled } from "./choosing";
import { holdBack, type Split } from "./hold_back";
import { type InLab, inLab } from "./in_lab";
import { Intake } from "./intake";
import { MIN_TRAINED } from "./limits";
import { seriesOf } from "./losses";
import { ownBatches, ownPoints } from "./own_settings";
import { Predicting } from "./predicting";
import { readRecords, separatorOf } from "./records";
import { nameOfColumn, problemOf, sayProblem } from "./says";
import { Showing, type Shown } from "./showing";
import { Splitting } from "./splitting";
import { likelyColumns, type Point, type Points, pointsOf, type Table, tableOf } from "./table";
import { Training } from "./training";
import { words } from "./your_data.words";

/** What the block works with. */
export interface Desk {
  /** Complete: the full module is there. */
  engine: Engine;
  /** The lab beside the lesson, which does the training. */
  lab: Lab;
  language: Language;
  /** Ends every listener. */
  signal: AbortSignal;
}

/** What has been given to the lab. */
interface Given {
  split: Split<Point>;
  shown: Shown;
}

const SHARE = 20;

class YourData {
  private readonly words;
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
  /** What the run in the lab is to the points given, found out once a run. */
  private judged: { run: Run; given: Given; is: InLab } | null = null;
  private frame: number | null = null;

  constructor(
    place: HTMLElement,
    private readonly desk: Desk,
  ) {
    const { engine, lab, language, signal } = desk;
    this.words = words[language];
    const block = make("div", { class: "your-data" });
    block.dataset.drop = this.words.points.drop;
    this.intake = new Intake(block, engine, language, this.words, (text) => this.take(text), signal);
    this.choosing = new Choosing(this.words, (change) => this.overrule(change), signal);
    this.splitting = new Splitting(this.words, SHARE, 0, () => this.resplit(), signal);
    this.training = new Training(
      this.words,
      engine,
      {
        train: () => this.train(true),
        standardize: (on) => this.inLab !== "other" && lab.set("standardize", on),
        setRate: (lr) => lab.set("lr", lr),
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
    this.takeFromLab();
    this.show();
  }

  /** An address that holds points of the reader's own opens with them in the text. */
  private takeFromLab(): void {
    const { data } = this.desk.lab.model.settings;
    if (data?.source !== "points") return;
    const lines = Array.from(data.x, (x, index) => `${x},${data.y[index]}`);
    this.intake.put(["x,y", ...lines, ""].join("\n"));
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
    if (table) {
      const likely = likelyColumns(table);
      const within = (at: number | undefined): at is number =>
        at !== undefined && at < (table?.columns.length ?? 0);
      this.at = {
        x: within(overruled.x) ? overruled.x : likely.x,
        y: within(overruled.y) ? overruled.y : likely.y,
      };
      this.found = pointsOf(table, this.at);
    }
    this.resplit();
  }

  private resplit(): void {
    const { engine } = this.desk;
    const points = this.table ? this.found.points : [];
    this.split = holdBack(engine, points, this.splitting.share, this.splitting.seed);
    // Once the lab trains on them, another draw trains again; a table in the making waits for the button.
    if (this.given && this.blocked === "" && this.inLab !== "other" && this.sameTable) this.train(false);
    this.show();
  }

  /** Whether the points are those given to the lab, in perhaps another draw. */
  private get sameTable(): boolean {
    if (!this.given) return false;
    const { train, held } = this.given.split;
    const before = new Map([...train, ...held].map((point) => [point.row, point]));
    const now = [...this.split.train, ...this.split.held];
    return (
      now.length === before.size &&
      now.every(({ row, x, y }) => before.get(row)?.x === x && before.get(row)?.y === y)
    );
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
    const names = { x: nameOfColumn(table, at.x, this.words), y: nameOfColumn(table, at.y, this.words) };
    this.given = { split, shown: { held: seriesOf(split.held), names } };
    this.predicting.begin(names, table.mark, series.x);
    if (play) lab.playFromStart();
    this.show();
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
  }

  private showRun(): void {
    const { lab } = this.desk;
    const { given } = this;
    const is = this.inLab;
    const { train } = this.words;
    this.training.remark(given === null || is === "same" ? "" : is === "edited" ? train.edited : train.other);
    const seen = given !== null && is !== "other" && lab.model.isTrained;
    this.showing.element.hidden = !seen;
    this.predicting.element.hidden = !seen;
    const { run, moment } = lab.model;
    this.training.show(seen ? run : null);
    if (!seen || given === null) return;
    lab.guard(() => {
      this.showing.show(run, moment, given.shown, this.predicting.at);
      this.predicting.show(run, moment);
    });
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

export function mountYourData(place: HTMLElement, desk: Desk): void {
  new YourData(place, desk);
}
