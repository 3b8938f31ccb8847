/**
 * The transport: buttons, the unit they step, speed, and the scrubber, a real slider over the updates of the run.
 * Refuses to move the cursor itself: it asks its owner.
 */
import { fill, type Strings } from "../strings";
import { DEFAULT_SPEED, SPEEDS, type Speed } from "./clock";
import { enable, type IconName, icon, make } from "./dom";
import type { KeyAction } from "./keyboard";
import type { Moment } from "./run";
import { UNITS, type Unit } from "./units";

export interface TransportActions {
  act(action: KeyAction): void;
  seek(update: number): void;
  speed(speed: Speed): void;
  unit(unit: Unit): void;
  branching(on: boolean): void;
  readonly takeHome: () => void;
}

function iconButton(name: IconName, label: string): HTMLButtonElement {
  return make(
    "button",
    { type: "button", class: "icon-only", "aria-label": label, title: label },
    icon(name),
  );
}

let made = 0;

export class Transport {
  readonly bar: HTMLElement;
  /** The far end of the bar; more buttons may stand there. */
  readonly end: HTMLElement;
  readonly scrubber: HTMLInputElement;
  private readonly playButton: HTMLButtonElement;
  private readonly playLabel: HTMLElement;
  private readonly backward: HTMLButtonElement[];
  private readonly forward: HTMLButtonElement[];
  private readonly speed = make("select", { name: "speed" });
  private readonly units = new Map<Unit, HTMLInputElement>();
  private readonly branchButton: HTMLButtonElement;
  private aligned = "";
  private shown: "play" | "pause" | "replay" | null = null;

  constructor(
    private readonly strings: Strings,
    actions: TransportActions,
    signal: AbortSignal,
  ) {
    made += 1;
    const words = strings.transport;
    const on = (button: HTMLButtonElement, action: () => void): HTMLButtonElement => {
      button.addEventListener("click", action, { signal });
      return button;
    };
    const reset = on(iconButton("reset", words.reset), () => actions.act("start"));
    const back = on(iconButton("back", words.back), () => actions.act("back"));
    this.playLabel = make("span");
    this.playButton = on(make("button", { type: "button", class: "primary" }), () => actions.act("toggle"));
    const step = on(iconButton("update", words.step), () => actions.act("step"));
    this.backward = [reset, back];
    this.forward = [step];

    const segments = UNITS.map((unit) => {
      const radio = make("input", { type: "radio", name: `fd-unit-${made}`, value: unit });
      radio.addEventListener("change", () => actions.unit(unit), { signal });
      this.units.set(unit, radio);
      return make("label", {}, radio, make("span", {}, words.units[unit]));
    });
    const unit = make(
      "div",
      { class: "segments units", role: "radiogroup", "aria-label": words.unit },
      ...segments,
    );

    const { speed } = this;
    for (const { name } of SPEEDS) speed.append(make("option", { value: name }, strings.speeds[name]));
    speed.value = DEFAULT_SPEED.name;
    speed.addEventListener(
      "change",
      () => {
        const chosen = SPEEDS.find(({ name }) => name === speed.value);
        if (chosen) actions.speed(chosen);
      },
      { signal },
    );
    const speedLabel = make(
      "label",
      { class: "speed" },
      make("span", { class: "unseen" }, words.speed),
      speed,
    );
    const branch = {
      type: "button",
      class: "branch",
      "aria-pressed": "false",
      // Where it is narrow the word is not shown.
      "aria-label": words.branch,
      title: words.branchHelp,
    } as const;
    this.branchButton = on(make("button", branch), () =>
      actions.branching(this.branchButton.getAttribute("aria-pressed") !== "true"),
    );
    this.branchButton.append(icon("branch"), make("span", {}, words.branch));
    const take = on(iconButton("take", words.takeHome), actions.takeHome);
    const question = {
      type: "button",
      class: "icon-only",
      "aria-label": words.help,
      title: words.help,
    } as const;
    const help = on(make("button", question, "?"), () => actions.act("help"));
    this.end = make("div", { class: "buttons end" }, this.branchButton, take, help);
    this.bar = make(
      "div",
      { class: "transport", role: "group", "aria-label": words.label },
      make("div", { class: "buttons" }, reset, back, this.playButton, step),
      unit,
      speedLabel,
      this.end,
    );

    this.scrubber = make("input", {
      type: "range",
      class: "scrubber",
      name: "cursor",
      min: "0",
      step: "1",
      "aria-label": words.scrub,
    });
    this.scrubber.addEventListener("input", () => actions.seek(Number(this.scrubber.value)), { signal });
  }

  showSpeed({ name }: Speed): void {
    this.speed.value = name;
  }

  showUnit(unit: Unit): void {
    const radio = this.units.get(unit);
    if (radio) radio.checked = true;
  }

  showBranching(on: boolean): void {
    this.branchButton.setAttribute("aria-pressed", String(on));
  }

  /** Puts the scrubber under the run's part of the plot, so that its thumb stands where the cursor is. */
  align(left: number, right: number): void {
    const place = `${left} ${right}`;
    if (place === this.aligned) return;
    this.aligned = place;
    this.scrubber.style.setProperty("--plot-left", `${left}px`);
    this.scrubber.style.setProperty("--plot-width", `${right - left}px`);
  }

  show(moment: Moment, playing: boolean): void {
    const { update, statement, part, seen, end } = moment;
    const { scrubber, strings } = this;
    if (scrubber.max !== String(seen)) scrubber.max = String(seen);
    if (scrubber.value !== String(update)) scrubber.value = String(update);
    const done = String(seen === 0 ? 0 : (update + part) / seen);
    if (scrubber.style.getPropertyValue("--done") !== done) scrubber.style.setProperty("--done", done);
    const text = fill(strings.transport.scrubValue, {
      update: String(update),
      updates: String(seen),
      epoch: String(moment.epoch + 1),
    });
    if (scrubber.getAttribute("aria-valuetext") !== text) scrubber.setAttribute("aria-valuetext", text);
    for (const button of this.backward) enable(button, update > 0 || statement > 0);
    for (const button of this.forward) enable(button, !end);
    const state = playing ? "pause" : end ? "replay" : "play";
    if (state === this.shown) return;
    this.shown = state;
    this.playLabel.textContent = strings.transport[state];
    this.playButton.replaceChildren(icon(playing ? "pause" : "play"), this.playLabel);
  }
}
