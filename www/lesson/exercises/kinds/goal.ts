/**
 * Reach it in the lab: the reader sets a run up, and the engine's own numbers of that run say whether the goal is reached.
 * Refuses to judge anything but the lab's main run.
 */
import type { Engine } from "../../../engine";
import type { Run } from "../../../lab/run";
import type { Mount, Outcome } from "../task";
import { checkButton, form } from "./controls";

export interface GoalSpec {
  judge(run: Run, engine: Engine): Outcome;
}

export const mount: Mount<GoalSpec> = ({ place, engine, lab, words, signal, answer, outdate }, { judge }) => {
  const frame = form(() => answer(judge(lab.model.run, engine)), signal);
  lab.model.listen((what) => what === "runs" && outdate(), signal);
  frame.append(checkButton(words.checkRun));
  place.append(frame);
};
