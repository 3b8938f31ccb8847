/**
 * Frames: draws when asked, once however often asked, and only while the lab can be seen. All labs of a page share its
 * frames: they draw in turns, as many in one as there is time for, so that a page full of labs still answers at once.
 * Each keeps to the clock, so a lab that draws in every second frame plays no slower.
 * Refuses to run on its own: without a request, or out of sight, no frame is taken.
 */

/** Once a frame has taken so long, in milliseconds, the labs that have not drawn are first in the next one. */
const TURN_MS = 5;

/** Those that have asked and not drawn, in the order they asked. */
const waiting = new Set<Frames>();
let asked = false;

function ask(): void {
  if (!asked) requestAnimationFrame(takeTurns);
  asked = true;
}

function takeTurns(now: number): void {
  asked = false;
  const begun = performance.now();
  // A copy: whoever asks again while it draws asks for the next frame.
  for (const frames of [...waiting]) {
    // Not there any more: a lab taken out while another drew.
    if (!waiting.delete(frames)) continue;
    try {
      frames.take(now);
    } finally {
      if (waiting.size > 0) ask();
    }
    if (performance.now() - begun >= TURN_MS) break;
  }
}

export class Frames {
  private readonly observer: IntersectionObserver;
  private onScreen = true;

  /** `wake` is called when the lab comes into sight again. */
  constructor(
    host: Element,
    private readonly draw: (now: number) => void,
    wake: () => void,
    signal: AbortSignal,
  ) {
    const seen = (): void => {
      if (this.visible) wake();
    };
    this.observer = new IntersectionObserver((entries) => {
      this.onScreen = entries.at(-1)?.isIntersecting ?? this.onScreen;
      seen();
    });
    this.observer.observe(host);
    document.addEventListener("visibilitychange", seen, { signal });
  }

  request(): void {
    waiting.add(this);
    ask();
  }

  /** Draws, if there is anybody to see it. */
  take(now: number): void {
    if (this.visible) this.draw(now);
  }

  destroy(): void {
    this.observer.disconnect();
    waiting.delete(this);
  }

  get visible(): boolean {
    return this.onScreen && !document.hidden;
  }
}
