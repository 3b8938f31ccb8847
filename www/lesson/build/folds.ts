/**
 * `::::::more`: exercises of the same kind for those who want more of them, folded away below the one that belongs to the
 * chapter proper. The fold says how many there are, and which.
 * Refuses a fold without exercises: nothing else of a chapter is for later.
 */
import type { Heading, Root } from "mdast";
import type { ContainerDirective } from "mdast-util-directive";
import { visit } from "unist-util-visit";
import { escapeMarkup } from "../../static/svg_pen";
import { fill } from "../../strings";
import { wordsIn } from "./terms";
import type { TextWords } from "./words";

/** Done after the directives have their words. Gives the names of the exercises that are folded away. */
export function folds(tree: Root, words: TextWords): ReadonlySet<string> {
  const folded = new Set<string>();
  visit(tree, "containerDirective", (fold) => {
    if (fold.name !== "more") return;
    const exercises = fold.children.filter(
      (child): child is ContainerDirective =>
        child.type === "containerDirective" && child.name === "exercise",
    );
    if (exercises.length === 0) throw new Error("There are no exercises in a fold of more.");
    for (const { attributes } of exercises) folded.add(attributes?.id ?? "");
    const title = fill(words.more, { count: String(exercises.length) });
    const names = exercises.map(nameOf).map((name) => `<span>${escapeMarkup(name)}</span>`);
    const summary = `<summary><h3>${title}</h3> <span class="more-names">${names.join(" · ")}</span></summary>`;
    fold.children.unshift({ type: "html", value: summary });
  });
  return folded;
}

function nameOf({ children }: ContainerDirective): string {
  const heading = children.find((child): child is Heading => child.type === "heading");
  return heading ? wordsIn(heading) : "";
}
