/**
 * The transport: buttons, speed, and the scrubber, a real slider over the updates of the run.
 * Refuses to move the cursor itself: it asks its owner.
 */
import { fill, type Strings } from "../strings";
import type { Box } from "../views/pen";
import { DEFAULT_SPEED, SPEEDS, type Speed } from "./clock";
import { type IconName, icon, make } from "./dom";
import type { Moment } from "./run";

export interface TransportActions {
  reset(): void;
  back(): void;
  toggle(): void;
  update(): void;
  epoch(): void;
  seek(update: number): void;
  speed(speed: Speed): void;
}

function iconButton(name: IconName, label: string): HTMLButtonElement {
  return make(
    "button",
    { type: "button", class: "icon-only", "aria-label": label, title: label },
    icon(name),
  );
}

export class Transport {
  readonly bar: HTMLElement;
  readonly scrubber: HTMLInputElement;
  private readonly playButton: HTMLButtonElement;
  private readonly playLabel: HTMLElement;
  private readonly backward: HTMLButtonElement[];
  private readonly forward: HTMLButtonElement[];
  private readonly speed = make("select", { name: "speed" });
  private shown: "play" | "pause" | "replay" | null = null;

  constructor(
    private readonly strings: Strings,
    actions: TransportActions,
    signal: AbortSignal,
  ) {
    const words = strings.transport;
    const on = (button: HTMLButtonElement, action: () => void): HTMLButtonElement => {
      button.addEventListener("click", action, { signal });
      return button;
    };
    const reset = on(iconButton("reset", words.reset), actions.reset);
    const back = on(iconButton("back", words.back), actions.back);
    this.playLabel = make("span");
    this.playButton = on(make("button", { type: "button", class: "primary" }), actions.toggle);
    const step = (name: IconName, text: string): HTMLButtonElement =>
      make("button", { type: "button" }, icon(name), make("span", {}, text));
    const update = on(step("update", words.update), actions.update);
    const epoch = on(step("epoch", words.epoch), actions.epoch);
    this.backward = [reset, back];
    this.forward = [update, epoch];

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
    const speedLabel = make("label", { class: "speed" }, make("span", {}, words.speed), speed);
    const buttons = make("div", { class: "buttons" }, reset, back, this.playButton, update, epoch);
    this.bar = make(
      "div",
      { class: "transport", role: "group", "aria-label": words.label },
      buttons,
      speedLabel,
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

  /** Puts the scrubber under the plot, so that its thumb stands where the cursor is. */
  align(plot: Box): void {
    this.scrubber.style.setProperty("--plot-left", `${plot.left}px`);
    this.scrubber.style.setProperty("--plot-width", `${plot.right - plot.left}px`);
  }

  show(moment: Moment, playing: boolean): void {
    const { update, updates } = moment;
    const { scrubber, strings } = this;
    if (scrubber.max !== String(updates)) scrubber.max = String(updates);
    if (scrubber.value !== String(update)) scrubber.value = String(update);
    scrubber.style.setProperty("--done", String(updates === 0 ? 0 : update / updates));
    scrubber.setAttribute(
      "aria-valuetext",
      fill(strings.transport.scrubValue, {
        update: String(update),
        updates: String(updates),
        epoch: String(moment.epoch),
      }),
    );
    for (const button of this.backward) this.enable(button, update > 0);
    for (const button of this.forward) this.enable(button, update < updates);
    const state = playing ? "pause" : update === updates ? "replay" : "play";
    if (state === this.shown) return;
    this.shown = state;
    this.playLabel.textContent = strings.transport[state];
    this.playButton.replaceChildren(icon(playing ? "pause" : "play"), this.playLabel);
  }

  /** `aria-disabled` instead of `disabled`: the button keeps the focus when the end is reached. */
  private enable(button: HTMLButtonElement, enabled: boolean): void {
    if (enabled) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
  }
}
