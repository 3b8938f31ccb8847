/**
 * Sends the points to the lab, and explains a run that does not hold: the learning rate, the limit the engine finds for
 * these points, why it is so low, and what standardising x makes of it. While that is in sight, the lab's own notice, which
 * offers the same ways out, need not lie over it.
 * Refuses to change a setting by itself.
 */
import type { Engine, Settings } from "../../engine";
import { make } from "../../lab/dom";
import { wellBelow } from "../../lab/rounding";
import type { Run } from "../../lab/run";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { button, part, tick, write } from "./controls";
import { endLoss, leastLoss } from "./losses";
import { rangeOf } from "./range";

/** What mail and chat programs commonly pass on whole, in characters. */
export const LONG_LINK = 8000;

/**
 * A run whose loss ends so many times the least there is has not arrived. Batches alone keep the loss above it, by some
 * hundredths at usual learning rates.
 */
const FAR = 1.25;

export interface TrainingActions {
  /** Gives the lab the points as they now stand. */
  train(): void;
  /** Takes the lab's points for the table. */
  takeLab(): void;
  standardize(on: boolean): void;
  setRate(lr: number): void;
  /** The run's trouble is in sight here. */
  explained(run: Run): void;
}

export class Training {
  readonly element: HTMLElement;
  private shown: Run | null = null;
  /** Whether the reader has the trouble before them. */
  private inSight = false;
  private readonly switch: ReturnType<typeof tick>;
  private readonly start: HTMLButtonElement;
  private readonly blocked = make("p", { class: "note" });
  private readonly other = make("p", { class: "note", role: "status" });
  private readonly takeLab = make("p", { class: "row take-lab", hidden: true });
  private readonly link = make("p", { class: "note link" });
  private readonly limit = make("p", { class: "help" });
  private readonly trouble = make("div", { class: "trouble", role: "status", hidden: true });

  constructor(
    private readonly words: Words["your_data"],
    private readonly engine: Engine,
    private readonly actions: TrainingActions,
    private readonly signal: AbortSignal,
  ) {
    const { train } = words;
    this.switch = tick(train.standardize, (on) => actions.standardize(on), signal);
    this.start = button("", () => actions.train(), signal);
    this.start.classList.add("main-button");
    this.element = part(
      "training",
      train.title,
      this.switch.element,
      make("p", { class: "row" }, this.start),
      this.blocked,
      this.other,
      this.takeLab,
      this.trouble,
      this.limit,
      this.link,
    );
    this.takeLab.append(button(train.takeLab, () => actions.takeLab(), signal));
    const sight = new IntersectionObserver((entries) => {
      this.inSight = entries.at(-1)?.isIntersecting ?? false;
      if (this.inSight && this.shown) actions.explained(this.shown);
    });
    sight.observe(this.trouble);
    signal.addEventListener("abort", () => sight.disconnect());
  }

  get standardize(): boolean {
    return this.switch.box.checked;
  }

  set standardize(on: boolean) {
    this.switch.box.checked = on;
  }

  /** The button: how many points, and why it cannot be pressed. */
  offer(count: number, again: boolean, blocked: string): void {
    const { train } = this.words;
    write(this.start, fill(again ? train.again : train.start, { count: numbers.count(count) }));
    this.start.disabled = blocked !== "";
    write(this.blocked, blocked);
  }

  /** Says how the lab's points differ from those given to it; with `both`, the lab's can be gone on with too. */
  remark(text: string, both: boolean): void {
    write(this.other, text);
    this.takeLab.hidden = !both;
  }

  /** Of the link to the run, which grows with the points. */
  warnOf(characters: number): void {
    const { longLink } = this.words.train;
    const values = { count: numbers.count(characters), most: numbers.count(LONG_LINK) };
    write(this.link, characters > LONG_LINK ? fill(longLink, values) : "");
  }

  /** What is known of the run in the lab; null when it is not of these points. Said once a run: it has buttons. */
  show(run: Run | null): void {
    if (run === this.shown) return;
    this.shown = run;
    const { train } = this.words;
    this.trouble.hidden = true;
    if (!run) {
      write(this.limit, "");
      return;
    }
    this.switch.box.checked = run.settings.standardize ?? false;
    const { limit, settings, divergence } = run;
    const lr = settings.lr;
    if (limit && lr !== undefined) {
      const kind = limit.kind === "exact" ? train.exact : train.guide;
      write(
        this.limit,
        fill(train.limit, { lr: numbers.setting(lr), limit: numbers.setting(limit.lr), kind }),
      );
    } else write(this.limit, "");
    const over = limit !== null && lr !== undefined && lr > limit.lr;
    if (divergence || over) this.explain(run);
    else this.measureEnd(run);
  }

  /** A run that is stable can still end far from the best line. */
  private measureEnd(run: Run): void {
    const { train } = this.words;
    if (!run.leastSquares) return;
    const [loss, least] = [endLoss(this.engine, run), leastLoss(this.engine, run)];
    if (!(loss > least * FAR)) return;
    const ways: HTMLElement[] = [];
    const says = [fill(train.far, { loss: numbers.loss(loss), least: numbers.loss(least) })];
    if (run.settings.standardize) says.push(train.farther);
    else {
      says.push(train.farUnscaled);
      ways.push(button(train.doStandardize, () => this.actions.standardize(true), this.signal));
    }
    this.tell(says, ways);
  }

  private tell(says: readonly string[], ways: readonly HTMLElement[]): void {
    this.trouble.replaceChildren(make("p", {}, says.join(this.words.train.between)));
    if (ways.length > 0) this.trouble.append(make("p", { class: "row" }, ...ways));
    this.trouble.hidden = false;
    if (this.inSight && this.shown) this.actions.explained(this.shown);
  }

  private explain(run: Run): void {
    const { train } = this.words;
    const { limit, settings, divergence } = run;
    const rate = numbers.setting(settings.lr ?? Number.NaN);
    const says: string[] = [];
    if (divergence)
      says.push(fill(train.diverges, { update: numbers.count(divergence.update + 1), lr: rate }));
    else if (limit) says.push(fill(train.over, { lr: rate, limit: numbers.setting(limit.lr) }));
    const ways: HTMLElement[] = [];
    if (limit && !settings.standardize && limit.lambdaMin > 0) {
      const { low, high } = rangeOf(run.data.x);
      says.push(
        fill(train.why, {
          low: numbers.setting(low),
          high: numbers.setting(high),
          ratio: numbers.count(limit.lambdaMax / limit.lambdaMin),
          limit: numbers.setting(limit.lr),
        }),
      );
      const scaled = this.engine.stabilityLimit({ ...settings, standardize: true } satisfies Settings);
      if (scaled && scaled.lr > limit.lr) {
        says.push(fill(train.after, { limit: numbers.setting(scaled.lr) }));
        ways.push(button(train.doStandardize, () => this.actions.standardize(true), this.signal));
      }
    } else says.push(train.lower);
    if (limit && settings.lr !== undefined && settings.lr > limit.lr) {
      const half = wellBelow(limit.lr);
      ways.push(
        button(
          fill(train.doLower, { lr: numbers.setting(half) }),
          () => this.actions.setRate(half),
          this.signal,
        ),
      );
    }
    this.tell(says, ways);
  }
}
