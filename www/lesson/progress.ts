/**
 * What the reader has done: which exercises, in how many tries. Kept in the browser where it allows that; elsewhere, as in
 * a sandboxed frame, it is carried from page to page in the address.
 * Refuses to hold answers: only that one was right, and the number of tries.
 */
import { ofReader, remove, type Shelf, store, stored } from "../storage";

export interface Done {
  right: boolean;
  tries: number;
}

const KEY = "first-descent.progress";
/** The part of the address that carries progress where nothing is stored. */
const PART = "done";

type Records = Record<string, Done>;

export class Progress {
  private done: Records;
  private readonly stores: boolean;

  constructor(private readonly shelf: Shelf = ofReader) {
    this.stores = keepsAnything(shelf);
    this.done = this.stores ? read(shelf) : fromAddress(window.location.search);
  }

  of(id: string): Done {
    return this.done[id] ?? { right: false, tries: 0 };
  }

  /** Counts one more try; what was right once stays right. */
  record(id: string, right: boolean): void {
    const before = this.of(id);
    this.done = { ...this.done, [id]: { right: before.right || right, tries: before.tries + 1 } };
    this.keep();
  }

  get right(): readonly string[] {
    return Object.keys(this.done).filter((id) => this.done[id]?.right);
  }

  clear(): void {
    this.done = {};
    this.keep();
  }

  /** A link within the course, with the progress in it where it is kept nowhere else. */
  carry(href: string): string {
    if (this.stores || Object.keys(this.done).length === 0) return href;
    const url = new URL(href, window.location.href);
    url.searchParams.set(PART, toText(this.done));
    return url.href;
  }

  private keep(): void {
    if (this.stores) store(this.shelf, KEY, JSON.stringify(this.done));
    else {
      const url = new URL(window.location.href);
      if (Object.keys(this.done).length === 0) url.searchParams.delete(PART);
      else url.searchParams.set(PART, toText(this.done));
      window.history.replaceState(window.history.state, "", url);
    }
  }
}

/** Links within the course take the progress along where nothing is stored. */
export function carryProgress(progress: Progress): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link && link.origin === window.location.origin) link.href = progress.carry(link.href);
  });
}

function keepsAnything(shelf: Shelf): boolean {
  const keeps = store(shelf, `${KEY}.probe`, "1");
  remove(shelf, `${KEY}.probe`);
  return keeps;
}

/** What is stored; empty if nothing is, or something nobody can read. */
function read(shelf: Shelf): Records {
  try {
    return checked(JSON.parse(stored(shelf, KEY) ?? "{}"));
  } catch {
    return {};
  }
}

function checked(found: unknown): Records {
  if (typeof found !== "object" || found === null) return {};
  const good = Object.entries(found).filter(
    (entry): entry is [string, Done] =>
      typeof entry[1] === "object" &&
      entry[1] !== null &&
      typeof entry[1].right === "boolean" &&
      Number.isInteger(entry[1].tries) &&
      entry[1].tries > 0,
  );
  return Object.fromEntries(good);
}

/** `one-id.2~another.1-`: tries after the dot, a minus where it is not right yet. */
function toText(done: Records): string {
  return Object.entries(done)
    .map(([id, { right, tries }]) => `${id}.${tries}${right ? "" : "-"}`)
    .join("~");
}

function fromAddress(search: string): Records {
  const text = new URLSearchParams(search).get(PART) ?? "";
  const found = [...text.matchAll(/([\w-]+)\.(\d{1,4})(-?)(?=~|$)/g)];
  return checked(
    Object.fromEntries(
      found.map(([, id = "", tries, wrong]) => [id, { right: wrong === "", tries: Number(tries) }]),
    ),
  );
}
