// Which view an action of the text brings into sight: what it does must be seen, also where one view is all there is.
import { expect, test } from "vitest";
import { readAction, viewFor } from "../../www/lesson/actions";

const HOME = ["graph", "code", "surface", "line"] as const;
const PARABOLA = ["graph", "code", "line", "surface"] as const;
const ALL = ["line", "surface", "code", "graph"] as const;
const read = (text: string) => readAction(text, "1");

test.each([
  ["a run that is set up is seen where the settings were", "try=bi=-20", ["settings"], HOME, "line"],
  ["or the code", "try=p=torch", ["code"], HOME, "line"],
  ["on a page that opens with the surface, there", "try=lr=1.1", ["graph"], PARABOLA, "surface"],
  ["a picture of the run stays", "try=lr=0.1", ["surface"], HOME, null],
  [
    "with several views in sight nothing moves",
    "try=lr=0.1",
    ["line", "map", "settings", "graph"],
    HOME,
    null,
  ],
  ["a view that is named goes before all", "try=at=0&view=map", ["line"], HOME, "map"],
  ["a step leaves the view alone", "at=37.2", ["graph"], HOME, null],
  ["a layer brings its picture", "layer=cloud", ["line"], HOME, "surface"],
  ["also beside a map that hides it", "layer=cloud", ["line", "map", "code", "graph"], HOME, "surface"],
  ["and moves nothing where it is in sight", "layer=cloud", ALL, HOME, null],
  ["one that is hidden brings nothing", "layer=-cloud", ["line"], HOME, null],
  ["a layer of the line", "at=0.1&layer=residuals,-squares", ["surface"], HOME, "line"],
  ["a listing brings the code", "layer=both", ["line"], HOME, "code"],
  ["the loss picture has no place of its own", "layer=running", ["line"], HOME, null],
] as const)("%s", (_, text, seen, front, expected) => {
  expect(viewFor(read(text), seen, front)).toBe(expected);
});
