/**
 * Tells the parent of a frame how high its content is, in the three ways course sites listen for: our own message,
 * Canvas's, and the text message that older systems read. Messages hold nothing but the height.
 * Refuses to tell a height before there is a lab, or a word why there is none, and to tell the same height twice: a page
 * that takes on each would collapse and jump.
 */

/** Heights that follow on each other faster than this, in milliseconds, are told as the last of them. */
const SETTLED_MS = 100;

/** The messages for a height in CSS pixels. */
export function heightMessages(height: number, id: string, src: string): unknown[] {
  return [
    { type: "first-descent:height", v: 1, id, height },
    { subject: "lti.frameResize", height },
    JSON.stringify({ context: "iframe.resize", src, height }),
  ];
}

/** Tells the height of an element once the lab in it is up, or has failed, and whenever it changes from then on. */
export function tellHeight(element: HTMLElement, id: string): void {
  let told = 0;
  let settling = 0;
  const tell = (): void => {
    // Asked for now, and not when it changed: the lab lays its views out after the first time it has a width.
    const height = Math.ceil(element.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // A height is no secret: whoever frames the lab may know it.
    for (const message of heightMessages(height, id, window.location.href))
      window.parent.postMessage(message, "*");
  };
  const sizes = new ResizeObserver(() => {
    window.clearTimeout(settling);
    settling = window.setTimeout(tell, SETTLED_MS);
  });
  // A lab that failed and then came up is observed already.
  for (const outcome of ["fd-ready", "fd-error"])
    element.addEventListener(outcome, () => sizes.observe(element));
}
