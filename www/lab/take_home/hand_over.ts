/**
 * Gives a file or a text to the reader: to the browser's downloads, to the clipboard. Nothing is sent anywhere.
 * Refuses to say that something was copied when it was not: a frame may be kept from the clipboard. And from downloads,
 * which no browser tells.
 */
import { make } from "../dom";

/** Browsers read a file some time after it was asked for; then its memory is given back, in milliseconds. */
const KEPT = 60_000;

/** Of a text that is shown to be copied, in characters: a longer one no field holds with ease. */
export const SHOWN = 1_000_000;

/**
 * Whether downloads may come to nothing, unseen: the page stands in a frame that has no origin of its own, and such a
 * frame may lack the leave to download as well.
 */
export const mayBlock = (page: Pick<Window, "origin" | "parent"> & { window: unknown } = window): boolean =>
  page.origin === "null" && page.parent !== page.window;

/** The link stands in `place` while it is pressed, for some browsers want it in the page. */
export function download(place: Element, file: string, content: Blob): void {
  const href = URL.createObjectURL(content);
  const link = make("a", { href, download: file, hidden: true });
  place.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(href), KEPT);
}

/**
 * Copies the text, the new way or the old one; false if the browser allows neither. `field` holds the text and can be
 * seen then, with all of it selected, so that the reader can copy it.
 */
export async function copy(text: string, field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard outside a secure context, and in a frame without leave: the old way may still be open.
  }
  present(text, field);
  const copied = document.execCommand("copy");
  field.hidden = copied;
  return copied;
}

/** Shows the text in its field, all of it selected. */
export function present(text: string, field: HTMLTextAreaElement): void {
  field.value = text;
  field.hidden = false;
  field.focus();
  field.select();
}
