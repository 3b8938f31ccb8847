/**
 * The code panel: the running program in Python with the statement executed last lit and the values of its names beside
 * the lines; the program by hand and PyTorch's, in step by phases; what the script would have printed.
 * Two programs stand in columns where there is room, and take the room of their neighbours for it; else section by section
 * in one list.
 * Refuses to run anything but the twin of a run by hand; the run itself belongs to the lab.
 */

import type { NamedValue, State } from "../../engine";
import type { Words } from "../../strings";
import style from "../../style/code.css?inline";
import styleOfBoth from "../../style/code_both.css?inline";
import styleOfCard from "../../style/code_card.css?inline";
import styleOfStrips from "../../style/code_strips.css?inline";
import { type Listing, type Row, rows } from "../../views/code";
import { type Reading, readings } from "../../views/code_readings";
import { type Place, places, sections } from "../../views/code_sections";
import { make } from "../dom";
import type { Mode } from "../look";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { ValueCard } from "./code_card";
import { Literals } from "./code_literals";
import { Modes } from "./code_modes";
import { CodeRows, type ShownRow } from "./code_rows";
import { AgreementStrip, OutputStrip } from "./code_strips";
import { Twin } from "./code_twin";

/** Two listings side by side need this much, in CSS pixels. */
const TWO_COLUMNS = 560;
/** While the run plays or is dragged, arrays and printed lines are asked for so often, or more rarely if asking takes its time. */
const BETWEEN_ASKS_MS = 100;
const SHARE_OF_TIME = 20;

type Side = "own" | "twin";

/** Where each row of a list comes from. */
type Origin = { side: Side; line: number };

interface Prepared {
  run: Run;
  mode: Mode | null;
  own: Listing;
  lists: { rows: CodeRows; origins: readonly Origin[] }[];
}

class CodePanel implements Panel {
  readonly element: HTMLElement;
  readonly tools: HTMLElement;
  private readonly words: Words["code"];
  private readonly body = make("div", { class: "code-body" });
  private readonly first: CodeRows;
  private readonly second: CodeRows;
  private readonly literals: Literals;
  private readonly card: ValueCard;
  private readonly modes: Modes;
  private readonly agreement: AgreementStrip;
  private readonly output: OutputStrip;
  private readonly observer: ResizeObserver;
  private columns = false;
  private prepared: Prepared | null = null;
  private twin: Twin | null = null;
  private byPhase = false;
  private names: Record<Side, readonly NamedValue[]> = { own: [], twin: [] };
  private asked = { listing: 0, names: 0, output: 0 };

  constructor(
    private readonly lab: LabActions,
    { code, settings }: Pick<Words, "code" | "settings">,
  ) {
    this.words = code;
    for (const css of [style, styleOfStrips, styleOfBoth, styleOfCard]) lab.adopt(css);
    const again = (): void => {
      this.prepared = null;
      lab.redraw();
    };
    this.literals = new Literals(this.body, lab, code, settings);
    this.card = new ValueCard(this.body, code, lab.signal);
    this.first = new CodeRows(this.literals, this.card);
    this.second = new CodeRows(this.literals, this.card);
    this.modes = new Modes(lab, this.words, again);
    this.tools = make("div", { class: "tools-row" }, this.modes.element);
    this.agreement = new AgreementStrip(this.words);
    this.output = new OutputStrip(lab, this.words, again);
    this.element = make(
      "div",
      { class: "view code" },
      this.body,
      this.agreement.element,
      this.output.element,
      this.card.element,
    );
    this.observer = new ResizeObserver(() => {
      this.columns = this.element.clientWidth >= TWO_COLUMNS;
      again();
    });
    this.observer.observe(this.element);
  }

  write(scene: Scene): void {
    const { run, moment } = scene;
    const prepared = this.prepared && this.isTold(this.prepared, scene) ? this.prepared : this.prepare(run);
    const { own, mode, lists } = prepared;
    const both = mode === "both";
    if (both !== this.byPhase) {
      this.byPhase = both;
      this.lab.stepByPhase(both);
      this.widen(both);
    }
    const { twin } = this;
    const states: Record<Side, State | null> = {
      own: moment,
      twin: twin?.follow(moment, own.statements) ?? null,
    };
    this.ask(scene);
    const told: Record<Side, (Reading | null)[]> = {
      own: readings(own, moment, this.names.own, this.words),
      twin: twin && states.twin ? readings(twin.listing, states.twin, this.names.twin, this.words) : [],
    };
    for (const { rows, origins } of lists) {
      rows.tell(origins.map(({ side, line }) => told[side][line] ?? null));
      rows.light(origins.flatMap(({ side, line }, at) => (states[side]?.line === line ? [at] : [])));
    }
    if (both && states.twin)
      this.agreement.show(
        [
          [moment.w, states.twin.w],
          [moment.b ?? Number.NaN, states.twin.b ?? Number.NaN],
        ],
        own.edited,
      );
  }

  invalidate(): void {
    this.prepared = null;
  }

  destroy(): void {
    this.observer.disconnect();
    this.twin?.free();
    this.twin = null;
  }

