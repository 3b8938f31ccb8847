/**
 * Numbers as the reader sees them: grouped, with a true minus, in powers of ten when they are far away.
 * Refuses NaN and the infinities: they become a dash, so that none is ever printed.
 */

/** Stands where there is no number. */
export const NONE = "–";

const LARGE = 1e7;
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function power(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

function scientific(value: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(2).split("e");
  return `${mantissa.replace("-", "−")} × 10${power(Number(exponent))}`;
}

const formats = new Map<number, Intl.NumberFormat>();

/** The format with so many decimals. Kept, as making one takes longer than a frame's drawing. */
function format(places: number, least = places): Intl.NumberFormat {
  const key = places * 100 + least;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: places });
    formats.set(key, found);
  }
  return found;
}

/** With so many decimals; large magnitudes as a power of ten. */
export function decimals(value: number | null, places: number): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  if (Math.abs(value) >= LARGE) return scientific(value);
  const rounded = Number(value.toFixed(places));
  const text = format(places).format(Math.abs(rounded));
  return rounded < 0 ? `−${text}` : text;
}

/** A parameter, w or b: two decimals, or where these would make it 0 three significant digits. */
export function parameter(value: number | null): string {
  return value && Math.abs(value) < 0.01 ? loss(value) : decimals(value, 2);
}

/** A loss: one decimal when it is large, three significant digits when it is small. */
export function loss(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (size >= 100) return decimals(value, 1);
  if (size === 0) return "0";
  return size < 1e-3 ? scientific(value) : String(Number(value.toPrecision(3))).replace("-", "−");
}

/** A gradient: whole when it is large, three significant digits when it is small. */
export function gradient(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  return Math.abs(value) >= 100 ? decimals(value, 0) : loss(value);
}

/** Seven significant digits, for numbers that are compared. */
export function significant(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= LARGE || size < 1e-3)) return scientific(value);
  return String(Number(value.toPrecision(7))).replace("-", "−");
}

/** A setting or a limit: four significant digits, no trailing zeros. */
export function setting(value: number): string {
  if (!Number.isFinite(value)) return NONE;
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

export const count = (value: number): string => decimals(value, 0);

/** A power of ten as such. */
export const powerOfTen = (value: number): string => `10${power(Math.round(Math.log10(value)))}`;

/** A mark on an axis. */
export function tick(value: number): string {
  const exponent = Math.round(Math.log10(Math.abs(value)));
  const isPower = value > 0 && Math.abs(value / 10 ** exponent - 1) < 1e-9;
  if (isPower && (exponent > 5 || exponent < -3)) return powerOfTen(value);
  const size = Math.abs(value);
  if (size > 0 && (size >= 1e6 || size < 1e-3)) return scientific(value);
  const text = format(4, 0).format(size);
  return value < 0 ? `−${text}` : text;
}
