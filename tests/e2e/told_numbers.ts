// A number as the page writes it, and whether it is the number that is meant.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Reads “−1,234.50” or “1.23 × 10⁻⁵”; with what the last digit that is written is worth. */
export function readTold(text: string): { value: number; unit: number } {
  const [, sign = "", digits = "", minus = "", power = ""] =
    /^(−?)([\d,]+(?:\.\d+)?)(?: × 10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(text.replaceAll("\u00a0", " ")) ?? [];
  if (digits === "") return { value: Number.NaN, unit: 0 };
  const exponent = Number([...power].map((digit) => SUPERSCRIPTS.indexOf(digit)).join("") || 0);
  const scale = 10 ** (minus === "" ? exponent : -exponent);
  const plain = digits.replaceAll(",", "");
  const places = plain.split(".")[1]?.length ?? 0;
  return { value: (sign === "" ? 1 : -1) * Number(plain) * scale, unit: 10 ** -places * scale };
}

/** Whether a text is that number, rounded to as many digits as it has. */
export function tells(text: string, number: number): boolean {
  const { value, unit } = readTold(text);
  return Math.abs(value - number) <= 0.5 * unit * (1 + 1e-9);
}
