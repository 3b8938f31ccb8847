/** What the exercises of chapter 0 ask of the engine. */
import * as numbers from "../../../numbers";
import { oneSampleGoal } from "../../facts/classic";
import type { Specs } from "../registry";

export const exercises: Specs = {
  "what-is-an-update": { kind: "choose", right: "batch" },
  "one-sample-moved": {
    kind: "goal",
    judge(run, engine) {
      const { data } = run.settings;
      const edits = data && "edits" in data ? (data.edits ?? []) : [];
      const moved = new Set(edits.map((edit) => ("move" in edit ? edit.move : Number.NaN))).size;
      const { w } = run.after(run.seen);
      const values = { w: numbers.parameter(w), moved: numbers.count(moved) };
      if (moved > 1 || edits.some((edit) => !("move" in edit)))
        return { right: false, feedback: "several", values };
      const right = w < oneSampleGoal(engine) && moved === 1;
      return { right, feedback: right ? "reached" : "not-yet", values };
    },
  },
};
