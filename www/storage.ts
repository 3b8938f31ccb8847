/**
 * What the browser keeps: for as long as the window is open, or for good.
 * Refuses to fail where storage throws, as in a sandboxed frame, or is full: nothing is kept there, and the caller is told.
 */

/** Where to keep it. Asked for each time, because touching it may already throw. */
export type Shelf = () => Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const ofWindow: Shelf = () => window.sessionStorage;
export const ofReader: Shelf = () => window.localStorage;

export function stored(shelf: Shelf, key: string): string | null {
  try {
    return shelf().getItem(key);
  } catch {
    return null;
  }
}

/** False where it could not be kept. */
export function store(shelf: Shelf, key: string, value: string): boolean {
  try {
    shelf().setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function remove(shelf: Shelf, key: string): void {
  try {
    shelf().removeItem(key);
  } catch {
    // No storage at all: there is nothing to take away.
  }
}
