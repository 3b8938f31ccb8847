/**
 * Keeps the browser's address and the lab's state together: an edit is an entry to go back to, one entry for all that undo
 * takes back at once; a moved cursor only changes the present entry once it rests. Back, forward and a pasted address restore the lab.
 * Refuses to judge an address: the lab reads it.
 */
import { reveal } from "../reveal";
import { decode, encode } from "./address";
import type { Lab } from "./lab";

/** Browsers count the changes of an address and slow a page that makes too many. */
const REST_MS = 400;

/** Whether a fragment is a lab's state, and not a place in the text. */
export const isState = (hash: string): boolean => /^#\d/.test(hash);

/**
 * Takes a part `go=place` out of the window's address, where it stands beside a state, and scrolls there: a link can set the
 * lab and name the exercise it is for. A place the page does not have stays, for the lab to say so.
 */
export function goToPlace(): void {
  const { hash } = window.location;
  const go = isState(hash) && hash.split("&").find((part) => part.startsWith("go="));
  const place = go && document.getElementById(go.slice(3));
  if (!place) return;
  window.history.replaceState(null, "", hash.replace(`&${go}`, ""));
  reveal(place);
}

export class AddressBar {
  private timer: number | null = null;
  /** An edit waits to be written: moves of the cursor must not put it off. */
  private hasEdit = false;
  private written = window.location.hash;
  /** The lab as its page opens it: what an address without a state means. */
  private readonly home: string;
  /** The edits there had been when the address was last written. */
  private edits: number;

  constructor(
    private readonly lab: Lab,
    opened: string,
    signal: AbortSignal,
  ) {
    this.home = `#${encode(decode(opened).state)}`;
    this.edits = lab.model.edits;
    lab.model.listen(() => this.changed(), signal);
    window.addEventListener("popstate", () => this.read(), { signal });
    signal.addEventListener("abort", () => this.timer !== null && window.clearTimeout(this.timer));
    // The lab may stand where an earlier visit left it.
    this.changed();
  }

  private changed(): void {
    if (this.timer !== null) {
      if (this.hasEdit) return;
      window.clearTimeout(this.timer);
    }
    this.hasEdit = this.lab.model.edits !== this.edits;
    this.timer = window.setTimeout(() => this.write(), REST_MS);
  }

  private write(): void {
    this.timer = null;
    const text = `#${encode(this.lab.model.state)}`;
    const { edits } = this.lab.model;
    const edited = edits !== this.edits;
    this.edits = edits;
    if (text === this.written || (text === this.home && this.written === "")) return;
    if (edited) window.history.pushState(null, "", text);
    else window.history.replaceState(null, "", text);
    this.written = text;
  }

  private read(): void {
    goToPlace();
    const { hash } = window.location;
    if (hash === this.written || (hash !== "" && !isState(hash))) return;
    this.written = hash;
    this.lab.readAddress(hash === "" ? this.home : hash);
    this.edits = this.lab.model.edits;
  }
}
