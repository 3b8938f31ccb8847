/**
 * The loss curve that the lines around the loop plot, with the right one behind it: one point an epoch. Small, as it is
 * only there to be compared. Refuses to choose the numbers: they are the run's.
 */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import * as numbers from "../../numbers";

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 360, height: 150 };
/** The height of a label's line. */
const LABEL = 12;
const MARGIN = { top: 10, right: 44, bottom: 20, left: 44 };

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

/** Two heights for labels, far enough apart to be read. */
function apart(one: number, other: number): [number, number] {
  const lacking = (LABEL - Math.abs(one - other)) / 2;
  if (one === other || !(lacking > 0)) return [one, other];
  return one > other ? [one + lacking, other - lacking] : [one - lacking, other + lacking];
}

export function curvePlot(got: Float64Array, right: Float64Array, label: string): SVGElement {
  const finite = [...got, ...right].filter(Number.isFinite);
  const x = scaleLinear([1, Math.max(got.length, right.length, 2)], [MARGIN.left, SIZE.width - MARGIN.right]);
  const y = scaleLinear([0, Math.max(...finite, 1)], [SIZE.height - MARGIN.bottom, MARGIN.top]);
  const path = line<number>(
    (_, epoch) => x(epoch + 1),
    (loss) => y(loss),
  ).defined((loss) => Number.isFinite(loss));
  const picture = element("svg", {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    class: "bench-plot",
    role: "img",
    "aria-label": label,
  });
  for (const tick of y.ticks(3)) {
    picture.append(
      element("line", {
        class: "grid",
        x1: MARGIN.left,
        x2: SIZE.width - MARGIN.right,
        y1: y(tick),
        y2: y(tick),
      }),
      element("text", { x: MARGIN.left - 6, y: y(tick) + 4, "text-anchor": "end" }, numbers.tick(tick)),
    );
  }
  for (const tick of x.ticks(4))
    picture.append(
      element("text", { x: x(tick), y: SIZE.height - 4, "text-anchor": "middle" }, numbers.tick(tick)),
    );
  const [rightEnd, gotEnd] = apart(y(right.at(-1) ?? Number.NaN), y(got.at(-1) ?? Number.NaN));
  for (const [curve, name, at] of [
    [right, "right", rightEnd],
    [got, "got", gotEnd],
  ] as const) {
    picture.append(element("path", { class: name, d: path(Array.from(curve)) ?? "" }));
    const label = numbers.loss(curve.at(-1) ?? null);
    if (Number.isFinite(at))
      picture.append(element("text", { class: name, x: SIZE.width - MARGIN.right + 5, y: at + 4 }, label));
  }
  return picture;
}
