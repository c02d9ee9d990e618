// Histograms and sizes of weights, activations and gradients, the same as in `playground.pictures`.

const BINS = 20;
const MOST_VALUES = 30_000; // of more values, about this many are counted, evenly spread

/**
 * The histogram of `count` values in equal bins between their ends: {low, high, counts}; null if none is a number.
 *
 * valueAt(k): the k-th value; values that are not numbers are not counted.
 */
export function histogram(count, valueAt) {
  const step = Math.max(Math.floor(count / MOST_VALUES), 1);
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k < count; k += step) {
    const value = valueAt(k);
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  if (low === high) high = low + Math.max(Math.abs(low) * 1e-3, 1e-6);
  const counts = new Array(BINS).fill(0);
  for (let k = 0; k < count; k += step) {
    const value = valueAt(k);
    if (Number.isFinite(value)) counts[Math.min(Math.floor(((value - low) / (high - low)) * BINS), BINS - 1)] += 1;
  }
  return { low, high, counts };
}

/** Root mean square, 0 for no values; NaN if one of them is not a number. */
export function size(values) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  const sum = values.reduce((total, value) => total + (value / largest) ** 2, 0);
  return largest * Math.sqrt(sum / values.length);
}
