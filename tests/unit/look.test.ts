// What is looked at: in the address only where it differs from the page's own look, and it comes back from there.
import { describe, expect, test } from "vitest";
import { decode } from "../../www/lab/address";
import { SPEEDS } from "../../www/lab/clock";
import {
  BARE,
  encodeLook,
  inFront,
  LAYERS,
  type Layer,
  type Look,
  Looks,
  MODES,
  PLACES,
} from "../../www/lab/look";
import { CLASSIC } from "../../www/lab/model";
import { SETTINGS } from "../../www/lab/settings";
import { UNITS } from "../../www/lab/units";
import { readAction } from "../../www/lesson/actions";
import { CHAPTERS } from "../../www/lesson/chapters";

const look = (change: Partial<Look>): Look => ({ ...BARE, ...change });
const withLayers = (change: Partial<Record<Layer, boolean>>): Look =>
  look({ layers: { ...LAYERS, ...change } });

/** What an address says is what it was made of, on a page with this look. */
function comesBack(now: Look, home: Look = BARE): string {
  const text = encodeLook(now, home);
  expect(decode(`1${text}`, home)).toEqual({ state: CLASSIC, look: now, ignored: [] });
  return text;
}

const homes: [string, Look][] = [
  ["the bare lab", BARE],
  ...CHAPTERS.map(({ slug, look: own }): [string, Look] => [slug, decode(`1&${own ?? "v=line"}`).look]),
  [
    "a page with everything else",
    decode("1&v=map,settings&l=-log,cloud&c=both&ax=lr,mo&u=epoch&sp=full").look,
  ],
];

describe.each(homes)("from %s", (_, home) => {
  test("its own look is said by nothing", () => {
    expect(comesBack(home, home)).toBe("");
  });

  test("each view, layer, listing, step and speed comes back", () => {
    for (const first of PLACES.flat())
      for (const second of PLACES.flat())
        comesBack({ ...home, front: inFront(inFront(home.front, first), second) }, home);
    for (const layer of Object.keys(LAYERS) as Layer[])
      for (const on of [true, false]) comesBack({ ...home, layers: { ...home.layers, [layer]: on } }, home);
    for (const mode of MODES) comesBack({ ...home, mode }, home);
    for (const unit of UNITS) comesBack({ ...home, unit }, home);
    for (const speed of SPEEDS) comesBack({ ...home, speed }, home);
    for (const axes of [null, ["batch_size", "lr"], ["init.w", "data.noise"]] as const)
      comesBack({ ...home, axes }, home);
  });
});

test("every two settings with numbers can span the map of an address", () => {
  const numbers = SETTINGS.filter(({ kind }) => kind === "number" || kind === "count");
  for (const x of numbers)
    for (const y of numbers)
      if (x !== y) expect(comesBack(look({ axes: [x.path, y.path] }))).toBe(`&ax=${x.key},${y.key}`);
  expect(numbers.length).toBeGreaterThan(20);
});

test.each<[Look, string]>([
  [withLayers({ squares: true, residuals: false }), "&l=-residuals,squares"],
  [look({ mode: "both" }), "&c=both"],
  [
    look({ unit: "statement", speed: SPEEDS.find(({ name }) => name === "full") ?? BARE.speed }),
    "&u=statement&sp=full",
  ],
  [look({ front: inFront(BARE.front, "map") }), "&v=map"],
  [look({ front: inFront(inFront(BARE.front, "map"), "line") }), "&v=map,line"],
  [look({ front: inFront(BARE.front, "code") }), "&v=code"],
])("%# is as short as can be", (now, text) => {
  expect(comesBack(now)).toBe(text);
});

test("on a page that shows the settings first, the code in front is said, and the settings are not", () => {
  const home = decode("1&v=settings,line").look;
  expect(comesBack({ ...home, front: inFront(home.front, "code") }, home)).toBe("&v=code");
  expect(comesBack({ ...home, front: inFront(inFront(home.front, "code"), "line") }, home)).toBe(
    "&v=code,line",
  );
  expect(comesBack({ ...home, front: inFront(inFront(home.front, "settings"), "line") }, home)).toBe("");
});

test.each([
  "v=sky",
  "v=loss",
  "v=",
  "l=shadows",
  "l=-",
  "l=log,,check",
  "c=rust",
  "ax=lr",
  "ax=lr,lr",
  "ax=lr,zz",
  "ax=lr,sh",
  "ax=lr,bs,mo",
  "u=",
  "sp=7",
  "sp=Infinity",
  "V=map",
])("%s is broken: it is named, and the rest is looked at", (part) => {
  const { look: read, ignored } = decode(`1&l=check&${part}&lr=0.05&sp=60`);
  expect(ignored).toEqual([part]);
  expect([read.layers.check, read.speed.perSecond]).toEqual([true, 60]);
  expect({ ...read, layers: LAYERS, speed: BARE.speed }).toEqual(BARE);
});

test("the chapters' own looks can be read", () => {
  for (const { slug, look: own } of CHAPTERS)
    if (own !== undefined) expect([slug, decode(`1&${own}`).ignored]).toEqual([slug, []]);
});

test("a change of the look is told to who listens, until the signal ends", () => {
  const looks = new Looks(BARE, BARE);
  const ends = new AbortController();
  let told = 0;
  looks.listen(() => {
    told += 1;
  }, ends.signal);
  looks.showLayer("check", true);
  expect([told, looks.layers.check, looks.text]).toEqual([1, true, "&l=check"]);
  looks.take({ front: inFront(BARE.front, "map"), unit: "epoch" });
  looks.reset();
  expect([told, looks.text]).toEqual([3, "&v=map&u=epoch"]);
  ends.abort();
  looks.showLayer("check", true);
  expect(told).toBe(3);
});

test("an action in the text shows only layers that there are", () => {
  expect(readAction("layer=squares,-residuals,both", "1").layers).toEqual(["squares", "-residuals", "both"]);
  expect(() => readAction("layer=square", "1")).toThrow('has no layer "square"');
  expect(() => readAction("layer=-both", "1")).toThrow('has no layer "-both"');
});
