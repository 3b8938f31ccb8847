/** What a run on the reader's own points begins with. Refuses to leave out points: of few, each one counts. */
import type { Settings } from "../../engine";
import type { Series } from "./losses";

const BATCH = 16;

/** By hand a short last batch would be dropped unless told otherwise. What the reader has set stays where it fits. */
export const ownBatches = (n: number, kept: Settings = {}): Settings => ({
  batch_size: Math.min(kept.batch_size ?? BATCH, n),
  drop_last: kept.drop_last ?? false,
});

export const ownPoints = ({ x, y }: Series): Settings => ({
  data: { source: "points", x: Array.from(x), y: Array.from(y) },
});
