/** A line of Python as coloured pieces. The classes are the code view's. */
import { make } from "../../lab/dom";
import { ideasOf, tokens } from "../../views/python";

/** The line's pieces; blanks before it are left out where the caller indents by itself. */
export function coloured(text: string, base: string): HTMLElement[] {
  return tokens(text, ideasOf(base)).map(({ text: piece, kind }) =>
    make("span", { class: `py-${kind}` }, piece),
  );
}

/** Lines one below the other, moved left as far as they can be together. */
export function block(lines: readonly string[], base: string): HTMLElement {
  const indents = lines.map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return make(
    "code",
    {},
    ...lines.map((line) => make("span", { class: "bench-code-line" }, ...coloured(line.slice(common), base))),
  );
}
