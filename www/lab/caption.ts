/**
 * The narration under the controls: the sentence for the eye at every draw, and the same for a screen reader when the
 * run rests, or now and then while it plays or is dragged.
 * Refuses to flood: a live region that changes with every frame would never finish a sentence.
 */
import type { Strings } from "../strings";
import { make, write } from "./dom";
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
  /** What stands in the sentence now: the idea of each piece, and its element. */
  private kind: string | null = null;
  private parts: HTMLElement[] = [];

  constructor(private readonly strings: Strings) {}

  /** `speaking` is called when the sentence is also spoken. */
  show(moment: Moment, restless: boolean, now: number, speaking: () => void): void {
    this.put(narratePieces(moment, this.strings));
    if (restless && now - this.spokenAt < BETWEEN_SENTENCES_MS) return;
    this.spokenAt = now;
    write(this.speech, narrate(moment, this.strings));
    speaking();
  }

  /** From one update to the next only numbers differ: the elements stay. */
  private put(pieces: ReturnType<typeof narratePieces>): void {
    const kind = pieces.map(({ idea }) => idea ?? "").join(" ");
    if (kind !== this.kind) {
      this.kind = kind;
      this.parts = pieces.map(({ idea }) => make(idea ? "b" : "span", idea ? { class: idea } : {}));
      this.sight.replaceChildren(...this.parts);
    }
    pieces.forEach(({ text, idea }, index) => {
      const part = this.parts[index];
      if (part) write(part, idea ? text : unbroken(text));
    });
  }
}
