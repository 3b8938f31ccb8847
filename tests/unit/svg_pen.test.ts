// The pen of the static pictures: lines say how far they go, from the place as it was written, so that they never drift.
import { expect, test } from "vitest";
import { SvgPen } from "../../www/static/svg_pen";

function drawn(draw: (pen: SvgPen) => void): string {
  const pen = new SvgPen();
  pen.beginPath();
  draw(pen);
  pen.stroke();
  return /d="([^"]*)"/.exec(pen.picture({ width: 10, height: 10 }, "", ""))?.[1] ?? "";
}

test("a line is written from where the path is, and a negative number needs no space before it", () => {
  expect(
    drawn((pen) => {
      pen.moveTo(1, 2);
      pen.lineTo(3.5, 1);
      pen.lineTo(3.5, 4.25);
    }),
  ).toBe("M1 2l2.5-1l0 3.3");
});

test("many short lines end where they would have ended written one by one", () => {
  const path = drawn((pen) => {
    pen.moveTo(0, 0);
    for (let step = 1; step <= 1000; step += 1) pen.lineTo(step * 0.149, step * -0.051);
  });
  let [x, y] = [0, 0];
  for (const [, right, down] of path.matchAll(/l(-?[\d.]+) ?(-?[\d.]+)/g)) {
    x += Number(right);
    y += Number(down);
  }
  expect(x).toBeCloseTo(149, 6);
  expect(y).toBeCloseTo(-51, 6);
});

test("after a circle or a closed path a line says its place itself", () => {
  expect(
    drawn((pen) => {
      pen.arc(5, 5, 1);
      pen.lineTo(2, 2);
      pen.closePath();
      pen.lineTo(3, 3);
    }),
  ).toMatch(/ZL2 2ZL3 3$/);
});
