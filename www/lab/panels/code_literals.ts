/**
 * The settings in the code: numbers that are dragged, typed or nudged, flags that are turned over. The run follows at
 * once; what the engine refuses, the lab explains, and the number returns.
 * Refuses to keep a value, but for one in the reader's hand: while branching, the program shown keeps its own.
 */
import { fill, type Words } from "../../strings";
import type { Piece } from "../../views/code";
import { make } from "../dom";
import { listenToDrags } from "../drag";
import { dragged, nudged } from "../literal_steps";
import type { LabActions } from "../panel";
import { labelOf, nameOf, type SettingWords } from "../refusal";
import { applies, type Setting, settingOf, valueIn } from "../settings";
import type { PieceMaker } from "./code_rows";
import { readSetting } from "./field";

const LONG_STEP = 10;
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** A number in the reader's hand that the program shown does not have: it went into a branch. */
interface Held {
  path: string;
  text: string;
}

interface Grip {
  element: HTMLElement;
  setting: Setting;
  from: number;
  x: number;
}

const pathOf = (element: HTMLElement): string => element.dataset.setting ?? "";

/** As Python prints a number: a float has a point or an exponent. */
function asPython(value: number, setting: Setting): string {
  const text = String(value);
  return setting.kind === "number" && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

export class Literals implements PieceMaker {
  private held: Held | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly lab: LabActions,
    private readonly words: Words["code"],
    private readonly names: SettingWords,
  ) {
    const { signal } = lab;
    listenToDrags<Grip>(
      root,
      {
        pick: (place, event) => this.pick(event.target, place.x),
        move: ({ element, setting, from, x }, place) => {
          if (setting.kind !== "flag") this.put(element, setting, dragged(setting, from, place.x - x));
        },
        end: ({ element, setting }, moved) => this.release(element, setting, moved),
      },
      signal,
    );
    // Taking hold of a number must not begin to mark text; the focus is given by hand.
    root.addEventListener("mousedown", (event) => literalAt(event.target) && event.preventDefault(), {
      signal,
    });
    root.addEventListener("keydown", (event) => this.press(event), { signal });
    root.addEventListener("keyup", (event) => event.key in STEPS && lab.settle(), { signal });
    root.addEventListener("focusout", () => this.letGo(), { signal });
  }

  /** Whether a setting can be changed in the code of this program. */
  isLive(path: string): boolean {
    const setting = settingOf(path);
    return setting !== undefined && applies(this.lab.model.settings, setting);
  }

  update(element: HTMLElement, { text, setting: path }: Piece): void {
    const setting = settingOf(path);
    if (!setting) return;
    if (element.dataset.setting !== path) this.furnish(element, setting);
    // Another value of the program's own ends what was in hand.
    const held = this.held?.path === path ? this.held : null;
    const changed = element.dataset.own !== text;
    if (held && changed) this.held = null;
    element.dataset.own = text;
    write(element, held && !changed ? held.text : text);
  }

  private furnish(element: HTMLElement, setting: Setting): void {
    element.dataset.setting = setting.path;
    element.dataset.keys = "own";
    element.tabIndex = 0;
    element.classList.toggle("flag", setting.kind === "flag");
    element.setAttribute("role", setting.kind === "flag" ? "switch" : "spinbutton");
    element.setAttribute(
      "aria-label",
      fill(this.words.literal, { label: labelOf(setting.path, this.names) }),
    );
  }

  // ------------------------------------------------------------------ pointer

  private pick(target: EventTarget | null, x: number): Grip | null {
    const element = literalAt(target);
    const setting = element && settingOf(pathOf(element));
    if (!element || !setting) return null;
    return { element, setting, from: Number(element.textContent), x };
  }

  private release(element: HTMLElement, setting: Setting, moved: boolean): void {
    if (moved) this.lab.settle();
    if (element.isConnected) element.focus({ preventScroll: true });
    if (moved) return;
    if (setting.kind === "flag") this.turn(element, setting);
    else this.edit(element, setting);
  }

  // ------------------------------------------------------------------ keyboard

  private press(event: KeyboardEvent): void {
    const element = event.target instanceof HTMLElement ? event.target : null;
    const setting = element?.matches(".literal") ? settingOf(pathOf(element)) : undefined;
    if (!element || !setting || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const step = STEPS[key];
    const typed = /^[\d.+−-]$/.test(key);
    if (setting.kind === "flag") {
      if (key !== "Enter" && key !== " ") return;
      this.turn(element, setting);
    } else if (step !== undefined) {
      const steps = event.shiftKey && Math.abs(step) === 1 ? step * LONG_STEP : step;
      this.put(element, setting, nudged(setting, Number(element.textContent), steps));
    } else if (key === "Enter" || typed) this.edit(element, setting, typed ? key : undefined);
    else return;
    event.preventDefault();
  }

  // ------------------------------------------------------------------ changes

  private put(element: HTMLElement, setting: Setting, value: number): void {
    if (value === Number(element.textContent) || !this.lab.set(setting.path, value)) return;
    const text = asPython(value, setting);
    const branched = valueIn(this.lab.model.run.settings, setting) !== value;
    this.held = branched ? { path: setting.path, text } : null;
    write(element, text);
  }

  /** What went into a branch stays with the branch. */
  private letGo(): void {
    if (!this.held) return;
    this.held = null;
    for (const element of this.root.querySelectorAll<HTMLElement>(".literal"))
      if (element.dataset.own !== undefined) write(element, element.dataset.own);
  }

  private turn(element: HTMLElement, setting: Setting): void {
    const { path } = setting;
    const on = element.textContent !== "True";
    if (!this.lab.set(path, on)) return;
    this.lab.settle();
    // Listings print a flag only where it is not the default: turned over, it is gone from the line.
    if (valueIn(this.lab.model.settings, setting) === on)
      this.lab.say(fill(this.words.leftOut, { name: path, value: on ? "True" : "False" }));
  }

  /** What is no number at all never reaches the engine. */
  private take(element: HTMLElement, setting: Setting, text: string): void {
    const value = readSetting(setting, text, this.names);
    if (value !== undefined) {
      if (typeof value === "number") this.put(element, setting, value);
      else this.lab.set(setting.path, value);
      this.lab.settle();
      return;
    }
    const { refused, number, kept } = this.names;
    const { path } = setting;
    const label = labelOf(path, this.names);
    const field = nameOf(path);
    this.lab.say(`${fill(refused.wrong_type, { label, field, value: text, range: number })} ${kept}`);
  }

  /** A field in the number's stead, until Enter, Escape or the focus goes. */
  private edit(element: HTMLElement, setting: Setting, typed?: string): void {
    const label = fill(this.words.edit, { label: labelOf(setting.path, this.names) });
    const own = element.textContent ?? "";
    const input = make("input", {
      class: "literal-input",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": label,
    });
    input.value = typed ?? own;
    const grow = (): void => input.style.setProperty("--length", String(Math.max(input.value.length, 3) + 1));
    let open = true;
    const close = (keep: boolean, focus: boolean): void => {
      if (!open) return;
      open = false;
      const text = input.value.trim();
      input.remove();
      element.hidden = false;
      if (focus) element.focus({ preventScroll: true });
      if (keep && text !== "") this.take(element, setting, text);
    };
    input.addEventListener("input", grow);
    input.addEventListener("blur", () => close(true, false));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      close(event.key === "Enter", true);
    });
    grow();
    element.hidden = true;
    element.after(input);
    input.focus({ preventScroll: true });
    if (typed === undefined) input.select();
  }
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent === text) return;
  element.textContent = text;
  if (element.classList.contains("flag")) element.setAttribute("aria-checked", String(text === "True"));
  else {
    element.setAttribute("aria-valuenow", String(Number(text)));
    element.setAttribute("aria-valuetext", text);
  }
}

function literalAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".literal") : null;
}
