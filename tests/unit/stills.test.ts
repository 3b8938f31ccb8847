// The pictures for readers without scripts: files that stand alone, in both themes, with every mark of the page's view.
import { expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { Run } from "../../www/lab/run";
import { exercises as chapter3 } from "../../www/lesson/exercises/specs/how-wrong-is-a-line";
import { exercises as chapter6 } from "../../www/lesson/exercises/specs/the-learning-rate";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { exercisePicture } from "../../www/static/exercise_picture";
import { listedLines } from "../../www/static/listing_picture";
import { describeStill, drawStillMap, stillMap } from "../../www/static/map_picture";
import { picture, picturesBeside } from "../../www/static/pictures";
import { colourOf, StillFiles } from "../../www/static/still_files";
import { loadWords } from "../../www/strings";

const engine = Engine.of(await engineInNode());
const words = await loadWords("en", "shell", "surface", "code", "map", "settings", "place", "curve");

function atEnd<T>(question: (run: Run) => T): T {
  const run = Run.open(engine, {});
  try {
    run.seek({ update: run.seen, statement: 0 });
    return question(run);
  } finally {
    run.free();
  }
}

test("a picture is two files with the colours of a theme each, named by what they hold, and nothing a host could refuse", () => {
  const stills = new StillFiles();
  const drawn = {
    size: { width: 20, height: 10 },
    draw: () => '<path stroke="var(--wrong-mark)" d="M0 0h20"/><text font-family="var(--code-face)">x</text>',
    description: 'A "line"',
  };
  const markup = stills.add(drawn, "../../");
  const [, name = ""] = /src="..\/..\/stills\/(\w{8})\.svg"/.exec(markup) ?? [];
  expect([...stills.files.keys()]).toEqual([`stills/${name}.svg`, `stills/${name}d.svg`]);
  expect(markup).toContain(`srcset="../../stills/${name}d.svg"`);
  expect(markup).toContain('width="20" height="10" alt="A &quot;line&quot;"');
  const [light = "", dark = ""] = stills.files.values();
  expect(light).toContain('stroke="#d55e00"');
  expect(dark).toContain('stroke="#ff8a5c"');
  expect(light).toContain('<rect width="20" height="10" fill="#ffffff"/>');
  expect(light).toMatch(/font-family="ui-monospace, &quot;SF Mono&quot;[^"]*monospace"/);
  for (const file of [light, dark]) expect(file).not.toMatch(/var\(|style|data:|class=/);
  stills.add(drawn, "./");
  expect(stills.files.size).toBe(2);
  expect(() => stills.add({ ...drawn, draw: () => 'fill="var(--mauve)"' }, "")).toThrow("--mauve");
});

test("the still loss curve has every update, as the lab's has, but on the page that is fetched first", () => {
  atEnd((run) => {
    const still = { engine, run, moment: run.moment, strings: words.shell, surface: words.surface };
    /** How many points the longest path has, in the wide picture and in the narrow one. */
    const points = (light: boolean): number[] =>
      picture("loss", { ...still, light })
        .split("</svg>")
        .slice(0, 2)
        .map((svg) =>
          Math.max(...Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, d = ""]) => d.split("l").length)),
        );
    expect(points(false)).toEqual([600, 600]);
    for (const count of points(true)) expect(count).toBeLessThan(140);
  });
});

test("the views beside the line are the surface, the graph, the code and the map, each with its words", () => {
  atEnd((run) => {
    const still = {
      engine,
      run,
      moment: run.moment,
      strings: words.shell,
      surface: words.surface,
      light: false,
    };
    const pictures = picturesBeside(still, words);
    expect(pictures.map(({ name }) => name)).toEqual(["Surface", "Graph", "Code", "Map"]);
    for (const { description, draw } of pictures) {
      expect(description).toMatch(/\d/);
      expect(draw("light")).not.toBe("");
    }
  });
});

test("the map's runs that came to an end each have their place in one coloured path, and those that diverged in none", () => {
  atEnd((run) => {
    const map = stillMap(engine, run);
    if (!map) throw new Error("The classic run has no map.");
    const { values, columns, rows } = map.filling.grid;
    const ended = values.filter((loss) => Number.isFinite(loss)).length;
    expect([columns * rows, values.some(Number.isNaN)]).toEqual([10_000, false]);
    const markup = drawStillMap(map, { width: 360, height: 300 }, "light", words);
    const cells = /<g transform.*?<\/g>/s.exec(markup)?.[0] ?? "";
    const widths = Array.from(cells.matchAll(/h(\d+)v1/g), ([, width]) => Number(width));
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(ended);
    expect(ended).toBeLessThan(10_000);
    expect(cells.match(/<path/g)?.length).toBeLessThanOrEqual(24);
    expect(markup).toContain(">→ Learning rate</text>");
    expect(markup).toContain(">↑ Batch size</text>");
    expect(markup).toContain(">this run</text>");
    expect(markup).not.toBe(drawStillMap(map, { width: 360, height: 300 }, "dark", words));
    expect(describeStill(map, words)).toContain("Map of 10,000 runs of 600 updates");
    expect(stillMap(engine, run)).toBe(map);
  });
});

test("the code has every line of the run's listing, with its values, and the line executed last is lit", () => {
  atEnd((run) => {
    const lines = listedLines(run, run.moment, words.code);
    const source = run.ask((session) => session.source());
    expect(
      lines.map(({ indent, pieces }) => " ".repeat(indent) + pieces.map(({ text }) => text).join("")),
    ).toEqual(source.map(({ text }) => text));
    expect(lines.findIndex(({ lit }) => lit)).toBe(run.moment.line);
    expect(lines.find(({ lit }) => lit)?.value).toEqual({ text: "b = 13.34", colour: "var(--model-text)" });
  });
});

test("a plane and a curve have the marks of the page, with the looks of their style sheets as attributes", () => {
  const spec = chapter3["another-start"];
  const plane = spec && exercisePicture(spec, engine, words);
  expect(plane?.size).toEqual({ width: 360, height: 280 });
  const markup = plane?.draw("light") ?? "";
  expect(markup).toMatch(
    /<polyline fill="none" stroke="var\(--quiet\)"[^>]* stroke-dasharray="5 4" points="[\d.]+,/,
  );
  expect(markup).toContain('<circle fill="var(--panel)" stroke="var(--ink)" stroke-width="2"');
  expect(markup).toContain(">start</text>");
  expect(markup).not.toContain("var(--model-mark)");
  const other = chapter6["just-below-the-limit"];
  const curve = other && exercisePicture(other, engine, words);
  expect(curve?.draw("light")).toContain('text-anchor="end"');
  expect(curve?.draw("light")).toContain(">2,214</text>");
  expect(curve?.description).toBe(
    "Axes for a curve: update 1 to 30 to the right, the loss upwards. The first loss, 2,214.1, is given; the rest is empty.",
  );
  expect(exercisePicture({ kind: "choose", right: "a" }, engine, words)).toBeNull();
  expect(colourOf("--panel", "dark")).toBe("#1d2024");
});
