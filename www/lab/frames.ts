/**
 * Frames: draws when asked, once however often asked, and only while the lab can be seen.
 * Refuses to run on its own: without a request, or out of sight, no frame is taken.
 */

export class Frames {
  private readonly observer: IntersectionObserver;
  private onScreen = true;
  private handle: number | null = null;

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
    this.handle ??= requestAnimationFrame((now) => {
      this.handle = null;
      if (this.visible) this.draw(now);
    });
  }

  destroy(): void {
    this.observer.disconnect();
    if (this.handle !== null) cancelAnimationFrame(this.handle);
    this.handle = null;
  }

  get visible(): boolean {
    return this.onScreen && !document.hidden;
  }
}
