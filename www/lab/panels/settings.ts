/**
 * The settings as controls, made from the one table: a field, a slider, a word of help, and the reason when a value is
 * refused. A refused text stays where it was typed, Escape puts the last good value back.
 * Refuses to judge a number: the engine does. Only what is no number at all never reaches it.
 */
import type { EngineError, Settings } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import style from "../../style/settings.css?inline";
import { make } from "../dom";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import { explain, labelOf, nameOf } from "../refusal";
import type { Run } from "../run";
import { applies, PROGRAMS, SETTINGS, type SettingValue, valueIn } from "../settings";
import { position, sliderOf } from "../sliders";
import { Field } from "./field";

/** The settings' names, and a word of help for each. */
type SettingsWords = Pick<Words, "settings" | "settings_help">;

let made = 0;

class SettingsPanel implements Panel {
  readonly element = make("div", { class: "controls" });
  private readonly rows = new Map<string, Field>();
  private readonly programs = new Map<string, HTMLInputElement>();
  /** On the row of each setting that is a learning rate: one of them can be seen. */
  private readonly limits = ["lr", "eta0"].map((path) => ({
    path,
    tick: make("span", { class: "tick", hidden: true }),
    line: make("p", { class: "limit" }),
  }));
  private readonly noSpread = make("p", { class: "limit", hidden: true });
  private shown: { run: Run; changed: number; settings: Settings } | null = null;

  constructor(
    private readonly lab: LabActions,
    private readonly words: SettingsWords,
  ) {
    made += 1;
    lab.adopt(style);
    const prefix = `fd-settings-${made}`;
    this.element.append(this.programChoice(prefix));
    for (const setting of SETTINGS) {
      if (setting.path === "program") continue;
      const row = new Field(setting, prefix, lab, words);
      const limit = this.limits.find(({ path }) => path === setting.path);
      if (limit) row.note(limit.line, limit.tick);
      if (setting.path === "standardize") row.note(this.noSpread);
      this.rows.set(setting.path, row);
      this.element.append(row.element);
    }
    const classic = make("button", { type: "button", class: "classic" }, lab.strings.settings.classic);
    classic.addEventListener("click", () => this.once(() => lab.load({})), { signal: lab.signal });
    this.element.append(classic);
  }

  write({ run, moment }: Scene): void {
    const { update } = moment;
    // A run changed in mid-run has other values from there on.
    const changed = (run.settings.changes ?? []).filter((change) => change.update <= update).length;
    if (run === this.shown?.run && changed === this.shown.changed) return;
    const { settings, runs } = this.lab.model;
    const chosen = settings !== this.shown?.settings;
    this.shown = { run, changed, settings };
    // With the classic run a refused text goes too; not where the same run was only opened anew.
    const classic = chosen && runs.length === 1 && Object.keys(settings).length === 0;
    for (const [program, radio] of this.programs) radio.checked = program === run.program;
    for (const row of this.rows.values()) {
      const { setting } = row;
      row.element.hidden = !applies(settings, setting);
      // A PyTorch run draws its own first parameters: the setting names none, and the run knows them.
      const drawn: Readonly<Record<string, SettingValue>> = { "init.w": run.start.w, "init.b": run.start.b };
      if (row.element.hidden) continue;
      const path = run.pathAt(setting.path, update);
      row.show(valueIn(run.settings, { ...setting, path }) ?? drawn[setting.path] ?? null, classic, path);
    }
    this.showLimit(run);
    this.noSpread.hidden = run.data.std !== null;
    if (!this.noSpread.hidden)
      this.noSpread.textContent =
        this.words.settings_help.noSpread[run.data.x.length === 1 ? "one" : "equal"];
  }

  refuse(error: EngineError, path: string, value?: SettingValue): boolean {
    const name = nameOf(path);
    const row = this.rows.get(name);
    // What is at fault may be another setting than the one that was moved.
    if (!row || row.element.hidden || nameOf(error.field ?? name) !== name) return false;
    row.refuse(
      explain(error, this.words.settings, row.typed ?? (value === undefined ? undefined : String(value))),
    );
    return true;
  }

  invalidate(): void {
    this.shown = null;
  }

  destroy(): void {
    this.rows.clear();
  }

  private showLimit(run: Run): void {
    const words = this.words.settings_help.limit;
    // Of a rate that plays no part there is no limit.
    const limit = run.rate === null ? null : run.limit;
    for (const { path, tick, line } of this.limits) {
      line.textContent = limit ? fill(words[limit.kind], { lr: numbers.setting(limit.lr) }) : words.none;
      const slider = sliderOf({ path });
      const at = limit && slider ? position(slider, limit.lr) : null;
      tick.hidden = at === null;
      if (at !== null) tick.style.setProperty("--at", String(at));
    }
  }

  /** An edit that is one of its own to undo. */
  private once(edit: () => void): void {
    this.lab.settle();
    edit();
    this.lab.settle();
  }

  private programChoice(prefix: string): HTMLElement {
    const { strings, signal } = this.lab;
    const { settings, settings_help } = this.words;
    const label = labelOf("program", settings);
    const options = PROGRAMS.map((program) => {
      const radio = make("input", { type: "radio", name: `${prefix}-program`, value: program });
      radio.addEventListener("change", () => this.once(() => this.lab.set("program", program)), { signal });
      this.programs.set(program, radio);
      return make("label", {}, radio, make("span", {}, strings.programs[program]));
    });
    return make(
      "fieldset",
      { class: "control", "data-name": "program" },
      make("legend", {}, label),
      make("div", { class: "segments" }, ...options),
      make("p", { class: "help" }, settings_help.help.program),
    );
  }
}

export const makeSettingsPanel =
  (words: SettingsWords): MakePanel =>
  (lab) =>
    new SettingsPanel(lab, words);
