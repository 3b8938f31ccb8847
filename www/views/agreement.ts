/**
 * How far two numbers agree, as they are printed: the digits they share, and where each goes its own way.
 * Refuses a verdict on why; numbers that are none agree in nothing.
 */

export interface Agreement {
  /** Significant digits to which both round alike, 0 to 17; 17 where they are the same number. */
  digits: number;
  /** What both texts begin with. */
  shared: string;
  /** What follows in the first and in the second. */
  rests: readonly [string, string];
}

/** Every double is told from all others by so many significant digits. */
export const ALL_DIGITS = 17;

/** As Python prints it, but for the true minus. */
const printed = (value: number): string =>
  Number.isFinite(value) ? String(value).replaceAll("-", "−") : "–";

export function agreement(first: number, second: number): Agreement {
  const texts = [printed(first), printed(second)] as const;
  if (!Number.isFinite(first) || !Number.isFinite(second)) return { digits: 0, shared: "", rests: texts };
  if (first === second) return { digits: ALL_DIGITS, shared: texts[0], rests: ["", ""] };
  let shared = 0;
  while (shared < texts[0].length && texts[0][shared] === texts[1][shared]) shared += 1;
  return {
    digits: alike(first, second),
    shared: texts[0].slice(0, shared),
    rests: [texts[0].slice(shared), texts[1].slice(shared)],
  };
}

/** 0.25 and 0.24999999 share one printed digit, but are alike to seven: rounding says it, not the text. */
function alike(first: number, second: number): number {
  for (let digits = ALL_DIGITS; digits > 0; digits -= 1)
    if (first.toPrecision(digits) === second.toPrecision(digits)) return digits;
  return 0;
}
