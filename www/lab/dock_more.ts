/**
 * What a narrow page, or a finger, needs of the lab besides: undo and redo among the controls, where the line's heading
 * is not to be seen, and controls that a finger meets. It comes once the first picture is drawn.
 * Refuses to move anything that a mouse finds where it was.
 */
import { loadWords } from "../strings";
import style from "../style/touch.css?inline";
import { History } from "./history";
import type { LabActions } from "./panel";

/** Puts the buttons before another one. */
export async function bringMore(lab: LabActions, before: Element): Promise<History> {
  lab.adopt(style);
  const { line } = await loadWords(lab.language, "line");
  const history = new History(lab, line, { element: "history", button: "icon-only" });
  before.before(history.element);
  history.show();
  return history;
}
