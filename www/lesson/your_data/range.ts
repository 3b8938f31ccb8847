/** From the least to the largest of the values: what a run has seen of x. */
export interface Range {
  low: number;
  high: number;
}

export function rangeOf(values: Float64Array): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
