/**
 * Edits of the samples, put together: what the reader drags, adds and takes away becomes the shortest list that gives
 * the same samples, as it travels in the address.
 * Refuses to judge an edit: the engine says whether there is such a sample.
 */
import type { Data, Edit, Settings } from "../engine";

type Points = Extract<Data, { source: "points" }>;

/** Given samples take an edit at once. */
export function editedPoints({ x, y }: Points, edit: Edit): Points {
  const [newX, newY] = [Array.from(x), Array.from(y)];
  if ("remove" in edit) {
    newX.splice(edit.remove, 1);
    newY.splice(edit.remove, 1);
  } else {
    const index = "move" in edit ? edit.move : newX.length;
    newX[index] = edit.x;
    newY[index] = edit.y;
  }
  return { source: "points", x: newX, y: newY };
}

/**
 * Made samples keep their edits as a list; `n` is how many samples there are before this one. A sample that is moved
 * again, taken away after it was moved, or moved or taken away after it was added, leaves only what counts. Between
 * moves of different samples the order plays no part, but an added or removed one renumbers those after it.
 */
export function withEdit(edits: readonly Edit[], edit: Edit, n: number): Edit[] {
  if ("add" in edit) return [...edits, edit];
  const index = "move" in edit ? edit.move : edit.remove;
  const moved = "move" in edit ? edit : null;
  let at = edits.length - 1;
  for (; at >= 0; at -= 1) {
    const earlier = edits[at];
    if (!earlier || !("move" in earlier) || earlier.move === index) break;
  }
  const found = edits[at];
  const [before, after] = [edits.slice(0, Math.max(0, at)), edits.slice(at + 1)];
  if (found && "move" in found) return [...before, ...after, edit];
  // The last sample is the one that was added last, as long as none was taken away since.
  if (found && "add" in found && index === n - 1)
    return [...before, ...(moved ? [{ add: true, x: moved.x, y: moved.y } as const] : []), ...after];
  return [...edits, edit];
}

/** Edits of one sample in a row count as one to undo, as a drag makes them. */
export function kindOf(edit: Edit): string {
  if ("add" in edit) return "add a sample";
  return `sample ${"move" in edit ? edit.move : edit.remove}`;
}

/** Whether another value at this path makes other samples: a sample's number then means another one. */
export const renumbers = (path: string): boolean => path === "data.n_samples" || path === "data.random_state";

/** Made samples as they were made. */
export function withoutEdits(settings: Settings): Settings {
  const { data } = settings;
  if (data === undefined || data.source === "points" || data.edits === undefined) return settings;
  const { edits, ...made } = data;
  return { ...settings, data: made };
}
