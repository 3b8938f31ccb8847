// What is on a canvas, as it was drawn: every stroke, fill and text since the canvas was last cleared, in CSS pixels, so
// that a test can hold the picture against the engine's numbers. Refuses to change what is drawn.
import type { Page } from "playwright-core";

export interface Drawing {
  kind: "stroke" | "fill";
  colour: string;
  width: number;
  alpha: number;
  dash: number[];
  points: [number, number][];
  circles: { x: number; y: number; radius: number }[];
  ellipses: { x: number; y: number; long: number; short: number; angle: number }[];
}

export interface Drawn {
  drawings: Drawing[];
  texts: { text: string; x: number; y: number }[];
  /** How often it has been cleared since it is listened to: once for each picture. */
  pictures: number;
}

/** From now on what is drawn is noted. What stands on a canvas already is not known. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const known = new WeakMap<HTMLCanvasElement, Drawn>();
    Object.assign(window, { drawnOn: (canvas: HTMLCanvasElement) => known.get(canvas) ?? null });
    const pens = CanvasRenderingContext2D.prototype;
    const of = ({ canvas }: CanvasRenderingContext2D): Drawn => {
      const drawn = known.get(canvas) ?? { drawings: [], texts: [], pictures: 0 };
      known.set(canvas, drawn);
      return drawn;
    };
    const paths = new WeakMap<CanvasRenderingContext2D, Pick<Drawing, "points" | "circles" | "ellipses">>();
    const path = (pen: CanvasRenderingContext2D) => {
      const begun = paths.get(pen) ?? { points: [], circles: [], ellipses: [] };
      paths.set(pen, begun);
      return begun;
    };
    const before = <K extends keyof CanvasRenderingContext2D>(
      name: K,
      note: (pen: CanvasRenderingContext2D, args: never[]) => void,
    ): void => {
      const own = pens[name] as (...args: unknown[]) => unknown;
      Object.assign(pens, {
        [name](this: CanvasRenderingContext2D, ...args: never[]) {
          note(this, args);
          return own.apply(this, args);
        },
      });
    };
    before("clearRect", (pen) => {
      const drawn = of(pen);
      drawn.drawings = [];
      drawn.texts = [];
      drawn.pictures += 1;
    });
    before("beginPath", (pen) => paths.delete(pen));
    for (const name of ["moveTo", "lineTo"] as const)
      before(name, (pen, [x = 0, y = 0]: number[]) => path(pen).points.push([x, y]));
    before("arc", (pen, [x = 0, y = 0, radius = 0]: number[]) => path(pen).circles.push({ x, y, radius }));
    before("ellipse", (pen, [x = 0, y = 0, long = 0, short = 0, angle = 0]: number[]) =>
      path(pen).ellipses.push({ x, y, long, short, angle }),
    );
    for (const kind of ["stroke", "fill"] as const)
      before(kind, (pen) => {
        const { points, circles, ellipses } = path(pen);
        of(pen).drawings.push({
          kind,
          colour: String(kind === "stroke" ? pen.strokeStyle : pen.fillStyle),
          width: pen.lineWidth,
          alpha: pen.globalAlpha,
          dash: pen.getLineDash(),
          points: [...points],
          circles: [...circles],
          ellipses: [...ellipses],
        });
      });
    const { fillText } = pens;
    pens.fillText = function (this: CanvasRenderingContext2D, text, x, y, ...room) {
      of(this).texts.push({ text, x, y });
      return fillText.call(this, text, x, y, ...room);
    };
  });
}

/** What is on a canvas of the lab; null before its next picture. */
export async function drawnOn(
  page: Page,
  canvas: string,
  which: "first" | "last" = "last",
): Promise<Drawn | null> {
  return page
    .locator(canvas)
    [which]()
    .evaluate((node) => (window as unknown as { drawnOn(node: Element): Drawn | null }).drawnOn(node));
}

/** Colours of the light theme, as a canvas tells them. */
export const WRONG = "#d55e00";
export const WAY = "#009e73";
