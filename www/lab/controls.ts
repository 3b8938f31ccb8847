/**
 * The settings as controls, made from the one table: a field, a slider, a word of help, and the reason when a value
 * is refused. A refused text stays where it was typed, Escape puts the last good value back.
 * Refuses to judge a number: the engine does. Only what is no number at all never reaches it.
 */
import type { Limit } from "../engine";
import * as numbers from "../numbers";
import { fill, type Strings } from "../strings";
import { make } from "./dom";
import {
  CONTROLS,
  labelOf,
  type NumberControl,
  type NumberName,
  PROGRAMS,
  position,
  type Values,
  valueAt,
} from "./settings";

/** What the engine, or the field itself, says about a refused value. */
export interface Refusal {
  code: string;
  value: string;
  range: string;
  message: string;
}

interface Row {
  control: NumberControl;
  root: HTMLElement;
  field: HTMLInputElement;
  slider: HTMLInputElement;
  help: HTMLElement;
  error: HTMLElement;
  /** The text that was last committed; null after a move of the slider. */
  typed: string | null;
  refused: boolean;
}

/** A text longer than this takes a row of its own. */
const LONG = 13;

/** A plain decimal number, as people write it; neither 0x10 nor 1_000. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+|Infinity)(?:e[+-]?\d+)?$/i;

/** The number a text means, null if none. Full-width digits and the true minus are as good as any. */
export function readNumber(text: string): number | null {
  const plain = text.normalize("NFKC").trim().replace("−", "-");
  const value = DECIMAL.test(plain) ? Number(plain.replace(/infinity/i, "Infinity")) : Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** Steps of a logarithmic slider: fine enough for two significant digits. */
const LOG_STEPS = "0.005";

let made = 0;

export class Controls {
  readonly element: HTMLElement;
  private readonly rows = new Map<NumberName, Row>();
  private readonly programs = new Map<string, HTMLInputElement>();
  private readonly tick = make("span", { class: "tick", hidden: true });
  private readonly limit = make("p", { class: "limit" });
  private values: Values | null = null;

  constructor(
    private readonly strings: Strings,
    private readonly change: (change: Partial<Values>) => void,
    private readonly signal: AbortSignal,
  ) {
    made += 1;
    const prefix = `lab${made}`;
    this.element = make("div", { class: "controls" }, this.programChoice(prefix));
    for (const control of CONTROLS) this.element.append(this.row(control, prefix));
  }

  /** Puts values into the controls. A refused text stays until its own setting is `changed`, or no longer used. */
  show(values: Values, limit: Limit | null, changed: readonly string[]): void {
    this.values = values;
    for (const [program, radio] of this.programs) radio.checked = program === values.program;
    for (const row of this.rows.values()) {
      const { name, programs } = row.control;
      const stays = row.refused && !changed.includes(name) && programs.includes(values.program);
      if (!stays) this.showRow(row, values);
    }
    const { limit: words } = this.strings;
    this.limit.textContent = limit ? fill(words[limit.kind], { lr: numbers.setting(limit.lr) }) : words.none;
    const at = limit && position(this.need("lr").control, limit.lr);
    this.tick.hidden = at === null;
    if (at !== null) this.tick.style.setProperty("--at", String(at));
  }

  /** Says beside the control why its value was refused. The text the reader typed stays. */
  refuse(name: NumberName, { code, value, range, message }: Refusal): void {
    const row = this.need(name);
    const templates: Readonly<Record<string, string>> = this.strings.refused;
    const template = templates[code];
    const { field, name: own } = row.control;
    const label = labelOf(row.control, this.strings);
    const reason = template
      ? fill(template, { label, field: field === own ? own : field, value: row.typed ?? value, range })
      : message;
    row.error.textContent = `${reason} ${this.strings.kept}`;
    row.refused = true;
    row.field.setAttribute("aria-invalid", "true");
    row.root.classList.add("refused");
  }

  private programChoice(prefix: string): HTMLElement {
    const { label, help } = this.strings.controls.program;
    const options = PROGRAMS.map((program) => {
      const radio = make("input", { type: "radio", name: `${prefix}-program`, value: program });
      radio.addEventListener("change", () => this.change({ program }), { signal: this.signal });
      this.programs.set(program, radio);
      return make("label", {}, radio, make("span", {}, this.strings.programs[program]));
    });
    return make(
      "fieldset",
      { class: "control", "data-name": "program" },
      make("legend", {}, label),
      make("div", { class: "segments" }, ...options),
      make("p", { class: "help" }, help),
    );
  }

  private row(control: NumberControl, prefix: string): HTMLElement {
    const id = `${prefix}-${control.name}`;
    const { label, help: helpText } = this.strings.controls[control.name];
    const { min, max, step, scale } = control.slider;
    const bounds =
      scale === "log"
        ? { min: "0", max: "1", step: LOG_STEPS }
        : { min: String(min), max: String(max), step: String(step) };
    const field = make("input", {
      id,
      name: control.name,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${id}-help ${id}-error`,
    });
    const slider = make("input", {
      type: "range",
      ...bounds,
      "aria-label": fill(this.strings.settings.slider, { label }),
    });
    const help = make("p", { class: "help", id: `${id}-help` }, helpText);
    const error = make("p", { class: "error", id: `${id}-error`, role: "alert" });
    const track = make("div", { class: "track" }, slider);
    const root = make("div", { class: "control", "data-name": control.name });
    root.append(make("label", { for: id }, label), field, track);
    if (control.name === "lr") {
      track.append(this.tick);
      root.append(this.limit);
    }
    root.append(help, error);
    const row: Row = { control, root, field, slider, help, error, typed: null, refused: false };
    this.rows.set(control.name, row);
    this.listen(row);
    return root;
  }

  private listen(row: Row): void {
    const { control, field, slider } = row;
    const { signal } = this;
    slider.addEventListener(
      "input",
      () => {
        const at = Number(slider.value);
        row.typed = null;
        this.change({ [control.name]: control.slider.scale === "log" ? valueAt(control, at) : at });
      },
      { signal },
    );
    field.addEventListener("change", () => this.commit(row), { signal });
    field.addEventListener("input", () => this.makeRoom(field), { signal });
    field.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.values) this.showRow(row, this.values);
      },
      { signal },
    );
  }

  private commit(row: Row): void {
    const { name } = row.control;
    row.typed = row.field.value.trim();
    const value = readNumber(row.typed);
    if (value !== null) {
      this.change({ [name]: value });
      return;
    }
    const code = row.typed === "" ? "empty" : "wrong_type";
    this.refuse(name, { code, value: row.typed, range: this.strings.number, message: "" });
  }

  /** A field grows with its text, so that no digit is hidden. */
  private makeRoom(field: HTMLInputElement): void {
    field.style.setProperty("--length", String(field.value.length));
    field.classList.toggle("long", field.value.length > LONG);
  }

  private showRow(row: Row, values: Values): void {
    const { control, root, field, slider, help, error } = row;
    const value = values[control.name];
    const used = control.programs.includes(values.program);
    const { label, help: helpText } = this.strings.controls[control.name];
    field.value = String(value);
    this.makeRoom(field);
    row.refused = false;
    field.removeAttribute("aria-invalid");
    error.textContent = "";
    root.classList.remove("refused");
    root.classList.toggle("unused", !used);
    field.disabled = !used;
    slider.disabled = !used;
    const at = position(control, value);
    const place = control.slider.scale === "log" ? (at ?? (value < control.slider.min ? 0 : 1)) : value;
    slider.value = String(place);
    slider.setAttribute("aria-valuetext", numbers.setting(value));
    help.textContent = used
      ? helpText
      : fill(this.strings.settings.notUsed, {
          program: this.strings.theProgram[values.program],
          name: label.toLowerCase(),
        });
  }

  private need(name: NumberName): Row {
    const row = this.rows.get(name);
    if (!row) throw new Error(`There is no control ${name}.`);
    return row;
  }
}