  /** Whether the listing is that of the run, or of one that differs in its samples alone and was there just now. */
  private isTold({ run: { settings } }: Prepared, { run, restless }: Scene): boolean {
    if (this.prepared?.run === run) return true;
    if (!restless || this.twin || performance.now() >= this.asked.listing) return false;
    return JSON.stringify({ ...settings, data: null }) === JSON.stringify({ ...run.settings, data: null });
  }

  /** What belongs to the run and not to the moment. */
  private prepare(run: Run): Prepared {
    const mode = this.modes.of(run.program);
    const own: Listing = {
      program: run.program,
      edited: typeof run.settings.program === "object",
      source: run.ask((session) => session.source()),
      statements: run.statements,
    };
    this.bringTwin(run, run.program === "by_hand" && mode !== "by_hand");
    this.asked = { listing: performance.now() + BETWEEN_ASKS_MS, names: 0, output: 0 };
    this.names = { own: [], twin: [] };
    const isLive = (path: string): boolean => this.literals.isLive(path);
    const lines: Record<Side, Row[]> = {
      own: rows(own, isLive),
      twin: this.twin ? rows(this.twin.listing, isLive) : [],
    };
    const lists = this.place(mode, own, lines);
    const shown = Object.values(lines).flatMap((rows) => rows.flatMap(({ pieces }) => pieces));
    this.literals.listed(new Set(shown.flatMap(({ setting }) => setting ?? [])));
    const alone = mode !== "both";
    if (this.agreement.element.hidden !== alone) this.agreement.element.hidden = alone;
    this.prepared = { run, mode, own, lists };
    return this.prepared;
  }

  private place(mode: Mode | null, own: Listing, lines: Record<Side, Row[]>): Prepared["lists"] {
    const { first, second, twin } = this;
    const { code } = this.words;
    const title = (side: Side): string =>
      side === "twin" || own.program === "torch"
        ? code.torch
        : this.lab.strings.theProgram[this.lab.model.run.program];
    const whole = (rows: CodeRows, side: Side, at: readonly Place[] = []): Prepared["lists"][number] => {
      rows.show(
        lines[side].map((row, line) => ({ ...row, place: at[line] })),
        title(side),
      );
      return { rows, origins: lines[side].map((_, line) => ({ side, line })) };
    };
    const both = mode === "both";
    this.element.classList.toggle("both", both);
    this.element.classList.toggle("paired", both && !this.columns);
    this.body.classList.toggle("columns", both && this.columns);
    if (!both || !twin) {
      this.fill(first);
      return [whole(first, twin ? "twin" : "own")];
    }
    const cut = sections(own, twin.listing);
    if (this.columns) {
      this.fill(first, second);
      const height = cut.reduce((sum, section) => sum + Math.max(section.own.length, section.twin.length), 0);
      this.body.style.setProperty("--rows", String(height));
      return [whole(first, "own", places(cut, "own")), whole(second, "twin", places(cut, "twin"))];
    }
    this.fill(first);
    const shown = cut.flatMap((section) => {
      const of = (side: Side): (Origin & ShownRow)[] =>
        section[side].map((line) => {
          const { indent = 0, pieces = [] } = lines[side][line] ?? {};
          const owner = side === "own" ? this.words.byHand : this.words.torch;
          return { side, line, indent, pieces, owner };
        });
      return [...of("own"), ...of("twin")].map((row, at) => ({ ...row, leads: at === 0 }));
    });
    first.show(shown, code.both);
    return [{ rows: first, origins: shown }];
  }

  /** A list that stays where it is keeps its focus and its place. */
  private fill(...lists: CodeRows[]): void {
    const { children } = this.body;
    if (children.length === lists.length && lists.every(({ element }, at) => children[at] === element))
      return;
    this.body.replaceChildren(...lists.map(({ element }) => element));
  }

  /** Places are made anew with it: what had the focus keeps it. */
  private widen(on: boolean): void {
    const tree = this.element.getRootNode();
    const focused = tree instanceof ShadowRoot ? tree.activeElement : null;
    this.lab.widen(on);
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  private bringTwin(run: Run, wanted: boolean): void {
    if (wanted && this.twin?.run === run) return;
    this.twin?.free();
    this.twin = null;
    if (wanted) this.twin = new Twin(run, this.lab.engine);
  }

  /** Copies arrays and lines out of the engine: at every statement, but now and then while whole batches go by. */
  private ask({ run, moment, restless }: Scene): void {
    const now = performance.now();
    const due = (what: "names" | "output"): boolean => !restless || now >= this.asked[what];
    if (due("names") && moment.line !== null) {
      this.names = { own: run.ask((session) => session.values()), twin: this.twin?.names() ?? [] };
      const cost = performance.now() - now;
      this.asked.names = now + Math.max(moment.statement > 0 ? 0 : BETWEEN_ASKS_MS, cost * SHARE_OF_TIME);
    }
    if (!due("output")) return;
    const before = performance.now();
    this.output.show(run.ask((session) => session.output()));
    this.asked.output = now + Math.max(BETWEEN_ASKS_MS, (performance.now() - before) * SHARE_OF_TIME);
  }
}

export const makeCodePanel =
  (words: Pick<Words, "code" | "settings">): MakePanel =>
  (lab) =>
    new CodePanel(lab, words);
