/**
 * A program's listing as rows: coloured pieces, and which of them are settings a reader may change.
 * Refuses to know Python: what a line does, the engine's statements say.
 */
import type { SourceLine, Statement } from "../engine";
import { type Ideas, ideasOf, type Token, tokens } from "./python";

/** A piece of a line; with the path of a setting if the piece is its value. */
export interface Piece extends Token {
  setting?: string;
}

export interface Row {
  /** Blanks before the text. */
  indent: number;
  pieces: readonly Piece[];
}

/** One program with its listing. */
export interface Listing {
  program: string;
  /** Whether its statements are the program's own. */
  edited: boolean;
  source: readonly SourceLine[];
  statements: readonly Statement[];
}

/** Which settings may be changed here, by their paths. */
export type IsLive = (path: string) => boolean;

function settingsIn({ literals, words }: SourceLine, isLive: IsLive): SourceLine["literals"] {
  const found = [...literals, ...words].filter(({ setting }) => isLive(setting));
  return found.sort((one, other) => one.start - other.start);
}

function rowOf(line: SourceLine, ideas: Ideas, isLive: IsLive): Row {
  const { text } = line;
  const indent = text.length - text.trimStart().length;
  const pieces: Piece[] = [];
  let at = indent;
  for (const { start, end, setting } of settingsIn(line, isLive)) {
    pieces.push(...tokens(text, ideas, at, start), { text: text.slice(start, end), kind: "number", setting });
    at = end;
  }
  pieces.push(...tokens(text, ideas, at));
  return { indent, pieces };
}

export function rows({ program, source }: Listing, isLive: IsLive): Row[] {
  const ideas = ideasOf(program);
  return source.map((line) => rowOf(line, ideas, isLive));
}
