/**
 * The narration under the controls: the sentence for the eye at every draw, and the same for a screen reader when the
 * run rests, or now and then while it plays.
 * Refuses to flood: a live region that changes with every frame would never finish a sentence.
 */
import type { Strings } from "../strings";
import { make } from "./dom";
import { narrate, narratePieces } from "./narration";
import type { Moment } from "./run";

/** Time to read one sentence aloud. */
const BETWEEN_SENTENCES_MS = 6000;

/** A derivative is one word: ∂L/∂w does not break after its stroke. */
const unbroken = (text: string): string => text.replaceAll("/", "/\u2060");

export class Caption {
  private readonly sight = make("p", { class: "caption", "aria-hidden": "true" });
  private readonly speech = make("p", { class: "unseen", "aria-live": "polite" });
  readonly element = make("div", { class: "caption-box" }, this.sight, this.speech);
  private spokenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly strings: Strings) {}

  /** `speaking` is called when the sentence is also spoken. */
  show(moment: Moment, playing: boolean, now: number, speaking: () => void): void {
    this.sight.replaceChildren(
      ...narratePieces(moment, this.strings).map(({ text, idea }) =>
        idea ? make("b", { class: idea }, text) : unbroken(text),
      ),
    );
    if (playing && now - this.spokenAt < BETWEEN_SENTENCES_MS) return;
    this.spokenAt = now;
    this.speech.textContent = narrate(moment, this.strings);
    speaking();
  }
}
