// Curves as arrays, index = epoch (0 is the untrained network). Values that are not finite are null.

/** Writes an answer of the curves route into `curves`, and returns their last epoch (-1: none). */
export function append(curves, answer) {
  let last = -1;
  for (const [name, added] of Object.entries(answer.curves ?? {})) {
    const curve = put((curves[name] ??= []), answer.from, added);
    last = Math.max(last, curve.length - 1);
  }
  return Math.max(last, ...Object.values(curves).map((curve) => curve.length - 1));
}

/** Writes values into `row` from index `from` on, and returns it. */
export function put(row, from, added) {
  added.forEach((value, i) => (row[from + i] = value));
  return row;
}

/**
 * Exponential moving average as TensorBoard draws it: the bias towards the start is divided out, so the
 * first value is the curve's own. `weight` 0 … 1: the share of the past. Nulls stay and are left out of the mean.
 */
export function smooth(values, weight) {
  if (!weight) return values;
  let mean = 0;
  let seen = 0;
  return values.map((value) => {
    if (value == null) return value;
    mean = mean * weight + (1 - weight) * value;
    seen += 1;
    return mean / (1 - weight ** seen);
  });
}

/**
 * The epochs from `first` to `last` that a screen of `buckets` columns can tell apart, in order: for each bucket and
 * curve those of the smallest and the largest value, and always both ends. All curves get the same epochs, so a
 * hover label of one epoch finds a value in each.
 */
export function thin(all, first, last, buckets) {
  const count = last - first + 1;
  if (count <= 0) return [];
  if (count <= 2 * buckets) return Array.from({ length: count }, (_, i) => first + i);
  const kept = new Set([first, last]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = first + Math.floor((bucket * count) / buckets);
    const to = first + Math.floor(((bucket + 1) * count) / buckets);
    for (const values of all) {
      let low = -1;
      let high = -1;
      let gap = -1;
      for (let epoch = from; epoch < to; epoch++) {
        const value = values[epoch];
        if (value == null) gap = epoch;
        else {
          if (low < 0 || value < values[low]) low = epoch;
          if (high < 0 || value > values[high]) high = epoch;
        }
      }
      for (const epoch of [low, high, gap]) if (epoch >= 0) kept.add(epoch);
    }
  }
  return [...kept].sort((a, b) => a - b);
}

/** The last value of a curve; undefined if it has none, null if it is not a number. */
export function lastOf(values) {
  return values?.length ? values[values.length - 1] : undefined;
}

/** A curve's value at an epoch, or its last value if `epoch` is null; undefined if there is none. */
export const valueAt = (values, epoch) => (epoch == null ? lastOf(values) : values?.[epoch]);

const STEPS = [1, 1.5, 2, 3, 5, 10];

/** The end of the epoch axis of a run that goes on. It grows in few round steps, so the chart rarely rescales. */
export function roundEnd(epoch, planned) {
  const wanted = Math.max(epoch * 1.02, 10);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const round = power * STEPS.find((step) => step * power >= wanted);
  return planned ? Math.min(round, Math.max(planned, epoch)) : round;
}
