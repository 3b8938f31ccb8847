/**
 * What an exercise shows before anything is placed or drawn, as a still picture for readers without scripts: the same
 * marks as on the page, with the looks that the kind's style sheet gives them.
 * Refuses selectors of more than a tag or a class below the picture: the kinds' sheets need no others for their marks.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine";
import * as curve from "../lesson/exercises/kinds/curve_ground";
import * as plane from "../lesson/exercises/kinds/place_plane";
import { type Mark, mark } from "../lesson/exercises/kinds/svg_mark";
import type { Spec } from "../lesson/exercises/registry";
import type { Words } from "../strings";
import type { Drawn } from "./still_files";
import { escapeMarkup } from "./svg_pen";

/** A phone's width, as on the page. */
const WIDTH = 360;

/** Null for a kind that shows nothing. */
export function exercisePicture(
  spec: Spec,
  engine: Engine,
  words: Pick<Words, "place" | "curve">,
): Drawn | null {
  if (spec.kind === "place") {
    const ground = plane.groundOf(spec, engine);
    const scale = plane.planeScale(spec.plane, WIDTH);
    const marks = plane.groundMarks(ground, scale, words.place);
    const markup = written(mark("g", { class: "plane" }, ...marks), rulesOf("place"));
    return { size: scale.size, draw: () => markup, description: plane.describeGround(ground, words.place) };
  }
  if (spec.kind === "curve") {
    const { real } = curve.losses(spec, engine);
    const first = real[0] ?? Number.NaN;
    const axes = curve.curveAxes(spec, first);
    const marks = curve.groundMarks(axes, words.curve, first);
    const markup = written(mark("g", { class: "curve" }, ...marks), rulesOf("curve"));
    return {
      size: curve.SIZE,
      draw: () => markup,
      description: curve.describeCurve(axes, words.curve, first),
    };
  }
  return null;
}

/** Attributes by what they are given to: a tag, or a class with its dot. */
type Rules = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The rules of a kind's style sheet for the marks of its picture, which bears the kind's own class. */
function rulesOf(kind: "place" | "curve"): Rules {
  const own = kind === "place" ? ".plane" : ".curve";
  const css = readFileSync(join(process.cwd(), `www/style/${kind}.css`), "utf8").replace(/\/\*.*?\*\//gs, "");
  const rules = new Map<string, Record<string, string>>();
  for (const [, selectors = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const looks = Object.fromEntries(
      Array.from(body.matchAll(/([\w-]+):\s*([^;]+);/g), ([, name = "", value = ""]) => [name, value]),
    );
    for (const selector of selectors.split(",").map((each) => each.trim())) {
      const [root, mark, ...more] = selector.split(/\s+/);
      if (root !== own || more.length > 0 || mark?.includes(":")) continue;
      const name = mark ?? own;
      rules.set(name, { ...rules.get(name), ...looks });
    }
  }
  return rules;
}

/** Style properties that are attributes of a mark too; a picture in a file has no others. */
const ATTRIBUTES =
  /^(fill|stroke(-width|-opacity|-dasharray|-linejoin|-linecap)?|paint-order|font-(size|weight)|text-anchor|dominant-baseline)$/;

function written({ tag, attributes, children }: Mark, rules: Rules): string {
  const { class: name, ...rest } = attributes;
  const looks = { ...rules.get(tag), ...rules.get(`.${name}`) };
  const given = Object.entries({
    ...Object.fromEntries(Object.entries(looks).filter(([property]) => ATTRIBUTES.test(property))),
    ...rest,
  });
  const all = given.map(([property, value]) => ` ${property}="${escapeMarkup(String(value))}"`).join("");
  const inside = children
    .map((child) => (typeof child === "string" ? escapeMarkup(child) : written(child, rules)))
    .join("");
  return `<${tag}${all}>${inside}</${tag}>`;
}
