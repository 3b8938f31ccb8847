/**
 * Colours for the Python of our listings: words of the language, numbers, strings, comments, calls, and the lesson's
 * ideas by their names. Enough for what the engine prints; refuses to be a parser of Python.
 */

export type Idea = "model" | "wrong" | "way";
export type Kind = "keyword" | "number" | "string" | "comment" | "call" | "plain" | Idea;

export interface Token {
  text: string;
  kind: Kind;
}

/** Names that stand for an idea. Where they differ by program, the program says. */
export type Ideas = Readonly<Record<string, Idea>>;

/** Attributes mean the same in every program. */
const ATTRIBUTES: Ideas = { grad: "way", backward: "way", weight: "model", bias: "model" };

const TRAINED: Ideas = {
  w: "model",
  b: "model",
  y_pred: "model",
  model: "model",
  loss: "wrong",
  loss_fn: "wrong",
};

const IDEAS: Readonly<Record<string, Ideas>> = {
  by_hand: TRAINED,
  torch: TRAINED,
  parabola: { x: "model", f: "wrong" },
  sgd_regressor: { coef: "model", intercept: "model", p: "model", loss: "wrong" },
};

export const ideasOf = (program: string): Ideas => IDEAS[program] ?? TRAINED;

const KEYWORDS = new Set("and as def else for from if import in is not or return yield".split(" "));

const PIECE =
  /(?<comment>#.*)|(?<string>[rbf]?(?:"""(?:[^\\]|\\.)*?(?:"""|$)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))|(?<number>\b\d[\d_]*\.?\d*(?:e[+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<rest>\s+|.)/gy;

/** What follows the opening bracket of a call belongs to it, however it is spaced. */
const CALL = /\s*\(/y;

/** The text from `start` to `end` in pieces; what stands around it is looked at, so that a name knows its dot. */
export function tokens(text: string, ideas: Ideas, start = 0, end = text.length): Token[] {
  const found: Token[] = [];
  const open = commentAround(text, start);
  if (open > start) found.push({ text: text.slice(start, Math.min(open, end)), kind: "comment" });
  PIECE.lastIndex = open;
  while (PIECE.lastIndex < end) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(text);
    if (!match?.groups) break;
    const { comment, string, number, name } = match.groups;
    const piece = match[0].slice(0, end - at);
    const kind: Kind = comment
      ? "comment"
      : string
        ? "string"
        : number
          ? "number"
          : name
            ? nameKind(text, at, name, ideas)
            : "plain";
    const last = found.at(-1);
    if (last && last.kind === kind && kind === "plain") last.text += piece;
    else found.push({ text: piece, kind });
    PIECE.lastIndex = at + piece.length;
  }
  return found;
}

/** Where the comment ends that `start` lies in, behind its first sign; `start` itself, if it lies in none. */
function commentAround(text: string, start: number): number {
  PIECE.lastIndex = text.lastIndexOf("\n", start - 1) + 1;
  while (PIECE.lastIndex < start) {
    const match = PIECE.exec(text);
    if (!match) break;
    if (match.groups?.comment && PIECE.lastIndex > start) return PIECE.lastIndex;
  }
  return start;
}

function nameKind(text: string, at: number, name: string, ideas: Ideas): Kind {
  if (KEYWORDS.has(name)) return "keyword";
  const end = at + name.length;
  const idea = text[at - 1] === "." ? ATTRIBUTES[name] : ideas[name];
  // `bias=14.5` in a call names a setting, not the parameter.
  if (idea && !(text[end] === "=" && text[end + 1] !== "=")) return idea;
  CALL.lastIndex = end;
  return CALL.test(text) ? "call" : "plain";
}
