/**
 * One setting as a control: a number with a slider, a flag as a checkbox, a choice as a list.
 * Refuses to keep a value: it shows what it is given and hands on what the reader wants.
 */
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { make } from "../dom";
import type { LabActions } from "../panel";
import { labelOf, type SettingWords } from "../refusal";
import { exactCount, type Setting, type SettingValue } from "../settings";
import { position, type Slider, sliderOf, sliderValue } from "../sliders";

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

/** As Python writes it, where a setting can be none. */
const NONE = "None";
/** What the reader may also write for it, beside the word of the reader's language. */
const NONES: readonly string[] = ["none", "null"];

/** What a text means for a setting: its number in full, or none; undefined if it means nothing. */
export function readSetting(
  { kind, nullable }: Setting,
  text: string,
  { none }: Pick<SettingWords, "none">,
): number | bigint | null | undefined {
  const word = text.toLowerCase();
  if (nullable && (NONES.includes(word) || word === none.toLowerCase())) return null;
  const plain = text.normalize("NFKC").trim();
  if (kind === "count" && /^\d+$/.test(plain)) return exactCount(plain);
  return readNumber(text) ?? undefined;
}

export class Field {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement | HTMLSelectElement;
  private readonly bounds: Slider | undefined;
  private readonly slider: HTMLInputElement | null;
  private readonly error: HTMLElement;
  private readonly track = make("div", { class: "track" });
  private readonly words: SettingWords;
  private value: SettingValue = null;
  private refused = false;
  /** What is shown is in the reader's hand and went into a branch: the run itself has another value. */
  private held = false;
  /** Where the value shown is set: in the settings, or in a change of the run in mid-run. */
  private path: string;
  /** The text that was last committed; null after a move of the slider. */
  typed: string | null = null;

  constructor(
    readonly setting: Setting,
    prefix: string,
    private readonly lab: LabActions,
    { settings, settings_help }: Pick<Words, "settings" | "settings_help">,
  ) {
    const { path, kind } = setting;
    const { strings } = lab;
    this.path = path;
    this.words = settings;
    const id = `${prefix}-${path.replace(".", "-")}`;
    const label = labelOf(path, settings);
    const helps: Readonly<Record<string, string>> = settings_help.help;
    const described = { id, name: path, "aria-describedby": `${id}-help ${id}-error` };
    if (kind === "choice")
      this.input = make(
        "select",
        described,
        ...(setting.choices ?? []).map((choice) => this.option(choice)),
        ...(setting.nullable ? [this.option(NONE)] : []),
      );
    else if (kind === "flag") this.input = make("input", { type: "checkbox", ...described });
    else
      this.input = make("input", {
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        spellcheck: "false",
        ...described,
      });
    this.bounds = sliderOf(setting);
    this.slider = this.bounds ? makeSlider(this.bounds, fill(strings.settings.slider, { label })) : null;
    const help = make("p", { class: "help", id: `${id}-help` }, helps[path] ?? "");
    this.error = make("p", { class: "error", id: `${id}-error`, role: "alert" });
    this.element = make("div", { class: `control ${kind}`, "data-name": path });
    this.element.append(make("label", { for: id }, label), this.input);
    if (this.slider) {
      this.track.append(this.slider);
      this.element.append(this.track);
    }
    this.element.append(help, this.error);
    this.listen();
  }

  /** A line below the control, and a mark on its slider. */
  note(line: HTMLElement, ...marks: HTMLElement[]): void {
    this.track.append(...marks);
    (this.slider ? this.track : this.input).after(line);
  }

  /**
   * Shows a value and remembers where it is set. A refused text, and a value that went into a branch, stay until the
   * setting itself has changed, or all begins `anew`.
   */
  show(value: SettingValue, anew: boolean, path = this.setting.path): void {
    this.path = path;
    if ((this.refused || this.held) && value === this.value && !anew) return;
    this.accept(value);
  }

  refuse(reason: string): void {
    this.error.textContent = reason;
    this.refused = true;
    this.input.setAttribute("aria-invalid", "true");
    this.element.classList.add("refused");
  }

