// The exercise in which a point is placed: what near enough, too far, too short and the wrong way are, in the plane as it
// is seen; and every such exercise of the course has an answer inside its plane that no misunderstanding hits.
import { expect, test } from "vitest";
import { Engine, type Line } from "../../www/engine";
import { textOf } from "../../www/lesson/build/texts";
import { CHAPTERS, fileOf } from "../../www/lesson/chapters";
import { type PlaceSpec, restOf, targetOf } from "../../www/lesson/exercises/kinds/place";
import { heightOf, judge, MISSES, type Target } from "../../www/lesson/exercises/kinds/place_judge";
import { specsOf } from "../../www/lesson/exercises/registry";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES } from "../../www/strings";

const engine = Engine.of(await engineInNode());

const target: Target = {
  plane: { w: [0, 100], b: [0, 100] },
  from: { w: 20, b: 20 },
  expected: { w: 60, b: 20 },
  tolerance: 0.25,
  wrong: { swapped: { w: 20, b: 60 } },
};
const at = (w: number, b: number): Line => ({ w, b });

test("a point is right within its share of the way, and not beyond", () => {
  expect(judge(at(60, 29.9), target)).toBe("right");
  expect(judge(at(69.9, 20), target)).toBe("right");
  expect(judge(at(70.1, 20), target)).toBe("too-far");
  expect(judge(at(49.9, 20), target)).toBe("too-short");
});

test("a miss is named by how it misses: too short, too far, backwards, or another direction", () => {
  expect(judge(at(20, 20), target)).toBe("too-short");
  expect(judge(at(22, 21), target)).toBe("too-short");
  expect(judge(at(95, 30), target)).toBe("too-far");
  expect(judge(at(5, 20), target)).toBe("backwards");
  expect(judge(at(45, 55), target)).toBe("direction");
  expect(judge(at(20, 5), target)).toBe("direction");
});

test("a wrong place with a reason is called by its name, but a right one stays right", () => {
  expect(judge(at(22, 58), target)).toBe("swapped");
  const close = { ...target, wrong: { near: at(62, 22) } };
  expect(judge(at(61, 21), close)).toBe("right");
});

test("without a path the tolerance is a share of the plane's width, and another place is just another", () => {
  const free = { ...target, from: null, tolerance: 0.03 };
  expect(judge(at(62.9, 20), free)).toBe("right");
  expect(judge(at(63.1, 20), free)).toBe("other");
  expect(judge(at(20, 60), free)).toBe("swapped");
});

test("lengths are those of the picture: in a flat plane a unit of b counts as it is drawn", () => {
  // Ten times as wide as high, drawn half as high as wide: a unit of b is five times as long as one of w.
  const plane = { w: [0, 100], b: [0, 10] } as const;
  expect(heightOf(plane)).toBe(0.5);
  const flat = { ...target, plane, from: null, expected: at(50, 5), tolerance: 0.03, wrong: {} };
  expect(judge(at(52.9, 5), flat)).toBe("right");
  expect(judge(at(50, 5.59), flat)).toBe("right");
  expect(judge(at(50, 5.61), flat)).toBe("other");
});

const placed = (
  await Promise.all(
    CHAPTERS.map(async (chapter) =>
      Object.entries(await specsOf(chapter.slug)).flatMap(([id, spec]) =>
        spec.kind === "place" ? [[id, spec, fileOf(chapter)] as const] : [],
      ),
    ),
  )
).flat();

const inside = ({ w, b }: Line, { plane }: PlaceSpec): boolean =>
  w > plane.w[0] && w < plane.w[1] && b > plane.b[0] && b < plane.b[1];

test.each(placed)(
  "%s: the answer is inside the plane, and neither a misunderstanding nor the resting point hits it",
  (_, spec) => {
    const { expected, wrong, ...rest } = targetOf(spec, engine);
    expect(inside(expected, spec)).toBe(true);
    expect(judge(expected, { ...rest, expected, wrong })).toBe("right");
    for (const [name, place] of Object.entries(wrong)) {
      expect([name, inside(place, spec)]).toEqual([name, true]);
      expect(judge(place, { ...rest, expected, wrong })).toBe(name);
    }
    expect(judge(restOf(spec.plane), { ...rest, expected, wrong })).not.toBe("right");
  },
);

test.each(placed)("%s has words for everything its check can say, in every language", (id, spec, file) => {
  const said = ["right", ...Object.keys(spec.wrong ?? {}), ...(spec.from === null ? ["other"] : MISSES)];
  for (const language of LANGUAGES) {
    const text = textOf(language, file) ?? "";
    const part = text.slice(text.indexOf(`{#${id} `)).split("\n:::::\n")[0] ?? "";
    for (const name of said) expect(part).toContain(`::::feedback{of=${name}}`);
  }
});
