// Where names and numbers stand on the surface: clear of the marks, of the arrow with its head, and of each other.
import { beforeAll, expect, test } from "vitest";
import { Engine, type Settings } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { gradientOf, truthOf } from "../../www/lab/surface_facts";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { drawRun } from "../../www/views/surface";
import { drawGround } from "../../www/views/surface_ground";
import { boxOf, overlap, passes } from "../../www/views/surface_names";
import { levelsFor, placeOf, surfaceScale } from "../../www/views/surface_scale";
import { trailOf } from "../../www/views/trail";
import { type Mark, palette, RecordingPen } from "./recording_pen";

const english = { start: "start", leastSquares: "least squares", truth: "true line", bottom: "bottom" };
const chinese = { start: "起点", leastSquares: "最小二乘", truth: "真实直线", bottom: "最优直线不唯一" };
/** On a wide page, on a tablet, on a phone upright and on its side. */
const SIZES = [
  { width: 302, height: 165 },
  { width: 430, height: 310 },
  { width: 344, height: 167 },
  { width: 378, height: 130 },
];
const NEAR_THE_END: Settings = { init: { w: 42, b: 12.5 } };
const FAR_AWAY: Settings = { batch_size: 100, lr: 0.1, init: { w: -300, b: 300 } };

let engine: Engine;
beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

interface Seen {
  size: (typeof SIZES)[number];
  words: typeof english;
  update: number;
  axes?: boolean;
  restless?: boolean;
}

/** Both layers of a run's picture, each on a pen of its own. */
function drawn(settings: Settings, { size, words, update, axes = false, restless = false }: Seen) {
  const run = Run.open(engine, settings);
  try {
    const { bowl, start, history } = run;
    if (!bowl) throw new Error("These samples have no bowl.");
    run.seek({ update, statement: 0 });
    const truth = truthOf(run);
    const scale = surfaceScale(size, { start, bowl, truth, path: { w: history.w, b: history.b } });
    const trail = trailOf(run.seen + 1, (at) => placeOf(run.after(at), scale));
    const [below, above] = [new RecordingPen(), new RecordingPen()];
    const places = { bowl, start, truth, trail, palette, words };
    const levels = levelsFor(bowl, scale);
    const labels = drawGround(below, { ...places, levels, ghosts: [], axes }, scale);
    const { model } = run.moment;
    const moved = { update, model, others: [], gradient: gradientOf(run, run.moment), cloud: null };
    drawRun(above, { ...places, ...moved, labels, restless }, scale);
    return { below, above, end: placeOf(run.after(run.seen), scale) };
  } finally {
    run.free();
  }
}

/** The texts, each once: its rim is drawn before it. */
const textsOf = ({ marks }: RecordingPen): Mark[] =>
  marks.filter(
    ({ kind, text }, index) => kind === "text" && marks.findLastIndex((mark) => mark.text === text) === index,
  );
const centre = ({ points: [at = [0, 0]] }: Mark): [number, number] => at;

test.each([
  ["English", english],
  ["Chinese", chinese],
] as const)(
  "started near the end, no name in %s lies on a dot, on the start, on the arrow or on the path's end",
  (_, words) => {
    for (const size of SIZES)
      for (const update of [150, 300, 598, 599, 600]) {
        const { above, end } = drawn(NEAR_THE_END, { size, words, update });
        const names = textsOf(above);
        expect(names.map(({ text }) => text).sort()).toEqual(
          [words.start, words.leastSquares, words.truth].sort(),
        );
        const [arrow] = above.of("way mark", "stroke");
        const points = arrow?.points ?? [];
        expect(points).toHaveLength(5);
        const lines = [[0, 1] as const, [2, 3] as const, [3, 4] as const].map(([from, to]) => {
          const [a, b] = [points[from], points[to]];
          if (!a || !b) throw new Error("The arrow has no head.");
          return [a, b] as const;
        });
        const dots = above.marks.filter(({ kind, radius }) => kind === "fill" && radius !== null).map(centre);
        expect(dots).toHaveLength(2);
        for (const name of names) {
          const told = `${name.text} at ${update}, ${size.width} × ${size.height}`;
          const box = boxOf(name.text, centre(name));
          for (const line of lines) expect(passes(...line, box), `${told}: the arrow`).toBe(false);
          for (const [x, y] of [...dots, end]) {
            const dot = { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 };
            expect(overlap(dot, box), `${told}: a dot`).toBe(false);
          }
        }
      }
  },
);

test("while the run plays the names stand, whatever passes them", () => {
  const [size] = SIZES;
  if (!size) throw new Error("There is no size.");
  const places = (update: number): string =>
    JSON.stringify(
      textsOf(drawn(NEAR_THE_END, { size, words: english, update, restless: true }).above).map(centre),
    );
  const stands = places(10);
  for (const update of [11, 50, 51, 52, 300, 599]) expect(places(update)).toBe(stands);
});

test.each<[string, Settings, boolean]>([
  ["from far away", FAR_AWAY, false],
  ["from far away, with axes", FAR_AWAY, true],
  ["the first run", {}, false],
  ["the first run, with axes", {}, true],
  ["near the end, with axes", NEAR_THE_END, true],
])("%s: no level's number, mark of an edge, λ or name lies on another", (_, settings, axes) => {
  for (const size of SIZES) {
    const { below, above } = drawn(settings, { size, words: english, update: 50, axes });
    const quiet = textsOf(below).filter(({ colour }) => colour === "quiet");
    // A mark of the left edge begins at its place; in the middle stand all others.
    const at = (mark: Mark): [number, number] => {
      const [x, y] = centre(mark);
      return quiet.includes(mark) && x === 9 ? [x + 3.3 * mark.text.length, y] : [x, y];
    };
    const texts = [...textsOf(below), ...textsOf(above)].filter(({ text }) => !["w", "b"].includes(text));
    expect(texts.filter(({ colour }) => colour === "wrong text").length).toBeGreaterThan(0);
    expect(texts.filter(({ text }) => text.startsWith("λ"))).toHaveLength(axes ? 2 : 0);
    for (const [index, a] of texts.entries())
      for (const b of texts.slice(index + 1))
        expect(
          overlap(boxOf(a.text, at(a)), boxOf(b.text, at(b))),
          `${a.text} and ${b.text}, ${size.width} × ${size.height}`,
        ).toBe(false);
  }
});

test("a line passes through a box, beside it, or ends before it", () => {
  const box = { left: 0, right: 10, top: 0, bottom: 4 };
  expect(passes([-5, 2], [15, 2], box)).toBe(true);
  expect(passes([-5, -5], [15, 5], box)).toBe(true);
  expect(passes([-5, 2], [-1, 2], box)).toBe(false);
  expect(passes([-5, 5], [15, 5], box)).toBe(false);
  expect(passes([5, 2], [5, 2], box)).toBe(true);
});
