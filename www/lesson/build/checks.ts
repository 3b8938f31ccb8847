/**
 * What checks the exercises of the texts. A text whose exercise nothing checks would break in its reader's browser only:
 * refuses one without a check, and one whose check is of another kind, when the site is built.
 */
import { CHAPTERS, fileOf } from "../chapters";
import { type Spec, specsOf } from "../exercises/registry";

/** By the text's file; loaded with this file: later the loader of the site's build is closed. */
const SPECS = new Map(
  await Promise.all(CHAPTERS.map(async (chapter) => [fileOf(chapter), await specsOf(chapter.slug)] as const)),
);

/** What checks an exercise of a text. */
export function checkOf(file: string, id: string, kind: string): Spec {
  const spec = SPECS.get(file)?.[id];
  if (!spec) throw new Error(`nothing checks the exercise "${id}": exercises/specs/ has no entry for it`);
  if (spec.kind !== kind)
    throw new Error(`the exercise "${id}" is of kind "${kind}" here, "${spec.kind}" in its check`);
  return spec;
}
