/**
 * Predict, then look: the reader places a point in the plane of (w, b), such as the next one of a run. It is told where the
 * point belongs when it is right, or at the second answer.
 * Refuses an answer before the point has been placed.
 */
import type { Engine, Line, Settings } from "../../../engine";
import { listenToDrags, type Place } from "../../../lab/drag";
import { Handles } from "../../../lab/handles";
import type { Run } from "../../../lab/run";
import * as numbers from "../../../numbers";
import { fill, type Words } from "../../../strings";
import "../../../style/place.css";
import { ofRun } from "../../facts/fact";
import type { Mount } from "../task";
import { checkButton, form, hint } from "./controls";
import { judge, type Plane, type Target } from "./place_judge";
import { inside, PlacePicture } from "./place_picture";
import { describeGround, groundOf } from "./place_plane";

export interface PlaceSpec {
  /** The run whose path is drawn, and which is asked for the place. */
  settings: Settings;
  /** The path so far ends after so many updates; null draws none. */
  from: number | null;
  /** Where the point belongs: the next (w, b) unless said otherwise. */
  expected?(run: Run, engine: Engine): Line;
  /** How far off is near enough: a share of the way from the path's end, or without a path of the plane's width. */
  tolerance: number;
  /** Wrong places with a name each, in the order they are tried. */
  wrong?: Readonly<Record<string, (run: Run, engine: Engine) => Line>>;
  plane: Plane;
  /** Other runs, drawn dashed to their end. */
  others?: readonly Settings[];
  /** Shows contours of the loss over all samples. */
  contours?: boolean;
}

/** What the engine says of a spec. */
export function targetOf(spec: PlaceSpec, engine: Engine): Target {
  const { settings, from, expected, tolerance, plane, wrong = {} } = spec;
  return ofRun(engine, settings, (run) => ({
    plane,
    from: from === null ? null : run.after(from),
    expected: expected?.(run, engine) ?? run.after((from ?? 0) + 1),
    tolerance,
    wrong: Object.fromEntries(Object.entries(wrong).map(([name, of]) => [name, of(run, engine)])),
  }));
}

/** An answer after which the place is told, right or wrong. */
const TOLD_AFTER = 2;
/** Arrow keys move the point by so many parts of the plane's width. */
const STEPS = 100;
/** How near a pointer must come to take hold of the point, in pixels. */
const REACH = 26;
const POINT = "point";

export const mount: Mount<PlaceSpec, Words["place"]> = (
  { place, engine, words, signal, answer },
  spec,
  own,
) => {
  const { plane } = spec;
  const target = targetOf(spec, engine);
  const ground = groundOf(spec, engine);
  const picture = new PlacePicture(ground, own);
  picture.element.setAttribute("aria-label", describeGround(ground, own));
  const box = document.createElement("div");
  box.className = "plane-box";
  const readout = document.createElement("output");
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  const missing = hint();
  let point = restOf(plane);
  let placed = false;
  let answers = 0;
  let expected: Line | null = null;

  const at = ({ w, b }: Line): { w: string; b: string } => ({
    w: numbers.parameter(w),
    b: numbers.parameter(b),
  });
  const show = (): void => {
    picture.show(box.clientWidth, { point, expected });
    const { x, y } = picture.placeOf(point);
    readout.textContent = fill(own.readout, at(point));
    handles.show([{ id: POINT, x, y, label: own.handle, value: fill(own.point, at(point)) }]);
  };
  const put = (line: Line): void => {
    point = inside(line, plane);
    placed = true;
    missing.textContent = "";
    show();
  };
  const step = (plane.w[1] - plane.w[0]) / STEPS;
  const stepUp = (plane.b[1] - plane.b[0]) / STEPS;
  const handles = new Handles(
    { nudge: (_, right, up) => put({ w: point.w + right * step, b: point.b + up * stepUp }) },
    signal,
  );
  box.append(picture.element, handles.element);
  const isNear = (to: Place): boolean => {
    const { x, y } = picture.placeOf(point);
    return Math.hypot(to.x - x, to.y - y) <= REACH;
  };
  // A finger that begins beside the point may scroll the page; a press puts the point where it is let go.
  listenToDrags<typeof POINT>(
    box,
    {
      pick: (to) => (isNear(to) ? POINT : null),
      move: (_, to) => put(picture.at(to)),
      end: () => handles.focus(POINT),
      hover: (to) => box.classList.toggle("near", to !== null && isNear(to)),
    },
    signal,
  );
  box.addEventListener(
    "click",
    ({ clientX, clientY }) => {
      const { left, top } = box.getBoundingClientRect();
      const to = { x: clientX - left, y: clientY - top };
      if (!isNear(to)) put(picture.at(to));
    },
    { signal },
  );

  const frame = form(() => {
    missing.textContent = placed ? "" : own.missing;
    if (!placed) return;
    const feedback = judge(point, target);
    const right = feedback === "right";
    answers += 1;
    const distance = numbers.parameter(Math.hypot(point.w - target.expected.w, point.b - target.expected.b));
    const belongs = at(target.expected);
    if (right || answers >= TOLD_AFTER) {
      expected = target.expected;
      told.textContent = fill(own.revealed, { ...belongs, distance });
      show();
    }
    answer({ right, feedback, values: { ...belongs, ...yours(at(point)), distance } });
  }, signal);
  const row = document.createElement("div");
  row.className = "answer-row";
  row.append(checkButton(words.check), readout);
  frame.append(box, row, missing, told);
  place.append(frame);
  const resizes = new ResizeObserver(show);
  resizes.observe(box);
  signal.addEventListener("abort", () => resizes.disconnect());
};

const yours = ({ w, b }: { w: string; b: string }): Record<string, string> => ({ yourW: w, yourB: b });

/** Where the point waits to be placed, as a share of the plane: out of the way, at its upper right. */
const REST = 0.88;

export function restOf({ w, b }: Plane): Line {
  return { w: w[0] + REST * (w[1] - w[0]), b: b[0] + REST * (b[1] - b[0]) };
}
