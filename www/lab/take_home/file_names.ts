/**
 * What a file taken home is called: what it holds, and of which moment. In ASCII and in English in every language, so
 * that no file system and no mail program changes it. Refuses a date or a counter: the same picture has the same name.
 */
import type { PanelName } from "../panel";
import type { Run } from "../run";

const PREFIX = "first-descent";

const name = (...parts: readonly (string | number)[]): string => [PREFIX, ...parts].join("-");

/** `first-descent-by-hand.py`; of a program that was changed `first-descent-by-hand-edited.py`. */
export function programFile({ program, settings }: Run, extension: "py" | "ipynb"): string {
  const edited = typeof settings.program === "object" ? ["edited"] : [];
  return `${name(program.replaceAll("_", "-"), ...edited)}.${extension}`;
}

export const samplesFile = (): string => `${name("samples")}.csv`;

export const historyFile = ({ seen }: Run): string => `${name("history", seen, "updates")}.csv`;

/** `first-descent-line-update-37.svg`; inside an update `first-descent-graph-update-37-statement-2.svg`. */
export function pictureFile(
  view: PanelName,
  { cursor: { update, statement }, statements }: Pick<Run, "cursor" | "statements">,
  extension: "png" | "svg",
): string {
  const inside = statement % statements.length > 0 ? ["statement", statement] : [];
  return `${name(view, "update", update, ...inside)}.${extension}`;
}