  private accept(value: SettingValue): void {
    this.value = value;
    this.held = false;
    this.write(value);
  }

  /** Hands a value on. Taken, it is shown until the run's own is; not taken and not marked, the run's own is shown. */
  private hand(value: SettingValue): void {
    if (this.lab.set(this.path, value)) {
      this.held = true;
      this.write(value);
    } else if (!this.refused) this.accept(this.value);
  }

  private write(value: SettingValue): void {
    this.refused = false;
    this.input.removeAttribute("aria-invalid");
    this.element.classList.remove("refused");
    this.error.textContent = "";
    const { input, slider, bounds } = this;
    if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = value === true;
    else {
      const text = value === null ? (this.setting.nullable ? NONE : "") : String(value);
      // Points of the reader's own are no choice, but they may be what there is.
      if (input instanceof HTMLSelectElement && ![...input.options].some((option) => option.value === text))
        input.append(make("option", { value: text, disabled: true }, this.nameOf(text)));
      input.value = text;
    }
    this.makeRoom();
    if (!slider || !bounds || typeof value !== "number") return;
    const at = position(bounds, value);
    // Several places of a slider can mean one rounded value: the thumb stays where the hand has put it.
    if (sliderValue(bounds, Number(slider.value)) !== value || bounds.scale === "linear")
      slider.value = String(bounds.scale === "log" ? (at ?? (value < bounds.min ? 0 : 1)) : value);
    slider.setAttribute("aria-valuetext", numbers.setting(value));
  }

  private listen(): void {
    const { input, slider, bounds, lab, setting } = this;
    const { signal } = lab;
    input.addEventListener("change", () => this.commit(), { signal });
    input.addEventListener("input", () => this.makeRoom(), { signal });
    input.addEventListener(
      "keydown",
      (event) => {
        if (event instanceof KeyboardEvent && event.key === "Escape") this.accept(this.value);
      },
      { signal },
    );
    slider?.addEventListener(
      "input",
      () => {
        if (!bounds) return;
        const at = Number(slider.value);
        const value = bounds.scale === "log" ? sliderValue(bounds, at) : at;
        this.typed = null;
        this.hand(setting.kind === "count" ? Math.round(value) : value);
      },
      { signal },
    );
    slider?.addEventListener("change", () => lab.settle(), { signal });
    // What went into a branch stays with the branch.
    this.element.addEventListener("focusout", () => this.held && this.accept(this.value), { signal });
  }

  private commit(): void {
    const { input, lab, setting } = this;
    if (input instanceof HTMLSelectElement) this.hand(input.value === NONE ? null : input.value);
    else if (input.type === "checkbox") this.hand(input.checked);
    else {
      this.typed = input.value.trim();
      const value = readSetting(setting, this.typed, this.words);
      if (value === undefined) this.refuse(this.noNumber());
      else this.hand(value);
    }
    lab.settle();
  }

  private option(choice: string): HTMLOptionElement {
    return make("option", { value: choice }, this.nameOf(choice));
  }

  private nameOf(choice: string): string {
    const names: Readonly<Record<string, string>> = this.words.choices;
    return names[choice] ?? choice;
  }

  private noNumber(): string {
    const { refused, number, between, kept } = this.words;
    const template = this.typed === "" ? refused.empty : refused.wrong_type;
    const { path } = this.setting;
    const label = labelOf(path, this.words);
    return `${fill(template, { label, field: path, value: this.typed ?? "", range: number })}${between}${kept}`;
  }

  /** A field grows with its text, so that no digit is hidden. */
  private makeRoom(): void {
    this.input.style.setProperty("--length", String(this.input.value.length));
    this.input.classList.toggle("long", this.input.value.length > LONG);
  }
}

/** Steps of a logarithmic slider: fine enough for two significant digits. */
function makeSlider({ min, max, step, scale }: Slider, label: string): HTMLInputElement {
  const bounds = scale === "log" ? { min: 0, max: 1, step } : { min, max, step };
  return make("input", {
    type: "range",
    min: String(bounds.min),
    max: String(bounds.max),
    step: String(bounds.step),
    "aria-label": label,
  });
}
